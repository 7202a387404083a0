"""A world small enough to read: one service with every kind of field, five offices, one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.dialog.fields.base import Heard
from bot.dialog.state import Draft, Given, World
from bot.messages import Choice, File, Person, Table, Traits
from catalog_data.model import Field, Option
from intents.reading import Entity, Reading

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=JAKARTA)  # a Monday


class Labels:
    """Calls a choice by its id."""

    def label(self, choice: Choice) -> str:
        return choice.id


class Offices:
    """Stands for a catalogue where only the offices are looked at."""

    def __init__(self) -> None:
        self.offices: dict[str, Any] = {}
        self.person: tuple[Field, ...] = ()


def world(**changes: Any) -> World:
    given: dict[str, Any] = {
        "catalogue": Offices(), "words": Labels(), "traits": Traits(), "person": Person(), "now": NOW,
    }  # fmt: skip
    return World(**{**given, **changes})


def spot(kind: str, value: Any, text: str, written: str, unit: str = "") -> Entity:
    """An entity where `written` stands in `text`."""
    start = text.index(written)
    return Entity(kind, value, start, start + len(written), unit)


def heard(text: str, *entities: Entity, **changes: Any) -> Heard:
    """A message; keywords that a Reading knows go to the reading."""
    known = {name: changes.pop(name) for name in list(changes) if name in Reading.__dataclass_fields__}
    reading = Reading(**{
        "text": text, "intent": "request", "service": None, "variant": None, "decision": "accept",
        "entities": entities, **known,
    })  # fmt: skip
    return Heard(text, reading, **changes)


def field(kind: str, name: str = "x", **changes: Any) -> Field:
    return Field(**{"id": name, "kind": kind, "label": name, "ask": f"{name}?", **changes})


def option(name: str, *words: str) -> Option:
    return Option(id=name, label=words[0] if words else name, words=words[1:])


def draft(**answers: Any) -> Draft:
    return Draft("ITSM.5", None, {name: Given(value) for name, value in answers.items()})


def attached(kind: str, name: str = "a.x", **changes: Any) -> File:
    return File(**{"id": name, "name": name, "kind": kind, "sha256": "0", "size": 1, **changes})


def table(rows: int, *columns: str, faults: tuple[tuple[int, str], ...] = ()) -> Table:
    return Table(rows, {column: column for column in columns}, (), faults)
