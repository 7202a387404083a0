"""A letter without its frame: what is asked, in sentences."""

from __future__ import annotations

import re

from intents.frame import dated, frame, numbers
from intents.reading import Entity

SIGNED = frozenset({"email", "phone", "company", "secret"})  # what a signature may tell
HEADED = frozenset({"office", "goods", "software", "event", "topic", "purpose", "company", "secret"})  # and a head
FRAME = 9  # words: a longer line says something
LONG = 22  # words from which on the sentences are weighed as well as the whole
QUOTED = re.compile(r"^\s*>.*$", re.M)
ABBREVIATED = re.compile(r"\b(yth|no|a\.?n|u\.?p|dr|drs|ir|s\.?d|tgl|jl|sdr|lt|kab|kec|prof|hj?)\.", re.I)
BREAK = re.compile(r"(?<=[.!?;])\s+|\n+|(?:^|\s)\d[.)]\s+")
JOINED = re.compile(
    r"(?:(?<!\s)\s+)?(?:[,;\n]|\.(?=\s|$)"
    r"|\b(?:dan juga|dan|sama|serta|sekalian|sekaligus|lalu|terus|trus|juga|plus|and also|and)\b)\s*",
    re.I,
)


def body(text: str, courtesy: re.Pattern[str], farewell: re.Pattern[str]) -> str:
    """The letter without quoted lines, salutation, signature and disclaimer; never nothing."""
    told = QUOTED.sub("", text[: frame(text).close])
    lines = [line for line in told.splitlines() if line.strip()]
    last = next((i for i, line in enumerate(lines) if i and _is(line, farewell)), len(lines))
    kept = [line for line in lines[:last] if not _is(line, courtesy)]
    return "\n".join(kept) or text


def signature(text: str, farewell: re.Pattern[str]) -> int:
    """Where the signature begins; the end of the text where there is none."""
    at, first = 0, True
    for line in text.splitlines(keepends=True):
        if line.strip():
            if not first and _is(line, farewell):
                return at
            first = False
        at += len(line)
    return len(text)


def _is(line: str, pattern: re.Pattern[str]) -> bool:
    return len(line.split()) <= FRAME and bool(pattern.match(line.strip().lower()))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop after a title or an abbreviation ends none."""
    plain = ABBREVIATED.sub(r"\1", text)
    return [s.strip() for s in BREAK.split(plain) if s and len(s.split()) > 2]


def clauses(text: str) -> list[str]:
    """Pieces between connectors, for two requests in one message."""
    return [c.strip() for c in JOINED.split(text) if c and len(c.split()) > 1]


def tells(text: str, until: int, value: Entity) -> bool:
    """Whether a value is part of what is said before `until`, or of what head and signature may tell."""
    if frame(text).heads(value.start):
        return value.kind in HEADED
    foreign = {"when": dated, "number": numbers}.get(value.kind)
    if foreign and foreign(text, value.start):
        return False
    return value.start < until or value.kind in SIGNED
