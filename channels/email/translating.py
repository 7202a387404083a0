"""A letter as a message, and the conversation that it belongs to. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

from bot.messages import Address, File, Inbound
from channels.email import addresses, cutting, manners, tokens
from channels.email.mailbox import Account
from channels.email.shapes import Ignored, Letter, Ours, Quarantined, Read

NOBODY = "quarantine"  # stands for a sender that cannot be read


def translate(found: Read, raw: File, at: datetime, account: Account, ours: Ours, secret: str) -> Inbound | None:
    """A mail as a message that came `at`, or None where it is none. `raw`: the mail as it was kept."""
    if isinstance(found, Quarantined):
        nobody = Address("email", NOBODY)
        return Inbound(raw.id, at, nobody, to=account.address, files=(raw,), aside=found.reason)
    letter = found.letter if isinstance(found, Ignored) else found
    if isinstance(found, Ignored) and found.reason != "bounce":
        return None
    aside = found.reason if isinstance(found, Ignored) else letter.held
    sender, proved = placed(letter, raw.id, secret)
    return Inbound(
        id=identity(letter, raw.id),
        at=at,
        sender=sender,
        text=_words(letter, ours),
        files=_files(letter, raw.id),
        cc=tuple(each for each in letter.cc if each not in ours.addresses),
        subject=letter.subject,
        to=account.address,
        name=letter.name,
        full_text=letter.full_text,
        refs=(*letter.references, *((letter.message_id,) if letter.message_id else ())),
        token=next(iter(tokens.carried(letter.references)), ""),
        trusted=letter.verdict in ("pass", "unknown"),
        office=office(letter, account, ours),
        contact=letter.sender or "",
        proved=proved,
        aside="" if aside == "unauthenticated" else aside,
    )


def _words(letter: Letter, ours: Ours) -> str:
    """The new words; with them the letter that is handed on, unless it is one of ours.

    Without a new word it is for a person to read.
    """
    if not letter.text or not manners.FORWARD.match(letter.subject):
        return letter.text
    head, words = cutting.handed_on(letter.full_text)
    senders = (line for line in head.splitlines() if manners.FROM.match(line))
    named = {found for line in senders for _, found in addresses.mailboxes(line.partition(":")[2])}
    return letter.text if named & ours.addresses else f"{letter.text}\n\n{words}".strip()


def office(letter: Letter, account: Account, ours: Ours) -> str:
    """The one written to, before those in copy; of several "": it is asked. Of the mailbox, where an alias led."""
    offices = {**ours.offices, account.address: account.office}
    for written in (letter.to, letter.cc):
        if named := {offices[each] for each in written if each in offices}:
            return named.pop() if len(named) == 1 else ""
    return account.office


def placed(letter: Letter, raw: str, secret: str) -> tuple[Address, bool]:
    """Which conversation a letter belongs to, and whether its sender is shown to be who they say.

    Only what we wrote to that very address leads back into its conversation; or our own server's word
    for the sender. A letter that has neither begins one of its own ("~"), which sees nothing of others.
    """
    user = letter.sender or NOBODY
    thread = tokens.thread(secret, user, letter.references)
    if thread is not None:
        return Address("email", user, thread), True
    if letter.verdict == "pass":
        return Address("email", user), True
    named = hashlib.sha256((letter.message_id or raw).encode()).hexdigest()[:12]
    return Address("email", user, f"~{named}"), False


def identity(letter: Letter, digest: str) -> str:
    """The same for the same mail, in whatever mailbox and under whatever number it comes again."""
    if not letter.message_id:
        return digest
    said = "\0".join((letter.sender or "", letter.subject, letter.full_text))
    return f"{letter.message_id} {hashlib.sha256(said.encode()).hexdigest()[:12]}"


def _files(letter: Letter, digest: str) -> tuple[File, ...]:
    """Attachments still inside the mail; what only decorates it is no evidence."""
    return tuple(
        File(f"{digest}/{n}", PurePath(each.name).name or "lampiran", "other", "", len(each.data))
        for n, each in enumerate(letter.attachments)
        if not each.inline
    )
