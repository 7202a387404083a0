"""Where a statement stands, in a few words a person can follow ("Standar layanan 3, jangka waktu")."""

from __future__ import annotations

import re
from typing import Any

from bot.dialog.language import phrase

_CLAUSE = re.compile(r"layanan (\d+), komponen (B\.)?(\d)")


def source(clause: str | None, every: bool = False) -> dict[str, Any]:
    """A phrase for a clause; the office's own rule where there is none. `every`: all services say so."""
    found = _CLAUSE.match(clause or "")
    if not found:
        return phrase("source.office")
    number, internal, component = found.groups()
    part = phrase(f"source.part.{'b' if internal else 'a'}{component}")
    return phrase("source.every", part=part) if every else phrase("source.one", number=int(number), part=part)
