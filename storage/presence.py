"""Which processes live at a store, and what only one of them does at a time.

Whatever stands here is free again the moment that its process dies, however it dies.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock
from typing import IO, Protocol
from zlib import crc32

from sqlalchemy import Connection, Engine, Select, String, cast, column, func, select, table, text
from sqlalchemy.exc import DBAPIError

from storage.engine import in_memory

LIVES, DOES = 71_026, 71_027  # any numbers that are ours: the two kinds of locks
GREATEST = 2**31 - 1
SIGN_OF_LIFE = ("tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3")


class Taken(Exception):
    """Another process works on this store already."""


class Presence(Protocol):
    """This process at its store. `name`: what it writes on all that it holds."""

    name: str

    def begin(self) -> bool:
        """Be known as living; again, where that was lost. False where it is not so now. Raises Taken."""

    def mine(self, what: str) -> bool:
        """Whether `what` is this process's to do: it holds it, or takes it now."""

    def living(self) -> Sequence[str] | Select[str]:
        """Names of the processes that live, for a statement's IN."""

    def end(self) -> None:
        """Let go of everything."""


class Sole:
    """On SQLite: the only process, by a lock on a file beside the store."""

    def __init__(self, store: str | None) -> None:
        self.name, self._store = secrets.token_hex(8), store
        self._held: IO[str] | None = None

    def begin(self) -> bool:
        if self._held or self._store is None:
            return True
        held = open(f"{self._store}.lock", "w")  # noqa: SIM115  held until the end
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            raise Taken(f"another process works on {self._store}; for several processes use PostgreSQL") from None
        self._held = held
        return True

    def mine(self, what: str) -> bool:
        return True

    def living(self) -> Sequence[str]:
        return (self.name,)

    def end(self) -> None:
        if self._held:
            self._held.close()
            self._held = None


class OneOfMany:
    """On PostgreSQL: advisory locks of a session of our own, which the server frees when the session ends."""

    def __init__(self, engine: Engine) -> None:
        self._number = secrets.randbelow(GREATEST)
        self.name, self._engine = str(self._number), engine
        self._session: Connection | None = None
        self._one_at_a_time = Lock()

    def begin(self) -> bool:
        return self._try(LIVES, self._number)

    def mine(self, what: str) -> bool:
        return self._try(DOES, crc32(what.encode()) & GREATEST)

    def living(self) -> Select[str]:
        """Read while the statement runs, so that whoever took something before it began is among them."""
        locks = table("pg_locks", *map(column, ("locktype", "classid", "objid", "granted")))
        ours = (locks.c.locktype == "advisory") & (locks.c.classid == LIVES) & locks.c.granted
        return select(cast(locks.c.objid, String)).where(ours)

    def end(self) -> None:
        with self._one_at_a_time, suppress(DBAPIError):
            if self._session:
                self._session.execute(select(func.pg_advisory_unlock_all()))  # others need not wait for the hang-up
        with self._one_at_a_time:
            self._close()

    def _try(self, kind: int, number: int) -> bool:
        """Whether the session has the lock; one that it has already is had once more."""
        with self._one_at_a_time:
            try:
                return bool(self._opened().scalar(select(func.pg_try_advisory_lock(kind, number))))
            except DBAPIError:  # the line is lost, and every lock with it
                self._close()
                return False

    def _opened(self) -> Connection:
        if self._session is None:
            self._session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for setting in SIGN_OF_LIFE:
                self._session.execute(text(f"SET {setting}"))
            self._session.scalar(select(func.pg_try_advisory_lock(LIVES, self._number)))
        return self._session

    def _close(self) -> None:
        """A session goes for good: in the pool it would keep its locks."""
        if self._session is not None:
            self._session.invalidate()
            self._session.close()
            self._session = None


def present(engine: Engine) -> Presence:
    """This process at the store behind `engine`; not known to others before `begin`."""
    if engine.dialect.name == "postgresql":
        return OneOfMany(engine)
    return Sole(None if in_memory(engine.url) else engine.url.database)
