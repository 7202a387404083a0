"""Where a conversation stands, what the dialogue may look at, and what it answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.dialog import copies
from bot.dialog.language import Words
from bot.messages import Choice, Effect, Person, TicketView, Traits
from catalog_data.model import Catalogue

VERSION = 1
DOMAINS = ("kemenkeu.go.id",)  # of work addresses, unless LOKET_DOMAINS says otherwise
FOLLOWS = "follows"  # the mark of a document that is to be sent later


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. `value` is JSON-able and clean; `source`: said, attached, directory, counted, known (remembered)."""

    value: Any
    source: str = "said"
    mark: str = ""  # "unverified", FOLLOWS, ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is being filled, or one that waits its turn."""

    service: str
    variant: str | None = None
    answers: Mapping[str, Given] = field(default_factory=dict)
    words: str = ""  # the person's own words, for the officer
    files: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as it would be put again: key and JSON-able params of a Say."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """A conversation between two turns: frozen, JSON-able, versioned.

    `step`: idle, choosing, variant, filling, confirming, too_soon, resume, ... (engine.STEPS).
    `options`: drafts behind the choices of a question "which did you mean". `prompt`: the question
    that is open, so that it can be put again after an answer in between.
    `asked`: the field whose question is open. `waiting`: further requests, one after the other.
    `choices`: those last offered, answerable by pressing or typing; `question` numbers them, so that
    a stale button is known. `held`: what a yes would do. `queue`: what the desk asks meanwhile.
    """

    version: int = VERSION
    step: str = "idle"
    draft: Draft | None = None
    asked: str | None = None
    waiting: tuple[Draft, ...] = ()
    options: tuple[Draft, ...] = ()
    prompt: Prompt | None = None
    choices: tuple[Choice, ...] = ()
    question: int = 0
    queue: tuple[Mapping[str, Any], ...] = ()
    held: Mapping[str, Any] = field(default_factory=dict)
    misses: int = 0
    at: datetime | None = None  # of the last turn, aware
    language: str = "id"

    def but(self, **changes: Any) -> State:
        """This state with some parts changed."""
        return copies.but(self, **changes)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the staff directory. `echelon`: "I" to "V", or "" where unknown."""

    email: str
    name: str
    position: str
    echelon: str
    unit: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a code that was typed: right, wrong (`left`: tries that remain), short, late, spent.

    `mail`: the address that it went to.
    """

    outcome: str
    mail: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class Joining:
    """Whether and how addresses become one person's. `wanted`: "off", "optional", "required".

    `mail`: a work address that is shown to be this person's, or "". `joined`: this is another address of
    theirs. `next_at`: when this person may ask for another code; None: now.
    """

    wanted: str = "off"
    mail: str = ""
    joined: bool = False
    typed: Typed | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class World:
    """All that a rule may look at. Read-only. `tickets`: this person's own, newest first.

    `directory`: None when none is loaded. `domains`: allowed for the superior's address.
    `now` is aware, in the zone of the person's office (or Asia/Jakarta before it is known).
    """

    catalogue: Catalogue
    words: Words
    traits: Traits
    person: Person
    now: datetime
    tickets: tuple[TicketView, ...] = ()
    directory: Mapping[str, Entry] | None = None
    domains: tuple[str, ...] = DOMAINS
    desk_open: bool = True
    joining: Joining = Joining()


@dataclass(frozen=True, slots=True)
class Turn:
    """What a rule answers: the state after, and what should happen. Nothing has happened yet."""

    state: State
    effects: tuple[Effect, ...] = ()
