import pytest

from bot.dialog.fields.courtesy import bare, only


@pytest.mark.parametrize(
    "said, left",
    [
        ("halo kak, kran bocor", "kran bocor"),
        ("pagi pak budi, ac mati makasih ya kak", "ac mati"),
        ("Assalamu'alaikum wr. wb. lampu mati", "lampu mati"),
        ("met  pagi", "met  pagi"),
        ("pagi hari ac mati", "pagi hari ac mati"),
        ("Pak Budi rapat", "Pak Budi rapat"),
        ("selamat siang bu, pintu rusak, terima kasih sebelumnya", "pintu rusak"),
        ("makasih banyak", "makasih banyak"),
    ],
)
def test_only_courtesies_go(said, left):
    assert bare(said) == left


@pytest.mark.parametrize("said, called", [("kak", True), ("min, kak!", True), ("kak ac", False), ("halo", False)])
def test_a_call_alone(said, called):
    assert only(said) is called
