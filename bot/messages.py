"""The few shapes that cross every door. Standard library only.

Every datetime is aware; a date is a calendar date in the office's own zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.proving import Join as Join
from bot.proving import Part as Part
from bot.proving import SendCode as SendCode


@dataclass(frozen=True, slots=True)
class Address:
    """Key of a conversation: `channel` name, far-side `user` id, optional `thread`."""

    channel: str
    user: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking. `kind` is "employee", "vendor" or "" (not known yet).

    `unit` is a vendor's company. `contact` is an e-mail address or a telephone number, said once
    and remembered. `proved`: an address was proved to be this person's.
    """

    id: str = ""
    name: str = ""
    unit: str = ""
    kind: str = ""
    contact: str = ""
    office: str = ""
    language: str = "id"
    addresses: tuple[Address, ...] = ()
    proved: bool = False
    greeted: bool = False  # has seen the privacy line


@dataclass(frozen=True, slots=True)
class Table:
    """What was read of a list: data rows, canonical column -> header as written, faulty rows.

    `faults` are pairs (row number as the person sees it, 1 = first line of the sheet; column id).
    """

    rows: int
    columns: dict[str, str]
    missing: tuple[str, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """All that the dialogue sees of an attachment. `kind` is found by content, never by name.

    `kind`: "pdf", "image", "xlsx", "csv", "docx", "text", "audio", "other", ...
    `fault`: None, or a key: "too_large", "empty", "damaged", "protected", "wrong_kind", "unfetched".
    While `sha256` is empty the content is still at the far side, and `id` is the far side's own.
    """

    id: str
    name: str
    kind: str
    sha256: str
    size: int
    fault: str | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a person, translated by a channel. `id` is unique per channel.

    `choice` is the id of a quick choice that was pressed. `full_text` is the letter with quotes.
    `trusted` is False where the sender could not be authenticated (kept, never acted upon).
    `aliases`: all ids under which the far side knows the sender, where it has several.
    `group`: parts of one message that come one by one (an album) share it. `edited`: it takes the
    place of an earlier message. `office`: to which the address written to belongs. `contact`:
    where the sender can be reached, as the message itself tells. `proved`: the sender's address was
    shown to be theirs. `aside`: why no conversation hears it but officers see it ("auto_reply",
    "bounce", "too_large", ...). `code`: keyed hash of an awaited one-time code that stood in the words.
    """

    id: str
    at: datetime
    sender: Address
    text: str = ""
    choice: str | None = None
    files: tuple[File, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    to: str = ""
    name: str = ""
    full_text: str = ""
    refs: tuple[str, ...] = ()
    token: str = ""
    trusted: bool = True
    group: str = ""
    edited: bool = False
    aliases: tuple[str, ...] = ()
    office: str = ""
    contact: str = ""
    proved: bool = False
    aside: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class DeskDid:
    """An officer's action reaches the person's conversation. `action` as in the contract.

    `effects`: what the lifecycle says follows from it ("tell_person", "ask_rating", ...).
    """

    ticket: str
    action: str
    params: dict[str, Any] = field(default_factory=dict)
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FellDue:
    """A timer of the conversation or of a ticket fell due. `key` names the timer; `effects` as in DeskDid."""

    key: str
    ticket: str | None = None
    effects: tuple[str, ...] = ()


Event = Inbound | DeskDid | FellDue


@dataclass(frozen=True, slots=True)
class Choice:
    """A quick choice: `id` comes back in `Inbound.choice`; the label is words of `key`."""

    id: str
    key: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ref:
    """In `params`, a value that exists once the effects are rows: "ticket.number" (opened now), "complaint.number"."""

    name: str


Role = Literal["desk", "officer", "supervisor", "superior"]


@dataclass(frozen=True, slots=True)
class Say:
    """Words owed to somebody. `to`: the conversation's Address, a Role of the ticket, a mail address.

    `params` hold dates, numbers, strings, `Ref`s, and lists or dicts of them; the words are
    `bot/languages/<lang>.toml` under `key`. `files` are names of templates to hand out; `attached`
    are ids of kept files that go along (to staff).
    """

    to: Address | Role | str
    key: str
    params: dict[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    files: tuple[str, ...] = ()
    ticket: str | None = None
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A ticket to be opened now; its number exists after the effects became rows.

    `answers`: field id -> JSON-able clean value. `params`: what the clock needs (contract, `loket
    due`). `marks`: what the officer must see ("too_soon", "superior_unverified", ...).
    `outstanding`: document ids that are still to follow. `type`: request, incident, change,
    complaint. `status`: "new" or "waiting_completeness". `parent`: the ticket complained about.
    """

    service: str
    variant: str | None
    office: str
    answers: dict[str, Any]
    summary: str
    params: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    close_by: datetime | None = None
    response_due_at: datetime | None = None
    type: str = "request"
    status: str = "new"
    urgent: bool = False
    marks: tuple[str, ...] = ()
    outstanding: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    superior: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An action on an existing ticket by the person or a timer; checked by the lifecycle table.

    `params`: reason, text, rating, files, answers, due_at, ... as the action needs.
    """

    ticket: str
    action: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallHuman:
    """A hand-over to an officer is asked for; the bot falls silent until it is handed back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Wake this conversation (or the ticket named) at `at` with FellDue(key). None cancels it."""

    key: str
    at: datetime | None
    ticket: str | Ref | None = None


@dataclass(frozen=True, slots=True)
class Know:
    """What was learned of the person; empty strings change nothing."""

    person: Person


Effect = Say | OpenTicket | Act | CallHuman | Remind | Know | SendCode | Join | Part


@dataclass(frozen=True, slots=True)
class Traits:
    """What a channel can do. `buttons`/`list_rows` 0: choices are typed. Lengths in characters.

    `asks_all_at_once`: a letter is answered by a letter, one list of all that is missing.
    """

    buttons: int = 10
    list_rows: int = 10
    label_chars: int = 60
    max_chars: int = 4096
    asks_all_at_once: bool = False
    files: bool = True
    response_minutes_count: bool = False  # the standard's answer time in minutes runs here (K6)


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as the dialogue and the console see it. Datetimes aware. `answers` JSON-able.

    `rank`: on the office's scale of disturbances, 0 as received (K15). `handled_at`: an officer's first action
    (K18). `version`: counts the changes, so that a stale page is known.
    """

    number: str
    service: str
    variant: str | None
    status: str
    office: str
    answers: dict[str, Any]
    summary: str
    opened_at: datetime
    due_at: datetime | None = None
    close_by: datetime | None = None
    response_due_at: datetime | None = None
    fulfilled_at: datetime | None = None
    type: str = "request"
    urgent: bool = False
    outstanding: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    rating: int | None = None
    owner: str = ""  # person id
    owner_name: str = ""
    question: str = ""  # an officer's open question to the person (waiting_person)
    handled_at: datetime | None = None
    version: int = 0
    rank: int = 0


class Refused(Exception):
    """The person can mend it: say `key` (words in `bot/languages/`) with `params`."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key, self.params = key, params
