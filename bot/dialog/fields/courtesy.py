"""What was said without the courtesies around it: a greeting and whom it is for, thanks behind."""

from __future__ import annotations

import re

from intents.entities.load import words

MOST = 6  # courtesies at the head
_W = words("courtesy")


def _any(name: str) -> str:
    """A pattern of one of the words, the longest first; "~" is any part of a day, a blank one of any kind."""
    ways = sorted({way.replace("~", day) for way in _W[name] for day in _W["days"]}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(way).replace(r"\ ", r"\s") for way in ways) + ")"


_DAYS, _CALLED = _any("days"), _any("called")
_GREETING = re.compile(
    rf"{_any('greetings')}(?!\w)(?:\s{_any('blessings')}\b\.?){{0,4}}[\s,.!]*"
    rf"|{_DAYS}(?:[,.!]+\s*|\s(?={_CALLED}\b))",
    re.I,
)
# "pagi pak budi, ..."; of one who is called without a greeting only what can be no part of a name
_VOCATIVE = re.compile(rf"{_CALLED}\b(?:\s\w{{1,30}}(?=,))?[\s,.!/]*", re.I)
_CALL = re.compile(rf"(?:{_any('plain')}\b[\s,.!]*|{_CALLED},\s*)", re.I)
_THANKS = re.compile(
    rf"(?<![\s,.!])[\s,.!]{{1,8}}(?:ya\s)?{_any('thanks')}(?:\s(?:{_any('further')}|{_CALLED})\b){{0,4}}[\s,.!]{{0,8}}$",
    re.I,
)
_ONLY = re.compile(rf"(?:{_CALLED}[\s,.!?]{{0,3}}){{1,3}}", re.I)


def bare(text: str) -> str:
    """The words alone; of nothing but courtesies everything is left as it is."""
    rest, greeted = text.strip(), False
    for _ in range(MOST):
        hit = _GREETING.match(rest) or (_VOCATIVE if greeted else _CALL).match(rest)
        if hit is None:
            break
        greeted = True
        rest = rest[hit.end() :]
    rest = _THANKS.sub("", rest)
    return rest if any(char.isalnum() for char in rest) else text


def only(text: str) -> bool:
    """Whether it is nothing but a call ("kak", "min")."""
    return bool(_ONLY.fullmatch(text.strip()))
