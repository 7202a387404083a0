"""What was not understood goes on a list, from which officers teach (console, "Belum dipahami")."""

from __future__ import annotations

import re
from datetime import datetime
from typing import get_args

from sqlalchemy import Connection

from bot.masking import DOT
from bot.messages import Event, Inbound
from catalog_data.model import Catalogue
from intents.entities.load import words
from intents.examples import LocalExample
from intents.reading import Intent, Reading
from storage import unheard
from storage.conversations import Conversation

UNCLEAR = "understanding"
OPEN_STEPS = ("idle", "choosing")  # in which a message is read for what it asks
PERSONAL = ("email", "phone", "names")  # values that are not kept for learning
BESIDE = tuple(name for name in get_args(Intent) if name != "request")  # meanings that are no service
MOST = 500  # characters kept
NAMED = re.compile(
    r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+|(?:(?<=[Pp]ak )|(?<=[Bb]u ))[A-Z][a-z]+"
)  # "kata bu Dewi"
EVERYDAY = frozenset(words("names")["common"])  # of which none stands in a name


def keep(c: Connection, held: Conversation, event: Event, reading: Reading | None, now: datetime) -> None:
    """Keep words that the reader rejected or asked back about, while nothing else was open."""
    if not isinstance(event, Inbound) or reading is None or event.choice or held.state.step not in OPEN_STEPS:
        return
    if reading.decision in ("clarify", "reject") and len(event.text.split()) > 1:
        unheard.add(c, now, held.key, UNCLEAR, impersonal(reading)[:MOST], reading.decision)


def impersonal(reading: Reading) -> str:
    """The words without names, e-mail addresses and telephone numbers, the length kept."""
    text = reading.text
    for each in reading.entities:
        if each.kind in PERSONAL:
            text = text[: each.start] + DOT * (each.end - each.start) + text[each.end :]
    return NAMED.sub(_dotted, text)


def _dotted(hit: re.Match[str]) -> str:
    return hit[0] if EVERYDAY & set(hit[0].lower().split()) else DOT * len(hit[0])


def phrases(c: Connection, catalogue: Catalogue) -> tuple[LocalExample, ...]:
    """What officers taught; the last label of the same words counts, and none that the catalogue lost."""
    taught = {row.words: row.label for row in unheard.labelled(c, UNCLEAR)}
    return tuple(example(said, label) for said, label in taught.items() if is_label(catalogue, label))


def is_label(catalogue: Catalogue, label: str) -> bool:
    """Whether it is a meaning: an intent ("oos"), or "SERVICE/variant" with or without the variant."""
    code, _, variant = label.partition("/")
    service = catalogue.services.get(code)
    return label in BESIDE or (service is not None and variant in ("", *(one.id for one in service.variants)))


def example(said: str, label: str) -> LocalExample:
    """The words with what they mean."""
    code, _, variant = label.partition("/")
    return LocalExample(said, label) if label in BESIDE else LocalExample(said, "request", code, variant or None)
