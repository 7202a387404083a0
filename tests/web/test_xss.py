"""What strangers write is shown to officers in a real Chromium, and nothing of it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import Connection

from bot.messages import Address, File, Inbound, OpenTicket, Person
from storage import conversations, files, owed, receipts, tickets, unheard
from storage.tickets import TicketEvent
from tests.web.conftest import MONDAY, Live
from tests.web.filled import body, heard
from tests.web.payloads import PAYLOADS
from tests.web.visit import Desk

THEIRS = """() => [...document.querySelectorAll("main *")].filter(node =>
  [...node.attributes].some(each => each.name.startsWith("on"))
  || ["href", "src", "data", "action", "formaction"].some(name => /^\\s*javascript:/i.test(node.getAttribute(name)))
  || "SCRIPT IFRAME OBJECT VIDEO MATH BASE META STYLE BODY".split(" ").includes(node.tagName.toUpperCase())
).map(node => node.outerHTML)"""
OPENED = """() => new Promise(then => {
  for (const each of document.querySelectorAll("main details:not(:has(img))")) each.open = true;
  setTimeout(then);
})"""
LISTS = ("/desk", "/desk?q=script", "/desk?q=%22%3E%3Cscript%3Ehit()%3C/script%3E", "/desk/learn",
         "/desk/undelivered", "/desk/reports")  # fmt: skip


def given(c: Connection, some: Sequence[str], n: int) -> tuple[str, int]:
    """A ticket and a conversation in which every field that a stranger can fill holds these payloads."""
    some = [payload.replace("\x00", "") for payload in some]
    text, first = "\n".join(some), some[0]
    me = Address("email", f"{first[:40]}{n}@x.id")
    held = conversations.lock(c, me, MONDAY)
    conversations.know(c, held.person, Person(name=text, unit=text, contact=text))  # a mail's display name, too
    kept = [File(f"x{n}-{i}", f"{payload}.svg", "image", "ab" * 32, 9) for i, payload in enumerate(some)]
    for file, payload in zip(kept, some, strict=True):
        files.keep(c, file, me, MONDAY)
        receipts.keep(c, Inbound(file.id, MONDAY, me, payload, name=payload, files=(file,), subject=payload))
    answers = {"keterangan": text, "nama_tamu": some, "tempat": text, "unit": text, "kontak": first, first: first}
    wanted = OpenTicket(
        "ITSM.5", "internet_tamu", "medan", answers, text, files=tuple(file.id for file in kept),
        marks=(first, f"{first}_unverified"), outstanding=(first,), superior=first,
    )  # fmt: skip
    number = tickets.number(c, "KPTIK", MONDAY)
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), MONDAY)
    tickets.change(c, number, {"question": text, "rating": 1})
    for action in ("remark", "rate", "note", "decline"):
        params = {"text": text, "reason": text, "rating": 1, "internal": False}
        tickets.note(c, TicketEvent(0, number, MONDAY, "person", action, "new", "new", params))
    unheard.add(c, MONDAY, held.key, "understanding", text, "reject")
    unheard.add(c, MONDAY, held.key, "turn", text, text)
    owed.add(c, me, body(text), MONDAY, number)
    (row,) = owed.lease(c, ["email"], "uji", MONDAY, MONDAY)
    owed.give_up(c, row, text)
    conversations.call_human(c, held, text, MONDAY)
    heard(c)
    return number, held.id


@pytest.fixture(scope="module")
def officer(browser: Any, live: Live) -> Iterator[Page]:
    """A page on which a payload that runs is counted."""
    with Desk(browser, live.url) as desk:
        desk.context.add_init_script("window.hits = 0; window.alert = window.hit = () => { window.hits += 1 }")
        yield desk.page


def harmless(page: Page, address: str) -> None:
    """The page shows it all, nothing of it ran, and no element of theirs was made."""
    page.goto(address)
    page.evaluate(OPENED)
    assert page.evaluate("window.hits") == 0, address
    assert page.evaluate(THEIRS) == [], address


def shown_harmlessly(page: Page, live: Live, some: Sequence[str], n: int) -> None:
    number, talk = live.site.front.house.store.do(given, some, n)
    for path in (f"/desk/tickets/{number}", f"/desk/talks/{talk}"):
        harmless(page, live.url + path)
        assert re.search(r"hit\(\)|base href", page.locator("main").inner_text())


def test_nothing_that_strangers_write_runs(officer: Page, live: Live) -> None:
    """All payloads at once in each field, then the lists that show them."""
    assert len(PAYLOADS) >= 150
    shown_harmlessly(officer, live, PAYLOADS, 0)
    for path in LISTS:
        harmless(officer, live.url + path)


@pytest.mark.soak
@pytest.mark.parametrize("n", range(len(PAYLOADS)))
def test_no_payload_runs_by_itself(officer: Page, live: Live, n: int) -> None:
    """Each alone in every field, so that none is hidden by the one before."""
    shown_harmlessly(officer, live, PAYLOADS[n : n + 1], n + 1)


def test_a_payload_that_runs_is_seen(officer: Page, live: Live) -> None:
    """The page of this test would notice: the same words put in as markup make elements of theirs."""
    officer.goto(f"{live.url}/desk")
    officer.evaluate("text => document.querySelector('main').insertAdjacentHTML('beforeend', text)", PAYLOADS[11])
    assert officer.evaluate(THEIRS) != []
    officer.evaluate("window.hit()")
    assert officer.evaluate("window.hits") == 1
