"""Promises are watched over: warned of, broken aloud, apologised for; and every effect has somebody who does it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import acting, digest, staff
from bot.acting import Deed
from bot.desk import lifecycle
from bot.dialog import notices
from storage import people, tickets
from storage import timers as store
from tests.turn.conftest import NOW
from tests.turn.officers import ALL, HEAD, employ
from tests.turn.test_act import do, planned
from tests.turn.test_hear import ask_for_wifi

NUMBER = "KPTIK-2611-0001"
DONE_ELSEWHERE = {
    "auto_close": "timetable", "ask_document": "notice.fulfil and notice.reject_document", "hand_back": "handed_back",
    "open_complaint": "acting._facts", "draft_apology": "acting._facts", "tell_person": "notices.TOLD",
    "ask_person": "notices.QUESTIONS", "ask_completeness": "notices.QUESTIONS", "ask_rating": "notices._question",
    "ask_confirmation": "notices._question",
}  # fmt: skip


@pytest.fixture
async def opened(counter):
    """A counter with officers and one ticket, due on Tuesday at 17.00."""
    employ(counter.house.store, *ALL)
    await ask_for_wifi(counter)
    await counter.say("ya")
    counter.mail.accepted.clear()
    return counter


async def until(counter, written):
    """The clock moves, stopping where something falls due."""
    end = datetime.fromisoformat(f"2026-{written}+07:00")
    while (due := counter.see(store.next_time)) and due <= end:
        counter.clock.move_to(due)
        await counter.app.tick_timers()
    counter.clock.move_to(end)
    await counter.app.settle()


def told(counter):
    """(to, key) of each mail."""
    return [(one.to.user, one.bubbles[0].key) for one in counter.mail.accepted]


def test_every_effect_of_the_lifecycle_has_somebody_who_does_it():
    effects = {effect for row in lifecycle.TABLE.values() for effect in row.effects if effect != "clock"}
    effects |= {"ask_document", "ask_confirmation", "ask_rating", "tell_supervisor", "tell_person"}  # of the deeds
    assert effects == set(staff.TOLD) | set(DONE_ELSEWHERE)
    people_hear = {action for (_, action), row in lifecycle.TABLE.items() if "tell_person" in row.effects}
    by_a_question = {"fulfil", "reply", "accept_document"}
    assert people_hear - by_a_question <= notices.TOLD


async def test_a_broken_promise_goes_to_the_supervisor_with_an_apology_for_an_officer_to_send(opened):
    await until(opened, "11-24T18:00")
    assert told(opened) == [("kptik.bmn.smg@kemenkeu.go.id", "staff.desk"), (HEAD.mail, "staff.supervisor")]
    warned, late = [one.bubbles[0].text for one in opened.mail.accepted]
    assert "80 %" in warned and "Melewati batas waktu" in late
    assert "hari kerja ke-1 setelah tanggal permintaan (layanan 1, komponen" in late and "Keadaan: Baru" in late
    event = opened.see(tickets.history, NUMBER)[-1]
    assert (event.actor, event.action) == ("timer", "late")
    assert "mohon maaf" in event.params["draft"] and event.params["draft"].splitlines()[0] in late
    before = len(opened.web.accepted)
    await do(opened, "take")
    await opened.app.act(Deed(NUMBER, "apologise", {"text": event.params["draft"]}, f"officer:{HEAD.id}"))
    await opened.app.settle()
    said = opened.web.accepted[-1].bubbles[0]
    assert said.key == "notice.apologise" and "Bambang" in said.text and "mohon maaf" in said.text
    assert len(opened.web.accepted) == before + 2


async def test_a_promise_that_is_kept_is_not_spoken_of(opened):
    await do(opened, "take")
    await do(opened, "fulfil", label="selesai", text="sudah")
    opened.mail.accepted.clear()
    await until(opened, "11-25T08:00")
    assert told(opened) == []


async def test_a_new_date_is_watched_instead_of_the_old_one(opened):
    await do(opened, "set_due", at="2026-11-27T12:00", reason="barang menyusul")
    await until(opened, "11-26T00:00")
    assert told(opened) == []
    await until(opened, "11-27T12:01")
    assert [key for _, key in told(opened)] == ["staff.desk", "staff.supervisor"]


async def test_an_unanswered_mail_is_a_breach_of_its_own(opened):
    late = NOW + timedelta(minutes=30)
    opened.house.store.do(tickets.change, NUMBER, {"response_due_at": late})
    opened.house.store.do(acting.look_again, opened.house, NUMBER)
    assert planned(opened)["late_answer"] == late + timedelta(seconds=1)
    await until(opened, "11-23T10:00")
    assert told(opened) == [(HEAD.mail, "staff.supervisor")]
    assert "dihitung di dalam jam kerja" not in opened.mail.accepted[0].bubbles[0].text, "it came from a chat"


async def test_the_first_handling_of_a_building_is_a_promise_of_its_own(opened):
    wanted = {"service": "BMN.4", "variant": "listrik", "response_due_at": NOW + timedelta(minutes=10)}
    opened.house.store.do(tickets.change, NUMBER, wanted)
    opened.house.store.do(acting.look_again, opened.house, NUMBER)
    await until(opened, "11-23T09:11")
    (letter,) = [one.bubbles[0].text for one in opened.mail.accepted]
    assert "penanganan awal paling lama 10 menit" in letter and "Rancangan permintaan maaf" in letter


async def test_the_first_action_meets_the_answer_time(opened):
    opened.house.store.do(tickets.change, NUMBER, {"response_due_at": NOW + timedelta(minutes=30)})
    await do(opened, "note", text="dibaca")
    opened.mail.accepted.clear()
    await until(opened, "11-23T10:00")
    assert told(opened) == []


async def test_what_is_due_when_an_officer_acts_is_still_told(opened):
    due = opened.see(tickets.find, NUMBER)[0].due_at
    opened.clock.move_to(due + timedelta(minutes=1))
    await do(opened, "note", text="sedang dikerjakan")
    assert planned(opened)["late"] <= opened.clock()
    await opened.app.tick_timers()
    assert opened.see(tickets.history, NUMBER)[-1].action == "late"
    await opened.app.tick_timers()
    assert [each.action for each in opened.see(tickets.history, NUMBER)].count("late") == 1


async def test_without_a_supervisor_s_address_the_group_is_told(opened):
    opened.house.store.do(people.put_officer, replace(HEAD, mail=""))
    await until(opened, "11-24T18:00")
    assert {to for to, _ in told(opened)} == {"kptik.bmn.smg@kemenkeu.go.id"}


async def test_an_officer_notes_a_complaint_for_somebody(opened):
    await do(opened, "complain", text="teknisinya tidak datang")
    complaint, desk = opened.see(tickets.find, "PGD-2611-0001")
    assert (complaint.type, complaint.office, desk.parent) == ("complaint", "semarang", NUMBER)
    assert told(opened) == [(HEAD.mail, "staff.complaint")]
    assert "PGD-2611-0001" in opened.web.accepted[-1].bubbles[0].text
    assert opened.see(tickets.history, NUMBER)[-1].params["complaint"] == "PGD-2611-0001"
    assert "PGD-2611-0001" in opened.see(tickets.history, "PGD-2611-0001")[0].ticket


async def test_the_supervisors_have_their_digest_every_working_morning(opened):
    opened.house.store.do(digest.begin, opened.house)
    opened.house.store.do(digest.begin, opened.house)
    await until(opened, "11-25T09:00")
    digests = [one for one in opened.mail.accepted if one.bubbles[0].key == "staff.digest"]
    assert [one.to.user for one in digests] == [HEAD.mail, HEAD.mail]
    first, second = (one.bubbles[0].text for one in digests)
    assert "1 tiket terbuka" in first and "Jatuh tempo hari ini" in first
    assert "Lewat batas waktu" in second and NUMBER in second
    assert not any(one.token for one in digests)


async def test_a_weekend_has_no_digest(opened):
    opened.clock.move_to(datetime.fromisoformat("2026-11-27T09:00+07:00"))
    opened.house.store.do(digest.begin, opened.house)
    rows = opened.see(lambda c: [timer for timer in store.claim(c, NOW + timedelta(9), NOW) if timer.key == "digest"])
    assert {row.due_at.astimezone(NOW.tzinfo).date().isoformat() for row in rows} == {"2026-11-30"}
