"""A person before the page, and an officer before the console: what they type, press and are shown."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from bot.web.desk.accounts import FIRST
from tests.web.conftest import PASSWORD

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
PHONE, DESKTOP = (390, 844), (1440, 900)

expect.set_options(timeout=20_000)  # a hang guard: two browsers on two busy cores are slow


class Visit:
    """One browser of one person."""

    def __init__(self, browser: Any, url: str, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
        )
        self.faults: list[str] = []
        self.url = url
        self.page = self.open()

    def open(self) -> Page:
        """One more tab, ready."""
        page = self.context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda line: self._heard(line.type, line.text))
        page.goto(self.url)
        expect(page.locator("#log")).not_to_have_attribute("aria-busy", "true")
        expect(page.locator("#state")).to_have_text("Tersambung")
        return page

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "net::ERR" not in text:
            self.faults.append(text)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.context.close()
        if kind is None:
            assert not self.faults

    @property
    def bot(self) -> Any:
        """Loket's messages."""
        return self.page.locator(".message.bot")

    @property
    def mine(self) -> Any:
        """The person's own messages."""
        return self.page.locator(".message.mine")

    def say(self, words: str) -> str:
        """Type and send; the answer's words."""
        before = self.bot.count()
        self.page.get_by_label("Tulis pesan", exact=True).last.fill(words)
        self.page.keyboard.press("Enter")
        return self.answered(before)

    def press(self, label: str) -> str:
        """Press a quick choice; the answer's words."""
        before = self.bot.count()
        self.page.locator(".choices").get_by_role("button", name=label, exact=True).click()
        return self.answered(before)

    def attach(self, name: str) -> str:
        """Choose a paper and send it; the answer's words."""
        before = self.bot.count()
        self.page.locator("#picker").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": PDF})
        self.page.get_by_role("button", name="Kirim", exact=True).click()
        return self.answered(before)

    def answered(self, before: int) -> str:
        """Wait for one more message of Loket's than `before`."""
        expect(self.bot).to_have_count(before + 1)
        return str(self.bot.last.inner_text())


class Desk:
    """The console of one officer who is signed in."""

    def __init__(self, browser: Any, url: str, **more: Any) -> None:
        self.context: BrowserContext = browser.new_context(
            reduced_motion="reduce", locale="id-ID", timezone_id="Asia/Jakarta", **more
        )
        self.url, self.page = url, self.context.new_page()
        self.page.goto(f"{url}/desk")
        self.page.get_by_label("Nama masuk").fill(FIRST)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        expect(self.page.get_by_role("heading", name="Antrean")).to_be_visible()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def look_at(self, number: str) -> None:
        """Open a ticket."""
        self.page.goto(f"{self.url}/desk/tickets/{number}")

    def press(self, key: str) -> None:
        """A key of the console's own, once the page listens."""
        expect(self.page.locator("[data-keys]")).to_be_visible()
        self.page.keyboard.press(key)

    def do(self, deed: str, **inputs: str) -> None:
        """One action, its form filled in by label."""
        if inputs:
            self.page.locator("summary", has_text=deed).click()
        form = self.page.locator("form", has=self.page.get_by_role("button", name=deed, exact=True))
        for label, words in inputs.items():
            form.get_by_label(label).fill(words)
        form.get_by_role("button", name=deed, exact=True).click()
        expect(self.page.get_by_role("status")).to_contain_text(f"Tercatat: {deed}")

    @property
    def status(self) -> Any:
        """The ticket's, in words."""
        return self.page.locator(".headline .status")
