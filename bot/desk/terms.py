"""How long fulfilment takes: one function a rule of the catalogue's `Term`, gathered in `RULES`.

Each answers `Dates`: what is promised, or nothing, and why. Rules K3-K5, K9-K13 of the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.desk.clock import DAY, Calendar, Skipped, UnreviewedYear
from bot.desk.shapes import Params, Reason
from catalog_data.model import Service, Term


@dataclass(frozen=True, slots=True)
class Case:
    """One request as the clock sees it. `opened_at` and the moments of `params` are office-local."""

    service: Service
    variant: str | None
    calendar: Calendar
    opened_at: datetime
    params: Params

    def why(self, key: str, clause: str | None, skipped: Skipped = (), **numbers: int) -> Reason:
        """The reason `key` ("K3", "K10.past") in words; the rule is what stands before the dot."""
        closes = self.calendar.spans[-1][1].strftime("%H.%M")
        words = self.calendar.texts[key].format(closes=closes, **numbers)
        rule = key.partition(".")[0]
        return Reason(rule if rule.startswith("K") else "standard", clause, words, skipped)

    def unreviewed(self, year: int) -> Reason:
        """No date, because nobody has reviewed that year's holidays (K1)."""
        return self.why("K1.year", None, year=year)


@dataclass(frozen=True, slots=True)
class Dates:
    """What a term promises. `year`: the unreviewed year that made a date impossible (K1)."""

    due_at: datetime | None = None
    close_by: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    year: int | None = None


def of_term(case: Case, term: Term) -> Dates:
    """The dates of a term, without any where it cannot run yet, or where its year is unreviewed."""
    if case.params.third_party and term.third_party is not None:
        return _undated(case, "third_party", term.third_party.clause)
    start = _start(case, term)
    if start is None:
        return _undated(case, "K11.open", term.clause)
    try:
        dates = RULES[term.rule](case, term, start)
    except UnreviewedYear as fault:
        return Dates(reasons=(case.unreviewed(fault.year),), year=fault.year)
    if start == case.opened_at and term.start == "request":
        return dates
    return replace(dates, reasons=(case.why("K11", term.clause), *dates.reasons))


def _start(case: Case, term: Term) -> datetime | None:
    """The moment from which the term runs; None while documents are outstanding (K11)."""
    complete = case.params.documents_complete_at
    if term.start == "documents_complete" or case.params.documents_follow:
        return complete
    return complete if complete is not None and _may_follow(case) else case.opened_at


def _may_follow(case: Case) -> bool:
    fields = case.service.fields
    return any(field.follow and (not field.variants or case.variant in field.variants) for field in fields)


def _undated(case: Case, key: str, clause: str | None, **numbers: int) -> Dates:
    return Dates(reasons=(case.why(key, clause, (), **numbers),))


def _working_days(case: Case, term: Term, start: datetime) -> Dates:
    """K3: 17.00 on the n-th working day after the date of `start`."""
    return _after_days(case, term, start, term.amount)


def _after_days(case: Case, term: Term, start: datetime, n: int) -> Dates:
    day = case.calendar.nth_after(start.date(), n)
    skipped = case.calendar.skipped(start.date() + DAY, day)
    key = "K3" if start == case.opened_at else "K3.late"
    return Dates(case.calendar.closing(day), reasons=(case.why(key, term.clause, skipped, n=n),))


def _working_hours(case: Case, term: Term, start: datetime) -> Dates:
    """K4: `amount` hours that run only inside working hours."""
    due = case.calendar.add_minutes(start, term.amount * 60)
    skipped = case.calendar.skipped(start.date(), due.date())
    return Dates(due, reasons=(case.why("K4", term.clause, skipped, n=term.amount),))


def _days(case: Case, term: Term, start: datetime) -> Dates:
    """K5: 17.00 on the date of `start` + n calendar days, or on the next working day."""
    return _after_calendar_days(case, term, start, term.amount)


