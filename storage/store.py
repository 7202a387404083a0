"""The store: runs pieces of work in transactions, off the event loop.

A piece of work is a function of a connection: one writer thread on SQLite, a few on PostgreSQL. Whoever waits for
the one writer shares a commit with the others who wait: the disk is asked once for all of them.
"""

from __future__ import annotations

import asyncio
import errno
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.engine import MEMORY, POOL, READERS, connect, in_memory
from storage.migrate import migrate
from storage.presence import present

T = TypeVar("T")
P = ParamSpec("P")
Work = Callable[Concatenate[Connection, P], T]
Task = tuple[Future[Any], Callable[[Connection], Any]]
SHARED = 16  # pieces of work in one commit, at most


NOROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE)  # of files
AWAY_SQLITE = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
)  # fmt: skip
# Classes of SQLSTATE (PostgreSQL, appendix A): connection, rollback (deadlock), resources, intervention, system.
AWAY_POSTGRESQL = ("08", "40", "53", "57", "58")


def unreachable(fault: BaseException | None) -> bool:
    """Whether the store or its disk is away or full: no piece of work is to blame, and it is tried again.

    Nobody knows then whether a transaction was committed.
    """
    if isinstance(fault, OSError):
        return fault.errno in NOROOM
    if isinstance(fault, PoolTimeout):
        return True
    return isinstance(fault, DBAPIError) and (fault.connection_invalidated or _away(fault))


def _away(fault: DBAPIError) -> bool:
    if isinstance(fault.orig, sqlite3.Error):
        return (getattr(fault.orig, "sqlite_errorcode", None) or 0) & 0xFF in AWAY_SQLITE
    state = getattr(fault.orig, "sqlstate", None)
    return state.startswith(AWAY_POSTGRESQL) if state else isinstance(fault, OperationalError)  # no line at all


def first(work: Work[P, T]) -> Work[P, T]:
    """Work that goes before all that waits: a far side stands at the door until it is done."""
    work.first = True  # type: ignore[attr-defined]
    return work


class Store:
    """Runs work in transactions. `do` and `see` block, `run` and `look` are awaited."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.presence = present(engine)
        one_writer = engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1 if one_writer else POOL, "store-write")
        self._most = SHARED if one_writer else 1  # several writers would hold their locks against each other
        self._first: deque[Task] = deque()
        self._then: deque[Task] = deque()
        one_connection = one_writer and in_memory(engine.url)
        self._readers = self._writers if one_connection else ThreadPoolExecutor(READERS, "store-read")

    @classmethod
    def open(cls, url: str = MEMORY) -> Store:
        """The store at `url`, its schema as of today."""
        engine = connect(url)
        migrate(engine)
        return cls(engine)

    def do(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work` in one transaction; all of it or nothing. What is undone may be done anew."""
        return self._write(work, *args, **kwargs).result()

    async def run(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`do`, awaited. A cancelled wait does not undo the work under way."""
        return await asyncio.shield(asyncio.wrap_future(self._write(work, *args, **kwargs)))

    def see(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read, from one consistent state."""
        return self._read(work, *args, **kwargs).result()

    async def look(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`see`, awaited."""
        return await asyncio.wrap_future(self._read(work, *args, **kwargs))

    def close(self) -> None:
        """Finish the work in hand and let go of the connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.presence.end()
        self.engine.dispose()

    def _write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        context = copy_context()  # its trace goes along
        done: Future[T] = Future()
        lane = self._first if getattr(work, "first", False) else self._then
        lane.append((done, lambda c: context.run(work, c, *args, **kwargs)))
        self._writers.submit(self._next)
        return done

    def _next(self) -> None:
        """Do some of what waits. There is a call for each piece; those whose piece was done with others find none."""
        tasks: list[Task] = []
        while len(tasks) < self._most and (task := self._taken()):
            if task[0].set_running_or_notify_cancel():
                tasks.append(task)
        if tasks:
            self._together(tasks)

    def _taken(self) -> Task | None:
        for lane in (self._first, self._then):
            with suppress(IndexError):  # another thread was quicker
                return lane.popleft()
        return None

    def _together(self, tasks: Sequence[Task]) -> None:
        """One commit for all, told after it; where one of them fails nothing has happened, and each is done alone.

        Where the commit itself fails nobody knows what has happened: all are told.
        """
        made: list[Any] | None = None
        try:
            with self.engine.begin() as connection:
                made = [work(connection) for _, work in tasks]
        except BaseException as fault:
            if len(tasks) == 1 or made is not None:
                for done, _ in tasks:
                    done.set_exception(fault)
            else:
                for task in tasks:
                    self._together([task])
            return
        for (done, _), result in zip(tasks, made, strict=True):
            done.set_result(result)

    def _read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        def transaction() -> T:
            with self.engine.connect().execution_options(reading=True) as connection:
                return work(connection, *args, **kwargs)

        return self._readers.submit(transaction)
