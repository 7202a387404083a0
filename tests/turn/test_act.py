"""Officers and timers take the same path as the person's words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.acting import Deed, NotAllowed
from bot.messages import Refused
from storage import conversations, tickets, timers, unheard
from storage.shapes import key_of
from storage.tables import timers as rows
from tests.turn.conftest import ANI, NOW
from tests.turn.officers import ALL, SRI, employ
from tests.turn.test_hear import ask_for_wifi

NUMBER = "KPTIK-2611-0001"
table = rows.c


@pytest.fixture
async def opened(counter):
    """A counter with one ticket and its officers."""
    employ(counter.house.store, *ALL)
    await ask_for_wifi(counter)
    await counter.say("ya")
    return counter


async def do(counter, action, ticket=NUMBER, **params):
    """An officer's action and what follows."""
    await counter.app.act(Deed(ticket, action, params, "officer:sri", key_of(ANI)))
    await counter.app.settle()


def planned(counter):
    """The ticket's timers: name -> moment."""
    rows = counter.see(lambda c: c.execute(select(table.key, table.due_at).where(table.ticket == NUMBER)).all())
    return {row.key: row.due_at for row in rows}


def status(counter):
    """The ticket's status."""
    return counter.see(tickets.find, NUMBER)[0].status


async def test_an_action_is_written_down_and_told(opened):
    await do(opened, "take")
    assert opened.web.keys()[-1] == "notice.take"
    event = opened.see(tickets.history, NUMBER)[-1]
    assert (event.actor, event.action, event.before, event.after) == ("officer:sri", "take", "new", "analysed")
    assert opened.see(tickets.find, NUMBER)[1].officer == "sri"


async def test_what_the_lifecycle_refuses_changes_nothing(opened):
    before = opened.see(tickets.history, NUMBER)
    with pytest.raises(Refused):
        await do(opened, "confirm")
    with pytest.raises(NotAllowed):
        await do(opened, "take", "KPTIK-2611-0999")
    assert opened.see(tickets.history, NUMBER) == before


async def test_fulfilled_and_unanswered_it_closes_when_reopening_ends(opened):
    await do(opened, "take")
    await do(opened, "fulfil", label="selesai", text="sudah aktif")
    assert (status(opened), opened.web.keys()[-1]) == ("fulfilled", "notice.fulfil")
    due = opened.see(timers.next_time)
    assert due == NOW.replace(day=30, hour=23, minute=59, second=59) + timedelta(seconds=1)
    opened.clock.move_to(due - timedelta(seconds=1))
    assert await opened.app.tick_timers() == 0
    opened.clock.move_to(due)
    assert await opened.app.tick_timers() == 1
    assert status(opened) == "closed"
    assert opened.see(tickets.history, NUMBER)[-1].actor == "timer"
    assert opened.see(timers.next_time) is None


async def test_reopened_its_closing_is_off(opened):
    await do(opened, "take")
    await do(opened, "fulfil", label="selesai", text="sudah aktif")
    await do(opened, "reopen", reason="masih mati")
    assert status(opened) == "reopened"
    assert "auto_close" not in planned(opened)


async def test_a_timer_that_comes_too_late_for_its_ticket_changes_nothing(opened):
    before = opened.see(tickets.history, NUMBER)
    opened.house.store.do(timers.set_at, key_of(ANI), "auto_close", NUMBER, NOW)
    await opened.app.tick_timers()
    assert (opened.see(tickets.history, NUMBER), "auto_close" in planned(opened)) == (before, False)


async def test_an_officer_may_speak_and_hand_back_without_a_ticket(counter):
    employ(counter.house.store, SRI)
    await counter.say("mau bicara dengan petugas")
    assert len(counter.see(conversations.wanting_human)) == 1
    await do(counter, "reply", "", text="selamat pagi")
    assert "selamat pagi" in counter.web.accepted[-1].bubbles[0].text
    assert len(counter.see(conversations.wanting_human)) == 1
    await do(counter, "hand_back", "")
    assert counter.see(conversations.wanting_human) == []
    with pytest.raises(NotAllowed):
        await do(counter, "take", "")


async def test_whoever_nobody_answered_is_still_seen_until_a_ticket_is_there_instead(counter):
    employ(counter.house.store, SRI)
    await counter.say("mau bicara dengan petugas")
    counter.clock.move_to(counter.see(timers.next_time))
    await counter.app.tick_timers()
    await counter.app.settle()
    assert counter.web.keys()[-1] == "human.unanswered"
    assert len(counter.see(conversations.wanting_human)) == 1
    await counter.say("terima kasih")
    assert len(counter.see(conversations.wanting_human)) == 1
    await ask_for_wifi(counter)
    await counter.say("ya")
    assert counter.see(conversations.wanting_human) == []


async def test_words_in_a_talk_come_under_the_officer_s_name(counter):
    employ(counter.house.store, SRI)
    await counter.say("mau bicara dengan petugas")
    await do(counter, "reply", "", text="selamat pagi")
    assert counter.web.accepted[-1].bubbles[0].text.startswith("Sri Wahyuni, petugas")


async def test_words_on_a_ticket_come_under_the_officer_s_name_and_leave_the_bot_awake(opened):
    await do(opened, "reply", text="sebentar lagi")
    assert opened.web.accepted[-1].bubbles[0].text.startswith("Sri Wahyuni, petugas")
    await opened.say("terima kasih")
    assert opened.web.keys()[-1] == "thanks.welcome"


async def test_a_timer_that_fails_three_times_is_put_on_the_list(opened):
    opened.house.store.do(tickets.change, NUMBER, {"outstanding": ("bast",)})
    opened.house.store.do(timers.set_at, key_of(ANI), "document.reminder", NUMBER, NOW)
    opened.house.words["id"].fails_on = "notice.document_reminder"
    for _ in range(3):
        assert await opened.app.tick_timers() == 0
        opened.clock.move_to(opened.clock() + timedelta(minutes=6))
    (given_up,) = opened.see(unheard.waiting)
    assert (given_up.kind, given_up.words) == ("timer", "document.reminder")
    assert "document.reminder" not in planned(opened)
