"""Values in a message: one file a kind; each value has its place in the text and is used once.

The order matters: what has a firm shape (addresses, codes) is taken before what is read by its words
(dates, counts), so that no digit is counted twice.
"""

from __future__ import annotations

from datetime import datetime

from intents.entities import address, codes, company, event, goods, names, number, place, role, secret, software, when
from intents.entities.page import Kind, Page
from intents.reading import Entity

_FIRM: tuple[Kind, ...] = (secret.find, address.find, codes.find, company.find, software.find, codes.models)
_WORDED: tuple[Kind, ...] = (
    role.find, names.find, place.find, number.find, goods.goods, goods.topic, event.find, goods.purpose,
)  # fmt: skip


def find(text: str, now: datetime) -> tuple[Entity, ...]:
    """All values of `text` in text order, never overlapping. `now`: local time of the office."""
    page = Page(text)
    for kind in _FIRM:
        kind(page)
    when.find(page, now)
    for kind in _WORDED:
        kind(page)
    return tuple(sorted(page.found, key=lambda e: e.start))
