"""How the page behaves for hands, eyes and ears: keyboard, screen reader, small and large, light and dark."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.web.conftest import Live
from tests.web.looks import SHOTS, picture, seen_everywhere
from tests.web.visit import PDF, PHONE, Visit

WIFI = "ada 3 tamu minta wifi rabu-kamis"


def shoot(visit: Visit, name: str) -> None:
    if SHOTS:
        visit.page.screenshot(path=f"{SHOTS}/{name}.png")


def to_the_summary(visit: Visit) -> None:
    visit.say(WIFI)
    visit.press("Semarang")
    for words in ("Dr. Bagus Wicaksono, Rina Astuti, Fajar Hidayat", "Siti Aminah", "KPP Pratama Semarang"):
        visit.say(words)
    visit.say("siti@kemenkeu.go.id")


def test_axe_finds_nothing_from_opening_to_ticket(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        expect(visit.page.locator(".start")).to_have_count(6)
        seen_everywhere(visit.page, "chat-0-opening")
        to_the_summary(visit)
        seen_everywhere(visit.page, "chat-1-summary")
        picture(visit.page, "chat", (1040, 900))
        visit.press("Ya, buat tiket")
        seen_everywhere(visit.page, "chat-2-ticket")
        visit.page.get_by_role("button", name="Tiket saya").click()
        expect(visit.page.locator("dialog .card")).to_have_count(1)
        seen_everywhere(visit.page, "chat-3-tickets")


def test_a_whole_request_by_keyboard_alone(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        keys = visit.page.keyboard
        keys.press("Tab")
        expect(visit.page.get_by_role("link", name="Langsung ke tempat menulis")).to_be_focused()
        keys.press("Enter")
        expect(visit.page.locator("#text")).to_be_focused()
        keys.type(WIFI)
        keys.press("Enter")
        visit.answered(0)
        for _ in range(8):
            keys.press("Shift+Tab")
            if visit.page.evaluate("document.activeElement.textContent") == "Semarang":
                break
        keys.press("Enter")
        visit.answered(1)
        expect(visit.page.locator("#text")).to_be_focused()
        keys.type("baris satu")
        keys.press("Shift+Enter")
        keys.type("baris dua")
        expect(visit.page.locator("#text")).to_have_value("baris satu\nbaris dua")


def test_the_tickets_panel_keeps_the_focus_and_gives_it_back(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        button = visit.page.get_by_role("button", name="Tiket saya")
        button.press("Enter")
        expect(visit.page.locator("dialog")).to_contain_text("Belum ada tiket")
        shoot(visit, "1440-light-empty-tickets")
        visit.page.keyboard.press("Escape")
        expect(visit.page.locator("dialog")).not_to_be_visible()
        expect(button).to_be_focused()


def test_the_number_is_copied_by_a_tap(browser: Any, live: Live) -> None:
    with Visit(browser, live.url, PHONE) as visit:
        to_the_summary(visit)
        visit.press("Ya, buat tiket")
        number = visit.page.locator(".card.ticket .number")
        number.click()
        expect(visit.page.locator(".card.ticket [role=status]")).to_have_text("Disalin")
        assert visit.page.evaluate("navigator.clipboard.readText()") == number.inner_text()


def test_a_question_and_a_file_from_the_ticket_s_card_join_the_ticket(browser: Any, live: Live) -> None:
    with Visit(browser, live.url, PHONE) as visit:
        to_the_summary(visit)
        visit.press("Ya, buat tiket")
        number = visit.page.locator(".card.ticket .number").inner_text()
        visit.page.get_by_role("button", name="Tanya").click()
        expect(visit.page.locator("#about")).to_contain_text(number)
        shoot(visit, "390-light-about")
        assert number in visit.say("apakah tamunya boleh lima orang?")
        expect(visit.mine.last).to_contain_text(f"Tentang tiket {number}")
        expect(visit.page.locator("#about")).to_be_hidden()
        with visit.page.expect_file_chooser() as choosing:
            visit.page.get_by_role("button", name="Tambah berkas").click()
        before = visit.bot.count()
        choosing.value.set_files({"name": "denah.pdf", "mimeType": "application/pdf", "buffer": PDF})
        visit.page.get_by_role("button", name="Kirim").click()
        assert "tambahkan" in visit.answered(before)
        visit.page.reload()
        expect(visit.mine.last).to_contain_text("denah.pdf")
        expect(visit.mine.last).to_contain_text(f"Tentang tiket {number}")


def test_new_words_are_announced_and_old_ones_are_not(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.say(WIFI)
        region = visit.page.get_by_role("log")
        assert region.get_attribute("aria-live") == "polite"
        expect(region.locator(".message.bot")).to_have_count(1)


def test_a_chip_tells_of_what_came_while_one_reads_above(browser: Any, live: Live) -> None:
    with Visit(browser, live.url, PHONE) as visit:
        to_the_summary(visit)
        visit.page.locator("#scroller").evaluate("node => node.scrollTo(0, 0)")
        visit.page.wait_for_function("document.getElementById('scroller').scrollTop === 0")
        other = visit.open()
        other.locator(".choices").get_by_role("button", name="Ya, buat tiket").click()
        expect(visit.page.locator("#newer")).to_be_visible()
        shoot(visit, "390-light-newer")
        visit.page.locator("#newer").click()
        expect(visit.page.locator("#newer")).to_be_hidden()
        expect(visit.page.locator(".card.ticket")).to_be_in_viewport()


@pytest.mark.parametrize("size", [PHONE, (320, 640), (720, 450)], ids=["phone", "smallest", "200 percent"])
def test_nothing_runs_out_of_a_narrow_page(browser: Any, live: Live, size: Any) -> None:
    with Visit(browser, live.url, size) as visit:
        visit.say("x" * 300 + " " + WIFI)
        over = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        inner = visit.page.evaluate(
            "(() => { const s = document.getElementById('scroller'); return s.scrollWidth - s.clientWidth })()"
        )
        assert (over, inner) == (0, 0)
        shoot(visit, f"{size[0]}-long")


def test_every_target_is_large_enough_for_a_thumb(browser: Any, live: Live) -> None:
    with Visit(browser, live.url, PHONE) as visit:
        to_the_summary(visit)
        small = visit.page.evaluate(
            """() => [...document.querySelectorAll('button, a, textarea')]
                 .filter((node) => node.offsetParent && !node.classList.contains('skip'))
                 .map((node) => [node.textContent || node.ariaLabel, node.getBoundingClientRect()])
                 .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([name]) => name)"""
        )
        assert [name for name in small if "@" not in name] == []


def test_what_a_stranger_writes_is_never_markup(browser: Any, live: Live) -> None:
    with Visit(browser, live.url) as visit:
        visit.page.evaluate("window.hit = 0")
        visit.say(WIFI)
        visit.press("Semarang")
        visit.say('<img src=x onerror="hit=1">, <b>Budi</b>, **Citra**')
        for words in ("<script>hit=1</script>", "<svg onload=hit=1>", "javascript:hit=1 a@kemenkeu.go.id"):
            visit.say(words)
        visit.page.reload()
        expect(visit.page.locator(".message").first).to_be_visible()
        assert visit.page.locator(".message img, .message script, .message .bubble svg").count() == 0
        assert visit.page.evaluate("window.hit") in (0, None)


def test_without_scripts_the_page_says_whom_to_write_to(live: Live) -> None:
    told = httpx.get(live.url).text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "memerlukan JavaScript" in told and 'href="mailto:helpdeskmedan@kemenkeu.go.id"' in told
    assert told.count("<li>") == len(live.site.front.house.catalogue.offices)


def test_five_thousand_letters_with_emoji_arrive_as_they_were_written(browser: Any, live: Live) -> None:
    long = ("laptop saya mati total \U0001f62d sejak pagi, mohon dibantu ya. " * 100)[:5000].strip()
    with Visit(browser, live.url, PHONE) as visit:
        visit.say(long)
        visit.page.reload()
        expect(visit.mine.locator(".bubble")).to_have_text(long)
        expect(visit.bot).to_have_count(1)
