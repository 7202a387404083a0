"""Names of software: known ones anywhere, unknown ones after a word for installing."""

from __future__ import annotations

import re

from intents.entities.load import forms, words
from intents.entities.page import Page, any_of

_W = words("software")
_NAME_OF = forms(_W["software"])
_ALT = any_of(_NAME_OF)
KNOWN = re.compile(rf"(?<![\w@.])(?:{_ALT})(?![\w@])")
_VERB = any_of(_W["verbs"]["all"])
_STOP = any_of(_W["verbs"]["stop"])
# a name that nobody listed shows itself by its capitals: "Minitab", "iTunes", "SIMAK BMN"
_PROPER = r"(?:[A-Z]|[a-z]+[A-Z\d])[\w+#.-]{1,24}(?:\s[A-Z\d][\w+#.-]{0,24}){0,3}"
UNKNOWN = re.compile(rf"\b(?i:{_VERB})\s(?:(?i:aplikasi|software|app|program)\s)?[\"']?({_PROPER})")


def find(page: Page) -> None:
    """Take all software of the text as one value; its span is that of the first name."""
    found: list[tuple[int, int, str]] = [(*hit.span(), _NAME_OF[hit[0]]) for hit in page.each(KNOWN)]
    for hit in page.each(UNKNOWN, cased=True):
        if not _overlaps(hit.span(1), found) and not re.match(rf"(?:{_STOP})\b", hit[1].lower()):
            found.append((*hit.span(1), page.text[hit.start(1) : hit.end(1)].rstrip(".")))
    if not found:
        return
    found.sort()
    names = tuple(dict.fromkeys(name for _, _, name in found))
    for start, end, _ in found[1:]:
        page.close((start, end))
    page.take("software", names, found[0][:2])


def _overlaps(span: tuple[int, int], found: list[tuple[int, int, str]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end, _ in found)
