"""From what was said together to the reading itself: the day, the range, or the days to ask about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from intents.entities.dates import Length
from intents.entities.reckon import DAY, Parts, add_months, days
from intents.entities.times import Clock
from intents.reading import When

_WEEKS = {"hari": 1, "minggu": 7, "pekan": 7}
_MONTHS = {"bulan": 1, "tahun": 12}


@dataclass(slots=True)
class Group:
    """What stands together: days as said with the links between them, a time, a length.

    `dropped`: a word before that makes it no date ("bukan", "tiap"); `until`: only an end is named;
    `mends`: it replaces what was said before.
    """

    start: int
    end: int
    parts: list[Parts] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    clock: Clock | None = None
    length: Length | None = None
    dropped: str = ""
    until: bool = False
    mends: bool = False


def dated(when: When) -> bool:
    """Does the reading name a day, or days to choose from?"""
    return bool(when.date or when.ask or when.end)


def settle(group: Group, now: datetime) -> When:
    """The reading of a group; empty where it is vague, impossible, denied or recurring."""
    if group.dropped:
        return When()
    ahead = group.parts[0].minutes if group.parts else None
    if ahead is not None:
        return _soon(now + timedelta(minutes=ahead))
    clock = group.clock
    at, until = (_of_day(clock.at, group), clock.until) if clock else (None, None)
    if not group.parts:
        return When(time=at, end_time=until)
    found = _several(group, now.date()) if len(group.parts) > 1 else _single(group, now)
    if not dated(found) and any(p.dated for p in group.parts):
        return When()
    return replace(found, time=at, end_time=until)


def _soon(later: datetime) -> When:
    """ "2 jam lagi"."""
    return When(date=later.date(), time=later.time().replace(second=0, microsecond=0, tzinfo=None))


def _of_day(at: time, group: Group) -> time:
    """ "malam minggu jam 7": the hour is in the evening."""
    return at.replace(hour=at.hour + 12) if at.hour < 12 and any(p.evening for p in group.parts) else at


def _single(group: Group, now: datetime) -> When:
    found = days(group.parts[0], now.date())
    if len(found) == 2 and found[0] == now.date() and group.clock and group.clock.at <= now.time():
        found = found[1:]  # "senin jam 8" said on Monday at nine
    if len(found) != 1:
        return When(ask=found)
    if group.until:
        return When(end=found[0])
    return When(date=found[0], end=_last(found[0], group.length))


def _several(group: Group, today: date) -> When:
    """A range, days in a row, or several days of which one must be chosen."""
    said = [*(_lend(p, group.parts[-1]) for p in group.parts[:-1]), group.parts[-1]]
    if "atau" in group.links:
        return _either([days(p, today) for p in said])
    if _week_at_end(said[0], said[-1]):
        return _back_from(said[0], said[-1], today)
    found: list[date] = []
    for parts in said:
        ahead = _after(parts, found, today)
        if len(ahead) != 1:
            return When(ask=ahead)
        found.append(ahead[0])
    return _row(found) if group.links[-1] == "sd" or _in_a_row(found) else _one_of(found)


def _row(found: list[date]) -> When:
    return When(date=found[0], end=found[-1] if found[-1] != found[0] else None)


def _either(readings: list[tuple[date, ...]]) -> When:
    """Each of the days is as good; when one of them is impossible, nothing is sure."""
    return _one_of(d for r in readings for d in r) if all(readings) else When()


def _after(parts: Parts, found: list[date], today: date) -> tuple[date, ...]:
    """The readings of the next day of a range or list, none before what is found already."""
    if not found:
        return days(parts, today)
    ahead = days(parts, today if _from_today(parts) else found[-1])
    return tuple(d for d in ahead if d > found[-1]) or tuple(d for d in ahead if d == found[-1])


def _in_a_row(found: list[date]) -> bool:
    return all(later - earlier == DAY for earlier, later in pairwise(found))


def _one_of(found: Iterable[date]) -> When:
    """One day said in two ways is that day; else they are asked about."""
    each = tuple(sorted(set(found)))
    return When(date=each[0]) if len(each) == 1 else When(ask=each)


def _week_at_end(first: Parts, last: Parts) -> bool:
    """ "rabu sampai kamis depan": the week is that of the last day."""
    bare = first.only_weekday and first.week is None and not first.mode
    return bare and last.only_weekday and (last.week is not None or last.mode == "depan")


def _back_from(first: Parts, last: Parts, today: date) -> When:
    end = days(last, today)
    if len(end) != 1 or first.weekday is None:
        return When(ask=end)
    start = end[0] - DAY * ((end[0].weekday() - first.weekday) % 7)
    return When(date=start, end=end[0]) if today <= start < end[0] else When()


def _lend(first: Parts, last: Parts) -> Parts:
    """A first day takes the month and year that only the last one names ("3 sd 5 des")."""
    if first.only_day and (last.day or 0) > (first.day or 0):
        return replace(first, month=last.month, months=last.months, year=first.year or last.year)
    if first.year is None and (first.month or 13) <= (last.month or 0):
        return replace(first, year=last.year)
    return first


def _from_today(parts: Parts) -> bool:
    """Counted from today, whatever the range's first day is."""
    return parts.mode != "" or any(n is not None for n in (parts.offset, parts.week, parts.months))


def _last(first: date, length: Length | None) -> date | None:
    """The last day of a stretch that begins on `first`."""
    if length is None or length.count < 1:
        return None
    if length.unit in _MONTHS:
        last = add_months(first, length.count * _MONTHS[length.unit]) - DAY
    else:
        last = first + timedelta(days=length.count * _WEEKS[length.unit] - 1)
    return last if last > first else None
