"""What one part of the catalogue says about another must hold: ids, variants, clauses, offices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from catalog_data import references, timing
from catalog_data.model import Catalogue, Office, Service
from catalog_data.references import Found, single
from catalog_data.source import Fault, Key, Source

PERSON = {"kantor", "nama", "unit", "kontak"}
HOUR = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
RULES: tuple[Callable[[Service], Found], ...] = (
    references.ids,
    references.variants,
    references.choosing,
    references.incidents,
    references.fields,
    references.documents,
    references.superior,
    references.silence,
    timing.terms,
    timing.lead_times,
    timing.thresholds,
)


def crossref(catalogue: Catalogue, services: dict[str, Source], shared: dict[str, Source]) -> list[Fault]:
    """Every broken reference. `services`: code -> its file; `shared`: name -> file."""
    faults: list[Fault] = []
    for code, source in services.items():
        faults += _service(catalogue.services[code], source)
    for name, rule in SHARED_RULES.items():
        faults += [shared[name].fault(reason, *path) for path, reason in rule(catalogue, shared[name])]
    for source in (*services.values(), *shared.values()):
        faults += [source.fault("empty text", *path) for path in _blank(source.data, ())]
    return faults


def _service(service: Service, source: Source) -> Iterator[Fault]:
    for rule in RULES:
        for path, reason in rule(service):
            yield source.fault(reason, *path)
    if not source.name.endswith(f"/{service.slug}.toml"):
        yield source.fault(f"slug {service.slug!r} is not the name of the file", "slug")
    for at, field in enumerate(service.fields):
        if field.id in PERSON:
            yield source.fault(f"{field.id!r} is asked of every person, not by a service", "fields", at, "id")
    for path, clause in _clauses(source.data, ()):
        if not clause.startswith(f"layanan {service.number},"):
            yield source.fault(f"clause {clause!r} is another service's", *path)


def _clauses(value: Any, path: Key) -> Iterator[tuple[Key, str]]:
    """Every clause in a file's data, with its place."""
    for key, item in _items(value):
        if isinstance(item, str) and str(key).endswith("clause"):
            yield (*path, key), item
        yield from _clauses(item, (*path, key))


def _blank(value: Any, path: Key) -> Iterator[Key]:
    """Strings that were written but say nothing."""
    for key, item in _items(value):
        if isinstance(item, str) and not item.strip():
            yield (*path, key)
        yield from _blank(item, (*path, key))


def _items(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _common(catalogue: Catalogue, source: Source) -> Found:
    """Starting points exist; labels and topics are there once."""
    for start in catalogue.starts:
        code, _, variant = start.partition("/")
        service = catalogue.services.get(code)
        if service is None or (variant and variant not in {each.id for each in service.variants}):
            yield ("starts", start), f"no such starting point: {start!r}"
    yield from single("labels", catalogue.labels)
    yield from single("general", [answer.topic for answer in catalogue.general], "topic")


def _offices(catalogue: Catalogue, source: Source) -> Found:
    """Offices are there once, in a real time zone, with a way to reach them."""
    yield from single("offices", [row.get("id", "") for row in source.data.get("offices", ())])
    rows: list[tuple[Key, Office]] = [(("offices", at), row) for at, row in enumerate(catalogue.offices.values())]
    if catalogue.helpdesk:
        rows.append((("helpdesk",), catalogue.helpdesk))
    for path, office in rows:
        if not _zone(office.zone):
            yield (*path, "zone"), f"unknown time zone {office.zone!r}"
        if not office.contacts:
            yield path, f"no way to reach {office.id!r}"
        for code in (each for each in office.only if each not in catalogue.services):
            yield (*path, "only"), f"unknown service {code!r}"
        if not _hours(office.break_from, office.break_to):
            yield (*path, "break_from"), "a break needs break_from and break_to, HH:MM, in this order"


def _zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def _hours(start: str | None, end: str | None) -> bool:
    """Neither, or two times of the day in order."""
    if start is None or end is None:
        return start == end
    return bool(HOUR.match(start) and HOUR.match(end)) and time.fromisoformat(start) < time.fromisoformat(end)


def _calendar(catalogue: Catalogue, source: Source) -> Found:
    """Opening before closing; every changed day is a date."""
    rules = catalogue.calendar
    if not _hours(rules.opens, rules.closes):
        yield ("opens",), "opens and closes must be HH:MM, in this order"
    for name in ("added", "removed"):
        for at, change in enumerate(getattr(rules, name)):
            if not _day(change.day):
                yield (name, at, "day"), f"{change.day!r} is no date YYYY-MM-DD"


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _routing(catalogue: Catalogue, source: Source) -> Found:
    """Every office has a route for every group of services, and no other office has one."""
    groups = {service.group for service in catalogue.services.values()}
    for office in catalogue.routing:
        if office not in catalogue.offices:
            yield ("offices", office), f"unknown office {office!r}"
    for office in catalogue.offices:
        for group in sorted(groups - set(catalogue.routing.get(office, {}))):
            yield ("supervisors",), f"no route for group {group} of office {office!r}"


def _person(catalogue: Catalogue, source: Source) -> Found:
    """The dialogue knows exactly these four fields of a person."""
    found = [field.id for field in catalogue.person]
    yield from single("person", found)
    for each in sorted(PERSON ^ set(found)):
        yield ("person",), f"{each!r} is {'missing' if each in PERSON else 'unknown'}"


SHARED_RULES: dict[str, Callable[[Catalogue, Source], Found]] = {
    "common.toml": _common,
    "offices.toml": _offices,
    "calendar.toml": _calendar,
    "routing.toml": _routing,
    "person.toml": _person,
}
