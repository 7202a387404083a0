"""E-mail as a channel: a letter is answered by a letter."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.messages import Address, File, Traits
from channels.base import TRAITS, Delivery, Finding, Outgoing, Receive, Undeliverable, Unreachable
from channels.email import addresses, bounces, examining, writing
from channels.email.mailbox import Account, Bookmark, Mailbox
from channels.email.reading import read
from channels.email.sending import Relay, post
from channels.email.shapes import Ignored, Ours, Quarantined, Read
from channels.email.translating import translate
from channels.email.wire import Server
from channels.email.writing import Before, Enclosed, Envelope, Words

SPACE, FEW = 600.0, 3  # seconds, and mails in them to an address that nobody vouches for


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

    async def belongs(self, digest: str, sender: Address | None) -> None: ...

    async def kept(self, digest: str) -> bytes: ...

    async def before(self, to: Address) -> tuple[Before, str]: ...

    async def sent(self, id: str) -> bool: ...


class Email:
    """All mailboxes and the way out."""

    name = "email"
    whole = True
    tells = True
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
        imap, clock = self._wishes.imap, self._clock
        self.mailboxes = [Mailbox(each, imap, self._memory, take, most, clock) for each in self._wishes.accounts]
        async with asyncio.TaskGroup() as group:
            for box in self.mailboxes:
                group.create_task(box.listen(), name=f"mailbox {box.account.office}")

    def rounds(self) -> dict[str, datetime | None]:
        """When each mailbox was last read to its end, by its address; None: not yet."""
        if self._wishes.imap is None:
            return {}
        read = {box.account.address: box.round for box in self.mailboxes}
        return {each.address: read.get(each.address) for each in self._wishes.accounts}

    async def take(self, account: Account, raw: bytes, whole: bool, receive: Receive) -> None:
        """A mail: its bytes are on the disk before it is read, and it is committed when this returns."""
        digest = await self._memory.keep(raw)
        found = await asyncio.to_thread(read, raw, self._wishes.ours) if whole else Quarantined("too_large")
        wishes, itself = self._wishes, File(digest, "surat.eml", "other", "", len(raw))
        news = await self._news(found, raw)
        inbound = None if news else translate(found, itself, self._clock(), account, wishes.ours, wishes.secret)
        await self._memory.belongs(digest, inbound.sender if inbound else None)
        if told := news or inbound:
            await receive(told)

    async def _news(self, found: Read, raw: bytes) -> Delivery | None:
        """What a bounce says of a letter that we sent; whoever makes one up does not know the letter's id."""
        if not (isinstance(found, Ignored) and found.reason == "bounce"):
            return None
        told = await asyncio.to_thread(bounces.failed, raw)
        if told is None or not await self._memory.sent(told[0]):
            return None
        return Delivery(self.name, told[0], "failed", Undeliverable(told[1]))

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

    async def examine(self) -> list[Finding]:
        """Whether every mailbox and the server that sends let us in."""
        wishes = self._wishes
        senders = dict.fromkeys([wishes.sender, *(each.address for each in wishes.accounts)])
        boxes = [examining.mailbox(wishes.imap, each) for each in wishes.accounts if wishes.imap]
        found = await asyncio.gather(*boxes, examining.relay(wishes.relay, senders))
        unread = [examining.unread(wishes.accounts)] if wishes.accounts and not wishes.imap else []
        return [*unread, *found, examining.judging(wishes.ours.authserv)]

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
            raise Unreachable("few mails in a short time", SPACE - (now - lately[0]), alone=True)
        lately.append(now)

    async def _enclosed(self, message: Outgoing) -> list[Enclosed]:
        named = dict.fromkeys(name for bubble in message.bubbles for name in bubble.files)
        lists = [Enclosed(name, await asyncio.to_thread(self._wishes.template, name)) for name in named]
        return [*lists, *[Enclosed(each.name, await self._memory.kept(each.sha256)) for each in message.attached]]
