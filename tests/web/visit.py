"""A person before the page: what they type and press, and what they are shown."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

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

    def answered(self, before: int) -> str:
        """Wait for one more message of Loket's than `before`."""
        expect(self.bot).to_have_count(before + 1, timeout=10_000)
        return str(self.bot.last.inner_text())
