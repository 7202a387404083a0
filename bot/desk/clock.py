"""The working calendar of one office: which days are open, and how days, hours and minutes are counted.

Pure: every moment comes in. Datetimes are aware, in the office's own zone; dates are its calendar dates.
Rules K1-K10 and K14 of the clock. Whoever counts past the last reviewed year gets `UnreviewedYear`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from catalog_data.model import CalendarRules, Office

DAY = timedelta(days=1)
WEEKEND = {5: "saturday", 6: "sunday"}
REOPEN_DAYS = 7

Skipped = tuple[tuple[date, str], ...]
Span = tuple[time, time]


class UnreviewedYear(Exception):
    """A date of `year` is needed, whose collective leave nobody has reviewed yet (K1)."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"the working calendar of {year} is not reviewed: check its public holidays and collective "
            f"leave, put changes into catalog_data/calendar.toml and raise reviewed_to to {year}"
        )
        self.year = year


@cache
def _known_closed(year: int) -> Mapping[date, str]:
    """Public holidays and collective leave of a year with their Indonesian names."""
    categories = (holidays.PUBLIC, holidays.GOVERNMENT)
    return dict(holidays.country_holidays("ID", years=year, categories=categories, language="id"))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening times of one office. `spans`: the parts of a working day, in order (K2, break).

    `texts`: words of the rules (catalog_data/clock.toml), the names of the weekend's days included.
    """

    zone: ZoneInfo
    spans: tuple[Span, ...]
    reviewed_to: int
    added: Mapping[date, str]
    removed: frozenset[date]
    texts: Mapping[str, str]

    def local(self, moment: datetime) -> datetime:
        """The same moment as the office's wall clock shows it."""
        return moment.astimezone(self.zone)

    def closed(self, day: date) -> str | None:
        """Why the office is closed on `day`, or None when it is a working day (K1)."""
        if day.year > self.reviewed_to:
            raise UnreviewedYear(day.year)
        if day.weekday() in WEEKEND:
            return self.texts[WEEKEND[day.weekday()]]
        if day in self.added:
            return self.added[day]
        return None if day in self.removed else _known_closed(day.year).get(day)

    def is_open_day(self, day: date) -> bool:
        """Whether `day` is a working day (K1)."""
        return self.closed(day) is None

    def is_open(self, moment: datetime) -> bool:
        """Whether the office serves at `moment` (K1, K2). Raises UnreviewedYear."""
        here = self.local(moment)
        return self.is_open_day(here.date()) and any(a <= here.time() < b for a, b in self.spans)

    def closing(self, day: date) -> datetime:
        """The end of the working hours of `day` (17.00)."""
        return datetime.combine(day, self.spans[-1][1], self.zone)

    def nth_after(self, day: date, n: int) -> date:
        """The n-th working day after the calendar date `day` (K3, K7), n >= 1."""
        while n:
            day += DAY
            n -= self.is_open_day(day)
        return day

    def next_open(self, day: date) -> date:
        """`day` itself when it is a working day, else the next one (K5)."""
        while not self.is_open_day(day):
            day += DAY
        return day

    def last_open(self, day: date) -> date:
        """`day` itself when it is a working day, else the last one before it (K10)."""
        while not self.is_open_day(day):
            day -= DAY
        return day

    def working_days(self, after: date, upto: date) -> int:
        """How many working days lie after `after`, up to and with `upto`."""
        return sum(self.is_open_day(day) for day in _days(after + DAY, upto))

    def skipped(self, first: date, last: date) -> Skipped:
        """The closed days from `first` to `last`, both included, with their names."""
        named = ((day, self.closed(day)) for day in _days(first, last))
        return tuple((day, name) for day, name in named if name is not None)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment at which `minutes` of working time after `start` are over (K4, K6).

        Outside working hours the clock stands still. What ends with a span ends there, not at the
        next opening: 16.00 and one hour is 17.00.
        """
        left = timedelta(minutes=minutes)
        moment, day = self.local(start), self.local(start).date()
        while True:
            for opens, closes in self._spans_of(day):
                begin = max(moment, opens)
                if begin < closes and left <= closes - begin:
                    return begin + left
                left -= max(closes - begin, timedelta())
            day += DAY

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Minutes of working time from `start` to `end`; 0 when the end comes first."""
        first, last = self.local(start), self.local(end)
        spans = (span for day in _days(first.date(), last.date()) for span in self._spans_of(day))
        left = (min(last, closes) - max(first, opens) for opens, closes in spans)
        return int(sum((part for part in left if part > timedelta()), timedelta()) / timedelta(minutes=1))

    def _spans_of(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_open_day(day):
            return []
        at = datetime.combine
        return [(at(day, opens, self.zone), at(day, closes, self.zone)) for opens, closes in self.spans]

    def reopen_until(self, fulfilled_at: datetime) -> datetime:
        """The last second in which a ticket fulfilled then may be reopened (K14)."""
        last = self.local(fulfilled_at).date() + REOPEN_DAYS * DAY
        return datetime.combine(last, time(23, 59, 59), self.zone)


def calendar_of(office: Office, rules: CalendarRules) -> Calendar:
    """The calendar of an office: the common rules in its zone, with its break if it has one."""
    return Calendar(
        zone=ZoneInfo(office.zone),
        spans=_spans(office, rules),
        reviewed_to=rules.reviewed_to,
        added={date.fromisoformat(change.day): change.name for change in rules.added},
        removed=frozenset(date.fromisoformat(change.day) for change in rules.removed),
        texts=rules.texts,
    )


def _spans(office: Office, rules: CalendarRules) -> tuple[Span, ...]:
    opens, closes = time.fromisoformat(rules.opens), time.fromisoformat(rules.closes)
    if office.break_from is None or office.break_to is None:
        return ((opens, closes),)
    return ((opens, time.fromisoformat(office.break_from)), (time.fromisoformat(office.break_to), closes))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
