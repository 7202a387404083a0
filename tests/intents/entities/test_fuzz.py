"""No input raises, no input takes long, and spans never overlap."""

from __future__ import annotations

import random
import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.entities import find
from intents.entities.when import read

from .test_find import assert_apart

NOW = datetime(2026, 11, 23, 9, 0)
GUARD = 2.0  # seconds of this process, ten times what is promised: another may have the core
PIECES = [
    "besok",
    "tgl 5",
    "3-5 des",
    "jam 9-11",
    "12 laptop",
    "a.n. Budi Santoso",
    "a.b@kemenkeu.go.id",
    "0812-3456-7890",
    "GKN medan lt 2",
    "password: x1y2z3",
    "KPTIK-2611-0042",
    "3.10.02.03.003 no 17",
    "PT Maju Jaya",
    "rakor",
    "senin",
    "s/d",
    ",",
    "\n",
    "1. Andi Wijaya",
    "(",
    "31 feb",
    "ruang",
    "Dr.",
    "S.E.",
    "İ",
    "ẞ",
    "\x00",
    "😀",
    "数",
    "عربي",
    "\u200b",
    "@",
    "....",
    "lusin",
    "setengah",
    "eselon IV",
]
LONG = {
    "one letter": "a" * 100_000,
    "capitals": "A" * 100_000,
    "digits": "1" * 100_000,
    "spaces": " " * 100_000,
    "lines": "\n" * 100_000,
    "numbers": "3 " * 50_000,
    "weekdays": "senin, " * 15_000,
    "dashes": "3-" * 50_000,
    "dots": "1.1." * 25_000,
    "ats": "a@" * 50_000,
    "addresses": "a.b@c.d." * 12_000,
    "names": "Budi Santoso, " * 7_000,
    "initials": "A. " * 33_000,
    "words": "dua puluh " * 10_000,
    "rooms": "ruang lantai 2 " * 7_000,
    "password": "password " * 11_000,
    "sampai": "sampai " * 14_000,
    "kptik": "kptik-" * 16_000,
    "tanggal": "tgl 3 dan " * 10_000,
    "zero phones": "0" * 100_000,
    "plus": "+62 " * 25_000,
    "phones": "0812-" * 20_000,
    "colons": "1:" * 50_000,
    "jam": "jam 9 " * 16_000,
    "titles": "Dr. " * 25_000,
    "lists": "1. Andi Wijaya\n" * 7_000,
    "pt": "PT A " * 20_000,
    "months": "des " * 25_000,
    "marks": ",;:()-/&" * 12_000,
    "emoji": "😀" * 100_000,
    "mixed": "Ж数ع a1 " * 14_000,
    "install": "instal " * 15_000,
    "prices": "Rp1.000" * 15_000,
    "slashes": "s/d/" * 25_000,
    "kali": "12 buah unit " * 8_000,
    "long words": ("b" * 500 + " ") * 200,
    "hyphens": "a-" * 50_000,
    "letters": "S-1/" * 25_000,
    "di": "di hotel di " * 9_000,
    "urls": "http://" * 14_000,
    "cap-": "Ab-" * 33_000,
    "gaps": ("tiket" + " " * 900 + "hp" + " " * 900) * 50,
}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=14), st.sampled_from(["", " ", " , "])
)
def test_anything_is_read_without_error(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert_apart(text, find(text, NOW))
    read(text, NOW)


def test_truncated_and_shuffled_messages() -> None:
    dice = random.Random(5)
    for _ in range(300):
        text = " ".join(dice.choices(PIECES, k=dice.randrange(1, 12)))
        cut = text[dice.randrange(len(text)) :][: dice.randrange(1, 60)]
        assert_apart(cut, find(cut, NOW))


@pytest.mark.parametrize("name", LONG)
def test_a_long_input_is_read_in_time(name: str) -> None:
    text = LONG[name]
    for reader in (find, read):
        took = min(_seconds(reader, text) for _ in range(2))
        assert took < GUARD, f"{reader.__name__}: {took:.3f} s"


def _seconds(reader: object, text: str) -> float:
    start = time.process_time()
    reader(text, NOW)  # type: ignore[operator]
    return time.process_time() - start
