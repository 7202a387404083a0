"""Attachments: their bytes by content hash outside any web root, their names in the store."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.messages import Address, File
from storage.shapes import TABLE, key_of
from storage.tables import accesses, files, ticket_files


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of contents, each under its own SHA-256."""

    root: Path

    def path(self, sha256: str) -> Path:
        """Where a content lies: two levels of folders, so that none grows too long."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, sha256: str, content: bytes) -> None:
        """Keep `content`; whole or not at all, and on the disk when this returns."""
        target = self.path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, delete=False) as part:
            try:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
            except OSError:  # the disk is full: what will be tried again must not fill it further
                os.unlink(part.name)
                raise
        os.replace(part.name, target)

    def get(self, sha256: str) -> bytes:
        """The content; FileNotFoundError when it was erased."""
        return self.path(sha256).read_bytes()

    def erase(self, contents: Sequence[str]) -> None:
        """Take contents off the shelf; one that is not there is no fault."""
        for sha256 in contents:
            self.path(sha256).unlink(missing_ok=True)


def keep(c: Connection, file: File, owner: Address, now: datetime) -> None:
    """Remember a file that came from `owner`."""
    sheet = TABLE.dump(file.table) if file.table else None
    row = {"id": file.id, "sha256": file.sha256, "name": file.name, "kind": file.kind, "size": file.size}
    c.execute(files.insert().values(**row, fault=file.fault, sheet=sheet, address=key_of(owner), at=now))


def of_ticket(c: Connection, number: str) -> list[File]:
    """A ticket's files, in the order in which they came."""
    rows = select(files).join(ticket_files, ticket_files.c.file == files.c.id)
    rows = rows.where(ticket_files.c.ticket == number).order_by(ticket_files.c.at, files.c.id)
    return [_shaped(row) for row in c.execute(rows)]


def named(c: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What a letter must know of the files that go along: id, name, kind, sha256, size."""
    columns = (files.c.id, files.c.name, files.c.kind, files.c.sha256, files.c.size)
    return [dict(row._mapping) for row in c.execute(select(*columns).where(files.c.id.in_(ids)))] if ids else []


def looked_at(c: Connection, ticket: str, file: str, actor: str, now: datetime) -> None:
    """Write down who looked at a ticket's file."""
    c.execute(accesses.insert().values(at=now, actor=actor, ticket=ticket, file=file))


def looks(c: Connection, ticket: str) -> list[tuple[datetime, str, str]]:
    """Who looked at a ticket's files: moment, actor, file; oldest first."""
    rows = select(accesses.c.at, accesses.c.actor, accesses.c.file).where(accesses.c.ticket == ticket)
    return [(row.at, row.actor, row.file) for row in c.execute(rows.order_by(accesses.c.id))]


def _shaped(row: Row[Any]) -> File:
    return File(
        id=row.id,
        name=row.name,
        kind=row.kind,
        sha256=row.sha256,
        size=row.size,
        fault=row.fault,
        table=TABLE.load(row.sheet) if row.sheet else None,
    )
