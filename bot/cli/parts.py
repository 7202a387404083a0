"""What several commands need: the settings, the catalogue, the reader, or a clear exit."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from catalog_data.load import CatalogueError, load
from catalog_data.model import Catalogue

if TYPE_CHECKING:
    from bot.settings import Settings
    from intents.examples import LocalExample
    from intents.read import Reader
    from storage.store import Store

ZONE = "Asia/Jakarta"  # of a time without an offset
UNUSABLE = 2  # exit status: wrong settings, a wrong catalogue, a store or folder that cannot be used
LEARNING = "Learning to read, the first time only: up to a minute."


def stop(title: str, faults: list[str]) -> SystemExit:
    """Say what is wrong, one line each; to be raised."""
    print("\n".join([title, *(f"  {fault}" for fault in faults)]), file=sys.stderr)
    return SystemExit(UNUSABLE)


def catalogue() -> Catalogue:
    """The package's catalogue; a bad file ends the command."""
    try:
        return load()
    except CatalogueError as bad:
        raise stop("The catalogue cannot be used:", [str(fault) for fault in bad.faults]) from None


def settings() -> Settings:
    """The settings; wrong ones end the command, all reported together."""
    from bot import settings as known

    try:
        return known.load()
    except known.BadSettings as bad:
        raise stop("Wrong settings:", bad.faults) from None


def folder(wanted: Settings) -> None:
    """Make the data folder; one that cannot be written to ends the command."""
    try:
        wanted.data.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=wanted.data).close()
    except OSError as fault:
        told = f"LOKET_DATA: {wanted.data}: {fault.strerror}; name a folder that this account may write to"
        raise stop("The data folder cannot be used:", [told]) from None


def open_store(url: str) -> Store:
    """The store at `url`, its schema as of today; one that does not answer ends the command."""
    from sqlalchemy.exc import OperationalError

    from storage.store import Store

    try:
        return Store.open(url)
    except (OperationalError, OSError) as fault:
        why = str(getattr(fault, "orig", fault)).strip().splitlines()[0]
        raise stop("The store cannot be opened:", [f"LOKET_STORE: {why}"]) from None


def reader(known: Catalogue, taught: Iterable[LocalExample] = ()) -> Reader:
    """The reader, with what the desk taught where that is given; from the cache or trained, which is said."""
    from intents.load import kept
    from intents.load import reader as make

    wanted = settings()
    folder(wanted)
    if ready := kept(known, wanted.cache, taught):
        return ready
    print(LEARNING, file=sys.stderr, flush=True)
    return make(known, wanted.cache, taught)


def labelled(known: Catalogue) -> tuple[LocalExample, ...]:
    """The phrases that officers labelled; none where no store was made yet."""
    from sqlalchemy import make_url

    from bot.learning import phrases

    url = make_url(settings().store)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return ()
    store = open_store(settings().store)
    try:
        return store.see(phrases, known)
    finally:
        store.close()
