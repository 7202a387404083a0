"""Reports over tickets in the store, beside figures that were reckoned by hand."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection

from bot.messages import Address, OpenTicket
from storage import conversations, tickets
from storage.tickets import TicketEvent
from tests.web.conftest import Site
from tests.web.test_desk import sign_in

OCTOBER, NOVEMBER = datetime(2026, 10, 5, 2, tzinfo=UTC), datetime(2026, 11, 2, 2, tzinfo=UTC)  # 09.00 WIB
# service, office, received, status, hours until due, fulfilled after, answer: minutes due, given; rating, remark
GIVEN: tuple[tuple[Any, ...], ...] = (
    ("ITSM.5", "medan", OCTOBER, "closed", 8, 4, 30, 10, 5, "cepat"),
    ("ITSM.5", "medan", OCTOBER, "closed", 8, 8, 30, 30, 4, ""),  # the last moment is in time
    ("ITSM.5", "medan", NOVEMBER, "closed", 8, 9, 30, 31, 1, "=lambat"),  # opened again once
    ("ITSM.5", "denpasar", NOVEMBER, "analysed", 8, None, 30, 5, None, ""),  # past its date
    ("ITSM.5", "denpasar", NOVEMBER, "declined", 8, None, None, None, None, ""),  # no promise was broken
    ("BMN.3", "medan", NOVEMBER, "closed", 24, 20, None, None, 3, ""),
    ("BMN.3", "medan", NOVEMBER + timedelta(days=20), "new", 480, None, None, None, None, ""),  # not due yet
    ("LPSE.1", "medan", NOVEMBER, "closed", None, 2, None, None, 5, "jelas"),  # the standard names no date
)
PERIOD = "from=2026-10-01&to=2026-11-30"
# received, fulfilled, on time, late, rate, hours, answers, answer rate, reopened
BY_SERVICE = {
    "Layanan Infrastruktur Jaringan": ["5", "3", "2", "2", "50,0 %", "8.0", "4", "75,0 %", "33,3 %"],
    "Layanan Perbaikan Aset": ["2", "1", "1", "0", "100,0 %", "20.0", "0", "", "0,0 %"],
    "Layanan Konsultasi terkait Registrasi dan Verifikasi Aplikasi Layanan Pengadaan Secara Elektronik":
        ["1", "1", "0", "0", "", "2.0", "0", "", "0,0 %"],
}  # fmt: skip
BY_OFFICE = {
    "Medan": ["6", "5", "3", "1", "75,0 %", "8.0", "3", "66,7 %", "20,0 %"],
    "Denpasar": ["2", "0", "0", "1", "0,0 %", "", "1", "100,0 %", ""],
}
BY_MONTH = {
    "2026-10": ["2", "2", "2", "0", "100,0 %", "6.0", "2", "100,0 %", "0,0 %", "4.5"],
    "2026-11": ["6", "3", "1", "2", "33,3 %", "9.0", "2", "50,0 %", "33,3 %", "3.0"],
}


def given(c: Connection) -> None:
    for n, (service, office, at, status, due, done, asked, answered, rating, remark) in enumerate(GIVEN):
        held = conversations.lock(c, Address("web", f"p{n}"), at)
        number = tickets.number(c, "KPTIK", at)
        promised = at + timedelta(hours=due) if due else None
        answer_by = at + timedelta(minutes=asked) if asked else None
        wanted = OpenTicket(service, None, office, {}, "x", due_at=promised, response_due_at=answer_by)
        tickets.open_ticket(c, number, wanted, (held.person.id, held.key), at)
        changes = {"status": status, "rating": rating}
        changes["fulfilled_at"] = at + timedelta(hours=done) if done else None
        changes["handled_at"] = at + timedelta(minutes=answered) if answered else None
        tickets.change(c, number, changes)
        said = {"rate": {"rating": rating, "text": remark}} if rating else {}
        again = {"reopen": {}} if remark == "=lambat" else {}
        for action, params in {**said, **again}.items():
            then = at + timedelta(days=1)
            tickets.note(c, TicketEvent(0, number, then, "person", action, "closed", "closed", params))


@pytest.fixture
async def officer(site: Site):
    site.front.house.store.do(given)
    async with site.client() as client:
        await sign_in(client)
        yield client


async def table(client: httpx.AsyncClient, name: str, more: str = "") -> list[list[str]]:
    """A report as its CSV has it, without the head."""
    answer = await client.get(f"/desk/reports/{name}.csv?{PERIOD}{more}")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))[1:]


async def test_services_offices_and_months_against_the_standard(officer: httpx.AsyncClient) -> None:
    services = await table(officer, "standard")
    assert {row[0]: row[2:] for row in services} == BY_SERVICE
    assert all(row[1] for row in services), "the standard's own words stand beside"
    assert {row[0]: row[1:] for row in await table(officer, "offices")} == BY_OFFICE
    assert {row[0]: row[1:] for row in await table(officer, "months")} == BY_MONTH


async def test_a_month_an_office_and_a_service(officer: httpx.AsyncClient) -> None:
    rows = await table(officer, "cross")
    assert [(row[0], row[1], row[2].split()[1], row[4]) for row in rows] == [
        ("2026-10", "Medan", "Infrastruktur", "2"), ("2026-11", "Medan", "Perbaikan", "2"),
        ("2026-11", "Medan", "Infrastruktur", "1"), ("2026-11", "Medan", "Konsultasi", "1"),
        ("2026-11", "Denpasar", "Infrastruktur", "2"),
    ]  # fmt: skip
    received = sum(int(row[4]) for row in rows)
    assert received == len(GIVEN) == sum(int(row[1]) for row in await table(officer, "volume"))


async def test_ages_ratings_and_remarks(officer: httpx.AsyncClient) -> None:
    """On 23 November: one waits since that morning, one for three weeks, which is late."""
    assert [row[1:] for row in await table(officer, "ages")] == [
        ["0", "0"], ["1", "0"], ["0", "0"], ["0", "0"], ["1", "1"], ["0", "0"],
    ]  # fmt: skip
    ratings = {row[0].split()[1]: row[1:] for row in await table(officer, "ratings")}
    assert ratings["Infrastruktur"][1:] == ["3", "3.3"] and "layanan 1" in ratings["Infrastruktur"][0]
    assert ratings["Konsultasi"] == ["sukarela", "1", "5.0"]
    survey = await table(officer, "skpl")
    assert [(row[0], row[5], row[6]) for row in survey] == [
        ("KPTIK-2610-0001", "5", "cepat"), ("KPTIK-2610-0002", "4", ""), ("KPTIK-2611-0001", "1", "'=lambat"),
        ("KPTIK-2611-0004", "3", ""), ("KPTIK-2611-0006", "5", "jelas"),
    ]  # fmt: skip


async def test_an_office_and_a_period_are_cut_out_of_it(officer: httpx.AsyncClient) -> None:
    (denpasar,) = await table(officer, "standard", "&office=denpasar")
    assert denpasar[2:] == ["2", "0", "0", "1", "0,0 %", "", "1", "100,0 %", ""]
    october = (await officer.get("/desk/reports/months.csv?from=2026-10-05&to=2026-10-05")).text
    assert "2026-10,2,2," in october and "2026-11" not in october
    assert "2026-10" not in (await officer.get("/desk/reports/months.csv?from=2026-10-06&to=2026-10-31")).text


async def test_a_workbook_holds_numbers_that_can_be_reckoned_with(officer: httpx.AsyncClient) -> None:
    answer = await officer.get(f"/desk/reports/offices.xlsx?{PERIOD}")
    page = load_workbook(BytesIO(answer.content)).active
    assert [cell.value for cell in page[2]][:6] == ["Medan", 6, 5, 3, 1, 0.75]
    assert page["F2"].number_format == "0.0%" and page.freeze_panes == "A2"


async def test_the_page_says_the_same(officer: httpx.AsyncClient) -> None:
    page = (await officer.get(f"/desk/reports?{PERIOD}")).text
    assert "1 Oktober 2026 sampai 30 November 2026" in page
    for shown in ("50,0 %, di bawah 90,0 %", '<td class="n">20,0</td>', "66,7 %", "33,3 %"):
        assert shown in page, shown
