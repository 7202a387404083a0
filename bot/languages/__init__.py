"""Every word that a person reads, one file a language. Reading the file happens here and nowhere else."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

NAMES = ("id", "en")


@cache
def load(language: str) -> dict[str, Any]:
    """The tables of one language as written. Raises KeyError for a language that has no file."""
    if language not in NAMES:
        raise KeyError(language)
    return tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
