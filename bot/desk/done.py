"""What a deed answers, and what of it becomes columns of the ticket."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.desk.standing import dates, rating_open, remembered
from bot.messages import TicketView
from catalog_data.model import Catalogue

ASK_RATING = "ask_rating"
DESK_COLUMNS = ("officer", "group")  # of the ticket's row, but not of its view
KEEPS_DATE = ("change", "transfer", "retype")
AS_RECEIVED = {"rank": 0}  # its place on the scale of disturbances, which somebody gives anew


@dataclass(frozen=True, slots=True)
class Done:
    """`changes`: columns of the ticket; `desk`: what the lifecycle itself must remember."""

    changes: dict[str, Any] = field(default_factory=dict)
    effects: tuple[str, ...] = ()
    to: str | None = None
    desk: dict[str, Any] = field(default_factory=dict)


def whole(ticket: TicketView, result: Done) -> dict[str, Any]:
    """A deed's changes with what the lifecycle remembers among them."""
    if not result.desk:
        return dict(result.changes)
    params = result.changes.get("params", ticket.params)
    return {**result.changes, "params": {**params, "desk": {**remembered(ticket), **result.desk}}}


def once(ticket: TicketView, result: Done, effects: tuple[str, ...]) -> tuple[Done, tuple[str, ...]]:
    """One survey a closing: a rating is asked for once until the ticket is opened again."""
    if ASK_RATING not in effects:
        return result, effects
    if rating_open(ticket):
        return replace(result, desk={**result.desk, "rating_asked": True}), effects
    return result, tuple(effect for effect in effects if effect != ASK_RATING)


def clocked(ticket: TicketView, action: str, changes: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The dates anew, for the ticket as it is after `changes`; an officer's own date outlives what sets none."""
    seen = {name: value for name, value in changes.items() if name not in DESK_COLUMNS}
    found = dates(replace(ticket, **seen), catalogue)
    by_officer = ticket.due_at if action in KEEPS_DATE and dates(ticket, catalogue).due_at is None else None
    return {"due_at": found.due_at or by_officer, "close_by": found.close_by}
