"""What was not understood goes on a list, from which officers teach (console, "Belum dipahami")."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.messages import Event, Inbound
from intents.reading import Reading
from storage import unheard
from storage.conversations import Conversation

UNCLEAR = "understanding"
OPEN_STEPS = ("idle", "choosing")  # in which a message is read for what it asks


def keep(c: Connection, held: Conversation, event: Event, reading: Reading | None, now: datetime) -> None:
    """Keep words that the reader rejected or asked back about, while nothing else was open."""
    if not isinstance(event, Inbound) or reading is None or event.choice or held.state.step not in OPEN_STEPS:
        return
    if reading.decision in ("clarify", "reject") and len(event.text.split()) > 1:
        unheard.add(c, now, held.key, UNCLEAR, event.text[:500], reading.decision)
