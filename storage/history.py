"""What was said in a conversation, both sides, in order: for the chat page and the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.shapes import INBOUND
from storage.tables import owed, receipts


@dataclass(frozen=True, slots=True)
class Line:
    """One side's turn. `body` is an owed row's; a person's is {"text", "choice", "files": [names]}."""

    id: int
    who: str  # "person" or "loket"
    at: datetime
    body: dict[str, Any]
    status: str


def of(c: Connection, key: str, limit: int = 200, before: datetime | None = None) -> list[Line]:
    """The last lines of the conversation under `key` (those before a moment), oldest first."""
    lines = [_said(row) for row in c.execute(_last(receipts, key, limit, before))]
    lines += [_told(row) for row in c.execute(_last(owed, key, limit, before))]
    return _in_order(lines)[-limit:]


def _last(table: Any, key: str, limit: int, before: datetime | None) -> Any:
    rows = select(table).where(table.c.address == key)
    if before is not None:
        rows = rows.where(table.c.at < before)
    return rows.order_by(table.c.id.desc()).limit(limit)


def _in_order(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.at, line.who == "loket", line.id))


def _told(row: Any) -> Line:
    return Line(row.id, "loket", row.at, row.body, row.status)


def _said(row: Any) -> Line:
    inbound = INBOUND.load(row.raw)
    names = [file.name for file in inbound.files]
    body = {"text": inbound.text, "choice": inbound.choice, "files": names, "far_id": row.far_id}
    return Line(row.id, "person", row.at, body, row.status)


def since(c: Connection, key: str, told: int, said: int) -> list[Line]:
    """What came after the owed row `told` and the receipt `said`: a page that was cut off asks for it."""
    lines = [_said(row) for row in c.execute(_newer(receipts, key, said))]
    lines += [_told(row) for row in c.execute(_newer(owed, key, told))]
    return _in_order(lines)


def _newer(table: Any, key: str, id: int) -> Any:
    return select(table).where(table.c.address == key, table.c.id > id)
