"""Whatever comes in: no exception, and nothing over 200 ms. The long form runs under `make soak`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from time import process_time

import pytest

from intents.entities import find
from intents.entities.when import read
from intents.read import Reader

NOW = datetime(2026, 11, 23, 9)
LIMIT = 0.2  # seconds of this process on one input, in the long form
GUARD = 10 * LIMIT  # the short form only sees that nothing hangs
LONG = 100_000
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz", "0123456789", " \t\n\r", ".,;:!?/()[]{}<>-_@#&*+=%\"'", "àéñüçØß",
    "тестЖшю", "漢字仮名交じり", "ᬩᬮᬶꦗꦮᨕᨙ", "نصعربي", "कखगि", "🙏😀👨‍👩‍👧🇮🇩", "\x00\x07\x1b\u200b\u202e\ufeff\ud800",
)  # fmt: skip
PIECES = (
    "tolong", "bli", "mauka", "printer", "rusak", "wifi tamu 3 orang", "besok", "tgl 31 feb", "3-5 des",
    "28 des s/d 2 jan", "kamis depan jam 2", "H+3", "stengah 9 pagi", "12 laptop", "a.n. Budi Santoso",
    "a.b@kemenkeu.go.id", "0812-3456-7890", "GKN medan lt 2", "password: x1y2z3", "KPTIK-2611-0042",
    "3.10.02.03.003 no 17", "PT Maju Jaya", "Yth.", "Dengan hormat,", "batalkan", "ga jadi", "1/2/3/4",
    "http://a.id/?q=", "=== > ---",
)  # fmt: skip


def words(chance: random.Random) -> str:
    """Pieces of requests, cut somewhere."""
    text = chance.choice(["", " ", " , "]).join(chance.choices(PIECES, k=chance.randrange(1, 9)))
    return text[chance.randrange(len(text)) :][: chance.randrange(1, 120)]


def marks(chance: random.Random) -> str:
    """Letters of one to three scripts."""
    letters = "".join(chance.sample(ALPHABETS, chance.randrange(1, 4)))
    return "".join(chance.choices(letters, k=chance.randrange(60)))


def mixed(chance: random.Random) -> str:
    """Both."""
    return "".join(chance.choice((words, marks))(chance) for _ in range(chance.randrange(1, 4)))


def long(chance: random.Random) -> str:
    """100 KB: one thing again and again, or many things."""
    parts = [mixed(chance) or "a" for _ in range(chance.choice([1, 1, 3, 40]))]
    text = chance.choice(["", " ", "\n"]).join(parts * (LONG // sum(map(len, parts)) + 1))
    return text[:LONG]


def inputs(count: int, seed: int) -> Iterator[str]:
    """`count` inputs; one in 10 000, and the first, is long."""
    chance = random.Random(seed)
    for number in range(count):
        yield long(chance) if number % 10_000 == 0 else chance.choice((words, marks, mixed))(chance)


def fuzz(ways: list[Callable[[str], object]], texts: Iterator[str], limit: float = LIMIT) -> None:
    """Every text in every way. What takes too long is tried again: a pause of the collector is no fault of it."""
    for text in texts:
        for way in ways:
            took = seconds(way, text)
            if took >= limit:
                took = min(seconds(way, text) for _ in range(2))
            assert took < limit, f"{took:.3f} s: {text[:200]!r}"


def seconds(way: Callable[[str], object], text: str) -> float:
    """Processor time of one reading; a text that raises is shown."""
    began = process_time()
    try:
        way(text)
    except Exception as fault:
        raise AssertionError(f"{fault!r}: {text[:200]!r}") from fault
    return process_time() - began


def when(text: str) -> object:
    """`loket when`."""
    return read(text, NOW)


def values(text: str) -> object:
    """The values of a message."""
    return find(text, NOW)


def test_some_hundred_inputs(reader: Reader) -> None:
    fuzz([reader.match, when, values], inputs(600, 5), GUARD)


@pytest.mark.parametrize("seed", [0, 1, 15, 24, 38])
def test_a_long_input(reader: Reader, seed: int) -> None:
    fuzz([reader.match, when, values], iter([long(random.Random(seed))]), GUARD)


@pytest.mark.parametrize("blank", [" ", " \n", "\n\t ", "\u2003"])
def test_a_hundred_thousand_blanks(reader: Reader, blank: str) -> None:
    """A pattern that tries every start of a run of blanks took six seconds here."""
    fuzz([reader.match, when, values], iter([blank * LONG + "wifi mati" + blank * LONG]), GUARD)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_a_million_inputs(reader: Reader, part: int) -> None:
    fuzz([reader.match, when], inputs(50_000, 100 + part))
