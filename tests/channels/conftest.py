"""A real house behind a channel, the far side served by the test."""

import shutil
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
import structlog

from bot.app import App, make_house
from bot.cli.clock import StandingClock
from bot.cli.parts import settings
from bot.house import House
from bot.messages import Address, Person
from catalog_data.load import load
from intents.load import reader
from storage import conversations
from storage.engine import connect
from storage.files import Shelf
from storage.store import Store

NOW = datetime.fromisoformat("2026-11-23T09:00+07:00")


@pytest.fixture(autouse=True)
def _logs():
    """A test before may have sent the logs to a file that is closed by now."""
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def whole_house(tmp_path_factory):
    """Catalogue and reader, made once; the store is replaced for each test."""
    catalogue = load()
    store = Store.open()
    yield make_house(catalogue, reader(catalogue, settings().cache), store, tmp_path_factory.mktemp("files"))
    store.close()


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


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory):
    """A file as it is after its migrations; each test gets a copy."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    Store.open(f"sqlite+pysqlite:///{path}").close()
    return path


@pytest.fixture
def counter(whole_house, empty_store, tmp_path):
    """A house whose clock stands on Monday morning."""
    clock = StandingClock(NOW)
    shutil.copy(empty_store, tmp_path / "loket.db")
    store = Store(connect(f"sqlite+pysqlite:///{tmp_path}/loket.db"))
    yield Counter(replace(whole_house, store=store, shelf=Shelf(tmp_path / "files"), clock=clock), clock)
    store.close()
