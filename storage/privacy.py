"""One person's data: shown whole, or erased. Erasing puts a marker in the place of personal text; the events stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, false, or_, select, update

from bot.desk.lifecycle import ENDED
from bot.dialog.state import State
from bot.messages import Address, Inbound
from storage import mails, search, tickets
from storage.owed import GIVEN_UP, OWED
from storage.shapes import INBOUND, STATE, address_of, key_of
from storage.tables import (
    addresses,
    conversations,
    deliveries,
    files,
    owed,
    persons,
    postage,
    receipts,
    ticket_events,
    ticket_files,
    timers,
    unheard,
)
from storage.tables import codes as code_rows
from storage.tables import mails as raw_mails
from storage.tables import tickets as ticket_rows

MARKER = "[dihapus]"
ERASED = "erased"  # the "channel" of an address that is nobody's any more
PLAIN = {  # params of events that say nothing of a person
    "rating", "label", "tier", "service", "variant", "office", "group", "officer", "internal", "complaint", "marks",
}  # fmt: skip


class StillOpen(ValueError):
    """Nobody is erased while something of theirs is promised."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows lost their text, by table; contents that nobody refers to any more, by SHA-256.

    `taught`: officers had labelled words of theirs, which the reader has learnt.
    """

    rows: dict[str, int]
    contents: tuple[str, ...]
    taught: bool


def find(c: Connection, wanted: str) -> str | None:
    """A person's id, by id, by "channel:user", or by the number of a ticket of theirs."""
    channel, _, user = wanted.partition(":")
    known = (addresses.c.channel == channel) & (addresses.c.user == user)
    for query in (
        select(persons.c.id).where(persons.c.id == wanted),
        select(addresses.c.person).where(known),
        select(ticket_rows.c.owner).where(ticket_rows.c.number == wanted.upper()),
    ):
        if found := c.scalar(query):
            return str(found)
    return None


def everybody(c: Connection, wanted: str) -> list[str]:
    """Ids of a person and of whoever wrote under a mail address of theirs without being vouched for."""
    first = find(c, wanted)
    known = select(addresses.c.user).where(addresses.c.person == first, addresses.c.channel == "email")
    users = list(c.scalars(known)) or [wanted.partition(":")[2]]
    alike = or_(false(), *(addresses.c.user.startswith(f"{user}/~", autoescape=True) for user in users if user))
    others = select(addresses.c.person).where(addresses.c.channel == "email", alike).order_by(addresses.c.user)
    return list(dict.fromkeys([*([first] if first else []), *c.scalars(others)]))


def export(c: Connection, *people: str) -> dict[str, Any]:
    """Everything that is kept of a person, under however many ids, JSON-able, table by table."""
    keys, numbers = _keys(c, people), _numbers(c, people)
    return {
        "person": _rows(c, persons, persons.c.id.in_(people)),
        "addresses": _rows(c, addresses, addresses.c.person.in_(people)),
        "conversations": _rows(c, conversations, conversations.c.person.in_(people)),
        "messages": _rows(c, receipts, receipts.c.address.in_(keys)),
        "answers": _rows(c, owed, owed.c.address.in_(keys)),
        "tickets": _rows(c, ticket_rows, ticket_rows.c.number.in_(numbers)),
        "history": _rows(c, ticket_events, ticket_events.c.ticket.in_(numbers)),
        "files": _rows(c, files, files.c.address.in_(keys)),
        "mails": _rows(c, raw_mails, raw_mails.c.address.in_(keys)),
        "lists": _rows(c, unheard, unheard.c.address.in_(keys)),
        "codes": _rows(c, code_rows, _codes(people, keys)),
    }


