"""What an occasion is called: "rakorda Kanwil DJPb Bali", "sosialisasi coretax", "FGD"."""

from __future__ import annotations

import re

from intents.entities.load import words
from intents.entities.page import Page, any_of

_W = words("event")
_EVENT = any_of(_W["events"])
_STOP = any_of(_W["stop"])
EVENT = re.compile(
    rf"\b(?:{_EVENT})\b(?!\s(?:lt|lantai|nomor)\b)(?:\s(?!(?:{_STOP})\b)[a-z][\w'&/-]{{1,24}}){{0,6}}"
)
_ROOM = re.compile(r"\b(?:ruang|ruangan|rg|r\.?|gedung|balai)\s$")


def find(page: Page) -> None:
    """Take the first occasion and its name, up to a word of time, place or asking."""
    for hit in page.each(EVENT):
        if not _ROOM.search(page.left[max(0, hit.start() - 9) : hit.start()]):
            page.take("event", page.text[slice(*hit.span())].strip(" -/"), hit.span())
            return
