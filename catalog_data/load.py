"""Reads the catalogue's files into frozen types and refuses what does not fit, all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog_data.blocks import expand
from catalog_data.crossref import crossref
from catalog_data.model import Answer, CalendarRules, Catalogue, Field, Frozen, Office, Route, Service
from catalog_data.source import Fault, Source, parse

HERE = Path(__file__).parent
SHARED = ("common.toml", "offices.toml", "calendar.toml", "clock.toml", "routing.toml", "person.toml")
M = TypeVar("M", bound=Frozen)
Loaded = list[tuple[Source, Service]]


class CatalogueError(Exception):
    """The catalogue cannot be used. `faults`: every one found, each with file, line and reason."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def load(folder: Path | None = None) -> Catalogue:
    """The catalogue in `folder` (default: the package's own). Raises CatalogueError."""
    folder = folder or HERE
    faults: list[Fault] = []
    shared = {name: _read(folder / name, folder, faults) for name in SHARED}
    files = [_read(path, folder, faults) for path in sorted((folder / "services").glob("*.toml"))]
    if not files:
        faults.append(Fault("services", 1, "no service files"))
    services = _services(files, shared["common.toml"], faults)
    catalogue = _catalogue(services, shared, faults)
    if catalogue and not faults:
        faults = crossref(catalogue, {service.code: source for source, service in services}, shared)
    if faults or catalogue is None:
        raise CatalogueError(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return catalogue


def _read(path: Path, folder: Path, faults: list[Fault]) -> Source:
    found = parse(path, folder)
    if isinstance(found, Source):
        return found
    faults.append(found)
    return Source(found.file, {})


def _services(files: list[Source], common: Source, faults: list[Fault]) -> Loaded:
    """The services that could be read, in the standard's order."""
    read: Loaded = []
    for source in (file for file in files if file.data):
        data, wrong = expand(source, common.data.get("blocks", {}))
        faults.extend(wrong)
        if service := _make(Service, data, source, (), faults):
            read.append((source, service))
    faults.extend(_twice(read))
    return sorted(read, key=lambda pair: pair[1].number)


def _twice(read: Loaded) -> list[Fault]:
    """Services that share a code, a number or a slug."""
    faults = []
    for part in ("code", "number", "slug"):
        seen: dict[Any, str] = {}
        for source, service in read:
            value = getattr(service, part)
            if value in seen:
                faults.append(source.fault(f"{part} {value!r} is already taken by {seen[value]}", part))
            seen.setdefault(value, source.name)
    return faults


def _catalogue(services: Loaded, shared: dict[str, Source], faults: list[Fault]) -> Catalogue | None:
    common, offices = shared["common.toml"], shared["offices.toml"]
    starts = common.data.get("starts", {})
    calendar = {**shared["calendar.toml"].data, **shared["clock.toml"].data}
    parts = {
        "services": {service.code: service for _, service in services},
        "offices": _offices(offices, faults),
        "helpdesk": _helpdesk(offices, faults),
        "calendar": _make(CalendarRules, calendar, shared["calendar.toml"], (), faults),
        "general": _rows(Answer, common, "general", faults),
        "person": _rows(Field, shared["person.toml"], "person", faults),
        "starts": tuple(starts),
        "start_labels": starts,
        "routing": _routing(shared["routing.toml"], faults),
        "labels": tuple(common.data.get("labels", ())),
    }
    return None if faults else _make(Catalogue, parts, common, (), faults)


def _offices(source: Source, faults: list[Fault]) -> dict[str, Office]:
    return {office.id: office for office in _rows(Office, source, "offices", faults)}


def _helpdesk(source: Source, faults: list[Fault]) -> Office | None:
    row = source.data.get("helpdesk")
    return _make(Office, row, source, ("helpdesk",), faults) if row else None


def _rows(kind: type[M], source: Source, name: str, faults: list[Fault]) -> tuple[M, ...]:
    """The tables [[name]] of a file as `kind`s."""
    read = [_make(kind, row, source, (name, at), faults) for at, row in enumerate(source.data.get(name, ()))]
    return tuple(row for row in read if row)


def _routing(source: Source, faults: list[Fault]) -> dict[str, dict[str, Route]]:
    """Office -> group -> route: the office's mailbox (or the group's own) and the group's supervisor."""
    supervisors = source.data.get("supervisors", {})
    read: dict[str, dict[str, Route]] = {}
    for office, row in source.data.get("offices", {}).items():
        own = {group: {"mailbox": row.get(group, row.get("mailbox")), "supervisor": position}
               for group, position in supervisors.items()}  # fmt: skip
        made = {group: _make(Route, route, source, ("offices", office), faults) for group, route in own.items()}
        read[office] = {group: route for group, route in made.items() if route}
    return read


def _make(kind: type[M], data: dict[str, Any], source: Source, at: tuple[str | int, ...], faults: list[Fault]) -> M | None:
    """`data` as a `kind`; what does not fit is added to `faults` with its line."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            path = (*at, *each["loc"])
            shown = ".".join(str(part) for part in each["loc"])
            faults.append(source.fault(f"{shown}: {each['msg']}", *_used(source, path)))
        return None


def _used(source: Source, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path to show: a part that came from a block is shown where the file names the block."""
    return ("use", *path) if path and path[0] in source.data.get("use", {}) else path
