"""Visitors and callers: an officer writes it down, and tells those who left a telephone number alone."""

import pytest

from bot.acting import Deed
from bot.app import App
from bot.dialog.state import Draft, Given
from bot.web.desk import visits
from channels.counter import Counter
from storage import owed, tickets, undelivered
from tests.turn.conftest import NOW
from tests.turn.officers import ALL, SRI, employ

ANSWERS = {
    "jumlah_tamu": "3", "nama_tamu": "Ani, Budi, Citra", "tanggal": "besok", "nama": "Ibu Ratna",
    "unit": "KPP Semarang",
}  # fmt: skip


@pytest.fixture
def desk(counter):
    """A counter with officers, where people also come by themselves."""
    employ(counter.house.store, *ALL)
    counter.app = App(counter.house, [counter.web, counter.mail, Counter()])
    return counter


async def written(desk, contact):
    """A ticket that Sri wrote down for somebody reached by `contact`; its number."""
    house = desk.house
    draft = Draft("ITSM.5", "internet_tamu", {"kantor": Given("semarang")})
    found = visits.read(house, draft, {**ANSWERS, "kontak": contact}, visits.world(house, "semarang", NOW))
    assert not found.faults
    number = house.store.do(visits.open_ticket, house, found.draft, SRI.id)
    await desk.app.settle()
    return number


def to_tell(desk):
    """What officers have to say themselves, the newest first."""
    return desk.see(undelivered.lost, ["semarang"])


async def fulfil(desk, number):
    """From taking to fulfilment."""
    await desk.app.act(Deed(number, "take", {}, f"officer:{SRI.id}"))
    done = {"label": "selesai", "text": "voucher di meja loket"}
    await desk.app.act(Deed(number, "fulfil", done, f"officer:{SRI.id}"))
    await desk.app.settle()


async def test_whoever_left_a_telephone_number_alone_is_told_by_an_officer(desk):
    number = await written(desk, "0812 3456 7890")
    ticket, _ = desk.see(tickets.find, number)
    assert (ticket.owner_name, ticket.status, ticket.params["counter"]) == ("Ibu Ratna", "new", True)
    assert [one.bubbles[0].key for one in desk.mail.accepted] == ["staff.new_ticket"]
    assert to_tell(desk) == [], "they stand here: the officer says the number"
    await fulfil(desk, number)
    done, taken = to_tell(desk)
    assert (done.ticket, done.office, done.channel) == (number, "semarang", "counter")
    assert "voucher di meja loket" in done.text and "ditangani" in taken.text
    assert desk.house.store.do(undelivered.drop, done.id, ["semarang"])
    assert [one.id for one in to_tell(desk)] == [taken.id]


async def test_the_desk_notes_for_them_that_it_is_settled(desk):
    number = await written(desk, "0812 3456 7890")
    await fulfil(desk, number)
    await desk.app.act(Deed(number, "confirm_done", {}, f"officer:{SRI.id}"))
    assert desk.see(tickets.find, number)[0].status == "closed"


async def test_a_visitor_with_a_mail_address_is_told_there(desk):
    number = await written(desk, "ratna@kemenkeu.go.id")
    await fulfil(desk, number)
    told = [one.bubbles[0].key for one in desk.mail.accepted if one.to.user == "ratna@kemenkeu.go.id"]
    assert told == ["ticket.opened", "notice.take", "notice.fulfil"]
    assert to_tell(desk) == []
    assert desk.see(owed.next_time, ["counter"], NOW) is None