def _after_calendar_days(case: Case, term: Term, start: datetime, n: int) -> Dates:
    target = start.date() + n * DAY
    day = case.calendar.next_open(target)
    reason = case.why("K5", term.clause, case.calendar.skipped(target, day), n=n)
    return Dates(case.calendar.closing(day), reasons=(reason,))


def _tiers(case: Case, term: Term, start: datetime) -> Dates:
    """K12: working days by the number of devices; above the last tier nothing is promised."""
    devices = case.params.devices or _devices_of_variant(case)
    if devices is None:
        return _undated(case, "K12.unknown", term.clause)
    tier = next((tier for tier in term.tiers if devices <= tier.up_to), None)
    if tier is None:
        return _undated(case, "K12.above", term.clause, n=term.tiers[-1].up_to)
    below = [other.up_to for other in term.tiers if other.up_to < tier.up_to]
    reason = case.why("K12", term.clause, low=max(below, default=0) + 1, high=tier.up_to, n=tier.amount)
    dates = _after_days(case, term, start, tier.amount)
    return replace(dates, reasons=(reason, *dates.reasons))


def _devices_of_variant(case: Case) -> int | None:
    """The most devices that this variant can mean, where it is bounded (individual: up to 4)."""
    return next((limit.above for limit in case.service.thresholds if limit.low == case.variant), None)


def _at_event(case: Case, term: Term, start: datetime) -> Dates:
    """K9: due when the event ends; `close_by` is the officer's target after it."""
    event = case.params.event_end or case.params.event_date
    if event is None:
        return _undated(case, "K9.no_date", term.clause)
    due = _end_of(case, event)
    if due <= case.opened_at:
        return _undated(case, "K9.past", term.clause)
    case.calendar.is_open_day(event)  # an event in an unreviewed year is not promised either
    try:
        day = case.calendar.nth_after(event, term.close_after_hk)
    except UnreviewedYear as fault:
        why = case.why("K9", term.clause, n=term.close_after_hk)
        return Dates(due, None, (why, case.unreviewed(fault.year)), fault.year)
    skipped = case.calendar.skipped(event + DAY, day)
    reason = case.why("K9", term.clause, skipped, n=term.close_after_hk)
    return Dates(due, case.calendar.closing(day), (reason,))


def _end_of(case: Case, event: date) -> datetime:
    at = case.params.event_end_time
    if at is None:
        return case.calendar.closing(event)
    return datetime.combine(event, time.fromisoformat(at), case.calendar.zone)


def _day_before_event(case: Case, term: Term, start: datetime) -> Dates:
    """K10: 17.00 on the calendar day before the event, or on the last working day before that."""
    if case.params.event_date is None:
        return _undated(case, "K10.no_date", term.clause)
    target = case.params.event_date - DAY
    day = case.calendar.last_open(target)
    due = case.calendar.closing(day)
    if due <= case.opened_at:
        return _undated(case, "K10.past", term.clause)
    return Dates(due, reasons=(case.why("K10", term.clause, case.calendar.skipped(day, target)),))


def _triage(case: Case, term: Term, start: datetime) -> Dates:
    """K13: calendar days by the officer's judgement, counted from the request like K5."""
    tier = case.params.triage
    if tier is None:
        return _undated(case, "K13.open", term.clause)
    if tier not in term.triage:
        return _undated(case, "K13.plan", term.clause)
    n = term.triage[tier]
    dates = _after_calendar_days(case, term, start, n)
    return replace(dates, reasons=(case.why("K13", term.clause, n=n), *dates.reasons))


def _by_letter(case: Case, term: Term, start: datetime) -> Dates:
    return _undated(case, "by_letter", term.clause)


def _silent(case: Case, term: Term, start: datetime) -> Dates:
    return _undated(case, "silent", term.clause)


RULES: dict[str, Callable[[Case, Term, datetime], Dates]] = {
    "hk": _working_days,
    "jam_kerja": _working_hours,
    "hari": _days,
    "tiers": _tiers,
    "at_event": _at_event,
    "day_before_event": _day_before_event,
    "triage": _triage,
    "by_letter": _by_letter,
    "none": _silent,
}
