"""Calendars to count on: the catalogue's words, with offices and years that the tests choose."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

import catalog_data
from bot.desk.clock import Calendar, calendar_of
from catalog_data.model import CalendarRules, DayChange, Office

TEXTS = tomllib.loads((Path(catalog_data.__file__).parent / "clock.toml").read_text("utf-8"))["texts"]
ZONES = {"medan": "Asia/Jakarta", "makassar": "Asia/Makassar"}


def make_rules(reviewed_to: int = 2027, added: tuple = (), removed: tuple = ()) -> CalendarRules:
    changes = {
        name: tuple(DayChange(day=day, name="diubah", decree="SKB uji") for day in days)
        for name, days in (("added", added), ("removed", removed))
    }
    return CalendarRules(opens="08:00", closes="17:00", reviewed_to=reviewed_to, texts=TEXTS, **changes)


def make_office(name: str = "medan", pause: tuple[str, str] | None = None) -> Office:
    start, end = pause or (None, None)
    return Office(
        id=name, name=name, city=name, zone=ZONES[name], zone_label="WIB", contacts=(),
        clause="layanan 1, komponen 5", break_from=start, break_to=end,
    )  # fmt: skip


@pytest.fixture
def medan() -> Calendar:
    return calendar_of(make_office(), make_rules())


@pytest.fixture
def at() -> Callable[[str], datetime]:
    """A moment in Medan, from "2026-11-23 09:00"."""
    zone = calendar_of(make_office(), make_rules()).zone
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=zone)
