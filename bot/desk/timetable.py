"""When a ticket must be thought of again: its timers, from how it stands. Pure; the store keeps them as rows.

A timer's name is the action of the lifecycle that it does, or "document.reminder".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot.desk.clock import DAY, Calendar, UnreviewedYear, calendar_of
from bot.desk.lifecycle import ENDED, UNDONE
from bot.desk.params import kept_params, moment
from bot.desk.standing import rating_open, remembered, reopen_until
from bot.messages import TicketView
from catalog_data.model import Catalogue

SECOND = timedelta(seconds=1)
USED = 0.8  # part of the time after which the desk is warned
REMINDERS = (1, 3, 5)  # working days after fulfilment on which a paper is asked for again (office rule)
RATING_AFTER = 3 * DAY  # office rule: when nobody has asked for the rating until then
RATING_AT = time(9)
TIME_TO_ANSWER = DAY  # office rule: when the last paper comes after the window for reopening
REMINDER = "document.reminder"

Rule = Callable[[TicketView, Catalogue, datetime], datetime | None]


def timetable(ticket: TicketView, catalogue: Catalogue, now: datetime) -> dict[str, datetime | None]:
    """Timer -> its moment, None where it is not wanted. A moment may be past: then it was told, or is about to be."""
    found: dict[str, datetime | None] = {}
    for name, rule in RULES.items():
        if name == REMINDER and ticket.status == "waiting_completeness":
            continue  # the conversation's own
        try:
            found[name] = rule(ticket, catalogue, now)
        except UnreviewedYear:  # nobody knows that year's working days yet
            found[name] = None
    return found


def _warn(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    if ticket.due_at is None or ticket.status not in UNDONE:
        return None
    begun = _begun(ticket, catalogue)
    return begun + (ticket.due_at - begun) * USED


def _begun(ticket: TicketView, catalogue: Catalogue) -> datetime:
    """Where the time that is used began: the request, complete documents (K11), or the reopening (K16)."""
    again = remembered(ticket).get("reopened_at") or ticket.params.get("documents_complete_at")
    return moment("begun", again, _calendar(ticket, catalogue).zone) if again else ticket.opened_at


def _late(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    return ticket.due_at + SECOND if ticket.due_at and ticket.status in UNDONE else None


def _late_answer(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    waits = ticket.response_due_at and not ticket.handled_at and ticket.status in UNDONE
    return ticket.response_due_at + SECOND if waits and ticket.response_due_at else None


def _event_day(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    calendar = _calendar(ticket, catalogue)
    event = kept_params(ticket.params, calendar.zone).event_date
    return _opening(calendar, event) if event and ticket.status in UNDONE else None


def _close_target(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    """K9: in the morning of the day on which the officer should close."""
    if ticket.close_by is None or ticket.status in ENDED:
        return None
    calendar = _calendar(ticket, catalogue)
    return _opening(calendar, calendar.local(ticket.close_by).date())


def _reminder(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    """The next morning on which the paper that is to be signed is asked for again."""
    if ticket.fulfilled_at is None or ticket.status != "waiting_document":
        return None
    calendar = _calendar(ticket, catalogue)
    day = calendar.local(ticket.fulfilled_at).date()
    moments = [_opening(calendar, calendar.nth_after(day, n)) for n in REMINDERS]
    return next((at for at in moments if at > now), None)


def _auto_close(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    """K14: when nobody can reopen it any more."""
    until = reopen_until(ticket, catalogue)
    if until is None or ticket.status not in ("fulfilled", "confirmed"):
        return None
    return until + SECOND if until >= now else now + TIME_TO_ANSWER


def _ask_rating(ticket: TicketView, catalogue: Catalogue, now: datetime) -> datetime | None:
    """Where fulfilment is confirmed and nobody has asked yet; inside the window."""
    until = reopen_until(ticket, catalogue)
    if until is None or ticket.status not in ("confirmed", "closed") or not rating_open(ticket):
        return None
    calendar = _calendar(ticket, catalogue)
    day = calendar.next_open(calendar.local(ticket.fulfilled_at or now).date() + RATING_AFTER)
    at = datetime.combine(day, RATING_AT, calendar.zone)
    return at if at < until else None


def _opening(calendar: Calendar, day: date) -> datetime:
    return datetime.combine(day, calendar.spans[0][0], calendar.zone)


def _calendar(ticket: TicketView, catalogue: Catalogue) -> Calendar:
    return calendar_of(catalogue.offices[ticket.office], catalogue.calendar)


RULES: dict[str, Rule] = {
    "warn": _warn,
    "late": _late,
    "late_answer": _late_answer,
    "event_day": _event_day,
    "close_target": _close_target,
    REMINDER: _reminder,
    "auto_close": _auto_close,
    "ask_rating": _ask_rating,
}
