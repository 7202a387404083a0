"""Officers' passwords: kept as argon2id, made and compared off the event loop."""

from __future__ import annotations

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, func, select

from bot.desk.rights import ADMIN
from bot.web.front import Front
from storage import people
from storage.engine import one_at_a_time
from storage.people import Officer
from storage.tables import officers

FIRST = "petugas"  # the account made at the first start
RIGHTS = ("admin",)
LEAST, MOST = 12, 200  # letters of a password that an officer chooses
_HASHER = PasswordHasher()


@cache
def _nobody() -> str:
    """What an unknown name is compared with, so that it takes as long as a known one."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def right(hashed: str, password: str) -> bool:
    """Whether the password is the one that was hashed. Takes about 0.1 s of one core."""
    try:
        return _HASHER.verify(hashed, password[:MOST])
    except (VerificationError, InvalidHashError):
        return False


async def hashed(password: str) -> str:
    """The password as it is kept."""
    return await asyncio.to_thread(_HASHER.hash, password[:MOST])


async def known(front: Front, name: str, password: str) -> Officer | None:
    """The active officer of this name and password."""
    found = await front.house.store.look(people.officer, name)
    kept = found.password if found and found.active else await asyncio.to_thread(_nobody)
    if not await asyncio.to_thread(right, kept, password):
        return None
    return found if found and found.active else None


def made_up() -> str:
    """A password that is good once."""
    return secrets.token_urlsafe(12)


def first_officer(c: Connection, wanted: str = "") -> tuple[str, str] | None:
    """Make sure that somebody can sign in. Returns (name, password) of an account made just now.

    `wanted` (a setting) is always that account's password; without it one, good once, is made when
    there is nobody.
    """
    one_at_a_time(c, "first officer")
    account = people.officer(c, FIRST)
    if wanted:
        if account is None or not right(account.password, wanted):
            people.put_officer(c, Officer(FIRST, ADMIN, _HASHER.hash(wanted), "", RIGHTS))
        return None
    if c.scalar(select(func.count()).select_from(officers)):
        return None
    made = made_up()
    people.put_officer(c, Officer(FIRST, ADMIN, _HASHER.hash(made), "", RIGHTS, once=True))
    return FIRST, made
