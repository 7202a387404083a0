"""Tickets found by number, name and words: an index of words that both stores keep alike.

A ticket's place in the index is made of its number, so that the newest come first without a look at the ticket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, literal, select

from storage.tables import ticket_words

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"^\s*([a-z]+)-(\d{4})-(\d{4,7})\s*$", re.I)
SERIES = {"KPTIK": 0, "PGD": 1}
LONGEST, MOST = 40, 80  # letters of a word, words of a ticket
LAST = "\U0010ffff"  # greater than any letter
_KEEP = insert(ticket_words)
_FORGET = delete(ticket_words).where(ticket_words.c.word == bindparam("w"), ticket_words.c.place == bindparam("p"))


def place_of(number: str) -> int | None:
    """KPTIK-2611-0012 -> 523200000024: unique, and greater for what came later. None: no number."""
    found = _NUMBER.match(number)
    if found is None or found[1].upper() not in SERIES:
        return None
    return (int(found[2]) * 10_000_000 + int(found[3])) * 2 + SERIES[found[1].upper()]


def number_at(place: int) -> str:
    """The inverse of `place_of`."""
    rest, series = divmod(place, 2)
    month, n = divmod(rest, 10_000_000)
    return f"{list(SERIES)[series]}-{month:04d}-{n:04d}"


def words_of(number: str, office: str, texts: Iterable[Any]) -> list[str]:
    """The words that a ticket is found by: of its number, and of whatever strings its values hold."""
    found = dict.fromkeys([_office(office), *_split(number)])
    for text in texts:
        for part in _strings(text):
            found.update(dict.fromkeys(_split(part)))
    return list(found)[:MOST]


def _split(text: str) -> list[str]:
    words = dict.fromkeys(word[:LONGEST] for word in _WORD.findall(text.lower()))
    return [word for word in words if word.upper() not in SERIES]


def _office(office: str) -> str:
    """A word that nobody can type."""
    return f"@{office}"


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def keep(c: Connection, number: str, office: str, texts: Iterable[Any]) -> None:
    """Make a ticket findable by these texts."""
    place = place_of(number)
    if place is not None:
        c.execute(_KEEP, [{"word": word, "place": place} for word in words_of(number, office, texts)])


def forget(c: Connection, number: str, office: str, texts: Iterable[Any]) -> None:
    """The inverse. The same texts are needed: the index knows no way from a ticket to its words."""
    place = place_of(number)
    if place is not None:
        c.execute(_FORGET, [{"w": word, "p": place} for word in words_of(number, office, texts)])


def find(c: Connection, asked: str, office: str = "", limit: int = 50) -> list[str]:
    """Numbers of tickets in which every word asked for begins a word; the newest first. Empty `office`: all."""
    named = place_of(asked)
    words = [] if named else sorted(_split(asked), key=len, reverse=True)[:6]
    if named is None and not words:
        return []
    one, *others = [_places(word) for word in words] or [select(literal(named).label("place"))]
    found = (one.intersect(*others) if others else one.distinct()).subquery()
    places = select(found.c.place).order_by(found.c.place.desc()).limit(limit)
    here = select(ticket_words.c.word).where(ticket_words.c.place == found.c.place)
    if office:
        places = places.where(here.where(ticket_words.c.word == _office(office)).exists())
    return [number_at(place) for place in c.scalars(places)]


def _places(word: str) -> Any:
    """Places of tickets with a word that begins so."""
    begins = (ticket_words.c.word >= word) & (ticket_words.c.word < word + LAST)
    return select(ticket_words.c.place).where(begins)
