"""Dates and times against phrases with their reference days, and what must hold for any input."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.entities.load import words
from intents.entities.when import read

PHRASES = [
    [cell.strip() for cell in line.split("|")]
    for line in (Path(__file__).parent / "when_phrases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
NOW = datetime(2026, 11, 23, 9, 0)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31))
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "hari minggu")
FUTURE = (
    *WEEKDAYS,
    *(f"{day} depan" for day in WEEKDAYS),
    *(f"minggu depan hari {day}" for day in WEEKDAYS[:6]),
    *(f"tgl {n}" for n in range(1, 32)),
    *(f"{n} {m}" for n in (1, 15, 28, 29, 30, 31) for m in ("jan", "feb", "april", "des")),
    "besok",
    "lusa",
    "besok lusa",
    "H+3",
    "malam minggu",
    "3 hari lagi",
    "dua minggu lagi",
    "bulan depan tanggal 31",
    "rabu-kamis",
    "28 des s/d 2 jan",
    "jumat ini",
    "kamis minggu ini",
    "tgl 5 bulan ini",
    "sebulan lagi",
    "3-5 des",
    "sesuk",
    "next friday",
    "senin jam 2",
    "selama 3 hari mulai jumat",
    "senin atau selasa",
    "kamis 25 november",
)


def test_there_are_enough_phrases() -> None:
    assert len(PHRASES) >= 150


@pytest.mark.parametrize(("now", "text", "day", "time", "end", "ask"), PHRASES, ids=lambda cell: cell)
def test_phrase(now: str, text: str, day: str, time: str, end: str, ask: str) -> None:
    expected = {
        "date": None if day == "-" else day,
        "time": None if time == "-" else time,
        "end": None if end == "-" else end,
        "ask": [] if ask == "-" else ask.split(),
    }
    assert read(text, datetime.fromisoformat(now)) == expected


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FUTURE), MOMENTS)
def test_what_is_to_come_is_never_past(text: str, now: datetime) -> None:
    answer = read(text, now)
    said = [answer["date"], answer["end"], *answer["ask"]]
    assert all(date.fromisoformat(d) >= now.date() for d in said if d)
    assert answer["date"] is None or not answer["ask"]
    assert answer["end"] is None or answer["end"] > answer["date"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FUTURE), MOMENTS)
def test_its_own_answer_reads_the_same(text: str, now: datetime) -> None:
    first = read(text, now)
    if not first["date"]:
        return
    until = f" s.d. {first['end']}" if first["end"] else ""
    clock = f" {first['time']}" if first["time"] else ""
    assert read(f"{first['date']}{until}{clock}", now) == first


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(7)), MOMENTS)
def test_depan_is_never_today_and_never_within_two_days_of_this_week(weekday: int, now: datetime) -> None:
    day = date.fromisoformat(read(f"{WEEKDAYS[weekday]} depan", now)["date"])
    ahead = (day - now.date()).days
    same_week = day - timedelta(day.weekday()) == now.date() - timedelta(now.weekday())
    assert day.weekday() == weekday
    assert 0 < ahead <= 14
    assert ahead > 2 or not same_week


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2031, 12, 31)), MOMENTS)
def test_a_full_date_is_itself_in_every_spelling(day: date, now: datetime) -> None:
    months = words("when")["month"][str(day.month)]
    for text in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {months[0]} {day.year}",
        f"tgl {day.day} {months[1 % len(months)]} {day.year}",
    ):
        assert read(text, now)["date"] == day.isoformat()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*FUTURE, "31", "jam", "sampai", "-", "atau", "31 feb", "99", "tgl", ",", "bulan", "/", "setengah", "lalu"]
        ),
        max_size=6,
    ),
    MOMENTS,
)
def test_any_run_of_words_gives_possible_dates(said: list[str], now: datetime) -> None:
    answer = read(" ".join(said), now)
    for day in (answer["date"], answer["end"], *answer["ask"]):
        assert day is None or date.fromisoformat(day)
    assert answer["end"] is None or answer["date"] is None or answer["end"] > answer["date"]


def test_an_aware_now_is_read_as_local_time() -> None:
    aware = datetime.fromisoformat("2026-11-23T23:30+08:00")
    assert read("besok", aware)["date"] == "2026-11-24"
    assert read("jumat jam 2", aware)["time"] == "14:00"
