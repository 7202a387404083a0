"""Every page of the console as officers see it: clean at every size, in light and dark, full, empty and refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Page, expect

from tests.web.conftest import Live
from tests.web.filled import Filled, fill
from tests.web.looks import picture, seen_everywhere, visit
from tests.web.visit import PHONE, Desk

PICTURES = {"queue": "desk-queue", "ticket": "desk-ticket", "reports": "desk-reports"}
PAGES = {
    "queue": "/desk",
    "nothing found": "/desk?q=tidakada",
    "ticket": "/desk/tickets/{number}",
    "not found": "/desk/tickets/KPTIK-2611-9999",
    "talk": "/desk/talks/{talk}",
    "new": "/desk/new",
    "form": "/desk/new?what=ITSM.5/internet_tamu&office=semarang",
    "reports": "/desk/reports?from=2026-10-01&to=2026-11-30",
    "no reports": "/desk/reports?from=2020-01-01&to=2020-01-31",
    "learn": "/desk/learn",
    "undelivered": "/desk/undelivered",
    "officers": "/desk/officers",
    "directory": "/desk/directory",
    "password": "/desk/password",
    "api": "/api/docs",
}


@pytest.fixture(scope="module")
def full(live: Live) -> Filled:
    house = live.site.front.house
    return house.store.do(fill, house)


@pytest.fixture(scope="module")
def officer(browser: Any, live: Live, full: Filled) -> Iterator[Page]:
    """A page of somebody who is signed in."""
    with Desk(browser, live.url) as desk:
        yield desk.page


def test_the_door_is_clean_everywhere(browser: Any, live: Live) -> None:
    page = browser.new_page()
    visit(page, f"{live.url}/desk/in")
    seen_everywhere(page, "desk-in")
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean_everywhere(officer: Page, live: Live, full: Filled, name: str) -> None:
    visit(officer, live.url + PAGES[name].format(number=full.number, talk=full.talk))
    seen_everywhere(officer, f"desk-{name}")
    if name in PICTURES:
        picture(officer, PICTURES[name], (1280, 900))
    if name == "ticket":
        picture(officer, "desk-ticket-phone", (390, 844))


def test_no_page_of_the_desk_is_forgotten(live: Live) -> None:
    """Whatever is shown under /desk has been looked at above."""
    looked = {path.partition("?")[0].replace("{talk}", "{id}") for path in PAGES.values()} | {"/desk/in"}
    beside = {"/desk/live", "/desk/reports/{name}.{kind}", "/desk/tickets/{number}/files/{id}"}  # no pages
    from tests.web.test_matrix import _flat

    shown = {
        route.path for route in _flat(live.site.web.routes)
        if isinstance(route, APIRoute) and route.path.startswith("/desk") and "GET" in route.methods
    }  # fmt: skip
    assert shown - beside <= looked, "a new page: add it to PAGES"


def test_a_refused_form_is_clean_and_keeps_its_words(officer: Page, live: Live, full: Filled) -> None:
    officer.goto(f"{live.url}/desk/tickets/{full.number}")
    officer.locator("summary", has_text="Tolak").click()
    form = officer.locator("details.deed", has=officer.get_by_text("Tolak")).locator("form")
    form.get_by_label("Alasan").fill("bukan layanan kami")
    form.locator("[name=version]").evaluate("node => { node.value = '99' }")
    form.get_by_role("button").click()
    expect(officer.get_by_role("alert")).to_contain_text("sudah berubah")
    expect(officer.locator("details.deed[open] textarea")).to_have_value("bukan layanan kami")
    seen_everywhere(officer, "desk-stale", (PHONE,))
