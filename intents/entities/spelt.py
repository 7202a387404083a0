"""Numbers written in words: "dua puluh lima" is 25, "duapuluh-lima" too; "sembilan tiga puluh" 9 and 30."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.entities.load import words

_W = words("number")
VALUE: dict[str, int] = _W["value"]
TIMES: dict[str, int] = _W["times"]
_ENGLISH_TENS = {20, 30, 40, 50}  # "twenty five"
_TEENS = ("belas", "blas")
_DIGIT = "|".join(sorted((word for word, value in VALUE.items() if value < 10), key=len, reverse=True))
_TIMES = "|".join(TIMES)
JOINED = rf"(?:(?:{_DIGIT})-?(?:{_TIMES})(?:-?(?:{_DIGIT}))?)"  # "tigabelas", "duapuluhlima", "dua-puluh-lima"
_JOINED = re.compile(rf"({_DIGIT})-?({_TIMES})(?:-?({_DIGIT}))?|({_TIMES})({_DIGIT})")


def spelt(run: Sequence[str]) -> tuple[int, int]:
    """The number that begins `run` and how many words it takes; (0, 0) where none begins."""
    total, last, room = 0, 0, 1_000_000  # what is added must be smaller than `room`
    taken = 0
    for place, word in _apart(run):
        if word in TIMES and (last or (total and word == "ribu")):
            total, room = _times(total, last, word)
            last = 0
        elif word in VALUE and not last and VALUE[word] < room:
            total, last, room = _plus(total, VALUE[word], room)
        else:
            break
        taken = place + 1
    return (total + last, taken) if taken else (0, 0)


def _apart(run: Sequence[str]) -> list[tuple[int, str]]:
    """(place in `run`, word), joined words one by one: "duapuluhlima" is dua, puluh, lima at one place."""
    out: list[tuple[int, str]] = []
    for place, said in enumerate(run):
        word = about(said)
        joined = _JOINED.fullmatch(word)
        out += [(place, part) for part in (joined.groups() if joined else (word,)) if part]
    return out


def _times(total: int, last: int, word: str) -> tuple[int, int]:
    """ "belas" adds ten and ends the number, "ribu" counts all before it, the others the last word."""
    if word in _TEENS:
        return total + 10 + last, 1
    by = TIMES[word]
    return ((total + last) * by if word == "ribu" else total + last * by), by


def _plus(total: int, value: int, room: int) -> tuple[int, int, int]:
    """A word from ten on is whole by itself ("sepuluh", "seratus"); a lower one may be multiplied."""
    if value < 10:
        return total, value, room
    return total + value, 0, value if value >= 100 else 10 if value in _ENGLISH_TENS else 1


def about(word: str) -> str:
    """ "sepuluhan" and "lima belasan" count as their number."""
    return word[:-2] if word.endswith("an") and _is_number(word[:-2]) else word


def _is_number(word: str) -> bool:
    return word in VALUE or word in TIMES or _JOINED.fullmatch(word) is not None
