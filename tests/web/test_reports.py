"""Reports: the figures are right, the files are harmless."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection

from bot.messages import Address, OpenTicket, Person
from bot.web.desk import realisation
from bot.web.desk.charts import Bar, bars
from bot.web.desk.export import Sheet, as_csv, as_xlsx
from storage import conversations, tickets
from storage.tickets import TicketEvent
from tests.web.conftest import MONDAY, Site
from tests.web.test_desk import sign_in

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")')
ROW = SimpleNamespace(
    number="1", office="medan", service="ITSM.5", type="request", status="closed", opened_at=MONDAY,
    due_at=MONDAY + timedelta(hours=8), response_due_at=MONDAY + timedelta(minutes=30),
    handled_at=MONDAY + timedelta(minutes=10), fulfilled_at=MONDAY + timedelta(hours=4), rating=4,
)  # fmt: skip


def row(**other):
    return SimpleNamespace(**{**vars(ROW), **other})


def test_standard_and_realisation_are_counted():
    rows = [
        row(),
        row(number="2", fulfilled_at=MONDAY + timedelta(hours=10), handled_at=MONDAY + timedelta(hours=1), rating=2),
        row(number="3", fulfilled_at=None, handled_at=None, status="new", rating=None),
        row(number="4", fulfilled_at=None, status="declined", rating=None, response_due_at=None),
        row(number="5", type="complaint"),
    ]
    (line,) = realisation.kept(rows, {"2": 1}, MONDAY + timedelta(days=1), lambda each: each.service)
    assert (line.received, line.fulfilled, line.dated, line.on_time) == (4, 2, 3, 1)
    assert (line.answers, line.answered, line.hours) == (3, 1, 7.0)
    assert (line.reopen_rate, line.rating, line.ratings) == (0.5, 3.0, 2)


def test_what_is_not_due_yet_is_neither_kept_nor_broken():
    (line,) = realisation.kept([row(fulfilled_at=None, handled_at=None)], {}, MONDAY, lambda each: each.service)
    assert (line.dated, line.rate, line.answers, line.answer_rate) == (0, None, 0, None)


def test_ages_have_every_limit():
    now = MONDAY + timedelta(days=40)
    found = realisation.ages([row(), row(opened_at=now - timedelta(hours=5), due_at=None)], now)
    assert found == [(1, 1, 0), (3, 0, 0), (7, 0, 0), (14, 0, 0), (30, 0, 0), (0, 1, 1)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula):
    sheet = Sheet("=Judul", ("a", formula), [[formula, 3]])
    rows = list(csv.reader(StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
    assert rows[1][0].startswith("'") and rows[1][1] == "3"
    page = load_workbook(BytesIO(as_xlsx(sheet))).active
    assert page["A2"].data_type == "s" and page["A2"].value.startswith("'")
    assert page["B1"].data_type == "s" and page["B2"].value == 3


def test_labels_of_a_chart_are_text():
    drawn = str(bars("<b>", [Bar("<script>alert(1)</script>", 1, "<i>")]))
    assert "<script" not in drawn and "<b>" not in drawn and "<i>" not in drawn


def given(c: Connection) -> None:
    """A fulfilled and rated ticket in Medan, an open one in Denpasar."""
    for office, person in (("medan", "ani"), ("denpasar", "budi")):
        held = conversations.lock(c, Address("web", person), MONDAY)
        conversations.know(c, held.person, Person(name="=Ani"))
        number = tickets.number(c, "KPTIK", MONDAY)
        wanted = OpenTicket("ITSM.5", "internet_tamu", office, {}, "Wifi", due_at=MONDAY + timedelta(hours=8))
        tickets.open_ticket(c, number, wanted, (held.person.id, held.key), MONDAY)
        if office == "medan":
            tickets.change(c, number, {"status": "closed", "fulfilled_at": MONDAY + timedelta(hours=2), "rating": 5})
            said = {"rating": 5, "text": "=cepat"}
            tickets.note(c, TicketEvent(0, number, MONDAY, "person", "rate", "closed", "closed", said))


async def test_a_period_is_in_the_address_and_files_hold_the_same(site: Site) -> None:
    site.front.house.store.do(given)
    async with site.client() as client:
        await sign_in(client)
        shown = await client.get("/desk/reports?from=2026-11-01&to=2026-11-30")
        assert shown.status_code == 200 and "100,0 %" in shown.text and "<svg" in shown.text
        for name in ("standard", "offices", "volume", "ages", "ratings", "skpl"):
            for kind in ("csv", "xlsx"):
                answer = await client.get(f"/desk/reports/{name}.{kind}?from=2026-11-01&to=2026-11-30")
                assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
        survey = (await client.get("/desk/reports/skpl.csv?from=2026-11-01&to=2026-11-30")).text
        assert "KPTIK-2611-0001" in survey and "'=cepat" in survey and "KPTIK-2611-0002" not in survey
        elsewhere = (await client.get("/desk/reports/offices.csv?from=2026-11-01&to=2026-11-30&office=denpasar")).text
        assert "Denpasar" in elsewhere and "Medan" not in elsewhere
        empty = await client.get("/desk/reports?from=2020-01-01&to=2020-01-31")
        assert "Tidak ada data" in empty.text
        assert (await client.get("/desk/reports?from=x")).status_code == 422
        assert (await client.get("/desk/reports?office=mars")).status_code == 404


async def test_a_supervisor_counts_only_their_office(site: Site) -> None:
    store = site.front.house.store
    store.do(given)
    from bot.web.desk.accounts import FIRST
    from storage import people

    account = store.see(people.officer, FIRST)
    assert account is not None
    store.do(people.put_officer, replace(account, id="kepala", office="denpasar", rights=("supervisor",)))
    async with site.client() as client:
        await sign_in(client, "kepala")
        survey = await client.get("/desk/reports/skpl.csv?from=2026-11-01&to=2026-11-30")
        assert survey.status_code == 200 and "KPTIK-2611-0001" not in survey.text
        assert (await client.get("/desk/reports?office=medan")).status_code == 404
