"""What the e-mail channel needs of the house: who we are, and what it must remember."""

from __future__ import annotations

from bot.settings import Settings, accounts
from catalog_data.model import Catalogue
from channels.email.shapes import Ours


def ours(wanted: Settings, catalogue: Catalogue) -> Ours:
    """Our own addresses: the mailboxes' and those that the standard prints for the offices."""
    contacts = (contact for office in catalogue.offices.values() for contact in office.contacts)
    printed = (contact.value for contact in contacts if contact.kind == "email")
    named = (account.address for account in accounts(wanted.mailboxes))
    own = {address.lower() for address in (*printed, *named, wanted.mail_from) if address}
    return Ours(frozenset(own), wanted.mail_authserv, (wanted.max_message_mb << 20) * 3 // 2)
