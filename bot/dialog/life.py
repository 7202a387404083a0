"""What the lifecycle says of a person's own ticket, as the dialogue asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.desk import lifecycle, standing
from bot.desk.standing import Deed
from bot.dialog.state import World
from bot.messages import Refused, TicketView


def refusal(ticket: TicketView, action: str, world: World) -> Refused | None:
    """Why the person cannot do this to the ticket now, or None when they can."""
    return lifecycle.refusal(ticket, Deed(action, "person", world.now), world.catalogue)


def trial(ticket: TicketView, action: str, params: Mapping[str, Any], world: World) -> Refused | None:
    """The same, with all that would be said."""
    try:
        lifecycle.step(ticket, Deed(action, "person", world.now, dict(params)), world.catalogue)
    except Refused as refused:
        return refused
    return None


def reopen_until(ticket: TicketView, world: World) -> datetime | None:
    """The last second for reopening (K14)."""
    return standing.reopen_until(ticket, world.catalogue)


def renewed(ticket: TicketView, world: World) -> datetime | None:
    """The date that a reopening now would promise (K16)."""
    params = {**ticket.params, "desk": {**standing.remembered(ticket), "reopened_at": world.now.isoformat()}}
    return standing.dates(replace(ticket, params=params), world.catalogue).due_at
