"""E-mail as a channel: a letter is answered by a letter."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Protocol

from bot.messages import Address, File, Inbound, Traits
from channels.base import TRAITS, Outgoing, Receive, Undeliverable, Unreachable
from channels.email import addresses, tokens, writing
from channels.email.mailbox import Account, Bookmark, Mailbox
from channels.email.reading import read
from channels.email.sending import Relay, post
from channels.email.shapes import Ignored, Letter, Ours, Quarantined, Read
from channels.email.wire import Server
from channels.email.writing import Before, Enclosed, Envelope, Words

SPACE, FEW = 600.0, 3  # seconds, and mails in them to an address that nobody vouches for
NOBODY = "quarantine"  # stands for a sender that cannot be read


@dataclass(frozen=True, slots=True)
class Wishes:
    """The settings. `sender`: our address where no mailbox was written to. `template`: name -> file."""

    accounts: tuple[Account, ...]
    imap: Server | None
    relay: Relay
    sender: str
    ours: Ours
    secret: str
    words: Mapping[str, Words]
    template: Callable[[str], bytes]


class Memory(Bookmark, Protocol):
    """What the channel must be able to remember."""

    async def keep(self, raw: bytes) -> str: ...

    async def kept(self, digest: str) -> bytes: ...

    async def before(self, to: Address) -> tuple[Before, str]: ...


class Email:
    """All mailboxes and the way out."""

    name = "email"
    whole = True
    traits: Traits = TRAITS["email"]

    def __init__(self, wishes: Wishes, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._wishes, self._memory, self._clock = wishes, memory, clock
        self._lately: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=FEW))
        self.mailboxes: list[Mailbox] = []

    async def listen(self, receive: Receive) -> None:
        """Read every mailbox, each by itself; one that fails holds up no other."""
        if self._wishes.imap is None:
            await asyncio.Event().wait()
            return

        async def take(account: Account, raw: bytes, whole: bool) -> None:
            await self.take(account, raw, whole, receive)

        most = self._wishes.ours.max_bytes
        boxes = [Mailbox(each, self._wishes.imap, self._memory, take, most) for each in self._wishes.accounts]
        self.mailboxes = boxes
        async with asyncio.TaskGroup() as group:
            for box in boxes:
                group.create_task(box.listen(), name=f"mailbox {box.account.address}")

    async def take(self, account: Account, raw: bytes, whole: bool, receive: Receive) -> None:
        """A mail: its bytes are on the disk before it is read, and it is committed when this returns."""
        digest = await self._memory.keep(raw)
        found = await asyncio.to_thread(read, raw, self._wishes.ours) if whole else Quarantined("too_large")
        inbound = translate(found, raw, digest, self._wishes, account)
        if inbound is not None:
            await receive(replace(inbound, at=self._clock()))

    async def fetch(self, file: File) -> bytes:
        """An attachment out of the mail that was kept."""
        digest, _, number = file.id.partition("/")
        try:
            raw = await self._memory.kept(digest)
        except FileNotFoundError as gone:
            raise Undeliverable("the mail was erased") from gone
        if not number:
            return raw
        found = await asyncio.to_thread(read, raw, self._wishes.ours)
        letter = found.letter if isinstance(found, Ignored) else found
        if isinstance(letter, Quarantined):
            raise Undeliverable(letter.reason)
        return letter.attachments[int(number)].data

    async def send(self, message: Outgoing) -> list[str]:
        """Post a letter. Raises Unreachable or Undeliverable."""
        if not addresses.clean(message.to.user):
            raise Undeliverable("no address")
        self._space(message)
        before, language = await self._memory.before(message.to)
        words = self._wishes.words.get(language) or self._wishes.words["id"]
        sender = before.to or self._wishes.sender
        own = writing.own_id(message, self._wishes.secret, sender.rpartition("@")[2])
        envelope = Envelope(words["name"], sender, own, self._clock())
        made = writing.letter(message, envelope, before, words, await self._enclosed(message))
        await post(self._wishes.relay, sender, message.to.user, bytes(made))
        return [own]

    def _space(self, message: Outgoing) -> None:
        """After an outage everything is due at once; a stranger's address still gets few in a short time."""
        if not message.spaced:
            return
        now, lately = asyncio.get_running_loop().time(), self._lately[message.to.user]
        if len(lately) == FEW and now - lately[0] < SPACE:
            raise Unreachable("few mails in a short time", retry_after=SPACE - (now - lately[0]))
        lately.append(now)

    async def _enclosed(self, message: Outgoing) -> list[Enclosed]:
        named = dict.fromkeys(name for bubble in message.bubbles for name in bubble.files)
        lists = [Enclosed(name, await asyncio.to_thread(self._wishes.template, name)) for name in named]
        return [*lists, *[Enclosed(each.name, await self._memory.kept(each.sha256)) for each in message.attached]]


def translate(found: Read, raw: bytes, digest: str, wishes: Wishes, account: Account) -> Inbound | None:
    """A mail as a message, or None where there is none. Its moment is filled in by the channel. Pure."""
    epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    if isinstance(found, Quarantined):
        whole = File(digest, "surat.eml", "other", "", len(raw))
        nobody = Address("email", NOBODY)
        return Inbound(digest, epoch, nobody, to=account.address, files=(whole,), aside=found.reason)
    letter = found.letter if isinstance(found, Ignored) else found
    if isinstance(found, Ignored) and found.reason != "bounce":
        return None
    aside = found.reason if isinstance(found, Ignored) else letter.held
    sender, proved = placed(letter, digest, wishes.secret)
    to = account.address
    own = (letter.message_id,) if letter.message_id else ()
    return Inbound(
        id=identity(letter, digest),
        at=epoch,
        sender=sender,
        text=letter.text,
        files=_files(letter, digest),
        cc=tuple(each for each in letter.cc if each not in wishes.ours.addresses),
        subject=letter.subject,
        to=to,
        name=letter.name,
        full_text=letter.full_text,
        refs=(*letter.references, *own),
        token=next(iter(tokens.carried(letter.references)), ""),
        trusted=letter.verdict in ("pass", "unknown"),
        office=account.office,
        contact=letter.sender or "",
        proved=proved,
        aside="" if aside == "unauthenticated" else aside,
    )


def placed(letter: Letter, digest: str, secret: str) -> tuple[Address, bool]:
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
    named = hashlib.sha256((letter.message_id or digest).encode()).hexdigest()[:12]
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
