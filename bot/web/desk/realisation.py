"""Figures of a period: what was promised, what was done. Pure; every time is a duration or aware."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

HOUR = timedelta(hours=1)
AGES = (1, 3, 7, 14, 30)  # days
ENDED = ("cancelled", "declined")


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of "standard and realisation". Rates are parts of 1, None where nothing counts."""

    of: Any
    received: int
    fulfilled: int
    dated: int  # with a date, and fulfilled or past it
    on_time: int
    answers: int  # with an answer time, and answered or past it
    answered: int  # in time
    hours: float | None  # median from receipt to fulfilment
    reopened: int
    rating: float | None
    ratings: int

    @property
    def rate(self) -> float | None:
        """Fulfilled in time."""
        return self.on_time / self.dated if self.dated else None

    @property
    def answer_rate(self) -> float | None:
        """Answered in time."""
        return self.answered / self.answers if self.answers else None

    @property
    def reopen_rate(self) -> float | None:
        """Opened again, of what was fulfilled at least once."""
        return self.reopened / max(self.fulfilled, self.reopened) if self.fulfilled or self.reopened else None


def kept(rows: Iterable[Any], again: Mapping[str, int], now: datetime, by: Callable[[Any], Any]) -> list[Kept]:
    """A line for each value of `by`, in the order of the first."""
    return lines(sums(rows, again, now, by), lambda name: name)


def in_time(due: datetime, done: datetime | None, now: datetime) -> tuple[bool, bool]:
    """Whether it counts already, since done or past its date; and whether it was done in time."""
    return (True, done <= due) if done else (now > due, False)


@dataclass(slots=True)
class Sum:
    """What was added up of some tickets. A year's tickets are looked at once, whatever they are told by."""

    received: int = 0
    dated: int = 0
    on_time: int = 0
    answers: int = 0
    answered: int = 0
    reopened: int = 0
    hours: list[float] = field(default_factory=list)  # from receipt to fulfilment
    ratings: list[int] = field(default_factory=list)

    def add(self, row: Any, again: bool, now: datetime) -> None:
        """One ticket more. It counts against a date once it is done or past it."""
        self.received += 1
        self.reopened += again
        if row.fulfilled_at:
            self.hours.append((row.fulfilled_at - row.opened_at) / HOUR)
        if row.rating:
            self.ratings.append(row.rating)
        if row.due_at and row.status not in ENDED:
            counts, kept = in_time(row.due_at, row.fulfilled_at, now)
            self.dated += counts
            self.on_time += kept
        if row.response_due_at:
            counts, kept = in_time(row.response_due_at, row.handled_at, now)
            self.answers += counts
            self.answered += kept

    def join(self, other: Sum) -> None:
        """All of the other's tickets too."""
        for name in ("received", "dated", "on_time", "answers", "answered", "reopened"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.hours += other.hours
        self.ratings += other.ratings

    def line(self, name: Any) -> Kept:
        """As a line of the reports."""
        return Kept(
            of=name,
            received=self.received,
            fulfilled=len(self.hours),
            dated=self.dated,
            on_time=self.on_time,
            answers=self.answers,
            answered=self.answered,
            hours=statistics.median(self.hours) if self.hours else None,
            reopened=self.reopened,
            rating=statistics.fmean(self.ratings) if self.ratings else None,
            ratings=len(self.ratings),
        )


def sums(rows: Iterable[Any], again: Mapping[str, int], now: datetime, by: Callable[[Any], Any]) -> dict[Any, Sum]:
    """A sum for each value of `by`; complaints are no service and have no standard."""
    found: dict[Any, Sum] = {}
    for row in rows:
        if row.type != "complaint":
            name = by(row)
            if name not in found:
                found[name] = Sum()
            found[name].add(row, row.number in again, now)
    return found


def lines(found: Mapping[Any, Sum], by: Callable[[Any], Any]) -> list[Kept]:
    """A line for each value of `by` of the sums' names, in the order of the first."""
    joined: dict[Any, Sum] = {}
    for name, each in found.items():
        joined.setdefault(by(name), Sum()).join(each)
    return [each.line(name) for name, each in joined.items()]


def volume(rows: Iterable[Any], label: Callable[[datetime], str]) -> list[tuple[str, int]]:
    """How many came, by the label of their day or month, in order."""
    found: dict[str, int] = {}
    for row in rows:
        name = label(row.opened_at)
        found[name] = found.get(name, 0) + 1
    return list(found.items())


def ages(rows: Iterable[Any], now: datetime) -> list[tuple[int, int, int]]:
    """(up to so many days, how many wait so long, how many of them are late); the last limit is 0: longer."""
    found = {limit: [0, 0] for limit in (*AGES, 0)}
    for row in rows:
        days = (now - row.opened_at) / timedelta(days=1)
        limit = next((limit for limit in AGES if days <= limit), 0)
        found[limit][0] += 1
        found[limit][1] += bool(row.due_at and now > row.due_at)
    return [(limit, n, late) for limit, (n, late) in found.items()]
