"""Days and times as people say them, in one language.

Takes ISO strings, dates and aware datetimes; a datetime is shown in the zone that it carries.
Babel knows the names of days and months; its whole patterns pad the day, so we put them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import get_day_names, get_month_names

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
Day = str | date | datetime


def as_day(value: Day) -> date:
    """The calendar date of a date, a datetime or an ISO string of either."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    return value.date() if isinstance(value, datetime) else value


def as_moment(value: Day) -> datetime | None:
    """The datetime, or None where only a day is known."""
    if isinstance(value, str):
        return datetime.fromisoformat(value) if len(value) > 10 else None
    return value if isinstance(value, datetime) else None


def zone_label(moment: datetime) -> str:
    """WIB, WITA or WIT by the offset; empty for another zone or none."""
    offset = moment.utcoffset()
    return "" if offset is None else ZONES.get(int(offset / timedelta(hours=1)), "")


@lru_cache(maxsize=8)
def _weekdays(locale: str) -> Mapping[int, str]:
    return {day: str(name) for day, name in get_day_names("wide", locale=locale).items()}


@lru_cache(maxsize=16)
def _months(locale: str, width: str) -> Mapping[int, str]:
    return {month: str(name) for month, name in get_month_names(width, locale=locale).items()}  # type: ignore[arg-type]


@dataclass(frozen=True)
class Days:
    """Shows days in one `locale`; `forms` are the patterns of [format] in its language file."""

    locale: str
    forms: Mapping[str, str]

    def weekday(self, day: date) -> str:
        return _weekdays(self.locale)[day.weekday()]

    def month(self, day: date, width: str = "wide") -> str:
        return _months(self.locale, width)[day.month]

    def _put(self, form: str, value: Day, width: str = "wide") -> str:
        day = as_day(value)
        return self.forms[form].format(
            weekday=self.weekday(day), day=day.day, month=self.month(day, width), year=day.year
        )

    def long(self, value: Day) -> str:
        """Selasa, 24 November 2026"""
        return self._put("long", value)

    def day(self, value: Day) -> str:
        """Selasa 24 November"""
        return self._put("day", value)

    def short(self, value: Day) -> str:
        """Selasa 24 Nov"""
        return self._put("day", value, "abbreviated")

    def date(self, value: Day) -> str:
        """24 November 2026"""
        return self._put("date", value)

    def time(self, value: Day) -> str:
        """pukul 17.00 WIB; empty where no time is known"""
        moment = as_moment(value)
        if moment is None:
            return ""
        shown = self.forms["time"].format(hour=moment.hour, minute=moment.minute, zone=zone_label(moment))
        return shown.strip()

    def moment(self, value: Day) -> str:
        """Selasa, 24 November 2026 pukul 17.00 WIB"""
        return f"{self.long(value)} {self.time(value)}".strip()

    def span(self, values: Any) -> str:
        """Rabu-Kamis, 25-26 November 2026: two days (first, last), joined as short as is clear."""
        first, last = (as_day(value) for value in values)
        if first == last:
            return self.long(first)
        if (first.year, first.month) != (last.year, last.month):
            return f"{self.long(first)} - {self.long(last)}"
        return self.forms["span"].format(
            weekday=self.weekday(first), weekday_to=self.weekday(last), day=first.day, day_to=last.day,
            month=self.month(first), year=first.year,
        )  # fmt: skip
