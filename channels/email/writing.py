"""What is owed -> a mail: plain text and clean HTML, with the right references, marked as automatic."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from itertools import groupby

from channels import plain
from channels.base import Bubble, Outgoing
from channels.email import manners, tokens

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CARD = re.compile(r"^> ?", re.M)
_LINK = re.compile(r"https?://[^\s<>\"']{4,300}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Before:
    """The letter that is answered. `refs`: ids of its thread, its own last. `to`: our mailbox that it came to.

    `subject`: its own, empty where the sender is not verified: a stranger's words are never passed on.
    """

    refs: tuple[str, ...] = ()
    subject: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes, and with which id."""

    name: str
    address: str
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes along."""

    name: str
    data: bytes


Words = Mapping[str, str]  # "subject", "foot"


def letter(message: Outgoing, env: Envelope, before: Before, words: Words, files: Sequence[Enclosed]) -> EmailMessage:
    """The mail."""
    made = EmailMessage(policy=SMTP.clone(max_line_length=998, cte_type="7bit"))
    made["From"] = formataddr((env.name, env.address), "utf-8")
    made["To"] = message.to.user
    made["Subject"] = subject(message, before, words)
    made["Date"] = format_datetime(env.at)
    made["Message-ID"] = env.message_id
    made["Auto-Submitted"] = "auto-replied" if before.refs else "auto-generated"
    made["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    made["X-Loket"] = "1"
    if before.refs:
        made["In-Reply-To"] = before.refs[-1]
        made["References"] = " ".join(before.refs[-REFERENCES:])
    text = "\n\n".join(words_of(bubble) for bubble in message.bubbles)
    made.set_content(f"{text}\n\n-- \n{words['foot']}\n", cte="quoted-printable")
    made.add_alternative(page(message.bubbles, words["foot"]), subtype="html", cte="quoted-printable")
    for file in files:
        made.add_attachment(file.data, maintype="application", subtype="octet-stream", filename=file.name)
    return made


def subject(message: Outgoing, before: Before, words: Words) -> str:
    """Their own subject answered, else ours."""
    said = message.subject or before.subject
    said = _CONTROL.sub(" ", said).strip()[:200]
    if not said:
        return words["subject"]
    return said if message.subject or manners.REPLY.match(said) else f"Re: {said}"


def words_of(bubble: Bubble) -> str:
    """Plain words; a card is indented, since a sign before its lines would make a quotation of it."""
    return _CARD.sub("  ", plain.text(bubble))


def page(bubbles: Sequence[Bubble], foot: str) -> str:
    """The same words as HTML: paragraphs, cards, bold words and links, nothing else."""
    shown = "\n".join(_shown(bubble) for bubble in bubbles)
    head = '<!doctype html>\n<html><head><meta charset="utf-8"></head><body style="font-family:sans-serif">'
    return f'{head}\n{shown}\n<p style="color:#555">{_marked(foot)}</p>\n</body></html>\n'


def _shown(bubble: Bubble) -> str:
    below = plain.text(replace(bubble, text="")).strip()
    blocks = "\n\n".join(filter(None, [bubble.text, below])).split("\n\n")
    return "\n".join(_block(lines, card) for block in blocks for card, lines in _grouped(block))


def _grouped(block: str) -> Iterator[tuple[bool, list[str]]]:
    """Lines of a card together, and the others."""
    for card, lines in groupby(block.split("\n"), key=lambda line: line.startswith(">")):
        yield card, [_CARD.sub("", line) for line in lines if line.strip()]


def _block(lines: Sequence[str], card: bool) -> str:
    style = ' style="border-left:3px solid #bbb;padding-left:10px"' if card else ""
    return f"<p{style}>" + "<br>\n".join(_BOLD.sub(r"<strong>\1</strong>", _marked(line)) for line in lines) + "</p>"


def _marked(text: str) -> str:
    out, at = [], 0
    for hit in _LINK.finditer(text):
        link = hit.group().rstrip(".,;:!?)")
        out += [html.escape(text[at : hit.start()]), f'<a href="{html.escape(link)}">{html.escape(link)}</a>']
        at = hit.start() + len(link)
    return "".join([*out, html.escape(text[at:])])


def own_id(message: Outgoing, secret: str, domain: str) -> str:
    """The id of the mail: the same each time that it is sent."""
    token = message.token or tokens.token(secret, message.to.user, message.to.thread)
    return tokens.message_id(message.id, token, domain)
