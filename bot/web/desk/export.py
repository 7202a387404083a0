"""Tables as files: CSV and XLSX, in which nothing that somebody typed can run."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what a workbook cannot hold
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")  # beginnings that a spreadsheet takes for a formula
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Share(float):
    """A part of 1: 0.778 is shown as 77,8 %, and in a workbook it stays a number."""

    def __str__(self) -> str:
        return f"{self * 100:.1f} %".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title and column labels."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]] = field(default_factory=list)


def harmless(value: Any) -> Any:
    """A cell that stays what it says: text that begins like a formula gets a quote before it."""
    if isinstance(value, Share):
        return str(value)
    if not isinstance(value, str):
        return "" if value is None else value
    clean = ILLEGAL.sub("", value)
    return f"'{clean}" if clean.lstrip(" \u00a0\ufeff").startswith(RUNS) or clean.startswith(RUNS) else clean


def as_csv(sheet: Sheet) -> bytes:
    """With a mark at the beginning by which spreadsheets know UTF-8."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([harmless(cell) for cell in row] for row in (sheet.columns, *sheet.rows))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet, its header bold and in view."""
    from openpyxl import Workbook  # heavy, and seldom needed
    from openpyxl.styles import Font

    book = Workbook(write_only=False)
    page = book.active
    assert page is not None
    page.title = sheet.title[:31].replace("/", " ").replace(":", " ")
    for row in (sheet.columns, *sheet.rows):
        page.append([float(cell) if isinstance(cell, Share) else harmless(cell) for cell in row])
    for n, row in enumerate(sheet.rows, 2):
        for column, cell in enumerate(row, 1):
            if isinstance(cell, Share):
                page.cell(n, column).number_format = "0.0%"
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def shown(cell: Any) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    return f"{cell:.1f}".replace(".", ",") if type(cell) is float else str(cell)


MAKE = {"csv": as_csv, "xlsx": as_xlsx}
