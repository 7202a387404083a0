"""What is older than its period: counted, or erased. The events and the figures stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select

from bot.desk.lifecycle import ENDED
from storage import mails, privacy
from storage.owed import OWED
from storage.privacy import MARKER
from storage.receipts import NEW
from storage.tables import codes, files, owed, receipts, ticket_events, ticket_files, tickets, unheard
from storage.tables import mails as raw_mails


@dataclass(frozen=True, slots=True)
class Periods:
    """Days."""

    messages: int
    files: int
    tickets: int
    lists: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of data: its table, what of it is too old, and how it is erased (contents to take off the shelf)."""

    table: Table
    old: Callable[[datetime], Any]
    erase: Callable[[Connection, Any], tuple[str, ...]]


def overdue(c: Connection, now: datetime, periods: Periods) -> dict[str, int]:
    """How many rows of each kind are too old."""
    return {
        name: c.scalar(select(func.count()).select_from(kept.table).where(kept.old(now - _days(periods, name)))) or 0
        for name, kept in KINDS.items()
    }


def apply(c: Connection, now: datetime, periods: Periods) -> tuple[dict[str, int], tuple[str, ...]]:
    """Erase it. Answers with the counts, and the contents that nobody refers to any more."""
    counts = overdue(c, now, periods)
    gone = [each for name, kept in KINDS.items() for each in kept.erase(c, kept.old(now - _days(periods, name)))]
    return counts, tuple(gone)


def _days(periods: Periods, name: str) -> timedelta:
    return timedelta(days=getattr(periods, PERIODS.get(name, name)))


def _old_messages(before: datetime) -> Any:
    return (receipts.c.at < before) & receipts.c.raw.not_like(f"%{MARKER}%") & (receipts.c.status != NEW)


def _old_letters(before: datetime) -> Any:
    erased = select(owed.c.id).where(owed.c.body["subject"].as_string() == MARKER)
    return (owed.c.at < before) & (owed.c.status != OWED) & owed.c.id.not_in(erased)


def _old_files(before: datetime) -> Any:
    """Not those of a ticket that is still open."""
    needed = (
        select(ticket_files.c.file)
        .join(tickets, tickets.c.number == ticket_files.c.ticket)
        .where(tickets.c.status.not_in(ENDED))
    )
    return (files.c.at < before) & (files.c.name != MARKER) & files.c.id.not_in(needed)


def _old_tickets(before: datetime) -> Any:
    """Ended, and nothing done to them since."""
    touched = select(ticket_events.c.ticket).where(ticket_events.c.at >= before)
    return tickets.c.status.in_(ENDED) & (tickets.c.summary != MARKER) & tickets.c.number.not_in(touched)


def _old_lists(before: datetime) -> Any:
    """But what officers taught, which names no person."""
    return (unheard.c.at < before) & (unheard.c.words != MARKER) & (unheard.c.label == "")


def _erase_messages(c: Connection, where: Any) -> tuple[str, ...]:
    privacy.erase_messages(c, where)
    return ()


def _erase_letters(c: Connection, where: Any) -> tuple[str, ...]:
    privacy.erase_letters(c, where)
    return ()


def _erase_tickets(c: Connection, where: Any) -> tuple[str, ...]:
    privacy.erase_tickets(c, list(c.scalars(select(tickets.c.number).where(where))))
    return ()


def _erase_lists(c: Connection, where: Any) -> tuple[str, ...]:
    privacy.erase_lists(c, where)
    return ()


def _erase_codes(c: Connection, where: Any) -> tuple[str, ...]:
    c.execute(delete(codes).where(where))
    return ()


KINDS: dict[str, Kept] = {
    "messages": Kept(receipts, _old_messages, _erase_messages),
    "letters": Kept(owed, _old_letters, _erase_letters),
    "mails": Kept(raw_mails, mails.settled, mails.erase),
    "files": Kept(files, _old_files, privacy.erase_files),
    "tickets": Kept(tickets, _old_tickets, _erase_tickets),
    "lists": Kept(unheard, _old_lists, _erase_lists),
    "codes": Kept(codes, lambda before: codes.c.at < before, _erase_codes),
}
# which period rules a kind, where it has none of its own
PERIODS = {"letters": "messages", "mails": "messages", "codes": "lists"}
