"""People who stood at the counter or called, and left no address but a telephone: officers tell them."""

from __future__ import annotations

from bot.messages import Traits
from channels.base import Outgoing, Undeliverable


class Counter:
    """Nothing is sent: what is owed to them stands on the console's list at once, until somebody has called."""

    name = "counter"
    whole = True
    traits = Traits()

    async def send(self, message: Outgoing) -> list[str]:
        """Raises Undeliverable, always."""
        raise Undeliverable("no address; call them")
