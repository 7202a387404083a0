"""Three tickets from the first words to the closing, by two roles in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Live
from tests.web.looks import seen_everywhere
from tests.web.visit import PHONE, Desk, Visit


@pytest.fixture(scope="module")
def desk(browser: Any, live: Live) -> Iterator[Desk]:
    with Desk(browser, live.url) as desk:
        yield desk


def number_of(visit: Visit) -> str:
    """Of the ticket that the person was just shown."""
    return str(visit.page.locator(".card.ticket .number").last.inner_text())


def content_with(visit: Visit, desk: Desk, label: str = "Sangat puas") -> None:
    """The person rates; the officer's open page tells that the ticket is closed."""
    expect(visit.page.locator(".rating .chip")).to_have_count(5)
    visit.page.locator(".rating").get_by_role("button", name=label).click()
    expect(visit.bot.last).to_contain_text("Terima kasih")
    expect(desk.status).to_have_text("Ditutup")


def test_guest_internet_by_words_and_buttons(browser: Any, live: Live, desk: Desk) -> None:
    with Visit(browser, live.url) as visit:
        first = visit.say("pagi min, ada 3 narsum dr UGM dtg rabu-kamis, minta wifi tamu ya")
        assert "25-26 November 2026" in first
        visit.press("Semarang")
        answer = visit.say("Dr. Bagus Wicaksono, Rina Astuti, Fajar Hidayat. perlu surat ga?")
        assert "Tidak ada syarat berkas" in answer
        visit.say("Siti Aminah")
        visit.say("KPP Pratama Semarang")
        summary = visit.say("siti@kemenkeu.go.id")
        assert "Rina Astuti" in summary
        expect(visit.page.locator(".card.summary .edit button")).to_have_count(7)
        visit.press("Ya, buat tiket")
        card = visit.page.locator(".card.ticket")
        expect(card).to_contain_text("Diterima")
        expect(card).to_contain_text("Besok, Selasa 24 November 2026 pukul 17.00 WIB")
        expect(visit.page.locator(".choices")).to_have_count(0)
        expect(visit.page.locator(".summary .edit")).to_have_count(0)
        desk.look_at(number_of(visit))
        desk.do("Ambil")
        desk.do("Tanya pemohon", Isi="Di lantai berapa acaranya?")
        expect(visit.bot.last).to_contain_text("Di lantai berapa acaranya?")
        visit.say("lantai 4")
        expect(desk.page.locator(".timeline .talk.person").last).to_contain_text("lantai 4")
        expect(desk.status).to_have_text("Ditelaah")
        desk.do("Nyatakan dipenuhi", Isi="Akun tamu sudah aktif")
        expect(visit.bot.last).to_contain_text("Akun tamu sudah aktif")
        visit.press("Sudah beres")
        seen_everywhere(visit.page, "chat-rating", (PHONE,))
        content_with(visit, desk)


def test_repair_of_a_printer_with_a_superior_on_a_phone(browser: Any, live: Live, desk: Desk) -> None:
    with Visit(browser, live.url, PHONE) as visit:
        visit.say("printer epson L3210 di seksi kami ga mau narik kertas, bunyi krek krek")
        visit.press("Medan")
        answers = {
            "merek": "Epson L3210",
            "ruangan": "GKN Medan lantai 2, Seksi Bank",
            "di mana": "GKN Medan lantai 2, Seksi Bank",
            "kode BMN": "3.10.02.03.003 no 17",
            "atasan": "sri.m@kemenkeu.go.id",
            "siapa kami berbicara": "Budi Santoso",
            "unit kerja": "Kanwil DJPb Sumut",
            "dapat dihubungi": "budi@kemenkeu.go.id",
        }
        _fill(visit, answers)
        visit.page.get_by_role("button", name="Ubah Kontak").click()
        expect(visit.bot.last).to_contain_text("dapat dihubungi")
        summary = visit.say("0812 3456 7890")
        assert "sri.m@kemenkeu.go.id" in summary
        assert "budi@kemenkeu.go.id" not in summary
        ticket = visit.press("Ya, buat tiket")
        assert "Rabu, 25 November 2026" in ticket
        desk.look_at(number_of(visit))
        desk.do("Ambil")
        desk.do("Nyatakan dipenuhi", Isi="Rol kertas diganti")
        expect(desk.status).to_have_text("Menunggu tanda tangan")
        expect(visit.bot.last).to_contain_text("Rol kertas diganti")
        visit.press("Sudah beres")
        visit.attach("formulir perbaikan.pdf")
        expect(desk.page.locator(".files")).to_contain_text("formulir perbaikan.pdf")
        desk.do("Terima dokumen")
        content_with(visit, desk, "4 Puas")


def test_registration_of_a_company(browser: Any, live: Live, desk: Desk) -> None:
    with Visit(browser, live.url) as visit:
        visit.page.get_by_role("button", name="Daftar LPSE").click()
        visit.answered(0)
        visit.press("Badan usaha")
        answers = {
            "KPTIK BMN yang mana": "makassar",
            "mendaftar online": "sudah, lewat LPSE",
            "baru berdiri": "ya, baru 3 bulan",
            "nama perusahaan": "PT Cahaya Timur Abadi",
            "Siapa yang akan datang": "Nurul Ilmi",
            "rencana datang": "besok jam 9",
            "siapa kami berbicara": "Nurul Ilmi",
            "dapat dihubungi": "0812 9999 1111",
        }
        _fill(visit, answers)
        ticket = visit.press("Ya, buat tiket")
        assert "KPTIK-2611-" in ticket
        expect(visit.page.locator(".card.ticket .status")).to_have_text("Menunggu berkas")
        visit.page.get_by_role("button", name="Tiket saya").click()
        expect(visit.page.locator("dialog .card.ticket")).to_have_count(1)
        visit.page.keyboard.press("Escape")
        desk.look_at(number_of(visit))
        desk.do("Berkas kurang", Isi="Surat kuasa belum bermeterai")
        expect(visit.bot.last).to_contain_text("Surat kuasa belum bermeterai")
        visit.attach("surat kuasa.pdf")
        expect(desk.page.locator(".files")).to_contain_text("surat kuasa.pdf")
        desk.do("Berkas lengkap")
        desk.do("Nyatakan dipenuhi", Isi="Akun SPSE aktif")
        expect(visit.bot.last).to_contain_text("Akun SPSE aktif")
        visit.press("Sudah beres")
        content_with(visit, desk)


def _fill(visit: Visit, answers: dict[str, str]) -> None:
    """Answer each question by the words that stand in it, until the summary is there."""
    for _ in range(12):
        if visit.page.locator(".card.summary .edit").count():
            return
        asked = str(visit.bot.last.locator(".bubble").last.inner_text())
        known = [answer for words, answer in answers.items() if words in asked]
        assert known, f"nobody knows what to say to: {asked}"
        visit.say(known[0])
    raise AssertionError("the form never ends")
