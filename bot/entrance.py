"""Whoever brings something goes first: a far side waits for its answer, what is inside can wait a little."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 0.05  # seconds that work inside waits at most, so that it goes on under any siege


class Entrance:
    """Counts who stands at the entrance."""

    def __init__(self) -> None:
        self._there, self._free = 0, asyncio.Event()
        self._free.set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Somebody stands here meanwhile."""
        self._there += 1
        self._free.clear()
        try:
            yield
        finally:
            self._there -= 1
            if not self._there:
                self._free.set()

    async def free(self) -> None:
        """Wait until nobody stands here, or `PATIENCE` is at its end."""
        if not self._free.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._free.wait()
