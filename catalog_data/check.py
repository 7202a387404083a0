"""`loket check`: what is wrong with a catalogue folder, one line a fault."""

from __future__ import annotations

from pathlib import Path

from catalog_data.load import CatalogueError, load


def faults(folder: Path | None = None) -> list[str]:
    """ "file:line: reason" for every fault of the catalogue in `folder`; empty when it is whole."""
    try:
        load(folder)
    except CatalogueError as error:
        return [str(fault) for fault in error.faults]
    return []
