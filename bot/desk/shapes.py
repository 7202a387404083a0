"""What the desk answers with: promises, each with the reason of every date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

BY_MAIL = "email"  # the channel whose answer the standard times in minutes, as `loket due` is told it


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a date is what it is: rule of the clock ("K3"), clause of the standard, days skipped.

    `rule` is "standard" where only the standard's own words say so. `text`: words of clock.toml.
    """

    rule: str
    clause: str | None
    text: str
    skipped: tuple[tuple[date, str], ...] = ()  # closed days passed over, with their names


@dataclass(frozen=True, slots=True)
class Params:
    """What the clock needs besides the service (contract, `loket due`). Datetimes office-local, aware."""

    devices: int | None = None
    accounts: int | None = None
    event_date: date | None = None
    event_end: date | None = None
    event_end_time: str | None = None  # "HH:MM" when known (K9)
    location: str | None = None  # "sekitar" | "luar"; read only when the variant is None
    after_hours: bool = False
    documents_complete_at: datetime | None = None
    documents_follow: bool = False  # a document needed before is still to follow (K11, office rule)
    triage: str | None = None
    fulfilled_at: datetime | None = None
    channel: str | None = None  # BY_MAIL: the answer time runs
    third_party: bool = False
    incident: bool = False
    excepted: bool = False  # an officer accepts an event that came too late for its lead time


@dataclass(frozen=True, slots=True)
class Promise:
    """All dates of one ticket. None: nothing is promised, `rules` say why.

    `accepted` is False where the lead time is missed; then `earliest_event_date` is the first
    possible. `unreviewed_year`: the year that made a date impossible to compute (K1). `days_ahead`: how
    far ahead the event is, in the unit of its lead time ("baru 7 hari kerja"), where there is one.
    """

    accepted: bool = True
    earliest_event_date: date | None = None
    response_due_at: datetime | None = None
    due_at: datetime | None = None
    close_by: datetime | None = None
    reopen_until: datetime | None = None
    rules: tuple[Reason, ...] = ()
    unreviewed_year: int | None = None
    days_ahead: int | None = None
