"""The chat page as a channel: what is sent goes to the open pages; the store keeps it for the others.

A page that was closed or cut off asks the store for what it missed, so nothing is lost by sending to
nobody, and sending never fails.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.messages import Traits
from channels.base import TRAITS, Outgoing

Pipe = asyncio.Queue[Outgoing | None]  # None: the server ends
ROOM = 100  # messages that a slow page may lag behind before it must ask the store


class Web:
    """The pages that are open, by the user of their session."""

    name = "web"
    whole = True
    traits: Traits = TRAITS["web"]

    def __init__(self) -> None:
        self._open: dict[str, set[Pipe]] = defaultdict(set)
        self.closing = False

    async def send(self, message: Outgoing) -> list[str]:
        """Show on every open page of this user."""
        for pipe in tuple(self._open.get(message.to.user, ())):
            if not pipe.full():
                pipe.put_nowait(message)
        return [str(message.id)]

    def let_go(self) -> None:
        """Let go of all open pages; each comes back by itself and asks for what it missed."""
        self.closing = True
        for pipe in [pipe for pipes in self._open.values() for pipe in pipes]:
            if not pipe.full():
                pipe.put_nowait(None)

    @contextmanager
    def page(self, user: str) -> Iterator[Pipe]:
        """An open page: a queue of what is sent to `user` while the page is open."""
        pipe: Pipe = asyncio.Queue(ROOM)
        self._open[user].add(pipe)
        try:
            yield pipe
        finally:
            self._open[user].discard(pipe)
            if not self._open[user]:
                del self._open[user]
