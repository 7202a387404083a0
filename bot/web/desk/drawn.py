"""The reports' charts, and each question with its chart and its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.house import House
from bot.web.desk import realisation, tables
from bot.web.desk.charts import Bar, bars
from bot.web.desk.export import Share, shown
from bot.web.desk.tables import Counted, Wording

GOOD, BAD = Share(0.9), 3.0  # part in time, and rating, below which a bar stands out
Drawn = tuple[list[Bar], float | None]  # bars, and what the longest stands for


def _rate(w: Wording, label: str, rate: float) -> Bar:
    return _bar(w, label, Share(rate), GOOD)


def _bar(w: Wording, label: str, value: float, limit: float) -> Bar:
    """A bar below its limit says so in words too."""
    bad = value < limit
    said = str(w["report"]["below"]).format(shown=shown(value), limit=shown(limit)) if bad else shown(value)
    return Bar(label, value, said, bad)


def _standard(house: House, w: Wording, found: Counted) -> Drawn:
    short = {code: each.short for code, each in house.catalogue.services.items()}
    rated = [(short[line.of], line.rate) for line in tables.by_service(house, found) if line.rate is not None]
    return [_rate(w, label, rate) for label, rate in rated], 1.0


def _months(house: House, w: Wording, found: Counted) -> Drawn:
    rated = [(line.of, line.rate) for line in tables.by_month(house, found) if line.rate is not None]
    return [_rate(w, label, rate) for label, rate in rated], 1.0


def _volume(house: House, w: Wording, found: Counted) -> Drawn:
    return [Bar(label, n, str(n)) for label, n in tables.by_day(house, found)], None


def _ages(house: House, w: Wording, found: Counted) -> Drawn:
    said = str(w["report"]["of_late"])
    counted = realisation.ages(found.waiting, house.clock())
    return [Bar(tables.age(w, limit), n, said.format(n=n, late=late)) for limit, n, late in counted], None


def _ratings(house: House, w: Wording, found: Counted) -> Drawn:
    short = {code: each.short for code, each in house.catalogue.services.items()}
    rated = [(short[line.of], line.rating) for line in tables.by_service(house, found) if line.rating is not None]
    return [_bar(w, label, float(value), BAD) for label, value in rated], 5.0


DRAWN: dict[str, Callable[[House, Wording, Counted], Drawn]] = {
    "standard": _standard, "months": _months, "volume": _volume, "ages": _ages, "ratings": _ratings,
}  # fmt: skip


def sections(house: House, w: Wording, found: Counted) -> list[dict[str, Any]]:
    """Each question with its chart, where bars say it better, and its table."""
    made = []
    for name, make in tables.MADE.items():
        if name not in w["question"]:
            continue
        sheet = make(house, w, found)
        drawn, whole = DRAWN[name](house, w, found) if name in DRAWN else ([], None)
        svg = bars(sheet.title, drawn, whole) if drawn else ""
        made.append({"name": name, "title": w["question"][name], "sheet": sheet, "svg": svg})
    return made
