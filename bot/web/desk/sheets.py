"""The reports' tables and charts, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

from bot.house import House
from bot.web.desk import tally
from bot.web.desk.charts import Bar, bars
from bot.web.desk.export import Sheet
from bot.web.desk.tally import Kept
from catalog_data.model import Service

Wording = Mapping[str, Any]
GOOD, BAD = 0.9, 3  # part in time, and rating, below which a bar stands out


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


def _rate(part: float | None) -> str:
    return "" if part is None else f"{part * 100:.1f} %".replace(".", ",")


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _lines(house: House, found: Counted, by: str) -> dict[str, Kept]:
    made = found.once(by, lambda: tally.kept(found.rows, found.again, house.clock(), attrgetter(by)))
    return {line.of: line for line in made}


def _by_service(house: House, found: Counted) -> list[Kept]:
    lines = _lines(house, found, "service")
    return [lines[code] for code in house.catalogue.services if code in lines]


def _by_office(house: House, found: Counted) -> list[Kept]:
    lines = _lines(house, found, "office")
    return [lines[name] for name in house.catalogue.offices if name in lines]


def _standard(service: Service) -> str:
    """The term of fulfilment as printed."""
    return "; ".join(dict.fromkeys(term.text for term in service.terms))


def _figures(line: Kept) -> list[Any]:
    return [
        line.received, line.fulfilled, line.on_time, line.dated - line.on_time, _rate(line.rate),
        _number(line.hours), line.answers, _rate(line.answer_rate), _rate(line.reopen_rate),
    ]  # fmt: skip


def standard(house: House, w: Wording, found: Counted) -> Sheet:
    """Standard and realisation, by service."""
    rows = [
        [house.catalogue.services[line.of].name, _standard(house.catalogue.services[line.of]), *_figures(line)]
        for line in _by_service(house, found)
    ]
    columns = [w["report"][name] for name in ("service", "standard", *FIGURES)]
    return Sheet(w["sheet"]["standard"], columns, rows)


FIGURES = ("received", "fulfilled", "on_time", "late", "rate", "hours", "answers", "answer_rate", "reopen_rate")


def offices(house: House, w: Wording, found: Counted) -> Sheet:
    """The same, by office."""
    rows = [[house.catalogue.offices[line.of].city, *_figures(line)] for line in _by_office(house, found)]
    return Sheet(w["sheet"]["offices"], [w["report"][name] for name in ("office", *FIGURES)], rows)


def volume(house: House, w: Wording, found: Counted) -> Sheet:
    """How much came, by day, or by month where the period is long."""
    rows = [list(pair) for pair in _volume(house, found)]
    return Sheet(w["sheet"]["volume"], [w["report"]["when"], w["report"]["received"]], rows)


def _volume(house: House, found: Counted) -> list[tuple[str, int]]:
    if not found.rows:
        return []
    long = (found.rows[-1].opened_at - found.rows[0].opened_at).days > 31
    form = "%Y-%m" if long else "%Y-%m-%d"

    @cache
    def label(hour: datetime) -> str:
        return f"{house.local(hour):{form}}"

    def of(at: datetime) -> str:
        return label(at.replace(minute=0, second=0, microsecond=0))

    return list(found.once("volume", lambda: tally.volume(found.rows, of)))


def ages(house: House, w: Wording, found: Counted) -> Sheet:
    """How long the open ones wait."""
    rows = [[_age(w, limit), n, late] for limit, n, late in tally.ages(found.waiting, house.clock())]
    return Sheet(w["sheet"]["ages"], [w["report"][name] for name in ("age", "waiting", "late")], rows)


def _age(w: Wording, limit: int) -> str:
    return str(w["report"]["up_to"]).format(n=limit) if limit else str(w["report"]["longer"]).format(n=tally.AGES[-1])


def ratings(house: House, w: Wording, found: Counted) -> Sheet:
    """Are they content? Services 1 to 11 cite the standard, the others are voluntary."""
    rows = []
    for line in _by_service(house, found):
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
    "standard": standard, "offices": offices, "volume": volume, "ages": ages, "ratings": ratings, "skpl": skpl,
}  # fmt: skip


Drawn = tuple[list[Bar], float | None]  # bars, and what the longest stands for


def _draw_standard(house: House, w: Wording, found: Counted) -> Drawn:
    short = {code: each.short for code, each in house.catalogue.services.items()}
    rated = [(short[line.of], line.rate) for line in _by_service(house, found) if line.rate is not None]
    return [Bar(label, rate, _rate(rate), rate < GOOD) for label, rate in rated], 1.0


def _draw_volume(house: House, w: Wording, found: Counted) -> Drawn:
    return [Bar(label, n, str(n)) for label, n in _volume(house, found)], None


def _draw_ages(house: House, w: Wording, found: Counted) -> Drawn:
    said = str(w["report"]["of_late"])
    counted = tally.ages(found.waiting, house.clock())
    return [Bar(_age(w, limit), n, said.format(n=n, late=late)) for limit, n, late in counted], None


def _draw_ratings(house: House, w: Wording, found: Counted) -> Drawn:
    short = {code: each.short for code, each in house.catalogue.services.items()}
    rated = [(short[line.of], line.rating) for line in _by_service(house, found) if line.rating is not None]
    return [Bar(label, value, f"{value:.1f}".replace(".", ","), value < BAD) for label, value in rated], 5.0


DRAWN: dict[str, Callable[[House, Wording, Counted], Drawn]] = {
    "standard": _draw_standard, "volume": _draw_volume, "ages": _draw_ages, "ratings": _draw_ratings,
}  # fmt: skip


def sections(house: House, w: Wording, found: Counted) -> list[dict[str, Any]]:
    """Each question with its chart, where bars say it better, and its table."""
    made = []
    for name, make in MADE.items():
        if name not in w["question"]:
            continue
        sheet = make(house, w, found)
        drawn, whole = DRAWN[name](house, w, found) if name in DRAWN else ([], None)
        svg = bars(sheet.title, drawn, whole) if drawn else ""
        made.append({"name": name, "title": w["question"][name], "sheet": sheet, "svg": svg})
    return made
