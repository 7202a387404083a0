"""Who may act, on what they have seen, and in which order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acting import Deed
from bot.desk import rights
from bot.messages import Address, OpenTicket, Refused
from storage import conversations, tickets
from storage.shapes import key_of
from tests.turn.officers import ABROAD, ADI, ALL, HEAD, SRI, employ

ANI = Address("web", "ani")


def open_one(c, house, after=0, **more):
    """A ticket of a person, received `after` minutes from now; its number."""
    held = conversations.lock(c, ANI, house.clock())
    wanted = OpenTicket("ITSM.5", "internet_tamu", "semarang", {}, "wifi tamu", **more)
    number = tickets.number(c, "KPTIK", house.now("semarang"))
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), house.clock() + timedelta(minutes=after))
    return number


@pytest.fixture
def desk(counter):
    """A counter with officers and three tickets, one a minute."""
    employ(counter.house.store, *ALL)
    for minute in range(3):
        counter.house.store.do(open_one, counter.house, minute)
    return counter


async def do(counter, who, action, n=1, version=None, **params):
    """An officer acts on the n-th ticket."""
    deed = Deed(f"KPTIK-2611-000{n}", action, params, f"officer:{who.id}", key_of(ANI), version)
    await counter.app.act(deed)


async def refused(counter, *args, **params):
    """The key with which it is refused; nothing was done."""
    before = counter.see(tickets.history, "KPTIK-2611-0001")
    with pytest.raises(Refused) as caught:
        await do(counter, *args, **params)
    assert counter.see(tickets.history, "KPTIK-2611-0001") == before
    return caught.value.key


async def test_only_an_officer_of_the_office_acts(desk):
    assert await refused(desk, ABROAD, "take") == "refused.right"
    assert await refused(desk, replace(SRI, id="nobody"), "take") == "refused.right"
    await do(desk, SRI, "take")


async def test_a_deactivated_officer_may_nothing(desk):
    employ(desk.house.store, replace(SRI, active=False))
    assert await refused(desk, SRI, "take") == "refused.right"


async def test_only_a_supervisor_assigns_and_only_to_those_who_serve_there(desk):
    assert await refused(desk, SRI, "assign", officer="adi") == "refused.right"
    assert await refused(desk, HEAD, "assign", officer="made") == "refused.officer"
    await do(desk, HEAD, "assign", officer="adi")
    await desk.app.settle()
    assert desk.see(tickets.find, "KPTIK-2611-0001")[1].officer == "adi"
    (letter,) = desk.mail.accepted
    assert (letter.to.user, letter.bubbles[0].key) == (ADI.mail, "staff.officer")
    assert letter.token


async def test_what_another_has_nobody_takes(desk):
    await do(desk, SRI, "take")
    assert await refused(desk, ADI, "take") == "refused.taken"


async def test_a_stale_page_says_so(desk):
    await do(desk, SRI, "note", text="dicek", version=0)
    assert await refused(desk, SRI, "fulfil", label="selesai", text="sudah", version=0) == "refused.stale"
    await do(desk, SRI, "fulfil", label="selesai", text="sudah", version=1)


async def test_whoever_overtakes_the_queue_says_why_and_it_is_written_down(desk):
    assert await refused(desk, SRI, "take", 3) == "refused.overtake"
    await do(desk, SRI, "take", 3, reason="tamu sudah di tempat")
    trace = desk.see(tickets.history, "KPTIK-2611-0003")[-2]
    assert (trace.action, trace.actor) == ("overtake", "officer:sri")
    assert trace.params == {"reason": "tamu sudah di tempat", "passed": ["KPTIK-2611-0001", "KPTIK-2611-0002"]}
    await do(desk, ADI, "take", 1)


async def test_urgent_goes_first_without_a_reason(desk):
    desk.house.store.do(open_one, desk.house, 9, urgent=True)
    await do(desk, SRI, "take", 4)
    assert [each.action for each in desk.see(tickets.history, "KPTIK-2611-0004")] == ["open", "take"]


async def test_a_disturbance_of_high_priority_goes_before_what_came_earlier(desk):
    levels = desk.house.catalogue.model_copy(update={"priority": ("tinggi", "biasa")})
    desk.app.house = replace(desk.house, catalogue=levels)
    desk.house.store.do(open_one, desk.house, 9, type="incident")
    await do(desk, SRI, "prioritise", 4, level="tinggi")
    assert [one.number[-4:] for one, _ in desk.see(tickets.queue, ("new",))] == ["0004", "0001", "0002", "0003"]
    assert await refused(desk, SRI, "take", 1) == "refused.overtake"
    await do(desk, SRI, "take", 4)
    assert [each.action for each in desk.see(tickets.history, "KPTIK-2611-0004")] == ["open", "prioritise", "take"]
    await do(desk, SRI, "take", 1)


async def test_an_officer_of_a_rehearsal_is_told_by_the_deed(desk):
    by = rights.Officer("chat", "Petugas", "admin", "")
    await desk.app.act(Deed("KPTIK-2611-0001", "take", {}, "officer:chat", by=by))
    assert desk.see(tickets.find, "KPTIK-2611-0001")[0].handled_at == desk.clock()
