"""What a bounce says of a letter of ours: which one it was, and that it will not arrive (RFC 3462, 3464). Pure."""

from __future__ import annotations

import re

from channels.email import addresses, charsets, tokens
from channels.email.mime import Part, TooMuch, parse

STATUS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = (
    "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers",
)  # fmt: skip
MOST = 300  # characters of the reason
_GROUPS = re.compile(rb"\r?\n\r?\n")


def failed(raw: bytes) -> tuple[str, str] | None:
    """(Message-ID of ours, why) where the report gives a letter up; None while it only tells of a delay."""
    try:
        report = parse(raw)
        letter, reason = _returned(report), _reason(report)
    except TooMuch:
        return None
    return (letter, reason) if letter and reason else None


def _returned(report: Part) -> str:
    """The id of the letter that came back, if it is one of ours."""
    found = (parse(part.content()).header("message-id") for part in report.parts if part.kind in RETURNED)
    return next((id for value in found for id in addresses.ids(value) if tokens.ours(id)), "")


def _reason(report: Part) -> str:
    """Why the first recipient that was given up was, as the far side's server says; empty where none was."""
    told = (group for part in report.parts if part.kind in STATUS for group in _GROUPS.split(part.content().strip()))
    given_up = (each for each in map(parse, told) if each.header("action").strip().lower() == "failed")
    return next((_said(each) for each in given_up), "")


def _said(recipient: Part) -> str:
    diagnosis = recipient.header("diagnostic-code").partition(";")[2] or recipient.header("diagnostic-code")
    said = " ".join(filter(None, (recipient.header("status"), charsets.words(diagnosis))))
    return " ".join(said.split())[:MOST] or "failed"
