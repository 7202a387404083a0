"""What the far side tells of our messages afterwards: a refusal that comes late is acted upon like one at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import postage
from bot.bubbles import kept, parts
from bot.house import House
from channels.base import Channel, Closed, Delivery, Unreachable
from storage import conversations, deliveries, owed, unheard
from storage.deliveries import Place
from storage.owed import Owed
from storage.shapes import key_of
from storage.store import first

AGAIN = 5  # times that a message refused afterwards is sent anew
PAUSE = 30.0  # seconds before it, where the far side names no time
CLOSED, LATER, NEVER = "closed", "again", "never"


@first
def told(c: Connection, house: House, channels: Mapping[str, Channel], news: Delivery) -> bool:
    """A status. False when it was known already."""
    kind, wait = _kind(news.fault)
    place = Place(None, 0, news.status, kind, f"{wait:g} {news.fault}" if kind else "")
    found = deliveries.step(c, (news.channel, news.far_id), place, house.clock())
    if found is not None and found.owed is not None and kind:
        _refused(c, house, channels, Place(found.owed, found.part, news.status, kind, place.fault))
    return found is not None


def marked(c: Connection, house: House, channels: Mapping[str, Channel], row: Owed) -> bool:
    """The ids of a row that was sent are remembered. True when a refusal was quicker than we are."""
    refused = False
    for part, ids in enumerate(row.far_ids):
        for far_id in ids:
            early = deliveries.mark(c, (row.to.channel, far_id), row.id, part, house.clock())
            if early is not None and early.status == "failed":
                _refused(c, house, channels, early)
                refused = True
    return refused


def _kind(fault: Exception | None) -> tuple[str, float]:
    """What a refusal means, and the seconds to wait."""
    if fault is None:
        return "", 0
    if isinstance(fault, Closed):
        return CLOSED, 0
    if isinstance(fault, Unreachable):
        return LATER, fault.retry_after or PAUSE
    return NEVER, 0


def _refused(c: Connection, house: House, channels: Mapping[str, Channel], place: Place) -> None:
    """One part of a row did not arrive: owe it anew, by template or later, else elsewhere."""
    row = owed.find(c, place.owed or 0)
    if row is None:
        return
    lost = _part(row, channels, place.part)
    wait, _, words = place.fault.partition(" ")
    again = int(row.body.get("again", 0))
    if place.kind == CLOSED and not row.body.get("closed"):
        owe(c, row, {**lost, "closed": True}, house.clock())
    elif place.kind == LATER and again < AGAIN:
        owe(c, row, {**lost, "again": again + 1}, house.clock() + timedelta(seconds=float(wait)))
    else:
        owed.refused(c, row, place.part, words)
        elsewhere(c, house, channels, row, lost, words)


def _part(row: Owed, channels: Mapping[str, Channel], part: int) -> dict[str, Any]:
    """The row's body with the lost part alone."""
    row = Owed(row.id, row.to, row.at, row.body, row.ticket, row.attempts, [])
    found = parts(row, channels[row.to.channel])[part]
    return {**row.body, "bubbles": [kept(bubble) for bubble in found.bubbles]}


def owe(c: Connection, row: Owed, body: dict[str, Any], at: datetime) -> None:
    """Owe a body to the same address."""
    owed.add(c, row.to, body, at, row.ticket)


def elsewhere(
    c: Connection, house: House, channels: Mapping[str, Channel], row: Owed, body: dict[str, Any], fault: str
) -> None:
    """By mail where the person's address is known and mail is on; else on the console's list."""
    mail = conversations.mail_of(c, row.to) if "email" in channels and row.to.channel != "email" else None
    if mail is not None:
        limits = postage.limits(c, mail)
        postage.owe(c, mail, {**body, "closed": False}, house.clock(), row.ticket, limits)
        return
    words = "\n".join(bubble["text"] for bubble in body["bubbles"])
    unheard.add(c, house.clock(), key_of(row.to), "delivery", words, fault)
