"""From what a phrase says of a day to the day itself, by the readings of the contract (`loket when`)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

DAY = timedelta(days=1)
LAST_YEAR = 2100  # later ones are slips of the pen


@dataclass(frozen=True, slots=True)
class Parts:
    """What was said. `weekday` 0 = Monday; `offset` days, `week` weeks and `months` months from now,
    `minutes` minutes.

    `mode`: "depan", "ini" or "lalu" beside a weekday. `weak`: "nanti sore" means today only where
    nothing else is named; `evening`: "malam minggu". `nth`: "senin pertama desember" (9: the last).
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    offset: int | None = None
    week: int | None = None
    months: int | None = None
    nth: int | None = None
    years: int | None = None
    minutes: int | None = None
    mode: Literal["", "depan", "ini", "lalu"] = ""
    weak: bool = False
    evening: bool = False

    @property
    def dated(self) -> bool:
        """Names a day, not only a week, a month or a year."""
        return any(n is not None for n in (self.weekday, self.day, self.offset, self.minutes))

    @property
    def only_weekday(self) -> bool:
        """Names a weekday and no date."""
        return self.weekday is not None and self.day is None

    @property
    def only_day(self) -> bool:
        """Names a day of the month and no month."""
        return self.day is not None and self.month is None and self.months is None and self.week is None

    @property
    def past(self) -> bool:
        """Looks back ("kemarin", "senin lalu")."""
        return self.mode == "lalu" or any(n is not None and n < 0 for n in (self.offset, self.week, self.months))


def merge(a: Parts, b: Parts) -> Parts | None:
    """Both said of one day; None where they say the same thing differently ("senin", "rabu")."""
    if a.weak and b.dated:
        return b
    if b.weak and a.dated:
        return a
    said = {name: getattr(b, name) for name in _NAMES if getattr(b, name) is not None}
    if any(getattr(a, name) not in (None, value) for name, value in said.items()):
        return None
    return replace(a, **said, mode=a.mode or b.mode)


_NAMES = ("weekday", "day", "month", "year", "offset", "week", "months", "nth", "years")


def days(said: Parts, today: date) -> tuple[date, ...]:
    """The readings: none (vague or impossible), one, or the equally good ones, earliest first."""
    try:
        return tuple(sorted(set(_days(said, today))))
    except (ValueError, OverflowError):
        return ()


def _days(said: Parts, today: date) -> tuple[date, ...]:
    if said.nth is not None:
        return _nth(said, today)
    if said.weekday is None:
        return _dated(said, today)
    if said.day is None and said.offset is None:
        whole_month = said.months is not None or said.month is not None
        return () if whole_month else _weekdays(said, said.weekday, today)
    return tuple(x for d in _dated(said, today) for x in _both(d, said, today))


def _both(day: date, said: Parts, today: date) -> tuple[date, ...]:
    """The day itself where its weekday is right; else the date as said and the weekday as said."""
    assert said.weekday is not None
    if day.weekday() == said.weekday:
        return (day,)
    if said.offset is not None:
        return (day, next_weekday(today + DAY, said.weekday))
    near = day + DAY * ((said.weekday - day.weekday() + 3) % 7 - 3)
    return (day, near if near >= today or day < today else near + 7 * DAY)


def _dated(said: Parts, today: date) -> tuple[date, ...]:
    if said.offset is not None:
        first = today + DAY * said.offset
        if said.day is not None:
            return tuple({first, *_dated(replace(said, offset=None), today)})
        return (first,)
    if said.day is None:
        return ()
    if said.month is not None:
        return _month_day(said, said.day, said.month, today)
    if said.months is not None:
        return _shifted(said.day, said.months, today)
    return () if said.year is not None else _day_of_month(said.day, today)


def _month_day(said: Parts, day: int, month: int, today: date) -> tuple[date, ...]:
    """With a year: that day. Without: the next one to come (29 February waits for its leap year)."""
    if said.years is not None:
        return (date(today.year + said.years, month, day),)
    if said.year is not None:
        return (date(said.year, month, day),) if 2000 <= said.year < LAST_YEAR else ()
    for year in range(today.year, today.year + 9):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return (date(year, month, day),)
    return ()


def _shifted(day: int, by: int, today: date) -> tuple[date, ...]:
    """A day of next, this or last month; a day of this month that is over is no day to come.

    Day 0 is today's own: "sebulan lagi".
    """
    if day == 0:
        return (add_months(today, by),)
    first = add_months(today.replace(day=1), by)
    found = first.replace(day=day)
    return () if by == 0 and found < today else (found,)


def _day_of_month(day: int, today: date) -> tuple[date, ...]:
    """The next month to come that has this day; today counts."""
    first = today.replace(day=1)
    for by in range(4):
        month = add_months(first, by)
        if 1 <= day <= monthrange(month.year, month.month)[1] and month.replace(day=day) >= today:
            return (month.replace(day=day),)
    return ()


def _weekdays(said: Parts, weekday: int, today: date) -> tuple[date, ...]:
    coming = next_weekday(today + DAY, weekday)
    if said.week is not None:
        day = _in_week(weekday, said.week, today)
        return (day,) if said.week or day >= today else ()
    if said.mode == "lalu":
        return (next_weekday(today - 7 * DAY, weekday),)
    if said.mode == "depan":
        return (_in_week(weekday, 1, today) if coming - today <= 2 * DAY else coming,)
    if today.weekday() != weekday:
        return (coming,)
    return (today,) if said.mode == "ini" else (today, coming)


def _in_week(weekday: int, ahead: int, today: date) -> date:
    """The weekday of the Monday-to-Sunday week that is `ahead` weeks from this one."""
    return today + DAY * (weekday - today.weekday() + 7 * ahead)


def _nth(said: Parts, today: date) -> tuple[date, ...]:
    """ "senin pertama desember": only where weekday and month are both named."""
    if said.month is not None:
        months = [date(year, said.month, 1) for year in (said.year or today.year, today.year + 1)]
    else:
        months = [add_months(today.replace(day=1), n) for n in (said.months,) if n is not None]
    found = (_nth_of(first, said.weekday or 0, said.nth or 1) for first in months)
    return tuple(d for d in found if d and d >= today)[:1]


def _nth_of(first: date, weekday: int, nth: int) -> date | None:
    """The nth such weekday of the month that begins on `first`; 9 is the last one."""
    day = next_weekday(first, weekday)
    if nth == 9:
        return next_weekday(add_months(first, 1) - 7 * DAY, weekday)
    day += 7 * DAY * (nth - 1)
    return day if day.month == first.month else None


def next_weekday(start: date, weekday: int) -> date:
    """The first such weekday on or after `start`."""
    return start + DAY * ((weekday - start.weekday()) % 7)


def add_months(day: date, by: int) -> date:
    """The same day `by` months on, or that month's last day."""
    index = day.year * 12 + day.month - 1 + by
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
