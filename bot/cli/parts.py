"""What several commands need: the settings, the catalogue, the reader, or a clear exit."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_data.load import CatalogueError, load
from catalog_data.model import Catalogue

if TYPE_CHECKING:
    from bot.settings import Settings
    from intents.examples import LocalExample
    from intents.read import Reader

ZONE = "Asia/Jakarta"  # of a time without an offset
UNUSABLE = 2  # exit status: wrong settings or a wrong catalogue


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


def reader(known: Catalogue, taught: Iterable[LocalExample] = ()) -> Reader:
    """The reader, trained or from the cache; with what the desk taught, where that is given."""
    from intents.load import reader as make

    return make(known, settings().cache, taught)


def labelled(known: Catalogue) -> tuple[LocalExample, ...]:
    """The phrases that officers labelled; none where no store was made yet."""
    from sqlalchemy import make_url

    from bot.learning import phrases
    from storage.store import Store

    url = make_url(settings().store)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return ()
    store = Store.open(settings().store)
    try:
        return store.see(phrases, known)
    finally:
        store.close()
