"""Names of people: after "a.n.", "nama:", "pic:", in numbered lists and in lists of capitalised words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.load import words
from intents.entities.page import Page

_W = words("names")
_COMMON, _COLUMNS = frozenset(_W["common"]), frozenset(_W["columns"])
_TITLE = r"(?:(?:Dr|Drs|Dra|Ir|Prof|H|Hj|dr|drs|dra|ir|prof|hj|Kol|Letkol|KH)\.\s?)"
_DEGREE = (
    r"(?:,?\s?(?:(?:S|M|A)\.?\s?(?:[A-Z][a-z]{0,3}\.?){1,3}"
    r"|Ph\.?D\.?|MBA|MPA|Ak\.?|CA|BBA|B\.?Sc\.?|M\.?Sc\.?)(?!\w))"
)
_CAP = r"[A-Z][a-z']{1,24}(?:-[A-Z][a-z]{1,24})?|[A-Z]\.|I(?=\s[A-Z][a-z])|[A-Z]{2,20}"
_FULL = rf"{_TITLE}{{0,3}}(?:{_CAP})(?:\s(?:(?:{_CAP})|bin|binti|al|de|van)){{0,4}}(?:{_DEGREE}){{0,3}}"
_LOW = r"[a-z][a-z'.]{1,24}(?:\s[a-z][a-z'.]{1,24}){0,3}"
_ADDRESS = r"(?i:pak|bu|bapak|ibu|sdr|sdri|saudara|saudari|mas|mbak|mr|mrs|ms)\.?\s"
_KEY = (
    r"(?<![\w.])(?i:a\.?\s?n\.?|atas\snama|nama(?:nya|\slengkap|\stamu|\spegawai|\sketiga\stamu(?:nya)?|\speserta)?|"
    r"pic(?:nya)?|contact\sperson|cp|narahubung|pendamping|yaitu|antara\slain|y(?:an)?g\s(?:akan\s)?(?:datang|dtg|hadir)|"
    rf"name[sd]?)(?!\w)\s?[:=]?\s?(?:adalah\s)?(?:{_ADDRESS})?"
)
KEYED = re.compile(rf"{_KEY}({_FULL}(?:\s?(?:,|;|&|dan|and|sama)\s?(?:dan\s|and\s)?{_FULL}){{0,60}})")
_LOW_KEY = r"(?<![\w.])(?:a\.?n\.|a/n|atas\snama|nama(?:nya)?\s?[:=]|pic(?:\s?nya)?|an\.)\s?[:=]?\s?"
KEYED_LOW = re.compile(rf"{_LOW_KEY}(?:{_ADDRESS})?({_LOW}(?:\s?,\s?{_LOW}){{0,30}})")
NUMBERED = re.compile(rf"(?m)^\s{{0,6}}(?:\d{{1,3}}[.)]|[-*•])\s{{0,4}}({_FULL})(?=\s*(?:$|\n|[,;(/-]|\d))")
_EACH = rf"(?:{_ADDRESS})?{_FULL}"
LISTED = re.compile(rf"(?<![\w.@])({_EACH}(?:\s?(?:,|;|&)\s?(?:dan\s|and\s)?{_EACH}|\s(?:dan|and|sama)\s{_EACH})+)")
_PERSON = r"(?:pak|bapak|bu|ibu|mas|mbak|bli|bang)\s[a-z]{3,20}"
CALLED = re.compile(rf"\b{_PERSON}(?:(?:\s?,\s?|\s)(?:(?:dan|sama|and)\s)?{_PERSON})+")
_TITLED = rf"{_TITLE}+(?:{_CAP})(?:\s(?:{_CAP})){{0,4}}(?:{_DEGREE}){{0,3}}"
ONE = re.compile(rf"(?<![\w.@])(?:{_ADDRESS})({_FULL})|(?<![\w.@])({_TITLED})")
ALL = re.compile(rf"\s*({_FULL})[\s.,!]*")
CELL = re.compile(r"[\t|;]")
ROWS = 200  # of a table
_SPLIT = re.compile(r"\s?[,;&]\s?(?:dan\s|and\s)?|\s(?:dan|and|sama)\s")
_DEGREE_ONLY = re.compile(rf"{_DEGREE}$")


def find(page: Page) -> None:
    """Take names as tuples; a list of names is one value, so that its length can be counted."""
    _tabled(page)
    _numbered(page)
    for pattern, at_least in ((KEYED, 1), (LISTED, 2), (ONE, 1)):
        for hit in page.each(pattern, cased=True):
            _take(page, hit.span(hit.lastindex or 0), at_least)
    _called(page)
    for hit in page.each(KEYED_LOW):
        _take_small(page, hit.span(1))
    whole = ALL.fullmatch(page.open)
    if whole and len(whole[1].split()) > 1:
        _take(page, whole.span(1), at_least=1)


def _numbered(page: Page) -> None:
    """ "1. Budi Santoso" line by line; a single line is no list."""
    lines = [(hit.span(), hit[1]) for hit in page.each(NUMBERED, cased=True) if _person(hit[1])]
    if len(lines) > 1:
        page.take("names", tuple(_tidy(name) for _, name in lines), (lines[0][0][0], lines[-1][0][1]))


def _tabled(page: Page) -> None:
    """The column under "Nama" of a table pasted from a sheet; its lines are parted by tabs, bars or semicolons."""
    rows = list(_rows(page.text))
    heads = ((n, at) for n, (_, row) in enumerate(rows) for at, cell in enumerate(row) if cell.lower() in _COLUMNS)
    head, column = next(heads, (len(rows), 0))
    below = [(span, row[column]) for span, row in rows[head + 1 : head + 1 + ROWS] if len(row) > column]
    told = [(span, name) for span, name in below if ALL.fullmatch(name) and _person(name)]
    if told:
        page.take("names", tuple(_tidy(name) for _, name in told), (rows[head][0][0], told[-1][0][1]))


def _rows(text: str) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """(place, cells) of the lines that have cells."""
    at = 0
    for line in text.splitlines(keepends=True):
        if CELL.search(line):
            yield (at, at + len(line.rstrip())), [cell.strip() for cell in CELL.split(line.strip().strip("|"))]
        at += len(line)


def _called(page: Page) -> None:
    """ "pak hartono bu sari sama pak wawan": no everyday word among the names."""
    for hit in page.each(CALLED):
        told = [each.split()[1] for each in re.findall(_PERSON, hit[0])]
        if not _COMMON.intersection(told):
            page.take("names", tuple(name.title() for name in told), hit.span())


def _take(page: Page, span: tuple[int, int], at_least: int) -> None:
    parts = _parts(page.text[slice(*span)])
    if len(parts) >= at_least and all(_person(p) for p in parts):
        page.take("names", tuple(parts), span)


def _take_small(page: Page, span: tuple[int, int]) -> None:
    """Names in small letters end at the first everyday word."""
    kept: list[str] = []
    for part in re.split(r"\s?,\s?", page.text[slice(*span)]):
        words_ = part.split()
        own = next((i for i, w in enumerate(words_) if w.lower() in _COMMON), len(words_))
        if own:
            kept.append(" ".join(words_[:own]).title())
        if own < len(words_):
            break
    if kept:
        page.take("names", tuple(kept), span)


def _parts(written: str) -> list[str]:
    """Cut a list into names; a degree after a comma belongs to the name before it."""
    out: list[str] = []
    for piece in _SPLIT.split(written):
        piece = re.sub(rf"^{_ADDRESS}", "", _tidy(piece))
        if out and _DEGREE_ONLY.fullmatch(piece):
            out[-1] = f"{out[-1]}, {piece}"
        elif piece:
            out.append(piece)
    return out


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(" ,;")


def _person(name: str) -> bool:
    """Capitalised, and no everyday word, month, unit or office among its words."""
    return not any(w.strip(".,").lower() in _COMMON for w in name.split())
