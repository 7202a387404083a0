"""Is everything in order before the counter opens? The catalogue, the languages, the settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from dotenv import dotenv_values

from bot import settings
from bot.languages import NAMES
from bot.languages.complete import missing
from catalog_data.check import faults as catalogue
from catalog_data.load import CatalogueError, load

Check = Callable[[Path | None], Iterable[str]]


def languages(folder: Path | None) -> list[str]:
    """What a language lacks, or where its placeholders differ."""
    try:
        known = load(folder)
    except CatalogueError:
        return []  # said already
    return [f"{name}.toml: {key}" for name in NAMES for key in missing(known, name)]


def wrong_settings(_: Path | None) -> list[str]:
    """Faults of the settings, and names that are none."""
    written = {*os.environ, *dotenv_values(".env")}
    misspelt = [f"{name}: no such setting; see .env.example" for name in settings.unknown(written)]
    try:
        wanted = settings.load()
    except settings.BadSettings as bad:
        return [*bad.faults, *misspelt]
    return [*unwritable(wanted.data), *misspelt]


def unwritable(folder: Path) -> list[str]:
    """Why nothing can be kept there. The folder may still have to be made."""
    standing = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if standing.is_dir() and os.access(standing, os.W_OK):
        return []
    return [f"LOKET_DATA: {standing} is no folder that this account may write to; name another"]


CHECKS: dict[str, Check] = {"catalogue": catalogue, "languages": languages, "settings": wrong_settings}


def faults(folder: Path | None = None) -> dict[str, list[str]]:
    """Every fault found, by subject. `folder`: a catalogue other than the package's own."""
    return {subject: list(check(folder)) for subject, check in CHECKS.items()}
