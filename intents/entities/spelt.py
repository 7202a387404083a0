"""Numbers written in words: "dua puluh lima" is 25, "selusin" 12, "sembilan tiga puluh" 9 and 30."""

from __future__ import annotations

from collections.abc import Sequence

from intents.entities.load import words

_W = words("number")
VALUE: dict[str, int] = _W["value"]
TIMES: dict[str, int] = _W["times"]
_ENGLISH_TENS = {20, 30, 40, 50}  # "twenty five"


def spelt(run: Sequence[str]) -> tuple[int, int]:
    """The number that begins `run` and how many words it takes; (0, 0) where none begins."""
    total, last, room = 0, 0, 1_000_000  # what is added must be smaller than `room`
    taken = 0
    for word in map(about, run):
        if word in TIMES and (last or (total and word == "ribu")):
            total, room = _times(total, last, word)
            last = 0
        elif word in VALUE and not last and VALUE[word] < room:
            total, last, room = _plus(total, VALUE[word], room)
        else:
            break
        taken += 1
    return (total + last, taken) if taken else (0, 0)


def _times(total: int, last: int, word: str) -> tuple[int, int]:
    """ "belas" adds ten and ends the number, "ribu" counts all before it, the others the last word."""
    if word == "belas":
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
    return word[:-2] if word.endswith("an") and (word[:-2] in VALUE or word[:-2] in TIMES) else word
