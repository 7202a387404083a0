"""A real house with a clock that stands, and far sides that can be told to fail."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from bot.app import App
from bot.cli.clock import StandingClock
from bot.house import House
from bot.messages import Address, Inbound
from channels.base import TRAITS, Outgoing
from storage.files import Shelf
from tests.ready import empty_store

NOW = datetime.fromisoformat("2026-11-23T09:00+07:00")
ANI = Address("web", "ani")


class FarSide:
    """A channel whose far side is here. `faults` are raised, one for each attempt, before anything is accepted."""

    def __init__(self, name: str, whole: bool = True) -> None:
        self.name, self.whole, self.traits = name, whole, TRAITS[name]
        self.accepted: list[Outgoing] = []
        self.faults: list[Exception | None] = []

    async def send(self, message: Outgoing) -> list[str]:
        """Accept, or fail as told."""
        if self.faults and (fault := self.faults.pop(0)):
            raise fault
        self.accepted.append(message)
        return [f"far{len(self.accepted)}"]

    def keys(self, to: Address = ANI) -> list[str]:
        """Keys of what `to` was sent, in order."""
        return [bubble.key for one in self.accepted if one.to == to for bubble in one.bubbles]


class Stubborn:
    """Words that fail where they are told to: a fault in the middle of a transaction, after rows were made."""

    def __init__(self, words: Any) -> None:
        self._words, self.fails_on = words, ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._words, name)

    def render(self, say: Any, refs: Any) -> Any:
        """The words, unless the key is the one to fail on."""
        if say.key == self.fails_on:
            raise RuntimeError("no words")
        return self._words.render(say, refs)


@dataclass
class Counter:
    """One open counter."""

    house: House
    app: App
    clock: StandingClock
    web: FarSide
    mail: FarSide

    async def say(self, text: str, id: str = "", sender: Address = ANI, **more: Any) -> bool:
        """A message and everything that follows from it."""
        id = id or f"m{next(NUMBERS)}"
        new = await self.app.receive(Inbound(id, self.clock(), sender, text, **more))
        await self.app.settle()
        return new

    def see(self, work: Any, *args: Any) -> Any:
        """Look into the store."""
        return self.house.store.see(work, *args)


NUMBERS = iter(range(1, 1_000_000))


@pytest.fixture
def counter(parts, tmp_path):
    """An open counter on a SQLite file."""
    clock = StandingClock(NOW)
    words = {name: Stubborn(each) for name, each in parts.words.items()}
    store = empty_store(tmp_path / "loket.db")
    house = replace(parts, store=store, shelf=Shelf(tmp_path / "files"), clock=clock, words=words)
    web, mail = FarSide("web"), FarSide("email")
    yield Counter(house, App(house, [web, mail]), clock, web, mail)
    store.close()
