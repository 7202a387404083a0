"""The codes that mailboxes get, for tests that cannot look into one."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot import joining
from storage.tables import codes


def latest(c: Connection, secret: str) -> str:
    """The digits of the code that was sent last."""
    seed = c.scalar(select(codes.c.seed).where(codes.c.seed != "").order_by(codes.c.id.desc()).limit(1))
    assert seed, "no code was sent"
    return joining.code_of(secret, seed)


def another(right: str) -> str:
    """A code of the same shape that is not `right`."""
    return f"{(int(right) + 1) % 10**6:06d}"
