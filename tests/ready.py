"""What costs seconds to make and is alike for every test: the trained reader, a store after its migrations."""

import fcntl
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from bot.cli.parts import settings
from catalog_data.load import load
from catalog_data.model import Catalogue
from intents.load import reader
from intents.read import Reader
from storage.engine import MEMORY, connect
from storage.store import Store

_FIRST: dict[str, Engine] = {}  # of each kind of store
_COMPILED: dict[Any, Any] = {}


@cache
def catalogue() -> Catalogue:
    """The package's own, read once in a test process."""
    return load()


def trained(catalogue: Catalogue) -> Reader:
    """The reader as the counter keeps it. One of several test processes trains it, the others wait for its cache."""
    kept = settings().cache
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return reader(catalogue, kept)


@cache
def migrated() -> bytes:
    """A SQLite file as it is after all migrations."""
    with TemporaryDirectory(prefix="loket-ready-") as room:
        path = Path(room) / "empty.db"
        Store.open(url_of(path)).close()
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")  # so that all of it is in this one file
        return path.read_bytes()


def url_of(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite+pysqlite:///{path}"


def store_at(url: str) -> Store:
    """The store at `url`, which has its tables already.

    A statement is compiled once in a test process, not once for each store: that would cost 0.2 s a test.
    """
    engine = connect(url)
    engine.dialect = _FIRST.setdefault(engine.dialect.name, engine).dialect  # part of the key in what is compiled
    engine.update_execution_options(compiled_cache=_COMPILED)
    return Store(engine)


def empty_store(path: Path | None = None) -> Store:
    """A store after its migrations, a file at `path` or in memory."""
    if path:
        path.write_bytes(migrated())
        return store_at(url_of(path))
    store = store_at(MEMORY)
    put(store, migrated())
    return store


def put(store: Store, content: bytes) -> None:
    """Another content in a store in memory."""
    raw: Any = store.engine.raw_connection().driver_connection
    raw.deserialize(content)
