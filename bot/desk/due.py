"""`loket due`: one request as JSON in, its dates as JSON out (contract, `loket due`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.desk.params import moment, read_params
from bot.desk.promises import promise
from bot.desk.shapes import Promise, Reason
from catalog_data.model import Catalogue, Service

T = TypeVar("T")


def due(request: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The dates of one request. Raises ValueError that says what is wrong and how to mend it."""
    if not isinstance(request, dict):
        raise ValueError('expected an object with "service", "variant", "office", "opened_at", "params"')
    service = _known("service", request.get("service"), catalogue.services)
    office = _known("office", request.get("office"), catalogue.offices)
    variant = _variant(service, request.get("variant"))
    zone = ZoneInfo(office.zone)
    opened_at = moment("opened_at", request.get("opened_at"), zone)
    params = read_params(request.get("params"), zone)
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
