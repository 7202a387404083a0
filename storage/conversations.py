"""Conversations and the persons who hold them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, exists, func, select, update

from bot.dialog.state import VERSION, State
from bot.messages import Address, Person
from storage.engine import insert_new
from storage.schema import AnyRow
from storage.shapes import STATE, address_of, key_of
from storage.tables import addresses, conversations, directory, persons

BLANK = STATE.dump(State())
_PERSON = ("id", "name", "unit", "kind", "contact", "office", "language", "proved", "greeted")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's row, locked by the transaction that holds it.

    `human`: why an officer is wanted, None while the bot answers. `directed`: a directory is loaded.
    `mails`: mail addresses that are shown to be this person's.
    """

    id: int
    key: str
    state: State
    version: int
    person: Person
    human: str | None
    directed: bool
    mails: tuple[str, ...] = ()


_LEARNED = _PERSON[1:]
_KNOW = update(persons).where(persons.c.id == bindparam("whose")).values({name: bindparam(name) for name in _LEARNED})
_MAILS = (  # a letter that nobody vouches for has a person apart ("ani@b.id/~1f")
    select(func.aggregate_strings(addresses.c.user, " "))
    .where(addresses.c.person == persons.c.id, addresses.c.channel == "email", addresses.c.user.not_like("%/%"))
    .scalar_subquery()
)
_LOCK = (
    select(
        conversations.c.id,
        conversations.c.address,
        conversations.c.state,
        conversations.c.version,
        conversations.c.human,
        *(persons.c[name].label(f"p_{name}") for name in _PERSON),
        exists(select(directory.c.email)).label("directed"),
        _MAILS.label("mails"),
    )
    .join(persons, persons.c.id == conversations.c.person)
    .where(conversations.c.address == bindparam("key"))
    .with_for_update(of=conversations)
)
_SAVE = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(state=bindparam("state"), version=bindparam("version"), at=bindparam("at"))
)


def _shaped(row: AnyRow) -> Conversation:
    got = row._mapping
    return Conversation(
        id=got["id"],
        key=got["address"],
        state=_state(got["state"]),
        version=got["version"],
        person=Person(**{name: got[f"p_{name}"] for name in _PERSON}),
        human=got["human"],
        directed=got["directed"],
        mails=tuple(sorted((got["mails"] or "").split())),
    )


def _state(text: str) -> State:
    """A stored state. One of another version is not guessed at: the conversation starts afresh, in its language."""
    told = json.loads(text)
    return STATE.load(text) if told["version"] == VERSION else State(language=told.get("language", "id"))


def lock(c: Connection, address: Address, now: datetime) -> Conversation:
    """The conversation at `address`, made when new, and held until the transaction ends."""
    held = held_at(c, key_of(address))
    if held is None:
        _begin(c, address, now)
        held = held_at(c, key_of(address))
    assert held is not None
    return held


def held_at(c: Connection, key: str) -> Conversation | None:
    """The conversation under `key`, held; None when there is none.

    Looked for twice: PostgreSQL finds none when its person became another one while we waited for the lock.
    """
    row = c.execute(_LOCK, {"key": key}).first() or c.execute(_LOCK, {"key": key}).first()
    return _shaped(row) if row else None


def state_at(c: Connection, key: str) -> State:
    """The state of the conversation under `key`, as it was last kept; no lock."""
    text = c.scalar(select(conversations.c.state).where(conversations.c.address == key))
    return _state(text) if text else State()


def _begin(c: Connection, address: Address, now: datetime) -> str:
    """A new conversation; id of its person."""
    person = person_at(c, address) or _new_person(c, address)
    insert_new(c, conversations, {"address": key_of(address), "person": person, "state": BLANK, "at": now})
    return person


_NEW_PERSON = persons.insert()


def _new_person(c: Connection, address: Address) -> str:
    """A person's id for an address never seen; another transaction may be the quicker one."""
    made = uuid4().hex
    c.execute(_NEW_PERSON, {"id": made})
    if insert_new(c, addresses, {"channel": address.channel, "user": user_of(address), "person": made}):
        return made
    c.execute(persons.delete().where(persons.c.id == made))
    return person_at(c, address) or made


def user_of(address: Address) -> str:
    """By whom a person is known. A thread "~..." vouches for nobody: whoever writes there is somebody apart."""
    return f"{address.user}/{address.thread}" if address.thread.startswith("~") else address.user


def person_at(c: Connection, address: Address) -> str | None:
    """Id of the person known under `address`."""
    account = account_at(c, address)
    return account.person if account else None


_MINE = (addresses.c.channel == bindparam("channel")) & (addresses.c.user == bindparam("user"))
_ACCOUNT = select(addresses.c.person, addresses.c.joined_at).where(_MINE)
_OFFICE = select(persons.c.office).join(addresses, addresses.c.person == persons.c.id).where(_MINE)


def account_at(c: Connection, address: Address) -> AnyRow | None:
    """Whose an address is, and since when it is joined to others of that person."""
    return c.execute(_ACCOUNT, {"channel": address.channel, "user": user_of(address)}).first()


