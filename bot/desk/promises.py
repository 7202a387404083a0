"""What is promised for a request: every date with its reason, or no date and the reason why not.

Rests on the catalogue's terms and lead times and on the rules K1-K18 of the clock. Datetimes are aware;
answers are in the office's zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.desk.clock import DAY, REOPEN_DAYS, Calendar, UnreviewedYear, calendar_of
from bot.desk.shapes import BY_MAIL, Params, Promise, Reason
from bot.desk.terms import Case, Dates, of_term
from catalog_data.model import CalendarRules, LeadTime, Office, Service, Term


@dataclass(frozen=True, slots=True)
class Lead:
    """Whether the event is far enough ahead (K7, K8), the first possible date, and how far it is.

    Not `sure`: the place decides, and it is not known yet.
    """

    accepted: bool = True
    sure: bool = True
    earliest: date | None = None
    days_ahead: int | None = None
    reasons: tuple[Reason, ...] = ()
    year: int | None = None


def promise(
    service: Service,
    variant: str | None,
    office: Office,
    rules: CalendarRules,
    opened_at: datetime,
    params: Params,
) -> Promise:
    """All dates of a request received at `opened_at` (aware).

    Variant None: what every variant that is still possible has in common. A missed lead time promises
    nothing. Never raises for an unreviewed year: the dates are None and `unreviewed_year` names it.
    """
    cases = _cases(service, variant, calendar_of(office, rules), opened_at, params)
    lead = _common_lead(cases)
    dates = _common_dates(cases) if lead.accepted and lead.sure else Dates()
    answer = _answer(cases[0])
    reopen_until, reopen = _reopen(cases[0])
    return Promise(
        accepted=lead.accepted,
        earliest_event_date=lead.earliest,
        days_ahead=lead.days_ahead,
        response_due_at=answer.due_at,
        due_at=dates.due_at,
        close_by=dates.close_by,
        reopen_until=reopen_until,
        rules=tuple(dict.fromkeys((*lead.reasons, *answer.reasons, *dates.reasons, *reopen))),
        unreviewed_year=dates.year or lead.year or answer.year,
    )


def renew(
    service: Service,
    variant: str | None,
    office: Office,
    rules: CalendarRules,
    reopened_at: datetime,
    params: Params,
) -> Promise:
    """K16: the service's term anew from the reopening; `params` hold the remaining quantity.

    A lead time is not asked again. Documents that were complete are so still; those declared missing
    since hold the clock (K11).
    """
    complete = max(params.documents_complete_at or reopened_at, reopened_at)
    waits = params.documents_follow and params.documents_complete_at is None
    settled = params if waits else replace(params, documents_follow=False, documents_complete_at=complete)
    cases = _cases(service, variant, calendar_of(office, rules), reopened_at, settled)
    dates = _common_dates(cases)
    reasons = (cases[0].why("K16", None), *dates.reasons)
    return Promise(due_at=dates.due_at, close_by=dates.close_by, rules=reasons, unreviewed_year=dates.year)


def _cases(
    service: Service, variant: str | None, calendar: Calendar, opened_at: datetime, params: Params
) -> tuple[Case, ...]:
    """One case for each variant that the request can mean."""
    local = replace(
        params,
        documents_complete_at=_local(calendar, params.documents_complete_at),
        fulfilled_at=_local(calendar, params.fulfilled_at),
    )
    opened = calendar.local(opened_at)
    return tuple(Case(service, it, calendar, opened, local) for it in possible(service, variant, params))


def _local(calendar: Calendar, moment: datetime | None) -> datetime | None:
    return None if moment is None else calendar.local(moment)


def possible(service: Service, variant: str | None, params: Params) -> tuple[str | None, ...]:
    """The variants that a request can mean, after the place (ITSM.11) and the quantities decided."""
    named = (variant,) if variant is not None else tuple(_at_place(service, params.location)) or (None,)
    return tuple(dict.fromkeys(_moved(service, it, params) for it in named))


def _at_place(service: Service, location: str | None) -> Iterator[str]:
    """Variants by place: "sekitar" is short for "sekitar_kantor". Without such variants: all."""
    ids = [it.id for it in service.variants if not it.incident]
    there = [it for it in ids if location is not None and it.startswith(f"{location}_")]
    yield from there or ids


def _moved(service: Service, variant: str | None, params: Params) -> str | None:
    """The variant on the right side of its threshold (31 accounts are collective)."""
    for limit in service.thresholds:
        quantity = _quantity(service, limit.field, params)
        if quantity is not None and variant in (limit.low, limit.high):
            return limit.high if quantity > limit.above else limit.low
    return variant


def _quantity(service: Service, field_id: str, params: Params) -> int | None:
    named = {"devices": params.devices, "accounts": params.accounts}
    param = next((field.param for field in service.fields if field.id == field_id), None)
    return named.get(param or field_id)


def _term(case: Case) -> Term | None:
    service, variant = case.service, case.variant
    incident = case.params.incident or any(it.incident for it in service.variants if it.id == variant)
    if incident and service.incident_term is not None:
        return service.incident_term
    return next((term for term in service.terms if not term.variants or variant in term.variants), None)


def _dates(case: Case) -> Dates:
    """The dates of one variant. Without a term the standard is silent; a disturbance has none (K15)."""
    term = _term(case)
    if term is None:
        return Dates(reasons=(case.why("silent", None),))
    if term is case.service.incident_term:
        return Dates(reasons=(case.why("K15", term.clause),))
    return of_term(case, term)


def _common_dates(cases: tuple[Case, ...]) -> Dates:
    """What all possible variants promise alike; else nothing, because the variant decides."""
    each = [_dates(case) for case in cases]
    first = each[0]
    if all((it.due_at, it.close_by, it.year) == (first.due_at, first.close_by, first.year) for it in each):
        return first
    reasons = [cases[0].why("variant", None)]
    disturbance = cases[0].service.incident_term
    if disturbance is not None:
        reasons.append(cases[0].why("K15", disturbance.clause))
    return Dates(reasons=tuple(reasons))


def _common_lead(cases: tuple[Case, ...]) -> Lead:
    """The lead time of all possible variants; where they differ, only what fits none is refused."""
    each = [_lead(case) for case in cases]
    if len({(it.earliest, it.accepted) for it in each}) == 1:
        return each[0]
    if any(it.accepted for it in each):
        everywhere = all(it.accepted for it in each)
        return Lead(sure=everywhere, reasons=(cases[0].why("K7.place", None),))
    return min(each, key=lambda it: it.earliest or date.max)


def _lead(case: Case) -> Lead:
    limit = next((it for it in case.service.lead_times if _asks_lead(case, it)), None)
    if limit is None:
        return Lead()
    event, asked = case.params.event_date, case.opened_at.date()
    try:
        earliest = _earliest(case.calendar, limit, asked)
    except UnreviewedYear as fault:
        sure_too_soon = event is not None and event.year < fault.year
        return Lead(accepted=not sure_too_soon, reasons=(case.unreviewed(fault.year),), year=fault.year)
    skipped = case.calendar.skipped(asked + DAY, earliest) if limit.unit == "hk" else ()
    rule = "K7" if limit.unit == "hk" else "K8"
    why = case.why(rule, limit.clause, skipped, n=limit.amount)
    lead = Lead(earliest=earliest, days_ahead=_ahead(case, limit, event), reasons=(why,))
    if event is None or event >= earliest:
        return lead
    if case.params.excepted:
        return replace(lead, reasons=(why, case.why("K7.excepted", None)))
    return replace(lead, accepted=False, reasons=(why, case.why(f"{rule}.missed", limit.clause)))


def _asks_lead(case: Case, limit: LeadTime) -> bool:
    if limit.after_hours_only and not case.params.after_hours:
        return False
    return not limit.variants or case.variant in limit.variants


def _earliest(calendar: Calendar, limit: LeadTime, asked: date) -> date:
    return calendar.nth_after(asked, limit.amount) if limit.unit == "hk" else asked + limit.amount * DAY


def _ahead(case: Case, limit: LeadTime, event: date | None) -> int | None:
    """How far ahead the event is, in the unit of its lead time; None where that is not known."""
    if event is None or event.year > case.calendar.reviewed_to:
        return None
    asked = case.opened_at.date()
    return case.calendar.working_days(asked, event) if limit.unit == "hk" else (event - asked).days


def _answer(case: Case) -> Dates:
    """K6: the first handling where the term names one, else the answer to an e-mail."""
    term, response = _term(case), case.service.response
    if term is not None and term.first_handling_minutes:
        return _within(case, term.first_handling_minutes, "K6.handling", term.clause)
    if case.params.channel == BY_MAIL:
        return _within(case, response.email_minutes, "K6.email", response.clause)
    return Dates()


def _within(case: Case, minutes: int, key: str, clause: str) -> Dates:
    try:
        due = case.calendar.add_minutes(case.opened_at, minutes)
    except UnreviewedYear as fault:
        return Dates(reasons=(case.unreviewed(fault.year),), year=fault.year)
    skipped = case.calendar.skipped(case.opened_at.date(), due.date())
    return Dates(due, reasons=(case.why(key, clause, skipped, n=minutes),))


def _reopen(case: Case) -> tuple[datetime | None, tuple[Reason, ...]]:
    """K14, once fulfilled."""
    if case.params.fulfilled_at is None:
        return None, ()
    until = case.calendar.reopen_until(case.params.fulfilled_at)
    return until, (case.why("K14", case.service.reopen.clause, n=REOPEN_DAYS),)
