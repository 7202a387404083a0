"""When a ticket must be thought of again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.lifecycle import ACTIONS, ALL, TABLE, TIMER
from bot.desk.timetable import REMINDER, RULES, timetable
from bot.messages import TicketView
from tests.desk.test_lifecycle import CATALOGUE, MONDAY, deed, live, ticket
from tests.ready import catalogue

ZONE = ZoneInfo("Asia/Jakarta")


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE)


def planned(one: TicketView, now: datetime = MONDAY) -> dict[str, datetime]:
    return {name: when for name, when in timetable(one, CATALOGUE, now).items() if when}


def test_every_timer_is_an_action_of_the_lifecycle_and_every_timer_s_action_has_its_moment() -> None:
    assert set(RULES) - {REMINDER} <= set(ACTIONS)
    assert {action for (_, action), row in TABLE.items() if row.who == TIMER} == set(RULES) - {REMINDER}


def test_an_open_ticket_is_warned_of_at_four_fifths_and_late_after_its_date() -> None:
    one = ticket()  # opened Monday 09.00, due Tuesday 17.00
    assert planned(one) == {"warn": MONDAY + timedelta(hours=32) * 0.8, "late": at("11-24T17:00:01")}


def test_the_answer_time_runs_until_an_officer_acts() -> None:
    one = replace(ticket(), response_due_at=at("11-23T10:00"))
    assert planned(one)["late_answer"] == at("11-23T10:00:01")
    taken = live(one, "take")
    assert taken.handled_at == MONDAY
    assert "late_answer" not in planned(taken)


def test_the_person_s_words_are_no_first_handling() -> None:
    one = replace(live(ticket(), deed("add", "person")), response_due_at=at("11-23T10:00"))
    assert one.handled_at is None and "late_answer" in planned(one)


def test_an_event_is_remembered_in_its_morning_and_its_closing_on_the_day_after() -> None:
    one = ticket("ITSM.11", "luar_kantor", params={"event_date": "2026-12-08"})
    found = planned(one)
    assert (found["event_day"], found["close_target"]) == (at("12-08T08:00"), at("12-09T08:00"))


def test_a_paper_is_asked_for_again_on_working_mornings_and_not_for_ever() -> None:
    one = live(ticket("BMN.3", None), "take", "fulfil")
    assert one.status == "waiting_document"
    moments, now = [], MONDAY
    while when := planned(one, now).get(REMINDER):
        moments.append(when)
        now = when
    assert moments == [at("11-24T08:00"), at("11-26T08:00"), at("11-30T08:00")]
    assert "auto_close" not in planned(one)


def test_unanswered_it_closes_after_the_window() -> None:
    one = live(ticket(), "take", "fulfil")
    assert planned(one) == {"auto_close": at("12-01T00:00:00")}


@pytest.mark.parametrize("asked", [False, True])
def test_a_rating_is_asked_for_once_in_the_window(asked: bool) -> None:
    one = live(ticket(), "take", "fulfil", "close")
    one = replace(one, params={"desk": {"rating_asked": asked}})
    assert planned(one) == ({} if asked else {"ask_rating": at("11-26T09:00")})


def test_confirming_asks_and_so_no_timer_does() -> None:
    assert set(planned(live(ticket(), "take", "fulfil", "confirm"))) == {"auto_close"}


def test_a_reopened_ticket_is_counted_from_its_reopening() -> None:
    again = at("11-25T09:00")
    one = live(ticket(), "take", "fulfil", deed("reopen", "person", again))
    assert planned(one, again)["warn"] == again + (at("11-26T17:00") - again) * 0.8


@pytest.mark.parametrize("status", ALL)
def test_no_status_breaks_it_and_an_ended_ticket_has_no_timer_but_for_its_rating(status: str) -> None:
    one = ticket(status=status, fulfilled_at=MONDAY, params={"event_date": "2026-12-08"})
    found = set(planned(one))
    if status in ("closed", "cancelled", "declined"):
        assert found <= {"ask_rating"}


def test_a_complaint_about_no_service_has_no_timers() -> None:
    one = TicketView("PGD-2611-0001", "", None, "new", "medan", {}, "jutek", MONDAY, type="complaint")
    assert timetable(one, catalogue(), MONDAY) == dict.fromkeys(RULES)
