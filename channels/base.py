"""What a channel is: it translates between foreign bytes and our shapes, and does nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from bot.messages import Address, File, Inbound, Traits

TRAITS: dict[str, Traits] = {
    "web": Traits(),
    "terminal": Traits(buttons=0, list_rows=0),
    "telegram": Traits(buttons=8, list_rows=100, label_chars=40),
    "whatsapp": Traits(buttons=3, list_rows=10, label_chars=20, max_chars=1024),
    "email": Traits(
        buttons=0,
        list_rows=0,
        label_chars=200,
        max_chars=100_000,
        asks_all_at_once=True,
        response_minutes_count=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Bubble:
    """Words ready to be shown. `choices`: (id, label). `files`: names of templates to hand out."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)  # the params, for a card


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is owed to one address. `id` stays the same when it is sent again.

    `part`: number of the first bubble. `token`: goes into the Message-ID, so that an answer may act;
    empty: an answer may not. `attached`: kept files that go along, their content under `sha256`.
    `heard_at`, `aliases`: when the person last wrote here, and their other ids (Windowed channels only).
    `closed`: the far side said that it takes no free words now.
    """

    id: int
    to: Address
    bubbles: tuple[Bubble, ...]
    subject: str = ""
    part: int = 0
    ticket: str | None = None
    heard_at: datetime | None = None
    aliases: tuple[str, ...] = ()
    closed: bool = False
    token: str = ""
    attached: tuple[File, ...] = ()
    spaced: bool = False  # nobody vouches for the address: few in a short time


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the far side tells of a message of ours. `fault`: Unreachable, Closed or Undeliverable."""

    channel: str
    far_id: str
    status: str  # sent, delivered, read, failed
    fault: Exception | None = None


Receive = Callable[[Inbound | Delivery], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something came that is no message to us. `tell`: whom to tell kindly where we can be reached."""

    reason: str
    tell: Address | None = None


class Unreachable(Exception):
    """The far side cannot be had now. `retry_after`: seconds that it asks for, or None.

    `alone`: that is so for this address; others may be had all the same.
    """

    def __init__(self, reason: str, retry_after: float | None = None, *, alone: bool = False) -> None:
        super().__init__(reason)
        self.retry_after, self.alone = retry_after, alone


class Undeliverable(Exception):
    """It will never arrive there: blocked, unknown, refused. No further attempt."""


class Closed(Undeliverable):
    """Free words are not taken any more; what is approved beforehand may be."""


class NotTheirs(Exception):
    """A request that does not carry the proof agreed with the far side."""


class TooLarge(Undeliverable):
    """The far side hands out no file of this size."""


class Channel(Protocol):
    """One door. `whole`: it takes all bubbles of a row at once (a letter, a page), else one by one."""

    name: str
    traits: Traits
    whole: bool

    async def send(self, message: Outgoing) -> list[str]:
        """Hand `message` over; once it returns the far side has it, under these ids of its own.

        Raises Unreachable or Undeliverable.
        """


@runtime_checkable
class Listening(Protocol):
    """A channel that fetches its messages itself."""

    async def listen(self, receive: Receive) -> None:
        """Take messages until cancelled; the far side is told of each once `receive` has kept it.

        May raise anything: it is begun again, less and less soon.
        """


@runtime_checkable
class Polled(Protocol):
    """A channel that looks for messages round by round, in one place or in several."""

    def rounds(self) -> Mapping[str, datetime | None]:
        """When each place was last read to its end, by a name that may be shown; None: not yet."""


@runtime_checkable
class Fetching(Protocol):
    """A channel whose files lie at the far side until they are fetched."""

    async def fetch(self, file: File) -> bytes:
        """The content of a file that came without it. Raises Unreachable, TooLarge or Undeliverable."""


@runtime_checkable
class Cutting(Protocol):
    """A channel that may need several calls for one bubble."""

    def cut(self, bubble: Bubble) -> list[Bubble]:
        """The same words as bubbles of one call each; always the same ones."""


@runtime_checkable
class Windowed(Protocol):
    """A channel that takes free words only so long after the person's last message."""

    window: timedelta


@runtime_checkable
class Telling(Protocol):
    """A channel whose far side says later what became of a message."""

    tells: bool


@runtime_checkable
class Hooked(Protocol):
    """A channel whose far side brings its messages to our web address."""

    async def hook(self, headers: Mapping[str, str], body: bytes, receive: Receive) -> None:
        """One request; all that it brought is kept when this returns. Header names in lower case.

        Raises NotTheirs, or ValueError for what is none of their messages.
        """


@runtime_checkable
class Verified(Protocol):
    """A channel whose far side first asks whether the address is right."""

    def verify(self, query: Mapping[str, str]) -> str:
        """What to answer. Raises NotTheirs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a channel's test, in English; `mend`: how to put it right."""

    ok: bool
    about: str
    mend: str = ""


def fine(about: str, mend: str = "") -> Finding:
    """It is as it should be, or left out on purpose."""
    return Finding(True, about, mend)


def wrong(about: str, mend: str) -> Finding:
    """The channel will not work so."""
    return Finding(False, about, mend)


@runtime_checkable
class Examined(Protocol):
    """A channel that can ask its far side whether the settings fit."""

    async def examine(self) -> list[Finding]:
        """What was found. Sends nothing to anybody and changes nothing."""


@runtime_checkable
class Closing(Protocol):
    """A channel that holds connections."""

    async def close(self) -> None:
        """Let go of them; nothing is sent any more."""
