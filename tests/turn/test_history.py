"""Whatever is tried, the history tells all of it and nothing else, and the timers follow the ticket."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import acting
from bot.cli.clock import StandingClock
from bot.desk.lifecycle import ACTIONS
from bot.desk.timetable import timetable
from bot.messages import Address, OpenTicket, Refused
from storage import conversations, tickets
from storage.tables import timers
from tests.desk.test_lifecycle import NEEDED
from tests.ready import empty_store
from tests.turn.conftest import NOW
from tests.turn.officers import ALL, HEAD, SRI, employ

ACTORS = (f"officer:{SRI.id}", f"officer:{HEAD.id}", "person", "timer")
MORE = {"assign": {"officer": SRI.id}, "fulfil": {"label": "selesai", "text": "sudah"}}
TICKETS = (("ITSM.5", "kabel_utp"), ("BMN.3", None), ("BMN.4", "listrik"), ("LPSE.2", "badan_usaha"))


def opened(c, service, variant):
    """A ticket; its number."""
    held = conversations.lock(c, Address("web", "ani"), NOW)
    status = "waiting_completeness" if service == "LPSE.2" else "new"
    wanted = OpenTicket(service, variant, "semarang", {}, "ringkas", status=status)
    number = tickets.number(c, "KPTIK", NOW)
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), NOW)
    return number


def tried(house, deed):
    """Whether it was done."""
    try:
        house.store.do(acting.act, house, deed)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("seed", range(10))
def test_the_history_is_whole(parts, seed):
    walk(parts, random.Random(seed))


@pytest.mark.soak
def test_500_histories(parts):
    for seed in range(500):
        walk(parts, random.Random(seed))


def walk(parts, chance):
    """Try each step, and hold what was done against what is told of it."""
    store, clock = empty_store(), StandingClock(NOW)
    house = replace(parts, store=store, clock=clock)
    employ(store, *ALL)
    number, done = store.do(opened, *chance.choice(TICKETS)), []
    for _ in range(30):
        clock.move_to(clock() + timedelta(minutes=chance.randrange(3_000)))
        action, actor = chance.choice(ACTIONS), chance.choice(ACTORS)
        deed = acting.Deed(number, action, {**NEEDED.get(action, {}), **MORE.get(action, {})}, actor)
        done += [(actor, action)] if tried(house, deed) else []
    events = store.see(tickets.history, number)
    assert [(each.actor, each.action) for each in events] == [("person", "open"), *done]
    stood = [each.after for each in events]
    assert [each.before for each in events] == ["", *stood[:-1]]
    assert [each.at for each in events] == sorted(each.at for each in events)
    ticket, _ = store.see(tickets.find, number)
    assert (ticket.status, ticket.version) == (stood[-1], len(done))
    _timers_follow(house, ticket)
    store.close()


def _timers_follow(house, ticket):
    """What lies ahead is what the timetable wants; what is due by now is about to be told, and then set anew."""
    now = house.now(ticket.office)
    rows = house.store.see(lambda c: c.execute(timers.select().where(timers.c.ticket == ticket.number)).all())
    ahead = {row.key: row.due_at for row in rows if row.due_at > now}
    due = {row.key for row in rows if row.due_at <= now}
    wanted = timetable(acting.local(house, ticket), house.catalogue, now)
    if ticket.status in ("cancelled", "declined"):
        wanted = {}
    sure = {key: at for key, at in wanted.items() if at and at > now and key not in {"auto_close", *due}}
    assert {key: at for key, at in ahead.items() if key in sure} == sure
    assert set(ahead) <= {key for key, at in wanted.items() if at}
