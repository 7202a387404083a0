"""Engines whose transactions are what they say, on SQLite and on PostgreSQL.

What differs between the two is in this file, in `store.py`, `presence.py` and `migrate.py`, nowhere else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

WRITE = "write sqlite+pysqlite:///PATH or postgresql+psycopg://USER@HOST/NAME"
MEMORY = "sqlite+pysqlite://"
POOL = 4  # connections, and threads, on PostgreSQL
READERS = 2  # threads that only read, on a SQLite file
SESSION = 1  # connection that holds the locks of `presence.py`
_COUNTED = {"preserve_rowcount": True}
SIGN_OF_LIFE = {  # of the server's machine: a line that carries nothing any more is given up (libpq, 32.1.2)
    "connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}  # fmt: skip
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class BadUrl(ValueError):
    """The store's URL cannot be used; the words say how to mend it."""


def checked(url: str) -> URL:
    """The URL with its driver written, or BadUrl."""
    try:
        made = make_url(url)
    except Exception:  # its words may hold the password
        raise BadUrl(WRITE) from None
    if made.drivername not in ("sqlite+pysqlite", "postgresql+psycopg"):
        raise BadUrl(WRITE)
    return made


def in_memory(url: URL) -> bool:
    """True for a SQLite store that lives and dies with the process."""
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def connect(url: str) -> Engine:
    """An engine whose transactions are what they say."""
    made = checked(url)
    if made.get_backend_name() == "postgresql":
        most = POOL + READERS + SESSION
        pool = {"pool_size": most, "max_overflow": 0, "pool_pre_ping": True}
        return create_engine(made, hide_parameters=True, connect_args=SIGN_OF_LIFE, **pool)
    return _sqlite(made)


def _sqlite(url: URL) -> Engine:
    alone: dict[str, Any] = {"poolclass": StaticPool} if in_memory(url) else {}
    if not alone:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 30}, **alone)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(raw: sqlite3.Connection, _: object) -> None:
    """The driver's own transactions are off: they begin too late and lose updates."""
    raw.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        raw.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def one_at_a_time(c: Connection, what: str) -> None:
    """Whoever comes here for the same `what` waits until this transaction ends."""
    if c.dialect.name == "postgresql":  # SQLite has one writer anyway
        c.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))


def insert_new(c: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert unless a unique key stands in the way; True when a row was added."""
    return c.execute(_inserting(c.dialect.name, table), values, execution_options=_COUNTED).rowcount == 1


@cache
def _inserting(dialect: str, table: Table) -> Any:
    """Made once: to make and to recognise a statement costs more than to carry it out."""
    return _INSERT[dialect](table).on_conflict_do_nothing()


def put(c: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert, or replace the columns given where the primary key exists."""
    keys = [column.name for column in table.primary_key]
    statement = _INSERT[c.dialect.name](table).values(values)
    rest = {name: value for name, value in values.items() if name not in keys}
    c.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))
