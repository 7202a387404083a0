"""Which of the five offices, and which spot in it: floor, room, building, or a hotel elsewhere."""

from __future__ import annotations

import re

from intents.entities.load import forms, words
from intents.entities.page import Page, any_of

_W = words("place")
_OFFICE_OF = forms(_W["office"])
OFFICE = re.compile(rf"\b(?:{any_of(_OFFICE_OF)})\b(?!@)")
_LEVEL = r"(?:\d{1,2}|[ivx]{1,4}|satu|dua|tiga|empat|lima|enam|dasar|basement)"
_FLOOR = rf"(?:(?:{any_of(_W['place']['floors'])})\.?\s?{_LEVEL}|\d{{1,2}}(?:st|nd|rd|th)\sfloor)\b"
# a number goes on the name only at its end or before the floor ("ruang 305 lt 3"), never as a count
_COUNT = r"\d+[a-z]?(?:[.)]\s|\s(?!(?:lt|lantai|gkn|gd|gedung|di)\b)\w)"
_NO_NAME = rf"(?:{any_of(_W['place']['stop'])})\b|di[a-z]{{4,}}\b|[a-z]{{3,}}nya\b|{_COUNT}"
_NAME = rf"(?: (?:prov(?:insi|\.)\s)?(?!{_NO_NAME})[\w'/&-]{{1,24}})"
_SIDE = r"(?:\s(?:timur|tengah|barat|selatan|utara|tenggara|raya)\b)?"
_ROOM = rf"(?:{any_of(_W['place']['rooms'])})\.?\b{_NAME}{{0,3}}{_SIDE}"
_OUT = rf"(?:{any_of(_W['place']['outside'])})\b{_NAME}{{0,4}}{_SIDE}"
_ONE = rf"(?:{_FLOOR}|{_ROOM}|{_OUT})"
PLACE = re.compile(rf"(?<![\w.-]){_ONE}(?:,?\s(?:di\s|dan\s)?{_ONE}){{0,4}}")
_BARE = frozenset(_W["place"]["bare"])
_BODY = re.compile(rf"(?:{any_of(_W['place']['bodies'])})\b")
# "tamu dari Bali": where somebody comes from is no office
_ORIGIN = re.compile(rf"\b(?:{any_of(_W['place']['guests'])})\b[^.,;\n]{{0,30}}\s(?:dari|dr|asal)\s(?:kota\s)?$")
_AT = re.compile(rf"\b(?:{any_of(_W['place']['at'])})\s?:?\s?$")


def find(page: Page) -> None:
    """Take places as written; where one is said to be the spot ("di ..."), a body elsewhere in the text
    is who writes or invites. An office named inside a place is given too, as a span of its own."""
    hits = list(page.each(PLACE))
    there = [hit for hit in hits if _AT.search(page.left[max(0, hit.start() - 12) : hit.start()])]
    for hit in hits:
        if not there or hit in there or not _BODY.match(hit[0]):
            _take(page, hit)
    for hit in page.each(OFFICE):
        if not _ORIGIN.search(page.left[max(0, hit.start() - 60) : hit.start()]):
            page.take("office", office(hit[0]), hit.span())


def _take(page: Page, hit: re.Match[str]) -> None:
    """The value keeps the whole wording; an office in it is left open, to be found by itself."""
    start, end = hit.span()
    end = start + len(hit[0].rstrip(" ,"))
    if hit[0].strip(" ,.") in _BARE:
        return
    whole, inner = page.text[start:end], OFFICE.search(hit[0])
    if inner and inner.start():
        head, tail = (start, start + inner.start()), (start + inner.end(), end)
        page.close(tail)
        end = head[1]
    page.take("place", whole, (start, start + len(page.text[start:end].rstrip(" ,"))))


def office(name: str) -> str:
    """The office's id for one of its written names."""
    return _OFFICE_OF[re.sub(r"\s+", " ", name)]
