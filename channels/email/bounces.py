"""What a bounce says of a letter of ours: which one it was, and that it will not arrive. Pure.

Most are reports (RFC 3462, 3464); qmail, older Exim and some gateways tell it in words, with the letter below them.
"""

from __future__ import annotations

import re

from channels.email import addresses, body, charsets, tokens
from channels.email.mime import Part, TooMuch, parse

STATUS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = (
    "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers",
)  # fmt: skip
MOST = 300  # characters of the reason
_GROUPS = re.compile(rb"\r?\n\r?\n")
_REFUSED = re.compile(r"^.{0,200}?(?<![\d.#-])(?:5\d\d[ -]|#?5\.\d{1,3}\.\d{1,3}\b).{0,300}", re.M)  # RFC 5321, 4.2.1
_LATER = re.compile(r"delayed|still being retried|will (?:be retried|retry|keep trying)|not yet been delivered", re.I)


def failed(raw: bytes) -> tuple[str, str] | None:
    """(Message-ID of ours, why) where the report gives a letter up; None while it only tells of a delay."""
    try:
        report = parse(raw)
        told = any(part.kind in STATUS for part in report.walk())
        letter, reason = (_returned(report), _reason(report)) if told else _in_words(body.gather(report))
    except TooMuch:
        return None
    return (letter, reason) if letter and reason else None


def _in_words(found: body.Body) -> tuple[str, str]:
    """The first letter of ours that is named, and the line in which a server refuses it for good."""
    enclosed = "\n".join(part.text() for part in found.files if part.kind in RETURNED)
    named = addresses.ids(f"{found.words}\n{enclosed}")
    refused = _REFUSED.search(found.words)
    reason = " ".join(refused[0].split())[:MOST] if refused and not _LATER.search(found.words) else ""
    return next(filter(tokens.ours, named), ""), reason


def _returned(report: Part) -> str:
    """The id of the letter that came back, if it is one of ours."""
    found = (parse(part.content()).header("message-id") for part in report.walk() if part.kind in RETURNED)
    return next((id for value in found for id in addresses.ids(value) if tokens.ours(id)), "")


def _reason(report: Part) -> str:
    """Why the first recipient that was given up was, as the far side's server says; empty where none was."""
    told = (group for part in report.walk() if part.kind in STATUS for group in _GROUPS.split(part.content().strip()))
    given_up = (each for each in map(parse, told) if each.header("action").strip().lower() == "failed")
    return next((_said(each) for each in given_up), "")


def _said(recipient: Part) -> str:
    diagnosis = recipient.header("diagnostic-code").partition(";")[2] or recipient.header("diagnostic-code")
    said = " ".join(filter(None, (recipient.header("status"), charsets.words(diagnosis))))
    return " ".join(said.split())[:MOST] or "failed"
