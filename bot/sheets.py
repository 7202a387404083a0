"""Lists that people send (xlsx, csv): columns found by name, rows counted, gaps named. And templates."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from rapidfuzz import fuzz

from bot.messages import Table
from catalog_data.model import Catalogue, Field

Columns = Mapping[str, tuple[str, ...]]
Row = Sequence[str]
EXAMPLE = "CONTOH:"  # begins every cell of a template's example row; such a row is never counted
HEADER_WITHIN = 15  # lines at the top among which the header is looked for
WIDEST = 60  # columns that are looked at
LIKE = 88  # likeness of two headers (rapidfuzz ratio, 0 to 100)
CELL = 2_000  # characters of a cell
_DELIMITERS = (",", ";", "\t", "|")
_WORD = re.compile(r"[^\W_]+")


class TooMuch(Exception):
    """More rows, or more time for them, than is allowed."""


def columns_of(catalogue: Catalogue) -> Columns:
    """Every column that a list of the catalogue asks for, with all spellings of its header."""
    found: dict[str, tuple[str, ...]] = {}
    for service in catalogue.services.values():
        for field in service.fields:
            for column, spellings in field.columns.items():
                found[column] = tuple(dict.fromkeys((*found.get(column, ()), *spellings)))
    return found


def from_xlsx(data: bytes, columns: Columns, rows: int, seconds: float) -> Table:
    """The sheet whose header names most columns. Raises TooMuch, and whatever a broken file causes."""
    until = time.monotonic() + seconds
    from openpyxl import load_workbook  # heavy, and seldom needed

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        tables = [_table(_cells(sheet), columns, rows, until) for sheet in book.worksheets[:5]]
    finally:
        book.close()
    return max(tables, key=lambda table: (len(table.columns), table.rows))


def from_csv(text: str, columns: Columns, rows: int, seconds: float) -> Table:
    """A table in words. Raises TooMuch, csv.Error."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter(text, columns) or ",")
    return _table(([cell.strip()[:CELL] for cell in row[:WIDEST]] for row in reader), columns, rows,
                  time.monotonic() + seconds)  # fmt: skip


def decoded(data: bytes) -> str:
    """Words of a text file in the encodings that offices write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def delimiter(text: str, columns: Columns) -> str | None:
    """What parts the cells, or None where the text is no table."""
    lines = [line for line in islice(text.splitlines(), 30) if line.strip()]
    for mark in _DELIMITERS:
        if any(_named(line.split(mark), columns) for line in lines[:HEADER_WITHIN] if mark in line):
            return mark
    counts = {mark: [line.count(mark) for line in lines] for mark in _DELIMITERS}
    even = [mark for mark, found in counts.items() if len(lines) > 1 and min(found) > 0 and len(set(found)) == 1]
    return max(even, key=lambda mark: counts[mark][0], default=None)


def _cells(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # a declared size may be a lie
    for row in sheet.iter_rows(max_col=WIDEST, values_only=True):
        yield ["" if cell is None else str(cell).strip()[:CELL] for cell in row]


def _table(lines: Iterable[Row], columns: Columns, most: int, until: float) -> Table:
    numbered = _bounded(lines, most, until)
    top = list(islice(numbered, HEADER_WITHIN))
    at = max(range(len(top)), key=lambda i: (len(_named(top[i][1], columns)), any(top[i][1]), -i), default=None)
    if at is None:
        return Table(0, {}, tuple(columns))
    header = top[at][1]
    places = _named(header, columns)
    body = [(n, row) for n, row in (*top[at + 1 :], *numbered) if any(row) and not _example(row)]
    faults = [(n, column) for n, row in body for column, place in places.items() if not _at(row, place)]
    missing = tuple(column for column in columns if column not in places)
    return Table(len(body), {column: header[place] for column, place in places.items()}, missing, tuple(faults))


def _bounded(lines: Iterable[Row], most: int, until: float) -> Iterator[tuple[int, Row]]:
    """Rows with their number as a person sees it, from 1."""
    for number, row in enumerate(lines, 1):
        if number > most + HEADER_WITHIN or time.monotonic() > until:
            raise TooMuch
        yield number, row


def _at(row: Row, place: int) -> str:
    return row[place] if place < len(row) else ""


def _example(row: Row) -> bool:
    return any(cell.upper().startswith(EXAMPLE) for cell in row)


def _named(header: Row, columns: Columns) -> dict[str, int]:
    """Column -> its place, where a header is spelt like it."""
    flat = [" ".join(_WORD.findall(cell.casefold())) for cell in header[:WIDEST]]
    places = {column: _place(flat, spellings) for column, spellings in columns.items()}
    return {column: place for column, place in places.items() if place is not None}


def _place(header: list[str], spellings: tuple[str, ...]) -> int | None:
    wanted = [" ".join(_WORD.findall(each.casefold())) for each in spellings]
    scores = [max((_likeness(cell, each) for each in wanted), default=0.0) for cell in header]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= LIKE else None


def _likeness(cell: str, spelling: str) -> float:
    """100 for the same words, 90 where the spelling stands in a longer header, else how alike."""
    if not cell or len(cell) > 60:
        return 0.0
    if f" {spelling} " in f" {cell} ":
        return 100.0 if cell == spelling else 90.0
    return fuzz.ratio(cell, spelling) if len(spelling) > 3 else 0.0


def template(field: Field) -> bytes:
    """An xlsx with the columns of `field` and one row that is marked as an example."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    sheet = book.active
    sheet.title = field.label[:31]
    headers = [next(iter(spellings), column) for column, spellings in field.columns.items()]
    sheet.append(headers)
    sheet.append([f"{EXAMPLE} {header}" for header in headers])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 28
    for cell in sheet[2]:
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
