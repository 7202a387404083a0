"""`loket due`: one request as JSON in, its dates as JSON out (contract, `loket due`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.desk.promises import promise
from bot.desk.shapes import Params, Promise, Reason
from catalog_data.model import Catalogue, Service

T = TypeVar("T")
LOCATIONS = ("sekitar", "luar")
TRIAGE = ("ringan_ada", "ringan_tidak_ada", "sedang_berat_ada", "sedang_berat_tidak_ada", "rencana_kerja")


def due(request: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The dates of one request. Raises ValueError that says what is wrong and how to mend it."""
    if not isinstance(request, dict):
        raise ValueError('expected an object with "service", "variant", "office", "opened_at", "params"')
    service = _known("service", request.get("service"), catalogue.services)
    office = _known("office", request.get("office"), catalogue.offices)
    variant = _variant(service, request.get("variant"))
    zone = ZoneInfo(office.zone)
    opened_at = _moment("opened_at", request.get("opened_at"), zone)
    params = _params(request.get("params"), zone)
    try:
        found = promise(service, variant, office, catalogue.calendar, opened_at, params)
    except OverflowError:
        raise ValueError("a date lies outside the years 1 to 9999; give a date of our days") from None
    return _shown(found)


def _known(what: str, given: Any, known: dict[str, T]) -> T:
    if not isinstance(given, str) or given not in known:
        raise ValueError(f"unknown {what} {given!r}; one of: {', '.join(known)}")
    return known[given]


def _variant(service: Service, given: Any) -> str | None:
    ids = [variant.id for variant in service.variants]
    if given is None or given in ids:
        return given if isinstance(given, str) else None
    allowed = ", ".join([*ids, "null"])
    raise ValueError(f"unknown variant {given!r} of {service.code}; one of: {allowed}")


def _params(given: Any, zone: ZoneInfo) -> Params:
    """Clean params. null counts as not given."""
    if given is None:
        return Params()
    if not isinstance(given, dict):
        raise ValueError('params must be an object such as {"devices": 11}')
    unknown = sorted(set(given) - set(PARAMS))
    if unknown:
        raise ValueError(f"unknown param {', '.join(unknown)}; known: {', '.join(PARAMS)}")
    said = {name: value for name, value in given.items() if value is not None}
    params = Params(**{name: PARAMS[name](name, value, zone) for name, value in said.items()})
    if params.event_end and (params.event_date is None or params.event_end < params.event_date):
        raise ValueError("event_end must not lie before event_date; give both, or event_date alone")
    return params


def _moment(name: str, given: Any, zone: ZoneInfo) -> datetime:
    """A local time of the office; one with an offset is taken as the same moment there."""
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        raise ValueError(f'{name} {given!r} is no date and time; write "2026-11-23T09:00"') from None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _date(name: str, given: Any, zone: ZoneInfo) -> date:
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise ValueError(f'{name} {given!r} is no date; write "2026-12-08"') from None


def _time(name: str, given: Any, zone: ZoneInfo) -> str:
    try:
        return time.fromisoformat(given).strftime("%H:%M")
    except (TypeError, ValueError):
        raise ValueError(f'{name} {given!r} is no time of day; write "15:30"') from None


def _count(name: str, given: Any, zone: ZoneInfo) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise ValueError(f"{name} {given!r} is no quantity; give a whole number from 1")
    return given


def _flag(name: str, given: Any, zone: ZoneInfo) -> bool:
    if not isinstance(given, bool):
        raise ValueError(f"{name} {given!r} must be true or false")
    return given


def _word(name: str, given: Any, zone: ZoneInfo) -> str:
    if not isinstance(given, str):
        raise ValueError(f"{name} {given!r} must be a string")
    return given


def _one_of(*allowed: str) -> Callable[[str, Any, ZoneInfo], str]:
    def chosen(name: str, given: Any, zone: ZoneInfo) -> str:
        if given not in allowed:
            raise ValueError(f"unknown {name} {given!r}; one of: {', '.join(allowed)}")
        return str(given)

    return chosen


PARAMS: dict[str, Callable[[str, Any, ZoneInfo], Any]] = {
    "devices": _count,
    "accounts": _count,
    "event_date": _date,
    "event_end": _date,
    "event_end_time": _time,
    "location": _one_of(*LOCATIONS),
    "after_hours": _flag,
    "documents_complete_at": _moment,
    "documents_follow": _flag,
    "triage": _one_of(*TRIAGE),
    "fulfilled_at": _moment,
    "channel": _word,
    "third_party": _flag,
    "incident": _flag,
}


def _shown(found: Promise) -> dict[str, Any]:
    earliest = found.earliest_event_date
    return {
        "accepted": found.accepted,
        "earliest_event_date": earliest.isoformat() if earliest else None,
        "response_due_at": _local(found.response_due_at),
        "due_at": _local(found.due_at),
        "close_by": _local(found.close_by),
        "reopen_until": _local(found.reopen_until),
        "rules": [_reason(reason) for reason in found.rules],
        "unreviewed_year": found.unreviewed_year,
    }


def _local(moment: datetime | None) -> str | None:
    return moment.replace(tzinfo=None).isoformat() if moment else None


def _reason(reason: Reason) -> dict[str, Any]:
    skipped = [{"date": day.isoformat(), "name": name} for day, name in reason.skipped]
    return {"rule": reason.rule, "clause": reason.clause, "text": reason.text, "skipped": skipped}
