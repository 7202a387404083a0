"""Which of a few offered phrases was typed? For menus and options, where the choice is small."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W_]+")
LEAST = 84.0  # similarity of 100 below which nothing was meant
LEAD = 6.0  # by how much the best must be ahead of the next


def flat(text: str) -> str:
    """Lower case words with one space between, marks gone, with a space at both ends."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


_of_ours = lru_cache(maxsize=4096)(flat)  # the phrases offered are the same ones again and again


def spoken(text: str, phrases: Mapping[str, Iterable[str]], shortest: int = 1) -> list[str]:
    """Ids whose phrase stands in `text` as whole words, in the order of the text.

    A phrase inside a longer one that matched as well does not count ("kantor" in "luar kantor").
    """
    words = flat(text)
    hits = [
        (start, start + len(phrase) - 1, name)
        for name, said in phrases.items()
        for phrase in map(_of_ours, said)
        if (start := words.rfind(phrase)) >= 0 and len(phrase.strip()) >= shortest
    ]
    free = [h for h in hits if not any(_inside(h, other) for other in hits)]
    return list(dict.fromkeys(name for _, _, name in sorted(free)))


def nearest(text: str, phrases: Mapping[str, Iterable[str]]) -> str | None:
    """The one id whose phrase is spelt most like the whole `text`, or None where none is clearly so."""
    words = flat(text).strip()
    if not words:
        return None
    scores = sorted(((_likeness(words, said), name) for name, said in phrases.items()), reverse=True)
    if not scores or scores[0][0] < LEAST or (len(scores) > 1 and scores[0][0] - scores[1][0] < LEAD):
        return None
    return scores[0][1]


def _likeness(words: str, said: Iterable[str]) -> float:
    return max((fuzz.ratio(words, _of_ours(phrase).strip()) for phrase in said), default=0.0)


def _inside(hit: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    longer = other[1] - other[0] > hit[1] - hit[0]
    return longer and other[0] <= hit[0] and hit[1] <= other[1] and other[2] != hit[2]
