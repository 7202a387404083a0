"""The working calendar: tables for every boundary, and properties that hold for any moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.clock import UnreviewedYear, calendar_of
from tests.desk.conftest import make_office, make_rules

CALENDAR = calendar_of(make_office(), make_rules())
PAUSED = calendar_of(make_office(pause=("12:00", "13:00")), make_rules())
DAYS = st.dates(date(2026, 1, 1), date(2027, 10, 1))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 10, 1)).map(
    lambda naive: naive.replace(microsecond=0, tzinfo=CALENDAR.zone)
)
COUNTS = st.integers(1, 20)
MINUTES = st.integers(1, 600)
moderate = settings(max_examples=100, deadline=None)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-11-20", None),
        ("2026-11-21", "Sabtu"),
        ("2026-11-22", "Minggu"),
        ("2026-12-24", "Cuti Bersama Hari Raya Natal"),
        ("2026-12-25", "Hari Raya Natal"),
        ("2026-12-31", None),
        ("2027-01-01", "Tahun Baru Masehi"),
        ("2027-03-08", "Hari Suci Nyepi"),
        ("2027-03-09", "Cuti Bersama Hari Raya Idul Fitri"),
        ("2027-03-10", "Hari Raya Idul Fitri (perkiraan)"),
        ("2027-03-16", None),
    ],
)
def test_a_closed_day_says_why(day: str, name: str | None) -> None:
    assert CALENDAR.closed(date.fromisoformat(day)) == name


def test_reviewed_changes_overrule_the_known_holidays() -> None:
    changed = calendar_of(make_office(), make_rules(added=("2026-12-31",), removed=("2026-12-24",)))
    assert changed.closed(date(2026, 12, 31)) == "diubah"
    assert changed.is_open_day(date(2026, 12, 24))
    assert changed.nth_after(date(2026, 12, 30), 1) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("asked", "n", "ends"),
    [
        ("2026-11-20", 1, "2026-11-23"),  # Friday, Saturday and Sunday all end on Monday (K3)
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2026-11-23", 5, "2026-11-30"),  # the example of K7
        ("2026-11-23", 10, "2026-12-07"),
        ("2026-12-23", 1, "2026-12-28"),  # over collective leave, Christmas and a weekend
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),  # over the year's end
        ("2027-03-05", 1, "2027-03-16"),  # over Nyepi and Eid 2027
        ("2027-03-05", 5, "2027-03-22"),
        ("2027-12-23", 5, "2027-12-31"),
    ],
)
def test_working_days_after(asked: str, n: int, ends: str) -> None:
    assert CALENDAR.nth_after(date.fromisoformat(asked), n) == date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-26 16:30", 60, "2026-11-27 08:30"),  # the example of K4
        ("2026-11-26 16:00", 60, "2026-11-26 17:00"),  # what ends at closing does not move on
        ("2026-11-26 16:59", 30, "2026-11-27 08:29"),
        ("2026-11-26 17:00", 60, "2026-11-27 09:00"),
        ("2026-11-26 07:59", 10, "2026-11-26 08:10"),
        ("2026-11-26 08:00", 540, "2026-11-26 17:00"),
        ("2026-11-26 08:00", 541, "2026-11-27 08:01"),
        ("2026-11-27 19:00", 240, "2026-11-30 12:00"),  # Friday night
        ("2026-11-28 10:00", 240, "2026-11-30 12:00"),
        ("2026-12-23 16:30", 60, "2026-12-28 08:30"),
        ("2026-12-31 16:59", 60, "2027-01-04 08:59"),
        ("2027-03-05 16:45", 30, "2027-03-16 08:15"),
    ],
)
def test_working_time_runs_inside_working_hours_only(start: str, minutes: int, end: str, at) -> None:
    assert CALENDAR.add_minutes(at(start), minutes) == at(end)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-26 11:30", 60, "2026-11-26 13:30"),
        ("2026-11-26 11:00", 60, "2026-11-26 12:00"),
        ("2026-11-26 12:30", 10, "2026-11-26 13:10"),
        ("2026-11-26 08:00", 481, "2026-11-27 08:01"),
    ],
)
def test_the_clock_stands_still_in_an_office_s_break(start: str, minutes: int, end: str, at) -> None:
    assert PAUSED.add_minutes(at(start), minutes) == at(end)


def test_each_office_counts_in_its_own_zone() -> None:
    makassar = calendar_of(make_office("makassar"), make_rules())
    friday_evening = datetime(2026, 11, 27, 16, 30, tzinfo=CALENDAR.zone)  # 17.30 in Makassar
    assert CALENDAR.add_minutes(friday_evening, 60).isoformat() == "2026-11-30T08:30:00+07:00"
    assert makassar.add_minutes(friday_evening, 60).isoformat() == "2026-11-30T09:00:00+08:00"


@pytest.mark.parametrize(
    ("fulfilled", "until"),
    [
        ("2026-11-19 08:00", "2026-11-26 23:59:59"),
        ("2026-11-19 23:59", "2026-11-26 23:59:59"),
        ("2026-12-25 00:00", "2027-01-01 23:59:59"),
        ("2028-02-25 10:00", "2028-03-03 23:59:59"),  # calendar days need no reviewed year
    ],
)
def test_reopening_lasts_seven_calendar_days(fulfilled: str, until: str, at) -> None:
    assert CALENDAR.reopen_until(at(fulfilled)) == at(until)


def test_a_year_that_nobody_reviewed_is_named_with_the_way_to_mend_it() -> None:
    with pytest.raises(UnreviewedYear, match=r"2028.*calendar\.toml.*reviewed_to to 2028") as caught:
        CALENDAR.nth_after(date(2027, 12, 30), 2)
    assert caught.value.year == 2028
    assert CALENDAR.nth_after(date(2027, 12, 30), 1) == date(2027, 12, 31)


@moderate
@given(DAYS, COUNTS)
def test_the_nth_working_day_is_open_and_the_nth(day: date, n: int) -> None:
    ends = CALENDAR.nth_after(day, n)
    assert CALENDAR.is_open_day(ends)
    assert CALENDAR.working_days(day, ends) == n


@moderate
@given(DAYS, st.integers(0, 30), COUNTS)
def test_asking_later_or_for_more_never_ends_earlier(day: date, wait: int, n: int) -> None:
    ends = CALENDAR.nth_after(day, n)
    assert ends <= CALENDAR.nth_after(day + timedelta(wait), n)
    assert ends < CALENDAR.nth_after(day, n + 1)


@moderate
@given(DAYS, DAYS, COUNTS)
def test_the_lead_time_is_the_inverse_of_counting_back(asked: date, event: date, n: int) -> None:
    """An event is late enough exactly when n working days lie after the request, the event's included."""
    assert (event >= CALENDAR.nth_after(asked, n)) == (CALENDAR.working_days(asked, event) >= n)


