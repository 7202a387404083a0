"""What is owed -> a mail: plain text and clean HTML, with the right references, marked as automatic."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from channels import plain
from channels.base import Outgoing
from channels.email import manners, tokens

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
    text = "\n\n".join(plain.text(bubble) for bubble in message.bubbles)
    made.set_content(f"{text}\n\n-- \n{words['foot']}\n", cte="quoted-printable")
    made.add_alternative(page(text, words["foot"]), subtype="html", cte="quoted-printable")
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


def page(text: str, foot: str) -> str:
    """The same words as HTML: paragraphs, line breaks and links, nothing else."""
    paragraphs = "\n".join(f"<p>{_marked(each)}</p>" for each in text.split("\n\n") if each.strip())
    last = f'<p style="color:#555">{_marked(foot)}</p>'
    head = '<!doctype html>\n<html><head><meta charset="utf-8"></head><body style="font-family:sans-serif">'
    return f"{head}\n{paragraphs}\n{last}\n</body></html>\n"


def _marked(text: str) -> str:
    out, at = [], 0
    for hit in _LINK.finditer(text):
        link = hit.group().rstrip(".,;:!?)")
        out += [html.escape(text[at : hit.start()]), f'<a href="{html.escape(link)}">{html.escape(link)}</a>']
        at = hit.start() + len(link)
    return "".join([*out, html.escape(text[at:])]).replace("\n", "<br>\n")


def own_id(message: Outgoing, secret: str, domain: str) -> str:
    """The id of the mail: the same each time that it is sent."""
    token = message.token or tokens.token(secret, message.to.user, message.to.thread)
    return tokens.message_id(message.id, token, domain)
