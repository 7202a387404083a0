"""A message without its values: dates, addresses, names and places say nothing of the service."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from intents.entities import find
from intents.reading import Entity

VALUES = frozenset({"when", "email", "phone", "names", "place", "office", "asset_code", "serial", "role", "secret"})
ANY_DAY = datetime(2026, 1, 1)  # counts do not depend on the day
INTRODUCED = re.compile(r"[,.;\n]\s{0,9}(?:nama\s)?(?:saya|sy|hormat\s(?:kami|saya))\b[^.;]{0,80}$", re.I)


@lru_cache(maxsize=32)
def values(text: str) -> tuple[Entity, ...]:
    """The values of a text that is looked at several times; their days mean nothing."""
    return find(text, ANY_DAY)


def bare(text: str) -> str:
    """The text with spaces where values stand, without its end where that says who writes ("saya Joko 0812...")."""
    told = [each for each in values(text) if each.kind in VALUES]
    reached = [each.start for each in told if each.kind in ("email", "phone")]
    for each in told:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    ends = [hit.start() for hit in INTRODUCED.finditer(text) if hit.start() and any(hit.start() < at for at in reached)]
    return text[: ends[-1]] if ends else text
