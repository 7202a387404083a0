"""The three doors into a conversation: hear, act, fall_due. One transaction each.

Each locks the conversation before the ticket, asks the engine what should happen, and makes rows of
it; nothing is sent here. They run as the store's work: `await house.store.run(hear, house, ...)`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import acting, digest, joining, learning, reply
from bot.desk import lifecycle
from bot.desk.clock import UnreviewedYear, calendar_of
from bot.dialog import engine
from bot.dialog.state import Turn, World
from bot.effects import Settling, settle
from bot.house import House
from bot.messages import (
    Address,
    CallHuman,
    DeskDid,
    Effect,
    Event,
    FellDue,
    Inbound,
    OpenTicket,
    Person,
    Refused,
    Say,
    Traits,
)
from intents.reading import Reading
from storage import conversations, people, receipts, tickets, timers, unheard
from storage.conversations import Conversation
from storage.receipts import Receipt
from storage.shapes import address_of, key_of
from storage.timers import Timer

DESK_ONLY = {"tell_group", "tell_supervisor", "draft_apology"}  # effects that the person does not hear of
ATTEMPTS = 3  # a message or a timer that fails so often goes to the console's list
SORRY = "error.ours"


def hear(c: Connection, house: House, receipt: Receipt, reading: Reading) -> bool:
    """A person's message becomes a turn. False when somebody else has heard it."""
    inbound = receipt.inbound
    if inbound.aside:
        return _set_aside(c, house, receipt, inbound.aside)
    if reply.concerns(c, house, inbound):
        return reply.hear(c, house, receipt, act)
    if not inbound.trusted:
        return _set_aside(c, house, receipt, "unauthenticated")
    held = conversations.lock(c, inbound.sender, house.clock())
    if _forged(held, inbound):
        return _set_aside(c, house, receipt, "unauthenticated")
    if not receipts.mark(c, receipt, receipts.HEARD):
        return False
    if inbound.office or inbound.contact or inbound.proved:
        contact = held.person.contact or inbound.contact
        shown = Person(office=inbound.office, contact=contact, proved=inbound.proved)
        held = replace(held, person=conversations.know(c, held.person, shown))
    _take(c, house, held, Asked(inbound, "person", reading))
    return True


def _forged(held: Conversation, inbound: Inbound) -> bool:
    """A letter that begins a thread anew in which somebody has shown since that it is theirs."""
    return inbound.sender.thread.startswith("~") and held.person.proved and not inbound.proved


def _set_aside(c: Connection, house: House, receipt: Receipt, why: str) -> bool:
    """No turn: officers see it in the console's list."""
    if not receipts.mark(c, receipt, receipts.HEARD):
        return False
    inbound = receipt.inbound
    words = f"{inbound.subject}\n\n{inbound.full_text or inbound.text}".strip()
    unheard.add(c, house.clock(), key_of(inbound.sender), reply.REVIEW, words, why)
    return True


def act(c: Connection, house: House, deed: acting.Deed) -> None:
    """An officer's action: on the ticket by the lifecycle, to the person by the engine.

    Raises Refused (rights, the queue, a stale page or the lifecycle say no) or `acting.NotAllowed`; then
    nothing was done.
    """
    key = acting.conversation_of(c, deed)
    held = conversations.held_at(c, key)
    if held is None:
        raise acting.NotAllowed(f"no conversation {key}".rstrip())
    acted = acting.act(c, house, deed)
    event = DeskDid(deed.ticket, deed.action, {**deed.params, **acted.facts}, acted.effects)
    _take(c, house, held, Asked(event, deed.actor, told=acted.told))


def fall_due(c: Connection, house: House, timer: Timer) -> bool:
    """A timer reaches its conversation. False when it was told or cancelled meanwhile."""
    held = None if timer.key == digest.KEY else conversations.held_at(c, _concerned(c, timer))
    if not timers.done(c, timer):
        return False
    if timer.key == digest.KEY:
        digest.fall_due(c, house, timer)
    elif held is not None:
        _fall_due(c, house, timer, held)
    return timer.key == digest.KEY or held is not None


def _concerned(c: Connection, timer: Timer) -> str:
    """Key of the conversation that hears of it: of a ticket the one where its person is by now."""
    found = tickets.find(c, timer.ticket) if timer.ticket else None
    return found[1].address if found else timer.conversation


