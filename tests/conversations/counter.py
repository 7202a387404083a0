"""The real house for rehearsals: catalogue, reader and engine are shared, the store is empty for each."""

from __future__ import annotations

from asyncio import Runner
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import Connection, text

from bot.app import make_house
from bot.cli import directory, stage
from bot.cli.clock import StandingClock
from bot.cli.talk import Talk
from bot.house import House
from bot.messages import Address, Person
from intents.read import Reader
from intents.reading import Reading
from storage import conversations, people
from tests import coding
from tests.ready import catalogue, empty_store, migrated, put, trained

MONDAY = "2026-11-23T09:00+07:00"


@dataclass
class Remembering:
    """A reader that reads the same words at the same moment once: talks are played in several channels."""

    reader: Reader
    read_before: dict[tuple[str, datetime], Reading] = field(default_factory=dict)

    def read(self, words: str, now: datetime) -> Reading:
        """As `Reader.read`."""
        key = (words, now)
        if key not in self.read_before:
            self.read_before[key] = self.reader.read(words, now)
        return self.read_before[key]


class Counter:
    """Opens rehearsals. `folder`: where files lie while they are played."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loop = Runner()

    def run(self, talk: Coroutine[Any, Any, None]) -> None:
        """Play it to its end, in the one loop whose threads are already there."""
        self._loop.run(talk)

    @cached_property
    def house(self) -> House:
        """The house that every rehearsal shares but for store and clock."""
        known = catalogue()
        remembering: Any = Remembering(trained(known))
        return make_house(known, remembering, empty_store(), self.folder)

    def rehearsal(self, channel: str, now: str = MONDAY, joining: str = "off") -> Rehearsal:
        """A person before an empty counter."""
        clock = StandingClock(datetime.fromisoformat(now))
        house = replace(self.house, clock=clock, joining=joining)
        put(house.store, migrated())
        return Rehearsal(house, Talk(house, clock, Address(channel, "p1")))


@dataclass
class Rehearsal:
    """A talk through a house of its own, and what may be looked at."""

    house: House
    talk: Talk

    def know(self, person: Person) -> None:
        """What the counter remembers of the person."""
        self.house.store.do(self._know, person)

    def _know(self, c: Connection, person: Person) -> None:
        held = conversations.lock(c, self.talk.me, self.house.clock())
        conversations.know(c, held.person, person)

    def give(self, ticket: dict[str, Any]) -> str:
        """A ticket that already stands; its number."""
        return self.house.store.do(stage.give, self.house, self.talk.me, ticket)

    def direct(self, path: Path) -> None:
        """The staff directory is loaded."""
        self.house.store.do(people.replace_directory, directory.read(path))

    def coded(self, words: str) -> str:
        """The words with the code that this person's mailbox got last, or with one that is not it."""
        if "<code>" not in words and "<wrong>" not in words:
            return words
        right = self.house.store.see(coding.latest, self.house.secret)
        return words.replace("<code>", right).replace("<wrong>", coding.another(right))

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """All rows of a table."""
        return self.house.store.see(lambda c: [tuple(row) for row in c.execute(text(f"SELECT * FROM {table}"))])

    def whole_store(self) -> str:
        """Everything in the store, as one text."""
        return self.house.store.see(_all)


def _all(c: Connection) -> str:
    tables = [row[0] for row in c.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
    return "\n".join(str(row) for table in tables for row in c.execute(text(f"SELECT * FROM {table}")))


@cache
def shared() -> Counter:
    """The one counter of a test session."""
    return Counter(Path(mkdtemp(prefix="loket-talks-")))
