"""Mails as people send them."""

from __future__ import annotations

from email.message import EmailMessage, Message
from email.policy import SMTP

OFFICE = "medan@kptik.example"
ANI = "ani@kemenkeu.go.id"
NUMBERS = iter(range(1, 1_000_000))


def mail(text: str, subject: str = "Permohonan", sender: str = ANI, **headers: str) -> bytes:
    """A mail; `headers` with underlines for hyphens. A header that is empty is left out."""
    made = EmailMessage(policy=SMTP)
    given = {
        "From": sender,
        "To": OFFICE,
        "Subject": subject,
        "Message-ID": f"<m{next(NUMBERS)}@mail.example>",
        "Date": "Mon, 23 Nov 2026 09:00:00 +0700",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value:
            made[name] = value
    made.set_content(text)
    return bytes(made)


def reply(to: Message, text: str, **more: str) -> bytes:
    """An answer to one of our letters, quoting it as Gmail does."""
    body = to.get_payload(0).get_payload(decode=True).decode() if to.is_multipart() else str(to.get_payload())
    quoted = "\n".join(f"> {line}".rstrip() for line in body.splitlines())
    said = f"{text}\n\nPada Sen, 23 Nov 2026 pukul 09.15 Loket <{OFFICE}> menulis:\n\n{quoted}\n"
    refs = f"{to.get('References', '')} {to['Message-ID']}".strip()
    given = {"subject": f"Re: {to['Subject']}", "In_Reply_To": to["Message-ID"], "References": refs} | more
    return mail(said, **given)


def words(made: Message) -> str:
    """The plain words of a letter of ours."""
    return made.get_payload(0).get_payload(decode=True).decode()