def _rows(c: Connection, table: Table, where: Any) -> list[dict[str, Any]]:
    found = c.execute(select(table).where(where)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _keys(c: Connection, people: Sequence[str]) -> list[str]:
    """Keys of their conversations, and of addresses at which nothing was said yet."""
    talked = c.scalars(select(conversations.c.address).where(conversations.c.person.in_(people))).all()
    whole = addresses.c.person.in_(people) & addresses.c.user.not_like("%/%")
    known = c.execute(select(addresses.c.channel, addresses.c.user).where(whole))
    return list(dict.fromkeys([*talked, *(key_of(Address(*row)) for row in known)]))


def _codes(people: Sequence[str], keys: Sequence[str]) -> Any:
    """Codes that they asked for, and those that went to them."""
    users = [address_of(key).user for key in keys]
    return or_(code_rows.c.person.in_(people), code_rows.c.mail.in_(users))


def _numbers(c: Connection, people: Sequence[str]) -> list[str]:
    return list(c.scalars(select(ticket_rows.c.number).where(ticket_rows.c.owner.in_(people))))


def erase(c: Connection, *people: str) -> Erased:
    """Replace all personal text of a person, under however many ids. Raises StillOpen; then nothing is changed."""
    keys, numbers = _keys(c, people), _numbers(c, people)
    open_now = ticket_rows.c.owner.in_(people) & ticket_rows.c.status.not_in(ENDED)
    if still := list(c.scalars(select(ticket_rows.c.number).where(open_now))):
        raise StillOpen(f"still open: {', '.join(still)}; close, cancel or decline them first")
    for number in numbers:
        _unlearn(c, number)  # by its person's name too
    blank = {"name": MARKER, "unit": "", "contact": "", "proved": False}
    c.execute(update(persons).where(persons.c.id.in_(people)).values(**blank))
    labelled = unheard.c.address.in_(keys) & (unheard.c.label != "")
    taught = c.scalar(select(unheard.c.id).where(labelled).limit(1)) is not None
    counted = {
        "messages": erase_messages(c, receipts.c.address.in_(keys)),
        "answers": erase_letters(c, or_(owed.c.address.in_(keys), owed.c.ticket.in_(numbers))),
        "history": sum(len(tickets.history(c, number)) for number in numbers),
        "tickets": erase_tickets(c, numbers),
        "lists": erase_lists(c, unheard.c.address.in_(keys)),
    }
    contents = {*erase_files(c, files.c.address.in_(keys)), *mails.erase(c, raw_mails.c.address.in_(keys))}
    c.execute(delete(timers).where(timers.c.address.in_(keys)))
    c.execute(delete(code_rows).where(_codes(people, keys)))
    for n, key in enumerate(keys):
        _rename(c, key, key_of(Address(ERASED, people[0], str(n))))
    c.execute(delete(addresses).where(addresses.c.person.in_(people)))
    return Erased(counted, tuple(sorted(contents)), taught)


def _unlearn(c: Connection, number: str) -> None:
    """The ticket is found by none of its words any more."""
    if found := tickets.find(c, number):
        search.forget(c, number, found[0].office, tickets.texts(found[0]))


def _rename(c: Connection, key: str, new: str) -> None:
    """The address itself is personal."""
    for table in (receipts, owed, files, unheard, ticket_rows):
        c.execute(update(table).where(table.c.address == key).values(address=new))
    c.execute(delete(postage).where(postage.c.user == address_of(key).user))
    blank = {"address": new, "state": STATE.dump(State()), "human": None, "human_since": None}
    c.execute(update(conversations).where(conversations.c.address == key).values(**blank))


def erase_messages(c: Connection, where: Any) -> int:
    """What people wrote, and under which name it came."""
    rows = c.execute(select(receipts.c.id, receipts.c.at).where(where, receipts.c.raw.not_like(f"%{MARKER}%"))).all()
    for row in rows:
        said = Inbound(f"{ERASED}-{row.id}", row.at, Address(ERASED, ""), MARKER)
        values = {"raw": INBOUND.dump(said), "far_id": said.id}
        c.execute(update(receipts).where(receipts.c.id == row.id).values(**values))
    return len(rows)


def erase_letters(c: Connection, where: Any) -> int:
    """What was said to them, or about them to others; what is still owed is not said any more."""
    body = {"subject": MARKER, "bubbles": [{"key": ERASED, "text": MARKER, "choices": [], "files": [], "data": {}}]}
    mine = select(owed.c.id).where(where)
    c.execute(delete(deliveries).where(deliveries.c.owed.in_(mine)))
    c.execute(update(owed).where(where, owed.c.status == OWED).values(status=GIVEN_UP))
    return c.execute(update(owed).where(where).values(body=body, far_ids=[], fault=None)).rowcount


def erase_lists(c: Connection, where: Any) -> int:
    """What the console's lists say of people; that something was on them stays."""
    return c.execute(update(unheard).where(where).values(words=MARKER, fault="")).rowcount


def erase_history(c: Connection, number: str) -> int:
    """The events stay: who did what, when. What was written in them does not."""
    rows = c.execute(select(ticket_events.c.id, ticket_events.c.params).where(ticket_events.c.ticket == number)).all()
    for row in rows:
        c.execute(update(ticket_events).where(ticket_events.c.id == row.id).values(params=_marked(row.params)))
    return len(rows)


def _marked(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if name in PLAIN else MARKER for name, value in params.items()}


def erase_tickets(c: Connection, numbers: Sequence[str]) -> int:
    """Answers, summary and the history's words of some tickets."""
    blank = {"answers": {}, "summary": MARKER, "question": "", "superior": ""}
    for number in numbers:
        _unlearn(c, number)
        erase_history(c, number)
        c.execute(update(ticket_rows).where(ticket_rows.c.number == number).values(**blank))
        if found := tickets.find(c, number):
            search.keep(c, number, found[0].office, tickets.texts(found[0]))
    return len(numbers)


def erase_files(c: Connection, where: Any) -> tuple[str, ...]:
    """Names and tables of files; the contents that nobody else sent too are to be taken off the shelf."""
    gone = set(c.scalars(select(files.c.sha256).where(where)))
    c.execute(delete(ticket_files).where(ticket_files.c.file.in_(select(files.c.id).where(where))))
    values = {"name": MARKER, "sheet": None, "fault": "unfetched", "sha256": ""}
    c.execute(update(files).where(where).values(**values))
    return mails.unneeded(c, gone)
