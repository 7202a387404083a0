"""Reads the catalogue's files into frozen types and refuses what does not fit, all faults at once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog_data.blocks import expand
from catalog_data.crossref import crossref
from catalog_data.files import Clock, Common, Offices, Persons, Routing
from catalog_data.model import CalendarRules, Catalogue, Frozen, Service
from catalog_data.source import Fault, Source, parse

HERE = Path(__file__).parent
SHARED: dict[str, type[Frozen]] = {
    "common.toml": Common,
    "offices.toml": Offices,
    "person.toml": Persons,
    "clock.toml": Clock,
    "routing.toml": Routing,
}
CALENDAR = "calendar.toml"
M = TypeVar("M", bound=Frozen)


class CatalogueError(Exception):
    """The catalogue cannot be used. `faults`: every one found, each with file, line and reason."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def load(folder: Path | None = None) -> Catalogue:
    """The catalogue in `folder` (default: the package's own). Raises CatalogueError."""
    reader = Reader(folder or HERE)
    shared = {name: reader.read(name) for name in (*SHARED, CALENDAR)}
    services = reader.services(shared["common.toml"])
    catalogue = reader.catalogue(services, shared)
    if catalogue is not None:
        reader.faults += crossref(catalogue, {code: source for code, (source, _) in services.items()}, shared)
    if reader.faults or catalogue is None:
        raise CatalogueError(sorted(reader.faults, key=lambda fault: (fault.file, fault.line)))
    return catalogue


@cache
def office_ids() -> tuple[str, ...]:
    """The offices of the package's own catalogue, without the rest of it; none where the file has a fault."""
    found = parse(HERE / "offices.toml", HERE)
    return tuple(each["id"] for each in found.data["offices"]) if isinstance(found, Source) else ()


class Reader:
    """One reading of one folder; gathers the faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.broken: set[str] = set()  # files that are no TOML: nothing more is said of them

    def read(self, name: str) -> Source:
        """One file; an empty one in its place where it cannot be read."""
        found = parse(self.folder / name, self.folder)
        if isinstance(found, Source):
            return found
        self.faults.append(found)
        self.broken.add(name)
        return Source(name, {})

    def services(self, common: Source) -> dict[str, tuple[Source, Service]]:
        """Code -> file and service, in the standard's order."""
        names = [f"services/{path.name}" for path in sorted((self.folder / "services").glob("*.toml"))]
        if not names:
            self.faults.append(Fault("services", 1, "no service files"))
        read = [pair for name in names if (pair := self._service(name, common))]
        self.faults += twice(read)
        return {pair[1].code: pair for pair in sorted(read, key=lambda pair: pair[1].number)}

    def _service(self, name: str, common: Source) -> tuple[Source, Service] | None:
        source = self.read(name)
        if self.broken & {source.name, common.name}:
            return None
        blocks = common.data.get("blocks")
        data, wrong = expand(source, blocks if isinstance(blocks, dict) else {})
        self.faults += wrong
        service = self.make(Service, data, source)
        return (source, service) if service else None

    def catalogue(self, services: dict[str, tuple[Source, Service]], shared: dict[str, Source]) -> Catalogue | None:
        """Everything together, or None when some part of it could not be read."""
        whole_files = [name for name in SHARED if name not in self.broken]
        parts = {name: self.make(SHARED[name], shared[name].data, shared[name]) for name in whole_files}
        rules = {**shared[CALENDAR].data, "texts": shared["clock.toml"].data.get("texts", {})}
        calendar = None if CALENDAR in self.broken else self.make(CalendarRules, rules, shared[CALENDAR])
        if self.faults or calendar is None:
            return None
        return whole({code: service for code, (_, service) in services.items()}, parts, calendar)

    def make(self, kind: type[M], data: dict[str, Any], source: Source) -> M | None:
        """`data` as a `kind`; whatever does not fit becomes a fault with its line."""
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                shown = ".".join(str(part) for part in each["loc"])
                self.faults.append(source.fault(f"{shown}: {each['msg']}", *each["loc"]))
            return None


def twice(read: list[tuple[Source, Service]]) -> list[Fault]:
    """Services that share a code, a number, a slug, or what the menu calls them."""
    faults = []
    for part in ("code", "number", "slug", "short"):
        seen: dict[Any, str] = {}
        for source, service in read:
            value = getattr(service, part)
            if value in seen:
                faults.append(source.fault(f"{part} {value!r} is already taken by {seen[value]}", part))
            seen.setdefault(value, source.name)
    return faults


def whole(services: dict[str, Service], parts: dict[str, Any], calendar: CalendarRules) -> Catalogue:
    """The catalogue of parts that are all there."""
    common, offices = parts["common.toml"], parts["offices.toml"]
    return Catalogue(
        services=services,
        offices={office.id: office for office in offices.offices},
        helpdesk=offices.helpdesk,
        calendar=calendar,
        general=common.general,
        starts=tuple(common.starts),
        start_labels=common.starts,
        routing=parts["routing.toml"].routes(),
        verbs=parts["routing.toml"].verbs,
        priority=parts["routing.toml"].priority,
        labels=common.labels,
        person=parts["person.toml"].person,
    )
