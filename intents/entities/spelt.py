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
    total, last, i = 0, 0, 0
    room = 1_000_000  # what is added must be smaller than this
    while i < len(run):
        word = about(run[i])
        if word in TIMES and (last or (total and word == "ribu")):
            by = TIMES[word]
            if word == "belas":
                total, last, room = total + 10 + last, 0, 1
            elif by == 1000:
                total, last, room = (total + last) * by, 0, by
            else:
                total, last, room = total + last * by, 0, by
        elif word in VALUE and not last and VALUE[word] < room:
            last = VALUE[word]
            if last >= 10:
                total, last, room = total + last, 0, last if last >= 100 else 10 if last in _ENGLISH_TENS else 1
        else:
            break
        i += 1
    return (total + last, i) if i else (0, 0)


def about(word: str) -> str:
    """ "sepuluhan" and "lima belasan" count as their number."""
    return word[:-2] if word.endswith("an") and (word[:-2] in VALUE or word[:-2] in TIMES) else word
