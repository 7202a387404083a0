"""Fields answered in words: text, place, asset, company, several names, software."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dialog.fields.base import POSTPONED, Heard, said, stated, statement
from bot.dialog.fields.courtesy import bare
from bot.dialog.state import Draft, Given, World
from bot.messages import Refused
from catalog_data.model import Field

MOSTLY = 0.7  # share of the words that a place must be to be all that is said
TITLE = 7  # words of a company's name
_CALLED = r"(?:pak|bu|bapak|ibu|mas|mbak|sdr|sdri)\.?\s"
_BETWEEN = re.compile(rf"[,;\n]+|\s+(?:dan|serta|and|&)\s+|\s*[+/]\s*|(?<=\w)\s+(?:sama\s+)?(?={_CALLED})", re.I)
_HEADING = re.compile(r"^(?:nama(?:nya)?(?:\s\w+nya)?|daftar\s\w+|yaitu)\s*:?$", re.I)
_NUMBERED = re.compile(r"^\s*(?:\d+[.)]\s+|[-*•]\s*)")
_DEGREE = re.compile(r"^(?:(?:[A-Z][A-Za-z]{0,3}\.)+[A-Za-z]{0,5}\.?|[A-Z]{2,4})$")
_MORE = re.compile(r"\b(?:tambah(?:kan|in)?|ditambah(?:kan|in)?|plus|tambahan|add|also)\b", re.I)
_JOINS = re.compile(r"\b[Tt]ambah(?:kan|in)?\s(?:[Pp]ak\s|[Bb]u\s)?([A-Z][\w']+(?:\s[A-Z][\w']+){0,3})")
_STAFF_NUMBER = re.compile(r"\b(?:nip\b\W*)?\d{9}(?:\d{9})?\b", re.I)  # NIP: 18 digits, of old 9


def text(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """Any words, as they were said. Refused: text.empty (a mere number or address too), text.too_long."""
    words = said(heard)
    addresses = heard.entities("email") if "email" in field.entity else []
    if len(addresses) == 1:
        return Given(addresses[0].value)
    if _only_reaches(heard, words):
        raise Refused("text.empty")
    return Given(_unlabelled(field.label, bare(words)))


def _only_reaches(heard: Heard, words: str) -> bool:
    """ "atasan: x@kemenkeu.go.id": an address or number, with a word at most."""
    reaches = heard.entities("email", "phone")
    rest = [word for word in words.split() if "@" not in word and not word.strip("+-.").isdecimal()]
    return bool(reaches) and len(rest) <= 1


def _unlabelled(label: str, words: str) -> str:
    """ "topiknya power bi": the value without what the line is called."""
    return _label(label).sub("", words) or words


@lru_cache(maxsize=256)
def _label(label: str) -> re.Pattern[str]:
    names = "|".join(re.escape(part.strip()) for part in label.split("/"))
    return re.compile(
        rf"(?:{names})(?:nya\b(?:\s?[:=]|\s(?:di|adalah|yaitu|itu)\b)?|\s?[:=]|\s(?:adalah|yaitu)\b)\s", re.I
    )


def company(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """The company as named, else the whole words. Refused: company.none (a day, an address, a sentence)."""
    found = heard.entities("company")
    words = said(heard)
    if not found and (heard.entities("when", "email", "phone") or len(words.split()) > TITLE):
        raise Refused("company.none")
    return Given(found[-1].value if found else words)


def place(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """Where it is: the whole words, which say more than the part that was recognised.

    Refused: place.empty (an address, a time without a place).
    """
    words = said(heard, "place")
    elsewhen = heard.entities("when") and not heard.entities("place", "office")
    if elsewhen or _only_reaches(heard, words):
        raise Refused("place.empty")
    return Given(_unlabelled(field.label, bare(words)))


def names(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """Several names; with a staff number and unit behind each, one a line or between semicolons.

    Refused: names.none; names.count_differs with `names` and `stated`.
    """
    told = stated(field, draft)
    listed = [each for each in _listed(heard, told) if not POSTPONED.search(each)]
    if not listed:
        raise Refused("names.none")
    if field.id in draft.answers and _MORE.search(heard.text):
        listed = list(dict.fromkeys([*draft.answers[field.id].value, *listed]))
    if told is not None and told != len(listed):
        raise Refused("names.count_differs", names=len(listed), stated=told)
    return Given(listed)


def added(text: str) -> list[str]:
    """Names that join those told before: "tambah Cici"."""
    return [hit[1] for hit in _JOINS.finditer(text)]


def _listed(heard: Heard, told: int | None) -> list[str]:
    """With staff numbers, as recognised, or as divided; as divided where only so they are as many as told."""
    found = [each for entity in heard.entities("names") for each in entity.value]
    listed = _detailed(heard) or found
    if listed and told in (None, len(listed)):
        return listed
    divided = _split(heard)  # "Agus, Budi, Cica": one of them is a month's name too
    return divided if not listed or len(divided) == told else listed


def software(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """Names of programs, each once."""
    found = [each for entity in heard.entities("software") for each in entity.value]
    if not found and _tells_else(heard):
        raise Refused("software.none")
    listed = list(dict.fromkeys(found or _split(heard)))
    if not listed:
        raise Refused("software.none")
    return Given(listed)


def _tells_else(heard: Heard) -> bool:
    """A count, an address, or a place with hardly a word beside it ("ruang umum lt 1")."""
    counted = any(each.unit for each in heard.entities("number")) and len(heard.text.split()) <= TITLE
    if counted or heard.entities("email", "phone"):
        return True
    covered = sum(each.end - each.start for each in heard.entities("place", "office"))
    return covered >= MOSTLY * len(heard.text.strip())


def _detailed(heard: Heard) -> list[str]:
    """Names with their staff numbers: what stands between commas belongs to the name before."""
    if not _STAFF_NUMBER.search(heard.text):
        return []
    parts = (_NUMBERED.sub("", part).strip(" ;,") for part in re.split(r"[;\n]+", statement(heard)))
    return [" ".join(part.split()) for part in parts if any(char.isalpha() for char in part)]


def _is_one(said: str) -> bool:
    return any(char.isalpha() for char in said) and len(said) <= 100 and not _HEADING.match(said)


def _split(heard: Heard) -> list[str]:
    """Words between commas, lines or "dan"; a degree belongs to the name before it."""
    said(heard, "names")
    if any(each.end - each.start >= len(heard.text.strip()) for each in heard.entities("office", "when")):
        return []
    parts: list[str] = []
    for part in _BETWEEN.split(statement(heard)):
        name = _NUMBERED.sub("", part).strip(" ;:,!")
        if _DEGREE.match(name) and parts:
            parts[-1] = f"{parts[-1]}, {name}"
        elif _is_one(name):
            parts.append(name if _DEGREE.search(name.split()[-1]) else name.rstrip("."))
    return parts
