"""Figures of a period: what was promised, what was done. Pure; every time is a duration or aware."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

HOUR = timedelta(hours=1)
AGES = (1, 3, 7, 14, 30)  # days
ENDED = ("cancelled", "declined")


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of "standard and realisation". Rates are parts of 1, None where nothing counts."""

    of: str
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


def kept(rows: Iterable[Any], again: Mapping[str, int], now: datetime, by: Callable[[Any], str]) -> list[Kept]:
    """A line for each value of `by`, in the order of the first."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        if row.type != "complaint":
            groups.setdefault(by(row), []).append(row)
    return [_line(name, found, again, now) for name, found in groups.items()]


def _line(name: str, rows: Sequence[Any], again: Mapping[str, int], now: datetime) -> Kept:
    done = [(row.fulfilled_at - row.opened_at) / HOUR for row in rows if row.fulfilled_at]
    rated = [row.rating for row in rows if row.rating]
    running = [row for row in rows if row.status not in ENDED]
    dated, on_time = _in_time(((row.due_at, row.fulfilled_at) for row in running), now)
    answers, answered = _in_time(((row.response_due_at, row.handled_at) for row in rows), now)
    return Kept(
        of=name,
        received=len(rows),
        fulfilled=len(done),
        dated=dated,
        on_time=on_time,
        answers=answers,
        answered=answered,
        hours=statistics.median(done) if done else None,
        reopened=sum(row.number in again for row in rows),
        rating=statistics.fmean(rated) if rated else None,
        ratings=len(rated),
    )


def _in_time(pairs: Iterable[tuple[datetime | None, datetime | None]], now: datetime) -> tuple[int, int]:
    """(due, done) -> how many count, since done or past their date; how many of them were in time."""
    counted = [(due, done) for due, done in pairs if due and (done or now > due)]
    return len(counted), sum(bool(done and done <= due) for due, done in counted)


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
