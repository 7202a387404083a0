"""Officers of the tests' desk."""

from storage import people
from storage.people import Officer

SRI = Officer("sri", "Sri Wahyuni", "!", "semarang", ("officer",), True, "sri.wahyuni@kemenkeu.go.id")
ADI = Officer("adi", "Adi Putra", "!", "semarang", ("officer",), True, "adi.putra@kemenkeu.go.id")
HEAD = Officer("kasi", "Bambang", "!", "semarang", ("supervisor",), True, "bambang@kemenkeu.go.id")
ABROAD = Officer("made", "Made", "!", "denpasar", ("officer",), True, "made@kemenkeu.go.id")
ALL = (SRI, ADI, HEAD, ABROAD)


def employ(store, *officers: Officer) -> None:
    """They work here."""
    for one in officers:
        store.do(people.put_officer, one)
