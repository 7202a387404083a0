"""What reading a mail can come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """`name` as it was written: never to be trusted. `inline`: part of the letter's look, no evidence."""

    name: str
    data: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as read. Addresses in small letters; ids with their angle brackets.

    `text`: the new words only; `full_text`: all of them. `held`: why it is never answered by itself
    ("auto_reply", "no_reply", "null_sender", "no_sender", "unauthenticated"), or empty.
    `verdict` of our own server on the sender: "pass", "fail", "none", or "unknown" (nobody asks it).
    """

    sender: str | None = None
    name: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    message_id: str | None = None
    references: tuple[str, ...] = ()
    at: datetime | None = None
    text: str = ""
    full_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    held: str = ""
    verdict: str = "unknown"

    @property
    def may_answer(self) -> bool:
        """False: kept and shown to officers, never answered by itself."""
        return not self.held


@dataclass(frozen=True, slots=True)
class Ignored:
    """No conversation: `reason` is "bounce", "receipt", "list" or "own"."""

    reason: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Not readable: "empty", "not_a_mail", "too_large", "too_deep", "too_many_parts", "encrypted", "unreadable"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ours:
    """Who we are: `addresses` of our own; `authserv`: the name under which our server judges senders;
    `offices`: address -> office.
    """

    addresses: frozenset[str] = frozenset()
    authserv: str = ""
    offices: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = 36 << 20


Read = Letter | Ignored | Quarantined
