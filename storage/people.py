"""The staff directory and the officers of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select

from bot.desk import rights
from bot.dialog.state import Entry
from storage.engine import put
from storage.tables import directory, officers

ROLES: tuple[rights.Role, ...] = ("admin", "supervisor", "officer")  # the strongest first


@dataclass(frozen=True, slots=True)
class Directory(Mapping[str, Entry]):
    """The directory, looked up row by row inside the transaction that holds it."""

    c: Connection

    def __getitem__(self, email: str) -> Entry:
        row = self.c.execute(select(directory).where(directory.c.email == email.lower())).first()
        if row is None:
            raise KeyError(email)
        return Entry(**row._mapping)

    def __iter__(self) -> Iterator[str]:
        return iter(self.c.scalars(select(directory.c.email)))

    def __len__(self) -> int:
        return self.c.scalar(select(func.count()).select_from(directory)) or 0


def entries(c: Connection, asked: str = "", limit: int = 200) -> list[Entry]:
    """Rows of the directory by name; of those whose name, address, position or unit holds `asked`."""
    rows = select(directory).order_by(directory.c.name, directory.c.email).limit(limit)
    if asked.strip():
        held = (directory.c.name, directory.c.email, directory.c.position, directory.c.unit)
        rows = rows.where(or_(*(column.icontains(asked.strip(), autoescape=True) for column in held)))
    return [Entry(**row._mapping) for row in c.execute(rows)]


def replace_directory(c: Connection, entries: Iterable[Entry]) -> int:
    """Put `entries` in the place of the whole directory; returns how many."""
    c.execute(delete(directory))
    rows = [asdict(entry) for entry in entries]
    if rows:
        c.execute(insert(directory), rows)
    return len(rows)


@dataclass(frozen=True, slots=True)
class Officer:
    """Who works at the desk. `password` is an argon2 hash; `office` empty: all offices; `groups` empty: all of them.

    `rights`: "officer", "supervisor", "admin". `once`: the password must be changed at the next sign-in.
    """

    id: str
    name: str
    password: str
    office: str = ""
    rights: tuple[str, ...] = ()
    active: bool = True
    mail: str = ""
    once: bool = False
    groups: tuple[str, ...] = ()


def at_desk(one: Officer, office: str) -> rights.Officer:
    """The account as the table of rights sees it before what belongs to `office`."""
    role: rights.Role = next((role for role in ROLES if role in one.rights), "officer")
    return rights.Officer(one.id, one.name, role, one.office or office, one.active)


def officers_of(c: Connection, office: str = "", group: str = "") -> list[Officer]:
    """The officers of an office and those of all offices, by name; empty: everybody. `group`: those at work there."""
    rows = select(officers).order_by(officers.c.name, officers.c.id)
    if office:
        rows = rows.where(officers.c.office.in_(("", office)))
    found = [_officer(row) for row in c.execute(rows)]
    return [each for each in found if not group or not each.groups or group in each.groups]


def _officer(row: Row[Any]) -> Officer:
    return Officer(**{**row._mapping, "rights": tuple(row.rights), "groups": tuple(row.groups)})


def officer_at(c: Connection, mail: str) -> Officer | None:
    """The active officer who writes from this address."""
    at = (officers.c.mail == mail.lower()) & officers.c.active
    row = c.execute(select(officers).where(at).order_by(officers.c.id)).first() if mail else None
    return _officer(row) if row else None


def officer(c: Connection, id: str) -> Officer | None:
    """An officer by the name typed to log in."""
    row = c.execute(select(officers).where(officers.c.id == id)).first()
    return _officer(row) if row else None


def put_officer(c: Connection, one: Officer) -> None:
    """Add an officer, or change one."""
    put(c, officers, {**asdict(one), "rights": list(one.rights), "groups": list(one.groups)})
