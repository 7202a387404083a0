"""Bubbles between the store and the far side: as a row keeps them, and in the calls that carry them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialog.language import Rendered
from bot.messages import File
from channels.base import Bubble, Channel, Cutting, Outgoing
from storage.owed import Owed


def kept(bubble: Bubble | Rendered) -> dict[str, Any]:
    """A bubble as it is stored; the inverse of `restored`."""
    choices = [{"id": id, "label": label} for id, label in bubble.choices]
    files = list(bubble.files)
    return {"key": bubble.key, "text": bubble.text, "choices": choices, "files": files, "data": bubble.data}


def restored(body: Mapping[str, Any]) -> Bubble:
    """A bubble as it was stored."""
    choices = tuple((choice["id"], choice["label"]) for choice in body["choices"])
    return Bubble(body["key"], body["text"], choices, tuple(body["files"]), body["data"])


def parts(row: Owed, channel: Channel) -> list[Outgoing]:
    """What is still to be sent of a row: all in one letter, or call by call."""
    bubbles = [restored(body) for body in row.body["bubbles"]]
    subject = row.body["subject"]
    if channel.whole:
        return [] if row.far_ids else [_letter(row, tuple(bubbles))]
    if isinstance(channel, Cutting):
        bubbles = [piece for bubble in bubbles for piece in channel.cut(bubble)]
    rest = range(len(row.far_ids), len(bubbles))
    return [Outgoing(row.id, row.to, (bubbles[n],), subject, n, row.ticket) for n in rest]


def _letter(row: Owed, bubbles: tuple[Bubble, ...]) -> Outgoing:
    """Everything in one, with the files that go along."""
    more = {"token": row.body.get("token", ""), "spaced": row.body.get("spaced", False)}
    attached = tuple(File(**each) for each in row.body.get("attached", ()))
    return Outgoing(row.id, row.to, bubbles, row.body["subject"], 0, row.ticket, attached=attached, **more)
