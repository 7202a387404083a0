"""A raw mail -> Letter, Ignored or Quarantined. Pure; never raises, and takes time linear in the size."""

from __future__ import annotations

from channels.email import addresses, armour, body, charsets, cutting, kinds, manners, trust
from channels.email.mime import Part, TooMuch, parse
from channels.email.shapes import Ignored, Letter, Ours, Quarantined, Read

NEWEST = 200_000  # characters in which the new words are looked for
KNOWN = ("from", "to", "subject", "date", "message-id", "received", "return-path", "sender", "mime-version")


def read(raw: bytes, ours: Ours) -> Read:
    """What a mail is. The raw bytes are kept by the caller whatever comes out."""
    if not raw.strip():
        return Quarantined("empty")
    if len(raw) > ours.max_bytes:
        return Quarantined("too_large")
    try:
        return _read(parse(raw), ours)
    except TooMuch as much:
        return Quarantined(str(much))
    except Exception:  # a mail from outside must never stop the mailbox; an officer sees it
        return Quarantined("unreadable")


def _read(mail: Part, ours: Ours) -> Read:
    if not any(mail.header(name) for name in KNOWN):
        return Quarantined("not_a_mail")
    name, sender = _sender(mail)
    verdict = trust.verdict(mail.headers_named("authentication-results"), ours.authserv, sender)
    found = body.gather(mail)
    if body.sealed(mail) or armour.sealed(found.words):
        return Quarantined("encrypted")
    subject = charsets.words(mail.header("subject"))[:1_000].strip()
    references = _references(mail)
    reply = bool(references) or bool(manners.REPLY.match(subject))
    letter = Letter(
        sender=sender,
        name=name[:200],
        to=_listed(mail, "to"),
        cc=_listed(mail, "cc"),
        subject=subject,
        message_id=next(iter(addresses.ids(mail.header("message-id"))), None),
        references=references,
        at=addresses.moment(mail.header("date")),
        text=cutting.newest(found.words[:NEWEST], reply),
        full_text=found.words.strip(),
        attachments=body.attachments(found),
        held=kinds.held(mail, sender, verdict),
        verdict=verdict,
    )
    reason = kinds.ignored(mail, sender, ours)
    return Ignored(reason, letter) if reason else letter


def _sender(mail: Part) -> tuple[str, str | None]:
    """Name and address of who wrote; the address is None where it is not to be had."""
    written = mail.header("from")
    found = addresses.mailboxes(written) or addresses.mailboxes(charsets.words(written))  # encoded as a whole
    return found[0] if found else ("", None)


def _listed(mail: Part, header: str) -> tuple[str, ...]:
    found = (address for value in mail.headers_named(header)[:5] for _, address in addresses.mailboxes(value))
    return tuple(dict.fromkeys(found))


def _references(mail: Part) -> tuple[str, ...]:
    """Oldest first; the letter that is answered is the last."""
    named = addresses.ids(mail.header("references"))
    answered = addresses.ids(mail.header("in-reply-to"))
    return (*named, *(each for each in answered if each not in named))
