"""Where tickets go, and who may be told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import acting
from bot.acting import Deed
from bot.messages import Address, OpenTicket, Refused
from storage import conversations, tickets
from tests.turn.officers import ALL, HEAD, SRI, employ

VENDOR = Address("web", "vendor")
HEAD_OFFICE = "kemenkeu.prime@kemenkeu.go.id"


def open_one(c, house, service, variant, office="semarang"):
    """A ticket of a vendor; its number."""
    held = conversations.lock(c, VENDOR, house.clock())
    number = tickets.number(c, "KPTIK", house.now(office))
    wanted = OpenTicket(service, variant, office, {}, "tidak bisa masuk SPSE", due_at=house.clock() + timedelta(1))
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), house.clock())
    return number


async def escalate(counter, service, variant, group):
    """What an escalation is told by, as (to, key)."""
    employ(counter.house.store, *ALL)
    number = counter.house.store.do(open_one, counter.house, service, variant)
    await counter.app.act(Deed(number, "escalate", {"group": group}, f"officer:{SRI.id}"))
    await counter.app.settle()
    return [(one.to.user, one.bubbles[0].key) for one in counter.mail.accepted]


async def test_lpse_reaches_the_helpdesk_of_head_office_whole(counter):
    assert await escalate(counter, "LPSE.1", "spse", "PUSAT") == [(HEAD_OFFICE, "staff.desk")]
    (letter,) = counter.mail.accepted
    assert "tidak bisa masuk SPSE" in letter.bubbles[0].text and letter.token


@pytest.mark.parametrize(("service", "variant"), [("ITSM.5", "internet_tamu"), ("BMN.1", None), ("TU.1", "kendaraan")])
async def test_no_other_service_does(counter, service, variant):
    with pytest.raises(Refused) as caught:
        await escalate(counter, service, variant, "PUSAT")
    assert caught.value.key == "refused.group"
    assert "PUSAT" not in caught.value.params["groups"]


async def test_a_broken_promise_reaches_the_supervisor_of_the_group_at_work(counter):
    tik, bmn = (replace(HEAD, id=one, mail=f"{one.lower()}@kemenkeu.go.id", groups=(one,)) for one in ("TIK", "BMN"))
    employ(counter.house.store, tik, bmn)
    for service, variant in (("ITSM.5", "internet_tamu"), ("BMN.5", "barang"), ("TU.1", "kendaraan")):
        number = counter.house.store.do(open_one, counter.house, service, variant)
        counter.house.store.do(acting.look_again, counter.house, number)
    counter.clock.move_to(counter.clock() + timedelta(days=1, seconds=1))
    await counter.app.tick_timers()
    await counter.app.settle()
    told = [(one.ticket[-1], one.to.user) for one in counter.mail.accepted if one.bubbles[0].key == "staff.supervisor"]
    both = [("3", tik.mail), ("3", bmn.mail)]
    assert sorted(told) == sorted([("1", tik.mail), ("2", bmn.mail), *both]), "TU has nobody of its own"


async def test_lpse_of_the_office_itself_stays_there(counter):
    assert await escalate(counter, "LPSE.1", "spse", "LPSE") == [("kptik.bmn.smg@kemenkeu.go.id", "staff.desk")]
