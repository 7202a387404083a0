"""Whether what an officer types reaches the person, where, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.messages import Address
from bot.web.desk.timeline import Telling
from channels.base import Channel, Windowed


def channel(w: Mapping[str, Any], name: str) -> str:
    """What officers call a channel."""
    return str(w["channel"].get(name, name))


def reaches(how: Telling, doors: Mapping[str, Channel], to: Address, heard: datetime | None) -> dict[str, Any]:
    """`can` is false where words do not arrive now. `heard`: when the person last wrote."""
    door = doors.get(to.channel)
    until = heard + door.window if heard and isinstance(door, Windowed) else None
    if door is None:
        key = "reaches_not"
    elif isinstance(door, Windowed):
        key = "window_open" if until and how.house.clock() < until else "window_shut"
    else:
        key = "reaches"
    said = how.moment(until) if until else ""
    text = str(how.w[key]).format(channel=channel(how.w, to.channel), until=said)
    return {"text": text, "can": key in ("reaches", "window_open")}
