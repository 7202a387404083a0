"""The reports' tables, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any

from bot.house import House
from bot.web.desk import realisation
from bot.web.desk.export import Share, Sheet
from bot.web.desk.realisation import Kept, Sum
from catalog_data.model import Service

Wording = Mapping[str, Any]


@dataclass(frozen=True)
class Counted:
    """What the store answered (storage/figures.py). `lines`: what was added up of it already, by what."""

    rows: list[Any]
    again: dict[str, int]
    remarks: dict[str, str]
    waiting: list[Any]
    unclear: int
    lines: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` answers, asked once."""
        if name not in self.lines:
            self.lines[name] = make()
        return self.lines[name]


def _share(part: float | None) -> Share | None:
    return None if part is None else Share(part)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _sums(house: House, found: Counted) -> dict[tuple[str, str, str], Sum]:
    """What every table is made of: a sum for each month, office and service."""
    month = months_of(house)

    def of(row: Any) -> tuple[str, str, str]:
        return month(row.opened_at), row.office, row.service

    made: dict[tuple[str, str, str], Sum] = found.once(
        "sums", lambda: realisation.sums(found.rows, found.again, house.clock(), of)
    )
    return made


def _lines(house: House, found: Counted, by: Callable[[Any], Any]) -> dict[Any, Kept]:
    """A line for each value of `by` of (month, office, service)."""
    return {line.of: line for line in realisation.lines(_sums(house, found), by)}


def by_service(house: House, found: Counted) -> list[Kept]:
    """A line for each service, in the catalogue's order."""
    lines = _lines(house, found, itemgetter(2))
    return [lines[code] for code in house.catalogue.services if code in lines]


def _by_office(house: House, found: Counted) -> list[Kept]:
    lines = _lines(house, found, itemgetter(1))
    return [lines[name] for name in house.catalogue.offices if name in lines]


def by_month(house: House, found: Counted) -> list[Kept]:
    """A line for each month ("2026-11") in which a ticket was received, in the house's own zone."""
    return list(_lines(house, found, itemgetter(0)).values())


def months_of(house: House) -> Callable[[datetime], str]:
    """Moment -> "2026-11"; the same hour is looked up once."""

    @cache
    def of(hour: datetime) -> str:
        return f"{house.local(hour):%Y-%m}"

    return lambda at: of(at.replace(minute=0, second=0, microsecond=0))


def _standard(service: Service) -> str:
    """The term of fulfilment as printed."""
    return "; ".join(dict.fromkeys(term.text for term in service.terms))


def _figures(line: Kept) -> list[Any]:
    return [
        line.received, line.fulfilled, line.on_time, line.dated - line.on_time, _share(line.rate),
        _number(line.hours), line.answers, _share(line.answer_rate), _share(line.reopen_rate),
    ]  # fmt: skip


def standard(house: House, w: Wording, found: Counted) -> Sheet:
    """Standard and realisation, by service."""
    rows = [
        [house.catalogue.services[line.of].name, _standard(house.catalogue.services[line.of]), *_figures(line)]
        for line in by_service(house, found)
    ]
    columns = [w["report"][name] for name in ("service", "standard", *FIGURES)]
    return Sheet(w["sheet"]["standard"], columns, rows)


FIGURES = ("received", "fulfilled", "on_time", "late", "rate", "hours", "answers", "answer_rate", "reopen_rate")


def offices(house: House, w: Wording, found: Counted) -> Sheet:
    """The same, by office."""
    rows = [[house.catalogue.offices[line.of].city, *_figures(line)] for line in _by_office(house, found)]
    return Sheet(w["sheet"]["offices"], [w["report"][name] for name in ("office", *FIGURES)], rows)


def months(house: House, w: Wording, found: Counted) -> Sheet:
    """The same, by month, with the mean rating."""
    rows = [[line.of, *_figures(line), _number(line.rating)] for line in by_month(house, found)]
    return Sheet(w["sheet"]["months"], [w["report"][name] for name in ("month", *FIGURES, "rating")], rows)


