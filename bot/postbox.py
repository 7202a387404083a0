"""What the e-mail channel needs of the house: who we are, what is kept, and what was written before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection

from bot import languages
from bot.house import House
from bot.messages import Address
from bot.settings import Settings, accounts
from catalog_data.model import Catalogue
from channels.email.channel import Email, Wishes
from channels.email.mailbox import Account, Place
from channels.email.sending import Relay
from channels.email.shapes import Ours
from channels.email.wire import Server
from channels.email.writing import Before
from storage import conversations, deliveries, mails, postage, receipts
from storage.shapes import key_of


def ours(wanted: Settings, catalogue: Catalogue) -> Ours:
    """Our own addresses: the mailboxes' and those that the standard prints for the offices."""
    contacts = ((id, each) for id, office in catalogue.offices.items() for each in office.contacts)
    offices = {each.value.lower(): id for id, each in contacts if each.kind == "email"}
    offices |= {account.address: account.office for account in accounts(wanted.mailboxes)}
    own = frozenset(filter(None, (*offices, wanted.mail_from.lower())))
    return Ours(own, wanted.mail_authserv, offices, (wanted.max_message_mb << 20) * 3 // 2)


def opened(wanted: Settings, house: House, template: Callable[[str], bytes]) -> Email:
    """The channel, as the settings want it."""
    return Email(wishes_of(wanted, house, template), Memory(house), house.clock)


def wishes_of(wanted: Settings, house: House, template: Callable[[str], bytes]) -> Wishes:
    """The settings as the channel reads them."""
    boxes = tuple(Account(each.office, each.address, each.user, each.password) for each in accounts(wanted.mailboxes))
    return Wishes(
        accounts=boxes,
        imap=Server(wanted.imap_host, wanted.imap_port, wanted.imap_tls == "tls") if wanted.imap_host else None,
        relay=Relay(wanted.smtp_host, wanted.smtp_port, wanted.smtp_tls, wanted.smtp_user, wanted.smtp_password),
        sender=wanted.mail_from or boxes[0].address,
        ours=ours(wanted, house.catalogue),
        secret=house.secret,
        words={name: languages.load(name)["letter"] for name in house.words},
        template=template,
    )


@dataclass(frozen=True)
class Memory:
    """The house's memory, as the channel asks for it (`channels.email.channel.Memory`)."""

    house: House

    async def place(self, mailbox: str) -> Place | None:
        """How far the mailbox was read."""
        found = await self.house.store.look(postage.place, mailbox)
        return Place(*found) if found else None

    async def passed(self, mailbox: str, place: Place) -> None:
        """It was read so far."""
        await self.house.store.run(postage.passed, mailbox, place.validity, place.uid)

    async def keep(self, raw: bytes) -> str:
        """A mail's bytes on the disk; where they lie."""
        digest = sha256(raw).hexdigest()
        await asyncio.to_thread(self.house.shelf.put, digest, raw)
        return digest

    async def belongs(self, digest: str, sender: Address | None) -> None:
        """Whose mail it is, so that it is erased with the rest of their words."""
        key = key_of(sender) if sender else ""
        await self.house.store.run(mails.keep, digest, key, self.house.clock())

    async def kept(self, digest: str) -> bytes:
        """The bytes again. FileNotFoundError when they were erased."""
        return await asyncio.to_thread(self.house.shelf.get, digest)

    async def sent(self, id: str) -> bool:
        """Whether a letter of this id was ours."""
        return await self.house.store.look(deliveries.ours, "email", id)

    async def before(self, to: Address) -> tuple[Before, str]:
        """The latest letter of a conversation, and the language in which it is answered."""
        return await self.house.store.look(_before, to)


def _before(c: Connection, to: Address) -> tuple[Before, str]:
    latest = receipts.latest(c, key_of(to))
    language = conversations.state_at(c, key_of(to)).language
    if latest is None:
        return Before(), language
    vouched = latest.proved and not latest.aside
    return Before(latest.refs, latest.subject if vouched else "", latest.to), language
