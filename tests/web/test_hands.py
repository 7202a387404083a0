"""The console by keyboard alone, without scripts, and while others work on the same tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.messages import Address, Inbound
from storage import receipts
from tests.web.conftest import MONDAY, Live
from tests.web.filled import Filled, fill
from tests.web.visit import Desk


@pytest.fixture(scope="module")
def full(live: Live) -> Filled:
    house = live.site.front.house
    return house.store.do(fill, house)


@pytest.fixture
def desk(browser: Any, live: Live, full: Filled) -> Iterator[Desk]:
    with Desk(browser, live.url) as desk:
        yield desk


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_a_ticket_is_taken_and_fulfilled_by_keyboard_alone(desk: Desk) -> None:
    page, keys = desk.page, desk.page.keyboard
    desk.press("?")
    expect(page.locator("#keys")).to_contain_text("Tindakan yang paling mungkin")
    keys.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    for _ in range(8):  # the rows, the one who waits for an officer first
        desk.press("j")
        if focused(page) == "KPTIK-2611-0003":
            break
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("KPTIK-2611-0003")
    desk.press("a")
    assert focused(page) == "Ambil"
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Tercatat: Ambil")
    desk.press("n")
    keys.type("rol kertas dipesan")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".timeline .note")).to_contain_text("rol kertas dipesan")
    desk.press("f")
    for _ in range(3):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "text":
            break
    keys.type("Rol kertas diganti")
    keys.press("Tab")
    keys.press("Enter")
    expect(desk.status).to_have_text("Menunggu tanda tangan")
    desk.press("q")
    expect(page.get_by_role("heading", name="Antrean")).to_be_visible()


def test_the_console_works_without_scripts(browser: Any, live: Live, full: Filled) -> None:
    with Desk(browser, live.url, java_script_enabled=False) as desk:
        page = desk.page
        page.get_by_role("link", name="BMN").click()
        expect(page.locator(".queue tbody tr")).to_have_count(3)
        page.get_by_label("Cari").first.fill("zoom")
        page.get_by_role("button", name="Cari").click()
        page.get_by_role("link", name="KPTIK-2611-0005").click()
        expect(page.locator(".canned:visible")).to_have_count(0)  # nothing that would not answer
        desk.do("Ambil")
        desk.do("Catatan", Isi="lisensi dicek")
        expect(page.locator(".timeline .note")).to_contain_text("lisensi dicek")
        desk.do("Nyatakan dipenuhi", Isi="Zoom terpasang")
        expect(desk.status).to_have_text("Menunggu tanda tangan")
        page.get_by_role("link", name="Kembali ke antrean").click()
        page.get_by_role("link", name="Seseorang").click()
        page.get_by_label("Balas pemohon").fill("Kami datang pukul 10.")
        page.get_by_role("button", name="Balas pemohon").click()
        expect(page.locator(".timeline")).to_contain_text("Kami datang pukul 10.")


def test_what_is_being_typed_stays_while_the_conversation_goes_on(desk: Desk, live: Live, full: Filled) -> None:
    page = desk.page
    page.goto(f"{live.url}/desk/tickets/{full.number}")
    desk.press("r")
    page.keyboard.type("Baik, kami ")
    me = Address("web", "pemohon1")
    live.site.front.house.store.do(receipts.keep, Inbound("p9", MONDAY, me, "tamunya jadi lima"))
    expect(page.locator(".timeline .talk.person").last).to_contain_text("tamunya jadi lima")
    page.keyboard.type("siapkan.")
    field = page.locator("details[data-key=r] textarea")
    expect(field).to_have_value("Baik, kami siapkan.")
    expect(field).to_be_focused()


def test_what_was_typed_survives_a_reload_and_not_its_sending(desk: Desk, full: Filled) -> None:
    desk.look_at(full.number)
    field = desk.page.locator("details[data-key=n] textarea")
    desk.press("n")
    desk.page.keyboard.type("teknisi datang pukul 10")
    desk.page.reload()
    expect(field).to_have_value("teknisi datang pukul 10")
    field.locator("xpath=ancestor::form").get_by_role("button").click()
    expect(desk.page.locator(".timeline .note").last).to_contain_text("teknisi datang pukul 10")
    desk.look_at(full.number)
    expect(field).to_have_value("")


def test_a_talk_goes_on_by_itself(desk: Desk, live: Live, full: Filled) -> None:
    desk.page.goto(f"{live.url}/desk/talks/{full.talk}")
    lines = desk.page.get_by_role("log")
    expect(lines).to_contain_text("laptop saya mati")
    said = Inbound("t2", MONDAY, Address("web", "menunggu"), "masih di sana, Pak?")
    live.site.front.house.store.do(receipts.keep, said)
    expect(lines).to_contain_text("masih di sana, Pak?")


def test_an_open_queue_shows_what_another_officer_did(desk: Desk, browser: Any, live: Live, full: Filled) -> None:
    row = desk.page.locator("tr", has_text="KPTIK-2611-0001")
    expect(row).to_contain_text("belum ada")
    with Desk(browser, live.url) as other:
        other.look_at("KPTIK-2611-0001")
        other.do("Ambil")
    expect(row).to_contain_text("Petugas")


def test_a_canned_reply_is_put_where_one_types(desk: Desk, full: Filled) -> None:
    desk.look_at(full.number)
    desk.press("r")
    form = desk.page.locator("details[data-key=r]")
    form.get_by_label("Kalimat siap pakai").select_option(label="Petugas datang")
    expect(form.locator("textarea")).to_have_value(re.compile("menuju tempat"))
    expect(form.locator("textarea")).to_be_focused()
