"""Addresses, ids and dates of headers; linear, never raising (RFC 5322)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from channels.email import charsets

MANY = 200
_TOKEN = re.compile(r'"((?:[^"\\]|\\.){0,200})"|<([^<>]*)>|([(),;:\\])|([^"<>(),;:\\]+)|(.)', re.S)
_ADDRESS = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,190}$)[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*"
)
_ID = re.compile(r"<[^<>\s]{3,400}>")


def mailboxes(value: str) -> list[tuple[str, str]]:
    """(name, address) of each valid mailbox of a header; comments and groups are passed over."""
    found: list[tuple[str, str]] = []
    names: list[str] = []
    angle, depth = "", 0
    for quoted, angled, sign, bare, _ in _TOKEN.findall(value):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if depth or sign in ("(", ")", "\\"):
            continue
        if sign == ":":
            names = []  # a group's name
        elif sign:
            _add(found, names, angle)
            names, angle = [], ""
        elif angled:
            angle = angled
        else:
            names.append(quoted or bare)
        if len(found) >= MANY:
            return found
    _add(found, names, angle)
    return found


def _add(found: list[tuple[str, str]], names: list[str], angle: str) -> None:
    said = " ".join(names).strip()
    address = clean((angle or said).rpartition(":")[2])  # without an old route (RFC 5322, 4.4)
    if address:
        found.append((charsets.words(said).strip(" '") if angle else "", address))


def clean(written: str) -> str:
    """An address in small letters, or empty where it is none."""
    small = written.strip().lower()
    return small if len(small) <= 254 and _ADDRESS.fullmatch(small) else ""


def ids(value: str) -> list[str]:
    """Message ids in order, each once; the first and the last fifty of a long list."""
    found = list(dict.fromkeys(_ID.findall(value)))
    return found if len(found) <= MANY else found[:50] + found[-50:]


def moment(value: str) -> datetime | None:
    """The date of a header, aware; None where it is none."""
    try:
        found = parsedate_to_datetime(value[:100])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
