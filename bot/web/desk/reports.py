"""Reports for supervisors: is the standard kept, where is time lost, are people content."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlalchemy import Connection
from starlette.responses import Response

from bot.house import ZONE
from bot.web.desk import drawn, gates, tables
from bot.web.desk.entry import Signed
from bot.web.desk.export import KINDS, MAKE, shown
from bot.web.desk.tables import Counted
from bot.web.front import LANGUAGE, TEMPLATES, Front, page
from bot.web.guests import Fronted
from storage import figures

router = APIRouter(prefix="/desk", include_in_schema=False)
Reports = Annotated[Signed, Depends(gates.to("report"))]
TEMPLATES.env.filters["shown"] = shown
Exports = Annotated[Signed, Depends(gates.to("export"))]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both in it; `office`: one, or empty for all of the officer's."""

    first: date
    last: date
    office: str

    def moments(self) -> tuple[datetime, datetime]:
        """The beginning of the first day and the end of the last."""
        zone = ZoneInfo(ZONE)
        begin = datetime.combine(self.first, datetime.min.time(), zone)
        return begin, datetime.combine(self.last + timedelta(days=1), datetime.min.time(), zone)

    def query(self, **other: str) -> str:
        """As the address has it."""
        asked = {"from": self.first.isoformat(), "to": self.last.isoformat(), "office": self.office, **other}
        return urlencode({name: value for name, value in asked.items() if value})


def period(front: Front, request: Request, mine: Sequence[str]) -> Period:
    """The period of the address; this month where it has none. HTTPException 422, 404."""
    today, asked = front.house.now().date(), request.query_params
    try:
        first = date.fromisoformat(asked.get("from") or today.replace(day=1).isoformat())
        last = date.fromisoformat(asked.get("to") or today.isoformat())
    except ValueError:
        raise HTTPException(422, {"error": "from and to are dates: 2026-11-01"}) from None
    office = asked.get("office") or ""
    if office and office not in mine:
        raise HTTPException(404)
    if not date(2000, 1, 1) <= min(first, last) <= max(first, last) <= date(2100, 1, 1):
        raise HTTPException(422, {"error": "from and to are dates: 2026-11-01"})
    return Period(min(first, last), max(first, last), office)


def count(c: Connection, offices: Sequence[str], since: datetime, until: datetime) -> Counted:
    """Everything that the reports of a period are made of, from one state of the store."""
    return Counted(
        figures.opened(c, offices, since, until),
        figures.reopened(c, offices, since, until),
        figures.remarks(c, offices, since, until),
        figures.waiting(c, offices),
        figures.unclear(c, since, until),
    )


async def counted(front: Front, wanted: Period, mine: Sequence[str]) -> Counted:
    """The figures of a period."""
    offices = [wanted.office] if wanted.office else list(mine)
    return await front.house.store.look(count, offices, *wanted.moments())


@router.get("/reports")
async def reports(request: Request, front: Fronted, who: Reports) -> Response:
    """One question after the other: a chart, and its table beneath."""
    house, w = front.house, front.words("desk")
    mine = gates.offices(house, who.officer, "report")
    wanted = period(front, request, mine)
    found = await counted(front, wanted, mine)
    return page(
        request, "desk_reports.html", w=w, officer=who.officer, token=who.token, here="reports", period=wanted,
        first=house.speak(LANGUAGE).days.date(wanted.first), last=house.speak(LANGUAGE).days.date(wanted.last),
        sections=await asyncio.to_thread(drawn.sections, house, w, found), unclear=found.unclear,
        offices=[("", w["all"]), *((name, house.catalogue.offices[name].city) for name in mine)],
        months=_months(front, wanted),
    )  # fmt: skip


def _months(front: Front, wanted: Period) -> list[dict[str, Any]]:
    """This month and the eleven before it, as links."""
    today = front.house.now().date()
    first, made = today.replace(day=1), []
    for _ in range(12):
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        one = Period(first, last, wanted.office)
        label = front.house.speak(LANGUAGE).days.month(first) + f" {first.year}"
        made.append({"label": label, "query": one.query(), "here": wanted in (one, replace(one, last=today))})
        first = (first - timedelta(days=1)).replace(day=1)
    return made


@router.get("/reports/{name}.{kind}")
async def download(request: Request, front: Fronted, who: Exports, name: str, kind: str) -> Response:
    """One table as a file."""
    if name not in tables.MADE or kind not in KINDS:
        raise HTTPException(404)
    mine = gates.offices(front.house, who.officer, "export")
    wanted = period(front, request, mine)
    found = await counted(front, wanted, mine)

    def make() -> tuple[str, bytes]:
        sheet = tables.MADE[name](front.house, front.words("desk"), found)
        return f"{sheet.title} {wanted.first} {wanted.last}.{kind}", MAKE[kind](sheet)

    called, content = await asyncio.to_thread(make)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(called)}"}
    return Response(content, media_type=KINDS[kind], headers=headers)
