"""Fields answered by an attachment: a paper, or a list that was read."""

from __future__ import annotations

from typing import Any

from bot.dialog.fields.base import Heard, follows, stated
from bot.dialog.state import FOLLOWS, Draft, Given, World
from bot.messages import File, Refused, Table
from catalog_data.model import Field

PAPERS = ("pdf", "image", "docx")
LISTS = ("xlsx", "csv")
ROWS_NAMED = 5  # faulty rows that are named one by one


def paper(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """[{"id", "name"}] of one or more sound files; [] with mark "follows" where it may follow.

    Refused: file.none, file.<fault>, each with `wanted`, a phrase, and `name`.
    """
    if not heard.files:
        return _without(field, heard, "file.wanted")
    for file in heard.files:
        _sound(file, PAPERS, "file.wanted")
    return Given([{"id": file.id, "name": file.name} for file in heard.files], source="attached")


def listing(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """[{"id", "name", "rows"}] of a table that has what the field asks for.

    Refused: as `paper`; list.empty; list.missing_columns with `columns` (headers wanted);
    list.faulty_rows with `rows` (phrases) and `more`; list.count_differs with `rows` and `stated`.
    """
    if not heard.files:
        return _without(field, heard, "list.wanted")
    file = next((each for each in heard.files if each.kind in LISTS), heard.files[0])
    _sound(file, LISTS, "list.wanted")
    if file.table is None:
        raise Refused("file.damaged", name=file.name, wanted=_wanted("list.wanted"))
    _complete(field, file.name, file.table)
    told = stated(field, draft)
    if told is not None and told != file.table.rows:
        raise Refused("list.count_differs", name=file.name, rows=file.table.rows, stated=told)
    return Given([{"id": file.id, "name": file.name, "rows": file.table.rows}], source="attached")


def _without(field: Field, heard: Heard, wanted: str) -> Given:
    if field.follow and follows(heard):
        return Given([], mark=FOLLOWS)
    raise Refused("file.none", wanted=_wanted(wanted))


def _sound(file: File, kinds: tuple[str, ...], wanted: str) -> None:
    fault = file.fault or (None if file.kind in kinds else "wrong_kind")
    if fault:
        raise Refused(f"file.{fault}", name=file.name, wanted=_wanted(wanted))


def _wanted(key: str) -> dict[str, Any]:
    return {"key": key, "params": {}}


def _complete(field: Field, name: str, table: Table) -> None:
    lacking = [header(field, column) for column in field.columns if column not in table.columns]
    if lacking:
        raise Refused("list.missing_columns", name=name, columns=lacking)
    if not table.rows:
        raise Refused("list.empty", name=name)
    faults = [(row, column) for row, column in table.faults if column in field.columns]
    if faults:
        rows = [_fault(field, row, column) for row, column in faults[:ROWS_NAMED]]
        raise Refused("list.faulty_rows", name=name, rows=rows, more=max(0, len(faults) - ROWS_NAMED) or None)


def _fault(field: Field, row: int, column: str) -> dict[str, Any]:
    return {"key": "list.fault", "params": {"row": row, "column": header(field, column)}}


def header(field: Field, column: str) -> str:
    """How the column is called to a person: its first spelling, else its id."""
    return next(iter(field.columns.get(column, ())), column)
