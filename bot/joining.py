"""One-time codes: sent by mail, recognised and masked where they are typed, judged in the turn.

The digits are nowhere kept. A random seed and the house's secret make them, when the letter leaves and
when a code was typed; of what was typed a keyed hash is kept, bound to its conversation.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import postage
from bot.dialog.fields.reaching import within
from bot.dialog.joining import AWAITS
from bot.dialog.language import phrase
from bot.dialog.state import Joining, Typed
from bot.house import House
from bot.letter import letter
from bot.masking import DOT
from bot.messages import Address, Event, Inbound, Say
from storage import codes
from storage.codes import Code
from storage.conversations import Conversation
from storage.owed import Owed
from storage.shapes import address_of, key_of

MAIL = "email"
DIGITS = 6
LIFE = timedelta(minutes=10)
TRIES = 5
FEW = postage.STRANGER  # codes that one person may ask for, and that one address gets
AFTER = timedelta(hours=1)  # for so long digits are masked, though the code is late
SHAPELESS = "?"  # stands for digits that cannot be a code
HIDDEN = DOT * DIGITS
_CODE = re.compile(r"(?<!\w)(?<!\d[ .,-])(?:\d{5,7}|\d{3}[ -]\d{3}|\d(?: \d){5})(?!\w|[ .,-]\d)")


def said(inbound: Inbound) -> tuple[str, ...]:
    """The digits in a message that may be a code: those that a finger slipped at as well."""
    return tuple(found for text in _texts(inbound) for found in said_in(text))


def said_in(text: str) -> tuple[str, ...]:
    """The same of any words, in order."""
    return tuple(_plain(hit.group()) for hit in _CODE.finditer(text))


def _texts(inbound: Inbound) -> tuple[str, str, str]:
    return inbound.full_text, inbound.subject, inbound.text


def _plain(written: str) -> str:
    """Digits of any script as ASCII, without what stands between them."""
    return "".join(str(int(char)) for char in written if char.isdigit())


def kept(c: Connection, house: House, inbound: Inbound, found: Sequence[str]) -> Inbound:
    """The message as it may be kept: where a code is awaited the digits are gone, and their seal is there.

    `found`: what `said` tells of the message before any masking.
    """
    key = key_of(inbound.sender)
    if house.joining == "off" or not found or not codes.concern(c, key, inbound.sender.user, house.clock() - AFTER):
        return inbound
    full_text, subject, text = (_CODE.sub(_dots, each) for each in _texts(inbound))
    whole = [each for each in found if len(each) == DIGITS]
    seal = _seal(house.secret, key, whole[-1]) if whole else SHAPELESS
    return replace(inbound, full_text=full_text, subject=subject, text=text, code=seal)


def _dots(hit: re.Match[str]) -> str:
    return DOT * len(hit.group())


def _seal(secret: str, key: str, digits: str) -> str:
    return hmac.new(secret.encode(), f"typed\0{key}\0{digits}".encode(), hashlib.sha256).hexdigest()


def code_of(secret: str, seed: str) -> str:
    """The digits that a seed stands for."""
    made = hmac.new(secret.encode(), f"code\0{seed}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(made[:8]) % 10**DIGITS:0{DIGITS}d}"


def standing(c: Connection, house: House, held: Conversation, event: Event, now: datetime) -> Joining:
    """What the dialogue may know: who this is shown to be, and what became of the code in this message."""
    if house.joining == "off" or not isinstance(event, Inbound):
        return Joining()
    me = event.sender
    mails = held.mails if me.channel != MAIL else (me.user, *held.mails) if event.proved else ()
    mail = next((each for each in mails if within(each, house.domains)), "")
    return Joining(
        wanted=house.joining,
        mail=mail,
        joined=mail not in ("", me.user),
        typed=_judged(c, house, held.key, event.code, now) if event.code else None,
        next_at=_next_at(c, house, held, now) if held.state.step in AWAITS else None,
    )


def _judged(c: Connection, house: House, key: str, typed: str, now: datetime) -> Typed | None:
    """Right, wrong or too late; each try is counted. None: no code is awaited any more."""
    code = codes.awaited(c, key)
    if code is None:
        return None
    if now - code.at > LIFE:
        return Typed("late", code.mail)
    if code.tries >= TRIES:
        return Typed("spent", code.mail)
    if typed == SHAPELESS:
        return Typed("short", code.mail)
    codes.tried(c, code)
    if _right(house.secret, key, code, typed):
        return Typed("right", code.mail)
    left = TRIES - code.tries - 1
    return Typed("wrong" if left else "spent", code.mail, left)


def _right(secret: str, key: str, code: Code, typed: str) -> bool:
    wanted = _seal(secret, key, code_of(secret, code.seed))
    return bool(code.seed) and hmac.compare_digest(wanted, typed)


def _next_at(c: Connection, house: House, held: Conversation, now: datetime) -> datetime | None:
    """When this person may ask for another code; None: now."""
    free = _free_at(codes.asked_by(c, held.person.id, now - FEW[-1][0]), now)
    return house.local(free, held.person.office) if free else None


def _free_at(times: Sequence[datetime], now: datetime) -> datetime | None:
    """When there is room again in every span; None: there is."""
    full = [times[-many] + span for span, many in FEW if len(times) >= many]
    return max((each for each in full if each > now), default=None)


def send(c: Connection, house: House, held: Conversation, mail: str, language: str, now: datetime) -> None:
    """A new code, and the letter that brings it.

    An address that had its share gets no letter; whoever asked for it is told the same, so that nobody
    learns who writes to us.
    """
    key, seed, at = held.key, secrets.token_hex(16), now
    after = None
    if _free_at(codes.sent_to(c, mail, now - FEW[-1][0]), now) is None:
        to = Address(MAIL, mail)
        body = _letter(house, key, language) | {"code": seed}
        after = postage.owe(c, to, body, now, None, postage.limits(c, to))
    codes.begin(c, key, held.person.id, mail, seed if after else "", after or at)


def _letter(house: House, key: str, language: str) -> dict[str, object]:
    words, via = house.speak(language), f"join.via.{address_of(key).channel}"
    told = {"code": HIDDEN, "via": phrase(via) if words.has(via) else None}
    return letter(words, [Say("", "join.letter", told)], {})


def opened(house: House, row: Owed) -> Owed:
    """The row as it leaves us: a letter with a code holds its digits, which are kept nowhere."""
    seed = row.body.get("code")
    if not seed:
        return row
    digits = code_of(house.secret, seed)
    bubbles = [{**each, "text": each["text"].replace(HIDDEN, digits)} for each in row.body["bubbles"]]
    return replace(row, body={**row.body, "bubbles": bubbles})