def cross(house: House, w: Wording, found: Counted) -> Sheet:
    """Standard and realisation by month, office and service: one line for each that had a ticket."""
    offices, services = house.catalogue.offices, house.catalogue.services
    lines = _lines(house, found, lambda of: of)
    order = sorted(lines, key=lambda of: (of[0], [*offices].index(of[1]), of[2] not in services, of[2]))
    rows = [
        [of[0], offices[of[1]].city, services[of[2]].name, _standard(services[of[2]]), *_figures(lines[of]),
         _number(lines[of].rating)]
        for of in order
        if of[2] in services
    ]  # fmt: skip
    names = ("month", "office", "service", "standard", *FIGURES, "rating")
    return Sheet(w["sheet"]["cross"], [w["report"][name] for name in names], rows)


def volume(house: House, w: Wording, found: Counted) -> Sheet:
    """How much came, by day, or by month where the period is long."""
    rows = [list(pair) for pair in by_day(house, found)]
    return Sheet(w["sheet"]["volume"], [w["report"]["when"], w["report"]["received"]], rows)


def by_day(house: House, found: Counted) -> list[tuple[str, int]]:
    """How many came, by day or by month."""
    if not found.rows:
        return []
    long = (found.rows[-1].opened_at - found.rows[0].opened_at).days > 31
    form = "%Y-%m" if long else "%Y-%m-%d"

    @cache
    def label(hour: datetime) -> str:
        return f"{house.local(hour):{form}}"

    def of(at: datetime) -> str:
        return label(at.replace(minute=0, second=0, microsecond=0))

    return list(found.once("volume", lambda: realisation.volume(found.rows, of)))


def ages(house: House, w: Wording, found: Counted) -> Sheet:
    """How long the open ones wait."""
    rows = [[age(w, limit), n, late] for limit, n, late in realisation.ages(found.waiting, house.clock())]
    return Sheet(w["sheet"]["ages"], [w["report"][name] for name in ("age", "waiting", "late")], rows)


def age(w: Wording, limit: int) -> str:
    """How old those are whose limit this is."""
    said = w["report"]
    return str(said["up_to"].format(n=limit) if limit else said["longer"].format(n=realisation.AGES[-1]))


def ratings(house: House, w: Wording, found: Counted) -> Sheet:
    """Are they content? Services 1 to 11 cite the standard, the others are voluntary."""
    rows = []
    for line in by_service(house, found):
        service = house.catalogue.services[line.of]
        basis = service.rating_clause or w["report"]["voluntary"]
        rows.append([service.name, basis, line.ratings, _number(line.rating)])
    return Sheet(w["sheet"]["ratings"], [w["report"][name] for name in ("service", "basis", "ratings", "rating")], rows)


def skpl(house: House, w: Wording, found: Counted) -> Sheet:
    """Every rating with its remark, for the survey of users (SKPL)."""
    rows = [
        [row.number, _day(house, row.opened_at), _day(house, row.fulfilled_at),
         house.catalogue.services[row.service].name if row.service in house.catalogue.services else "",
         house.catalogue.offices[row.office].city, row.rating, found.remarks.get(row.number, "")]
        for row in found.rows
        if row.rating
    ]  # fmt: skip
    names = ("number", "opened", "fulfilled_day", "service", "office", "rating", "remark")
    return Sheet(w["sheet"]["skpl"], [w["report"][name] for name in names], rows)


def _day(house: House, moment: datetime | None) -> str:
    return f"{house.local(moment):%Y-%m-%d}" if moment else ""


MADE: dict[str, Callable[[House, Wording, Counted], Sheet]] = {
    "standard": standard, "offices": offices, "months": months, "volume": volume, "ages": ages,
    "ratings": ratings, "skpl": skpl, "cross": cross,
}  # fmt: skip
