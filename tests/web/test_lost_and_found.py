"""Reload, a lost connection, two tabs, files: nothing is lost and nothing comes twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.web.conftest import Live
from tests.web.visit import PDF, Visit

WIFI = "ada 3 tamu minta wifi rabu-kamis"


def texts(visit: Visit) -> list[str]:
    return [str(each) for each in visit.page.locator(".message .bubble").all_inner_texts()]


def test_a_reload_brings_the_conversation_back(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.say(WIFI)
        visit.page.locator("#text").fill("setengah jadi")
        before = texts(visit)
        visit.page.reload()
        expect(visit.bot).to_have_count(1)
        assert texts(visit) == before
        expect(visit.page.locator("#text")).to_have_value("setengah jadi")
        assert "tamu" in visit.press("Medan")


def test_what_is_written_offline_is_sent_once_when_the_line_is_back(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.say(WIFI)
        visit.context.set_offline(True)
        expect(visit.page.locator("#banner")).to_be_visible()
        for words in ("makassar", "Ani, Budi, Citra"):
            visit.page.locator("#text").fill(words)
            visit.page.keyboard.press("Enter")
        expect(visit.mine.last).to_contain_text("Tersimpan")
        visit.context.set_offline(False)
        expect(visit.bot).to_have_count(3)
        expect(visit.page.locator("#banner")).to_be_hidden()
        shown = texts(visit)
        assert [shown.count(words) for words in ("makassar", "Ani, Budi, Citra")] == [1, 1]
        visit.page.reload()
        expect(visit.bot).to_have_count(3)
        assert sorted(texts(visit)) == sorted(shown)


def test_an_answer_that_was_lost_on_its_way_is_not_asked_for_twice(browser: Any, live: Live) -> None:
    """The server keeps the message, the page never hears of it and repeats it under the same id."""
    with Visit(browser, live.url) as visit:
        lost: list[str] = []

        def lose_first(route: Route) -> None:
            if lost:
                return route.continue_()
            lost.append(str(route.request.post_data))
            route.fetch()
            return route.abort()

        visit.page.route("**/api/chat", lose_first)
        visit.page.locator("#text").fill(WIFI)
        visit.page.keyboard.press("Enter")
        expect(visit.mine.locator("time")).to_have_count(1)
        expect(visit.bot).to_have_count(1)
        visit.page.reload()
        expect(visit.mine).to_have_count(1)
        expect(visit.bot).to_have_count(1)
        assert lost


def test_what_was_not_sent_before_the_page_was_closed_is_sent_by_the_next_one(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.page.route("**/api/chat", lambda route: route.abort())
        visit.page.locator("#text").fill(WIFI)
        visit.page.keyboard.press("Enter")
        expect(visit.mine.last).to_contain_text("Tersimpan")
        visit.page.close()
        visit.page = visit.open()
        expect(visit.bot).to_have_count(1)
        expect(visit.mine).to_have_count(1)


def test_two_tabs_show_the_same_conversation(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.say(WIFI)
        first, second = visit.page, visit.open()
        expect(second.locator(".message.bot")).to_have_count(1)
        visit.press("Medan")
        expect(second.locator(".message.bot")).to_have_count(2)
        expect(second.locator(".message.mine")).to_have_count(2)
        expect(second.locator(".choices")).to_have_count(0)
        assert first.locator(".message").count() == 4


def test_a_full_bucket_says_so_and_goes_on_by_itself(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        refused: list[int] = []

        def refuse_first(route: Route) -> None:
            if refused:
                return route.continue_()
            refused.append(429)
            body = '{"error": "too_often", "text": "Terlalu banyak pesan sekaligus."}'
            return route.fulfill(status=429, headers={"Retry-After": "1"}, content_type="application/json", body=body)

        visit.page.route("**/api/chat", refuse_first)
        visit.page.locator("#text").fill(WIFI)
        visit.page.keyboard.press("Enter")
        expect(visit.mine.last).to_contain_text("Terlalu banyak pesan sekaligus.")
        expect(visit.bot).to_have_count(1)
        visit.faults.clear()  # the browser itself reports the 429


def test_a_refused_message_goes_back_to_where_it_was_written(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        refusal = '{"error": "text_too_long", "text": "Pesan terlalu panjang."}'
        visit.page.route("**/api/chat", lambda r: r.fulfill(status=413, content_type="application/json", body=refusal))
        visit.page.locator("#text").fill("panjang sekali")
        visit.page.keyboard.press("Enter")
        expect(visit.mine.last).to_contain_text("Pesan terlalu panjang.")
        visit.page.get_by_role("button", name="Tulis ulang").click()
        expect(visit.page.locator("#text")).to_have_value("panjang sekali")
        expect(visit.mine).to_have_count(0)
        visit.faults.clear()


def test_a_conversation_that_cannot_be_loaded_says_what_is_safe(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.say(WIFI)
        visit.page.route("**/api/chat/history", lambda route: route.abort())
        visit.page.reload()
        expect(visit.page.get_by_role("alert")).to_contain_text("tetap aman")
        visit.page.unroute("**/api/chat/history")
        visit.page.get_by_role("button", name="Coba lagi").click()
        expect(visit.bot).to_have_count(1)
        expect(visit.page.get_by_role("alert")).to_have_count(0)


def test_a_file_by_button_with_its_name_and_size(browser: Any, live: Live, tmp_path: Path) -> None:
    paper = tmp_path / "surat permintaan.pdf"
    paper.write_bytes(PDF)
    with Visit(browser, live.url) as visit:
        with visit.page.expect_file_chooser() as choosing:
            visit.page.get_by_role("button", name="Lampirkan berkas").click()
        choosing.value.set_files(paper)
        row = visit.page.locator("#tray li")
        expect(row).to_contain_text("surat permintaan.pdf")
        expect(row).to_contain_text(f"{len(PDF)} B")
        visit.page.locator("#text").fill("ini suratnya, minta dukungan acara di kantor")
        visit.page.keyboard.press("Enter")
        visit.answered(0)
        expect(visit.mine.last).to_contain_text("surat permintaan.pdf")
        visit.page.reload()
        expect(visit.mine.last).to_contain_text("surat permintaan.pdf")


DROP = """(files) => {
  const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name));
  for (const type of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
PASTE = """() => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "layar.png", {type: "image/png"}));
  document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_files_by_drop_and_paste_are_refused_in_place(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.page.evaluate(DROP, [["surat.pdf", PDF.decode()], ["virus.exe", "MZ"], ["kosong.pdf", ""]])
        visit.page.evaluate(PASTE)
        rows = visit.page.locator("#tray li")
        expect(rows).to_have_count(4)
        expect(rows.nth(1)).to_contain_text("tidak dapat dikirim. Yang diterima: PDF")
        expect(rows.nth(2)).to_contain_text("kosong")
        visit.page.get_by_role("button", name="Buang virus.exe").click()
        visit.page.get_by_role("button", name="Buang layar.png").click()
        visit.page.get_by_role("button", name="Kirim").click()
        visit.answered(0)
        expect(visit.mine.locator(".attachment")).to_have_count(1)
        expect(visit.mine.last).to_contain_text("surat.pdf")


@pytest.mark.soak  # its moment is short: on a busy machine it is missed now and then
def test_an_upload_shows_how_far_it_is_and_can_be_cancelled(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.page.route("**/api/chat", lambda route: None)  # never answered
        visit.page.evaluate(DROP, [["surat.pdf", PDF.decode()]])
        visit.page.get_by_role("button", name="Kirim").click()
        expect(visit.mine.last).to_contain_text("Mengirim")
        visit.page.get_by_role("button", name="Batalkan").click()
        expect(visit.mine).to_have_count(0)
        expect(visit.page.locator("#tray li")).to_contain_text("surat.pdf")


def test_a_password_that_was_typed_is_masked_on_the_page_too(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.say("tolong reset akun saya, password saya Rahasia#2026")
        expect(visit.mine.last).not_to_contain_text("Rahasia#2026")
        expect(visit.mine.last).to_contain_text("•••")
        assert "Rahasia" not in str(visit.page.evaluate("JSON.stringify(localStorage)"))
