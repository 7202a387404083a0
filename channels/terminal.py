"""The terminal as a channel: what is sent is kept until it is printed."""

from __future__ import annotations

from bot.messages import Traits
from channels.base import TRAITS, Outgoing


class Terminal:
    """Takes the place of any channel: `name` and `traits` are those of the one it stands for."""

    whole = True

    def __init__(self, name: str = "terminal") -> None:
        self.name = name
        self.traits: Traits = TRAITS[name]
        self._kept: list[Outgoing] = []

    async def send(self, message: Outgoing) -> list[str]:
        """Accept always."""
        self._kept.append(message)
        return [str(message.id)]

    def taken(self) -> list[Outgoing]:
        """What was sent since the last call, in order."""
        kept, self._kept = self._kept, []
        return kept
