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


def of(c: Connection, key: str, limit: int = 200) -> list[Line]:
    """The last lines of the conversation under `key`, oldest first."""
    lines = [_said(row) for row in c.execute(_last(receipts, key, limit))]
    lines += [Line(row.id, "loket", row.at, row.body, row.status) for row in c.execute(_last(owed, key, limit))]
    return sorted(lines, key=lambda line: (line.at, line.who == "loket"))[-limit:]


def _last(table: Any, key: str, limit: int) -> Any:
    return select(table).where(table.c.address == key).order_by(table.c.id.desc()).limit(limit)


def _said(row: Any) -> Line:
    inbound = INBOUND.load(row.raw)
    names = [file.name for file in inbound.files]
    body = {"text": inbound.text, "choice": inbound.choice, "files": names, "far_id": row.far_id}
    return Line(row.id, "person", row.at, body, row.status)


def after(c: Connection, key: str, id: int) -> list[Line]:
    """What Loket owed this address after the row `id`: a page that was cut off asks for the rest."""
    rows = select(owed).where(owed.c.address == key, owed.c.id > id).order_by(owed.c.id)
    return [Line(row.id, "loket", row.at, row.body, row.status) for row in c.execute(rows)]
