"""Names of companies and other bodies with their legal form."""

from __future__ import annotations

import re

from intents.entities.load import words
from intents.entities.page import Page, any_of

_W = words("company")
_FORM = rf"(?<![\w.])(?i:{any_of(_W['forms'])})\.?\s"
_CASED = r"[A-Z][\w&'-]{0,30}"
_SMALL = r"[a-z][\w&'-]{1,30}"
_SUFFIX = r"(?:\s?\((?i:persero)\))?(?:,?\s?(?i:tbk)\b\.?)?"
NAMED = re.compile(rf"{_FORM}{_CASED}(?:\s(?:{_CASED}|dan|&)){{0,5}}{_SUFFIX}")
LOWER = re.compile(rf"{_FORM}{_SMALL}(?:\s{_SMALL}){{0,3}}")
_END = re.compile(rf"\s(?:{any_of(_W['ends'])})\b.*")
_NEVER = re.compile(rf"{_FORM}(?:{any_of(_W['never'])})\b")


def find(page: Page) -> None:
    """Take capitalised names first; small letters are read up to the first everyday word."""
    for hit in page.each(NAMED, cased=True):
        _take(page, hit.start(), hit.end())
    for hit in page.each(LOWER):
        if not _NEVER.match(hit[0]):
            _take(page, hit.start(), hit.start() + len(_END.sub("", hit[0])))


def _take(page: Page, start: int, end: int) -> None:
    name = page.text[start:end].rstrip(" ,").removesuffix(" dan")
    if len(name.split()) > 1 and not _NEVER.match(name.lower()):
        page.take("company", " ".join(name.split()), (start, start + len(name)))
