"""What costs seconds to make and is alike for every test: the trained reader, a store after its migrations."""

import fcntl
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.parts import settings
from catalog_data.model import Catalogue
from intents.load import reader
from intents.read import Reader
from storage.engine import connect
from storage.store import Store

_ROOM = TemporaryDirectory(prefix="loket-ready-")  # goes with the process


def trained(catalogue: Catalogue) -> Reader:
    """The reader as the counter keeps it. One of several test processes trains it, the others wait for its cache."""
    kept = settings().cache
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return reader(catalogue, kept)


@cache
def _migrated() -> Path:
    path = Path(_ROOM.name) / "empty.db"
    Store.open(f"sqlite+pysqlite:///{path}").close()
    return path


def url_of(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite+pysqlite:///{path}"


def empty_store(path: Path) -> Store:
    """A store at `path`, a file as it is after all migrations."""
    shutil.copy(_migrated(), path)
    return Store(connect(url_of(path)))
