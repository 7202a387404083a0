"""A real house behind a channel, the far side served by the test."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from bot.app import App
from bot.cli.clock import StandingClock
from bot.house import House
from bot.messages import Address, Person
from storage import conversations
from storage.files import Shelf
from tests.ready import empty_store, store_at

NOW = datetime.fromisoformat("2026-11-23T09:00+07:00")


@dataclass
class Counter:
    """One house on a fresh store."""

    house: House
    clock: StandingClock
    app: App | None = None

    def know(self, me: Address, **known: str) -> None:
        """Who this person is need not be asked."""
        told = {"name": "Ani", "unit": "Umum", "contact": "0812345678", "kind": "employee", "office": "semarang"}
        person = Person(**{**told, **known}, greeted=True)
        self.house.store.do(
            lambda c: conversations.know(c, conversations.lock(c, me, NOW).person, person),
        )

    def see(self, work, *args):
        """Look into the store."""
        return self.house.store.see(work, *args)


@pytest.fixture
def counter(parts, tmp_path):
    """A house whose clock stands on Monday morning."""
    clock = StandingClock(NOW)
    store = empty_store(tmp_path / "loket.db")
    yield Counter(replace(parts, store=store, shelf=Shelf(tmp_path / "files"), clock=clock), clock)
    store.close()


@pytest.fixture
def anywhere(parts, url, tmp_path):
    """The same on both stores."""
    clock, store = StandingClock(NOW), store_at(url)
    yield Counter(replace(parts, store=store, shelf=Shelf(tmp_path / "files"), clock=clock, secret="s" * 40), clock)
    store.close()
