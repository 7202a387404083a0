"""Officers act by answering a mail: only a known officer, only with the token of the mail that is answered.

Whatever else looks like it is kept for review, and nothing is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.acting import Deed, NotAllowed
from bot.desk import mail_actions
from bot.desk.routing import routes
from bot.dialog.language import Words, phrase
from bot.house import House
from bot.letter import letter
from bot.messages import Inbound, Refused, Say
from bot.staff import LANGUAGE, link
from storage import owed, people, receipts, tickets, unheard
from storage.people import Officer
from storage.receipts import Receipt
from storage.shapes import key_of
from storage.tickets import TicketEvent

MAIL = "email"
REVIEW = "mail"  # kind of the console's list

token = mail_actions.token


def howto(house: House, number: str) -> Say:
    """How to act on a ticket by answering: the last words of a mail to staff."""
    return Say("desk", "staff.howto", {"verbs": mail_actions.forms(house.catalogue), "link": link(house, number)})


def concerns(c: Connection, house: House, inbound: Inbound) -> bool:
    """Whether a message is about acting on a ticket, rather than somebody's own request."""
    if _tokens(inbound):
        return True
    mailed = inbound.sender.channel == MAIL and mail_actions.acts(inbound.text, house.catalogue)
    return mailed and people.officer_at(c, inbound.sender.user) is not None


def _tokens(inbound: Inbound) -> list[str]:
    return mail_actions.tokens(filter(None, (*inbound.refs, inbound.token)))


def hear(c: Connection, house: House, receipt: Receipt, act: Callable[[Connection, House, Deed], None]) -> bool:
    """Do what an officer's mail says, and answer it. False when somebody else has heard it."""
    inbound = receipt.inbound
    if not receipts.mark(c, receipt, receipts.HEARD):
        return False
    number = _ticket(c, house, inbound)
    written = inbound.trusted and not inbound.aside  # by a person, as far as anybody can tell
    officer = people.officer_at(c, inbound.sender.user) if written else None
    if number is None or officer is None:
        _keep(c, house, inbound, number)
        return True
    said = _done(c, house, inbound, number, officer, act)
    body = letter(house.speak(LANGUAGE), [said], {}) | {"token": token(house.secret, number, inbound.sender.user)}
    owed.add(c, inbound.sender, body, house.clock(), number)
    return True


def _ticket(c: Connection, house: House, inbound: Inbound) -> str | None:
    """The ticket for which a token of this mail is right: written to the sender, or to a mailbox that many read."""
    for given in _tokens(inbound):
        named = tickets.find(c, given.partition(".")[0].upper())
        if named is None:
            continue
        known = routes(named[0], house.catalogue).values()
        written_to = (inbound.sender.user, *(each.mailbox for each in known))
        if number := mail_actions.ticket_of(house.secret, given, written_to):
            return number
    return None


def _done(
    c: Connection, house: House, inbound: Inbound, number: str, officer: Officer,
    act: Callable[[Connection, House, Deed], None],
) -> Say:  # fmt: skip
    """The confirmation, or why nothing was done."""
    words = house.speak(LANGUAGE)
    try:
        action, params = mail_actions.parse(inbound.text, house.catalogue)
        files = [each.id for each in inbound.files if each.fault is None]
        act(c, house, Deed(number, action, params | ({"files": files} if files else {}), f"officer:{officer.id}"))
    except Refused as refused:
        return Say("desk", "mail.refused", {"number": number, "reason": _why(words, refused)})
    except NotAllowed:
        return Say("desk", "mail.refused", {"number": number, "reason": phrase("refused.right")})
    found = tickets.find(c, number)
    assert found is not None, "it was found before"
    due = found[0].due_at and house.local(found[0].due_at, found[0].office).isoformat()
    return Say("desk", "mail.done", {"number": number, "action": action, "status": found[0].status, "due": due})


def _why(words: Words, refused: Refused) -> Mapping[str, Any]:
    return phrase(refused.key if words.has(refused.key) else "refused.status", **refused.params)


def _keep(c: Connection, house: House, inbound: Inbound, number: str | None) -> None:
    """Nothing is done; somebody looks at it. Where the ticket is certain it stands in its history too."""
    now, sender = house.clock(), inbound.sender.user
    unheard.add(c, now, key_of(inbound.sender), REVIEW, inbound.text, "no officer" if number else "no token")
    if number and (found := tickets.find(c, number)):
        params = {"text": inbound.text, "internal": True, "review": True}
        status = found[0].status
        tickets.note(c, TicketEvent(0, number, now, f"mail:{sender}"[:80], "note", status, status, params))