@moderate
@given(DAYS, DAYS)
def test_skipped_and_working_days_make_up_the_whole(first: date, last: date) -> None:
    closed = CALENDAR.skipped(first + timedelta(1), last)
    assert len(closed) + CALENDAR.working_days(first, last) == max((last - first).days, 0)
    assert all(name and not CALENDAR.is_open_day(day) for day, name in closed)


@moderate
@given(MOMENTS, MINUTES, st.sampled_from([CALENDAR, PAUSED]))
def test_working_time_ends_inside_working_hours(moment: datetime, minutes: int, calendar) -> None:
    end = calendar.add_minutes(moment, minutes)
    assert end - moment >= timedelta(minutes=minutes)
    assert calendar.is_open_day(end.date())
    assert any(opens < end.time() <= closes for opens, closes in calendar.spans)


@moderate
@given(MOMENTS, MINUTES, MINUTES, st.sampled_from([CALENDAR, PAUSED]))
def test_working_time_adds_up_and_keeps_order(moment: datetime, one: int, more: int, calendar) -> None:
    end = calendar.add_minutes(moment, one)
    assert calendar.add_minutes(end, more) == calendar.add_minutes(moment, one + more)
    assert end <= calendar.add_minutes(moment + timedelta(minutes=more), one)


@moderate
@given(DAYS)
def test_the_nearest_open_days_enclose_any_day(day: date) -> None:
    before, after = CALENDAR.last_open(day), CALENDAR.next_open(day)
    assert before <= day <= after
    assert CALENDAR.is_open_day(before) and CALENDAR.is_open_day(after)
    assert (before == after) == CALENDAR.is_open_day(day)


@moderate
@given(MOMENTS)
def test_reopening_ends_with_a_day(moment: datetime) -> None:
    until = CALENDAR.reopen_until(moment)
    assert until.time() == time(23, 59, 59)
    assert until.date() - moment.date() == timedelta(7)
