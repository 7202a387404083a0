"""Reads this room's word lists; the only file here that touches the disk."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words(name: str) -> dict[str, Any]:
    """The word list `<name>.toml` beside this file; read once."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


def forms(table: dict[str, list[str]]) -> dict[str, str]:
    """Turn {meaning: [ways to write it]} round, so that a written form finds its meaning."""
    return {form: meaning for meaning, ways in table.items() for form in ways}
