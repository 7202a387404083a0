"""The effects by which several addresses become one person's (part of `bot.messages`). Standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SendCode:
    """A one-time code goes to `mail`; it is awaited in this conversation from now on."""

    mail: str


@dataclass(frozen=True, slots=True)
class Join:
    """Whoever is here proved `mail`: this address and that one belong to one person."""

    mail: str


@dataclass(frozen=True, slots=True)
class Part:
    """This address is not that person's any more."""
