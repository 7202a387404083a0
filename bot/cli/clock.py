"""A clock that stands where it is put and moves only by a told duration (`loket chat`)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_PARTS = re.compile(
    r"^P(?=\d|T\d)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?$"
)


def duration(written: str) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds. Raises ValueError."""
    found = _PARTS.match(written)
    if not found:
        raise ValueError(f'"{written}" is no ISO 8601 duration of weeks, days or less; write P1DT2H')
    try:
        return timedelta(**{name: int(value) for name, value in found.groupdict("0").items()})
    except OverflowError:
        raise ValueError(f'"{written}" is too long a duration') from None


class StandingClock:
    """Call it for the present moment; without a start it is the real one, shifted by what was told."""

    def __init__(self, start: datetime | None) -> None:
        self._start = start
        self._shift = timedelta()

    def __call__(self) -> datetime:
        return (self._start or datetime.now(UTC)) + self._shift

    def move_to(self, moment: datetime) -> None:
        """Go forward to `moment`; never back."""
        self._shift += max(moment - self(), timedelta())
