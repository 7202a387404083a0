"""E-mail addresses (RFC 5321 in the forms that people type) and Indonesian telephone numbers."""

from __future__ import annotations

import re

from intents.entities.load import words
from intents.entities.page import Page

_DIGIT = {word: n for word, n in words("number")["value"].items() if n < 10} | {"kosong": 0}

EMAIL = re.compile(
    r"(?<![\w.+@-])[a-z0-9_](?:[\w.+'-]{0,62}[\w+-])?\s?@\s?(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}\b(?!@)", re.A
)
URL = re.compile(r"\b(?:https?://|www\.)\S{1,300}")
_DATED = r"\d\d?([./-])\d\d?\1(?:20)?\d\d(?!\d|[./-]\d)|\d\d[.:]\d\d\s?(?:-|s)"  # "01.12.2026", "08.00-17.00"
PHONE = re.compile(
    rf"(?<![\w.+/-])(?!{_DATED})"
    r"(?:\+?62|\(?0\d{2,3}\)|0)[\s.()-]{0,2}\d(?:[\s.()-]{0,2}[\dx]){5,13}(?![\w/])"
)
KEYED = re.compile(
    r"\b(?:hp|wa|telp?|tlp|telepon|telpon|phone|ponsel|kontak|no\.? ?hp|no\.? ?wa|no\.? ?telp?|ext|ekstensi|pesawat)"
    r"\.?\s*(?:saya|sy|nya|beliau)?\s*[:.]?\s*(\+?\(?\d(?:[\s.()-]{0,2}[\dx]){2,15})(?![\w/])"
)
SPOKEN = re.compile(rf"\b(?:nol|kosong)(?:\s(?:{'|'.join(_DIGIT)})){{8,13}}\b")


def find(page: Page) -> None:
    """Take addresses and numbers; an address is given in lower case, a number as digits and "+"."""
    for hit in page.each(EMAIL):
        page.take("email", re.sub(r"\s", "", hit[0]), hit.span())
    for hit in page.each(URL):
        page.close(hit.span())
    for hit in page.each(SPOKEN):
        page.take("phone", "".join(str(_DIGIT[word]) for word in hit[0].split()), hit.span())
    for hit in page.each(KEYED):
        page.take("phone", clean(hit[1]), hit.span(1))
        page.close((hit.start(), hit.start(1)))
    for hit in page.each(PHONE):
        if 8 <= len(clean(hit[0]).lstrip("+")) <= 15:
            page.take("phone", clean(hit[0]), hit.span())


def clean(written: str) -> str:
    """The number without spaces and marks; a masked digit stays "x"."""
    return re.sub(r"[^\d+x]", "", written)
