"""Tickets are found by number, name and words, in both stores alike."""

from dataclasses import replace

import pytest

from bot.messages import Person
from storage import conversations, search, tickets
from tests.storage.given import ANI, BUDI, LATER, NOW, WANTED, opened


@pytest.fixture
def two(store):
    """Ani's ticket in Medan, and Budi's later one in Surabaya."""

    def work(c):
        conversations.know(c, conversations.lock(c, ANI, NOW).person, Person(name="Ani Rahmawati"))
        first = opened(c, ANI)
        words = {"summary": "Printer macet, wifi ikut mati", "answers": {"lantai": "Ujung"}}
        second = replace(WANTED, office="surabaya", **words)
        return first, opened(c, BUDI, second, LATER)

    return store.do(work)


@pytest.mark.parametrize(
    ("asked", "which"),
    [("wifi", [1, 0]), ("WIFI tamu", [0]), ("rahma", [0]), ("macet printer", [1]), ("ujung", [1]), ("0001", [0]),
     ("KPTIK-2611-0002", [1]), (" kptik-2611-0001 ", [0]), ("2611", [1, 0]), ("kptik 0002", [1]), ("lampu", []),
     ("", []), ("wifi lampu", []), ("%", []), ("@medan", []), ("KPTIK-2611-0099", [])],
)  # fmt: skip
def test_every_word_begins_a_word_of_the_ticket(store, two, asked, which):
    found = store.see(search.find, asked)
    known = [number for number in found if store.see(tickets.find, number)]
    assert known == [two[n] for n in which]


def test_another_offices_tickets_are_not_found(store, two):
    assert store.see(search.find, "wifi", "medan") == [two[0]]
    assert store.see(search.find, two[1], "medan") == []


def test_a_changed_ticket_is_found_by_its_new_words_only(store, two):
    store.do(tickets.change, two[0], {"summary": "Kabel putus", "office": "denpasar"})
    assert store.see(search.find, "kabel", "denpasar") == [two[0]]
    assert two[0] not in store.see(search.find, "tamu")
    assert store.see(search.find, "kabel", "medan") == []


def test_a_place_is_a_number_and_back():
    for number in ("KPTIK-2611-0001", "PGD-2611-0001", "KPTIK-2612-12345"):
        place = search.place_of(number)
        assert place is not None and search.number_at(place) == number
    assert search.place_of("KPTIK-26-1") is None
    assert search.place_of("KPTIK-2612-0001") > search.place_of("KPTIK-2611-99999")