def _fall_due(c: Connection, house: House, timer: Timer, held: Conversation) -> None:
    acted = acting.Acted()
    if timer.ticket and timer.key in lifecycle.ACTIONS:
        try:
            acted = acting.act(c, house, acting.Deed(timer.ticket, timer.key, actor="timer"))
        except Refused:
            return  # the ticket stands otherwise by now (a paper is outstanding, it was reopened)
    if acted.effects and not set(acted.effects) - DESK_ONLY:
        settle(Settling(c, house, held, house.clock(), held.state.language, "timer"), acted.told)
        return
    event = FellDue(timer.key, timer.ticket, acted.effects)
    _take(c, house, held, Asked(event, "timer", told=acted.told))
    if timer.ticket and not acted.effects:
        acting.look_again(c, house, timer.ticket)  # a reminder comes again


def stumble(c: Connection, house: House, receipt: Receipt, fault: str) -> None:
    """A message failed. The last time: apologise, hand over, put it on the console's list."""
    if receipts.stumble(c, receipt, ATTEMPTS) < ATTEMPTS:
        return
    held = conversations.lock(c, receipt.inbound.sender, house.clock())
    _give_up(c, house, held, "turn", receipt.inbound.text, fault)


def stumble_due(c: Connection, house: House, timer: Timer, fault: str) -> None:
    """A timer failed. The last time it goes to the console's list; the person is not troubled."""
    timers.stumble(c, timer)
    if timer.attempts + 1 >= ATTEMPTS:
        timers.done(c, timer)
        unheard.add(c, house.clock(), timer.conversation, "timer", timer.key, fault)


def _give_up(c: Connection, house: House, held: Conversation, kind: str, words: str, fault: str) -> None:
    now = house.clock()
    unheard.add(c, now, held.key, kind, words, fault)
    sorry: tuple[Effect, ...] = (Say(address_of(held.key), SORRY), CallHuman("fault"))
    settle(Settling(c, house, held, now, held.state.language, "loket"), sorry)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine is asked. `told`: what the lifecycle tells staff already."""

    event: Event
    actor: str
    reading: Reading | None = None
    told: tuple[Say, ...] = ()


def _take(c: Connection, house: House, held: Conversation, asked: Asked) -> None:
    now = house.clock()
    spoken = house.speak(engine.language(held.state, asked.reading))
    standing = joining.standing(c, house, held, asked.event, now)
    seen = replace(world(c, house, held, now), words=spoken, joining=standing)
    turn = engine.take(held.state, asked.event, asked.reading, seen)
    learning.keep(c, held, asked.event, asked.reading, now)
    about = None if isinstance(asked.event, Inbound) else asked.event.ticket or None
    settling = Settling(c, house, held, now, turn.state.language, asked.actor, about=about)
    settle(settling, (*turn.effects, *asked.told))
    if held.human is not None and _content(held, asked.event, turn):
        conversations.call_human(c, held, None, now)
    conversations.save(c, held, turn.state, now)


def _content(held: Conversation, event: Event, turn: Turn) -> bool:
    """Whether no officer is wanted any more: handed back, left by the person, or a ticket is there instead."""
    if isinstance(event, DeskDid):
        return event.action == "hand_back"
    silent = [state.step in engine.SILENT_STEPS for state in (held.state, turn.state)]
    left = isinstance(event, Inbound) and silent == [True, False]
    return left or any(isinstance(each, OpenTicket) for each in turn.effects)


def world(c: Connection, house: House, held: Conversation, now: datetime) -> World:
    """All that a rule may look at, as it is inside this transaction."""
    person = held.person
    address = address_of(held.key)
    return World(
        catalogue=house.catalogue,
        words=house.speak(held.state.language),
        traits=house.traits.get(address.channel, Traits()),  # an erased person has no channel
        person=replace(person, addresses=(address, *(Address(reply.MAIL, each) for each in held.mails))),
        now=house.local(now, person.office),
        tickets=tuple(acting.local(house, ticket) for ticket in tickets.own(c, person.id)),
        directory=people.Directory(c) if held.directed else None,
        domains=house.domains,
        desk_open=_desk_open(house, person.office, now),
    )


def _desk_open(house: House, office: str, now: datetime) -> bool:
    """Whether officers serve now, at the person's office or (not known yet) the first one."""
    offices = house.catalogue.offices
    place = offices.get(office) or next(iter(offices.values()))
    try:
        return calendar_of(place, house.catalogue.calendar).is_open(now)
    except UnreviewedYear:  # nobody knows that year's holidays yet; the hours alone decide
        return now.astimezone(ZoneInfo(place.zone)).weekday() < 5
