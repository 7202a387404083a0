"""What an occasion is called: "rakorda Kanwil DJPb Bali", "bimtek powerpoint", "kegiatan Kemenkeu Mengajar"."""

from __future__ import annotations

import re

from intents.entities.load import words
from intents.entities.page import Page, any_of

_W = words("event")
_EVENT = any_of(_W["events"])
# "hari" ends a name before a day, not in "upacara hari bakti"
_DAY = rf"hari(?!\s(?!(?:{any_of(_W['days'])})\b)[a-z])"
_STOP = rf"{any_of(_W['stop'])}|{_DAY}"
_VAGUE = rf"{_STOP}|{any_of(_W['vague'])}"
_WORD = rf"(?:{_EVENT}|(?!(?:{_STOP})\b)[a-z][\w'&/-]{{1,24}})"
EVENT = re.compile(rf"\b(?:{_EVENT})\b(?!\s(?:lt|lantai|nomor)\b)(?:\s{_WORD}){{0,6}}")
_HEAD = rf"\b(?i:{any_of(_W['heads'])})\s[\"']?(?!(?i:{_VAGUE})\b)"
PROPER = re.compile(rf"{_HEAD}(?P<name>[A-Z][\w&'/-]*(?:\s(?!(?i:{_STOP})\b)(?:[A-Z\d][\w&'/-]*|dan|ke-\d+)){{1,6}})")
PLAIN = re.compile(rf"{_HEAD}(?P<name>[a-z][\w'-]+(?:\s{_WORD}){{1,4}})")
_ROOM = re.compile(r"\b(?:ruang|ruangan|rg|r\.?|gedung|balai)\s$")
_LOOSE_END = re.compile(r"\s(?:se|dalam|bersama|tahun|utk|untuk)$")
_WITHIN = frozenset({"software", "goods", "office", "company", "role"})  # may belong to a name


def find(page: Page) -> None:
    """Take the first occasion that has a name, else the first, up to a word of time, place or asking."""
    hits = [hit for hit in page.each(EVENT) if not _ROOM.search(page.left[max(0, hit.start() - 9) : hit.start()])]
    if hits:
        hit = next((each for each in hits if " " in _whole(page, each)), hits[0])
        page.take("event", _whole(page, hit), hit.span())
        return
    for pattern in (PROPER, PLAIN):
        for hit in page.each(pattern, cased=pattern is PROPER):
            page.take("event", page.text[slice(*hit.span("name"))].strip(" -/"), hit.span())
            return


def _whole(page: Page, hit: re.Match[str]) -> str:
    """The name with the values that stand in it ("bimtek powerpoint"), which stay values of their own."""
    low = Page(page.text).left
    held = list(page.left)
    for each in page.found:
        if each.kind in _WITHIN:
            held[each.start : each.end] = low[each.start : each.end]
    whole = EVENT.match("".join(held), hit.start())
    end = max(hit.end(), whole.end() if whole else 0)
    return _LOOSE_END.sub("", page.text[hit.start() : end].strip(" -/"))
