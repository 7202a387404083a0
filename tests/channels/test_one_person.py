"""One person on the web page, on Telegram and by mail, each through its real door, on both stores."""

import asyncio
import re
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import httpx
from sqlalchemy import select

from bot.app import App
from bot.cli.clock import StandingClock
from bot.messages import Person
from bot.postbox import Memory, wishes_of
from bot.web.app import build
from bot.web.front import Front, Limits
from channels.email.channel import Email
from channels.telegram.channel import Telegram
from channels.web import Web
from storage import conversations, tickets, unheard
from storage.files import Shelf
from storage.tables import addresses
from tests.channels.conftest import NOW
from tests.channels.email.conftest import wanted
from tests.channels.email.letters import ANI, mail, words
from tests.channels.email.peers import Letterbox, Post, peers
from tests.channels.served import served
from tests.channels.telegram.botapi import BotApi
from tests.channels.telegram.conftest import wishes as telegram_wishes
from tests.channels.telegram.updates import message
from tests.ready import store_at

AUTHSERV = "mx.kptik.example"
PASSED = {"Authentication_Results": f"{AUTHSERV}; dmarc=pass header.from=kemenkeu.go.id"}
FAILED = {"Authentication_Results": f"{AUTHSERV}; dmarc=fail header.from=kemenkeu.go.id"}
WIFI = "minta wifi tamu 1 orang hari rabu di semarang, namanya Rina Astuti"


@dataclass
class Street:
    """A counter with three doors, and the far side of each."""

    app: App
    browser: httpx.AsyncClient
    api: BotApi
    post: Post
    box: Letterbox
    said: int = 0

    async def until(self, holds: Any) -> None:
        """Wait until `holds()`; the far sides need a moment."""
        async with asyncio.timeout(30):
            while not holds():
                await self.app.settle()
                await asyncio.sleep(0.01)

    async def web(self, text: str) -> str:
        """Said on the page; the words of the answer."""
        self.said += 1
        sent = await self.browser.post("/api/chat", json={"id": f"message-{self.said}", "text": text})
        assert sent.status_code == 202
        await self.app.settle()
        lines = (await self.browser.get("/api/chat/history")).json()["messages"]
        return " ".join(part["text"] for part in lines[-1]["parts"])

    async def telegram(self, text: str) -> str:
        """Said to the bot; the words of the answer."""
        before = len(self.api.said())
        self.api.bring(message(text))
        await self.until(lambda: len(self.api.said()) > before)
        await self.app.settle()
        return " ".join(str(each["text"]) for each in self.api.said()[before:])

    async def letter(self, raw: bytes) -> str:
        """Sent to the office; the words of the letter that comes back."""
        before = len(self.letters())
        await self.post.put(raw)
        await self.until(lambda: len(self.letters()) > before)
        return words(self.letters()[-1])

    def letters(self) -> list[Any]:
        """What arrived in the person's mailbox."""
        return [each for each in self.box.taken if each["To"] == ANI]

    async def code(self, number: int) -> str:
        """The digits of the `number`-th letter with a code."""
        await self.until(lambda: len(self._codes()) >= number)
        return self._codes()[number - 1]

    def _codes(self) -> list[str]:
        found = (re.search(r"\b\d{6}\b", words(each)) for each in self.letters() if each["Subject"].startswith("Kode"))
        return [each.group() for each in found if each]

    def see(self, work: Any, *args: Any) -> Any:
        """Look into the store."""
        return self.app.house.store.see(work, *args)


@asynccontextmanager
async def street(parts, url, folder):
    """All doors open."""
    store, clock = store_at(url), StandingClock(NOW)
    house = replace(parts, store=store, shelf=Shelf(folder), clock=clock, secret="s" * 40, joining="required")
    async with AsyncExitStack() as stack:
        stack.callback(store.close)
        post, box = await stack.enter_async_context(peers())
        api = BotApi()
        far = await stack.enter_async_context(served(api.app))
        wishes = wishes_of(wanted(post, box, mail_authserv=AUTHSERV), house, lambda name: b"")
        quick = replace(wishes, imap=replace(wishes.imap, pause=0.01, first_idle=0.2))
        email, pages = Email(quick, Memory(house), clock), Web()
        telegram = Telegram(telegram_wishes(far, SimpleNamespace(house=house)), clock)
        app = App(house, [pages, telegram, email])
        limits = Limits(burst=500, per_minute=6000)
        front = Front(house, app.receive, app.act, pages, "s" * 40, limits=limits, channels=app.channels)
        transport = httpx.ASGITransport(build(front))
        browser = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://loket.test"))
        ears = [asyncio.create_task(each.listen(app.receive)) for each in (telegram, email)]
        try:
            yield Street(app, browser, api, post, box)
        finally:
            for ear in ears:
                ear.cancel()
            await asyncio.gather(*ears, return_exceptions=True)
            await app.receiver.quiet()
            await telegram.close()


def remember(c, channel):
    """Who they are need not be asked."""
    id = c.scalar(select(addresses.c.person).where(addresses.c.channel == channel))
    known = Person(name="Ani", unit="Umum", contact="0812345678", kind="employee", greeted=True)
    conversations.know(c, conversations.person(c, id), known)


async def test_one_person_through_three_doors(parts, url, tmp_path):
    async with street(parts, url, tmp_path / "files") as out:
        await out.web("halo")
        out.app.house.store.do(remember, "web")
        assert "Saya rangkum dulu" in await out.web(WIFI)
        assert "email kantor" in await out.web("ya")
        assert ANI in await out.web(ANI)
        assert "KPTIK-2611-0001" in await out.web(await out.code(1))

        assert "email kantor" in await out.telegram("hubungkan akun")
        await out.telegram(ANI)
        assert "sudah terbukti" in await out.telegram(await out.code(2))
        assert "KPTIK-2611-0001" in await out.telegram("status tiket saya")

        assert "KPTIK-2611-0001" in await out.letter(mail("Status tiket 0001", "Tiket saya", **PASSED))
        await out.post.put(mail("Batalkan tiket 0001", "Tiket saya", **FAILED))
        await out.until(lambda: out.see(unheard.waiting))
        assert out.see(tickets.find, "KPTIK-2611-0001")[0].status == "new", "a forged letter is not acted upon"
        await out.letter(mail("Batalkan tiket 0001", "Re: Tiket saya", **PASSED))
        await out.letter(mail("Ya", "Re: Tiket saya", **PASSED))
        (card,) = (await out.browser.get("/api/chat/tickets")).json()["tickets"]
        assert (card["number"], card["status_id"]) == ("KPTIK-2611-0001", "cancelled")
        people = out.see(lambda c: list(c.scalars(select(addresses.c.person))))
        assert len(people) == 3 and len(set(people)) == 1