_ACCOUNTS = select(addresses.c.user, addresses.c.person, addresses.c.joined_at).where(
    addresses.c.channel == bindparam("channel"), addresses.c.user.in_(bindparam("users", expanding=True))
)
_HERE = conversations.c.address.in_(bindparam("keys", expanding=True))
_THEIRS = (conversations.c.person == bindparam("whose")) & conversations.c.address.startswith(bindparam("begins"))
_HOME = select(conversations.c.address).where(_HERE | _THEIRS).order_by(_HERE.desc(), conversations.c.id).limit(1)


def home(c: Connection, sender: Address, ids: Sequence[str], now: datetime) -> Address:
    """The address under which somebody with any of these ids already talks here; every id is remembered."""
    channel, users = sender.channel, list(dict.fromkeys((sender.user, *ids)))
    accounts = {row.user: row for row in c.execute(_ACCOUNTS, {"channel": channel, "users": users})}
    known = next((accounts[each] for each in users if each in accounts), None)
    person = known.person if known else _begin(c, sender, now)
    account = {"person": person, "joined_at": known.joined_at if known else None}
    for each in users:
        if each not in accounts:
            insert_new(c, addresses, {"channel": channel, "user": each, **account})
    keys = [key_of(Address(channel, each)) for each in users]
    key = c.scalar(_HOME, {"keys": keys, "whose": person, "begins": f"{channel}/"})
    return address_of(key) if key else sender


_SAME = (addresses.c.person == bindparam("whose")) & addresses.c.joined_at.is_not_distinct_from(bindparam("since"))
_IDS = select(addresses.c.user).where(addresses.c.channel == bindparam("channel"), _SAME)


def ids_at(c: Connection, address: Address) -> tuple[str, ...]:
    """Every id of the account at `address`; a second account of the same person joined at another moment."""
    mine = account_at(c, address)
    if mine is None:
        return ()
    given = {"channel": address.channel, "whose": mine.person, "since": mine.joined_at}
    return tuple(c.scalars(_IDS, given))


def mail_of(c: Connection, address: Address) -> Address | None:
    """Where the person at `address` gets mail: a known mail address, else the contact that they told."""
    known = person_at(c, address)
    if known is None:
        return None
    shown = (addresses.c.person == known) & (addresses.c.channel == "email") & addresses.c.user.not_like("%/%")
    proved = select(addresses.c.user).where(shown).order_by(addresses.c.joined_at.is_not(None), addresses.c.user)
    mail = c.scalar(proved.limit(1)) or c.scalar(select(persons.c.contact).where(persons.c.id == known)) or ""
    return Address("email", mail.lower()) if "@" in mail else None


def office_at(c: Connection, address: Address) -> str:
    """The office of the person known under `address`, or empty."""
    return c.scalar(_OFFICE, {"channel": address.channel, "user": user_of(address)}) or ""


def save(c: Connection, held: Conversation, state: State, now: datetime) -> None:
    """Keep the state that a turn left behind."""
    row = {"conversation": held.id, "state": STATE.dump(state), "version": held.version + 1, "at": now}
    c.execute(_SAVE, row)


def call_human(c: Connection, held: Conversation, reason: str | None, now: datetime) -> None:
    """Mark that an officer is wanted, or (None) that the bot answers again."""
    since = now if reason is not None else None
    c.execute(update(conversations).where(conversations.c.id == held.id).values(human=reason, human_since=since))


def person(c: Connection, id: str) -> Person | None:
    """A person by id, with the addresses known."""
    row = c.execute(select(*(persons.c[name] for name in _PERSON)).where(persons.c.id == id)).first()
    if row is None:
        return None
    known = c.execute(select(addresses.c.channel, addresses.c.user).where(addresses.c.person == id))
    return Person(**row._mapping, addresses=tuple(Address(channel, user) for channel, user in known))


def know(c: Connection, known: Person, learned: Person) -> Person:
    """Keep what was learned; empty strings change nothing."""
    told = {name: getattr(learned, name) for name in _LEARNED}
    after = replace(known, **{name: value for name, value in told.items() if value not in ("", False)})
    if after != known:
        c.execute(_KNOW, {"whose": known.id} | {name: getattr(after, name) for name in _LEARNED})
    return after


def of_person(c: Connection, id: str) -> list[str]:
    """Keys of this person's conversations, the latest first."""
    rows = select(conversations.c.address).where(conversations.c.person == id)
    return list(c.scalars(rows.order_by(conversations.c.at.desc())))


def wanting_human(c: Connection) -> list[AnyRow]:
    """Conversations with an officer or waiting for one, the longest waiting first.

    Each with id, address, human, human_since, name and office.
    """
    c_, p = conversations.c, persons.c
    rows = (
        select(c_.id, c_.address, c_.human, c_.human_since, p.name, p.office)
        .join(persons, persons.c.id == conversations.c.person)
        .where(conversations.c.human.is_not(None))
    )
    return list(c.execute(rows.order_by(conversations.c.human_since)))


def by_id(c: Connection, id: int) -> AnyRow | None:
    """A conversation's id, address, human and person, by the number of its row."""
    wanted = select(conversations.c.id, conversations.c.address, conversations.c.human, conversations.c.person)
    return c.execute(wanted.where(conversations.c.id == id)).first()
