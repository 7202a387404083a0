"""A street of people before a real process that dies again and again, and the far sides between them.

Each person asks for something and confirms it once they have been answered; far sides bring what was not taken
again, as the real ones do. What the far sides accepted is held against what the store says was sent.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from itertools import count, cycle
from pathlib import Path

import httpx
from sqlalchemy import select

from bot.cli.parts import settings
from bot.messages import Address, Person
from storage import conversations
from storage.store import Store
from storage.tables import counters, owed, receipts, tickets
from tests.channels.email.letters import mail, reply
from tests.channels.email.peers import PASSWORD, USER, Letterbox, Post, peers
from tests.channels.served import served
from tests.channels.telegram import botapi, updates
from tests.channels.whatsapp import graphapi, posts
from tests.turn.conftest import NOW

ROOT = Path(__file__).parents[2]
WIFI = "minta wifi tamu 1 orang hari rabu di semarang, namanya Rina Astuti"
AUTOCAD = """Tolong install AutoCAD di 1 laptop saya, Lenovo ThinkPad T14, nomor seri PF2ABC1.

Nama: Ani Lestari
Unit kerja: Bagian Umum
"""
PATIENCE = 120  # seconds; a hang guard
NUMBERS = count(1)
KNOWN = Person(name="Ani", unit="Umum", contact="0812345678", kind="employee", office="semarang", greeted=True)


class Process:
    """A real process. `mother`: whom it is forked from, who has imported everything; None: one of its own."""

    def __init__(self, given, port, mother=None):
        self._given, self._mother = given | {"LOKET_PORT": str(port)}, mother
        self.url = f"http://127.0.0.1:{port}"
        self.pid, self._ended = 0, None

    async def begin(self, stop_at=""):
        """Another life."""
        given = self._given | {"STOP_AT": stop_at}
        if self._mother is None:
            words = [sys.executable, "-m", "bot", "run"]
            quiet = asyncio.subprocess.DEVNULL
            found = await asyncio.create_subprocess_exec(
                *words, cwd=ROOT, env={**os.environ, **given}, stdout=quiet, stderr=quiet
            )
            self.pid, self._ended = found.pid, asyncio.create_task(found.wait())
            return
        told = Path(given["LOKET_DATA"]) / f"ended{next(NUMBERS)}"
        self._mother.stdin.write(json.dumps(given | {"ENDED": str(told)}).encode() + b"\n")
        self._mother.stdin.flush()
        self.pid, self._ended = int(self._mother.stdout.readline()), asyncio.create_task(self._status(told))

    async def _status(self, told):
        while not told.exists():
            await asyncio.sleep(0.01)
        return int(told.read_text())

    async def ready(self):
        """Until it answers."""
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient(verify=False) as client:
            while True:
                assert not self._ended.done(), f"it ended by itself: {self._ended.result()}"
                try:
                    if (await client.get(f"{self.url}/healthz")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.02)

    async def end(self, told=signal.SIGKILL):
        """Tell it to end, and wait; its exit status."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, told)
        return await self.ended()

    async def ended(self):
        """Wait until it ends by itself."""
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(self._ended)

    async def close(self):
        """Nothing stays behind."""
        if self._ended and not self._ended.done():
            await self.end()


@dataclass
class Street:
    """The far sides, the store as seen from beside, and who lives here."""

    given: dict[str, str]
    ports: list[int]  # of the processes that serve
    store: Store
    bot: botapi.BotApi
    graph: graphapi.GraphApi
    post: Post
    box: Letterbox
    web: httpx.AsyncClient
    doing: list = field(default_factory=list)
    deaths: int = 0

    def come(self, n):
        """The n-th of each kind of people comes to the counter."""
        whom = (self.telegram(n), self.whatsapp(n), self.letters(n), self.page(n))
        self.doing += [asyncio.create_task(each) for each in whom]

    async def telegram(self, n):
        """A request by Telegram, confirmed with the button."""
        chat = 7_000 + n
        self.bot.bring(updates.message(WIFI, chat=chat))
        await self._until(lambda: [each for each in self.bot.said(chat) if "reply_markup" in each])
        asked = next(each for each in self.bot.said(chat) if "reply_markup" in each)
        yes = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        self.bot.bring(updates.pressed(yes, chat))
        await self._until(lambda: any("KPTIK-" in each.get("text", "") for each in self.bot.said(chat)))

    async def whatsapp(self, n):
        """The same by WhatsApp: each request is brought again until it is answered 200."""
        who = {"sender": f"62812{n:06d}", "user": ""}
        await self._bring(posts.text(WIFI, **who))
        await self._until(lambda: self._told(who["sender"]))
        yes = self._told(who["sender"])[0]["interactive"]["action"]["buttons"][0]["reply"]["id"]
        await self._bring(posts.pressed(yes) | {"from": who["sender"], "from_user_id": ""})
        await self._until(lambda: any("KPTIK-" in graphapi.words(each) for each in self._told(who["sender"])))

    def _told(self, number):
        return [each for each in self.graph.sent if each.get("to") == number]

    async def _bring(self, message):
        body = posts.post(message)
        await self._insist("POST", "/webhooks/whatsapp", content=body, headers=posts.signed(body))

    async def letters(self, n):
        """The same by letter."""
        me = f"ani{n}@kemenkeu.go.id"
        await self.post.put(mail(AUTOCAD, "Permohonan", sender=me, Cc=f"kabag{n}@kemenkeu.go.id"))
        await self._until(lambda: self._letters(me))
        await self.post.put(reply(self._letters(me)[0], "Ya, benar.", sender=me))
        await self._until(lambda: any("KPTIK-" in each.as_string() for each in self._letters(me)))

    def _letters(self, to):
        return self.box.of[to]

    async def page(self, n):
        """Two messages from the chat page, each sent again until it is accepted."""
        shown = await self._insist("GET", "/")
        mine = {"cookie": "; ".join(each.partition(";")[0] for each in shown.headers.get_list("set-cookie"))}
        for word in ("halo", "menu"):
            said = {"id": f"{word}-message-{n}", "text": word}
            await self._insist("POST", "/api/chat", json=said, headers=mine)

    async def _insist(self, method, path, **more):
        """Again until it succeeds, at one process after the other."""
        for port in cycle(self.ports):
            with suppress(httpx.TransportError):
                answer = await self.web.request(method, f"http://127.0.0.1:{port}{path}", **more)
                if answer.is_success:
                    return answer
            await asyncio.sleep(0.05)

    async def _until(self, holds):
        """However many lives it takes; `calm` is who loses patience."""
        while not holds():
            await asyncio.sleep(0.03)

    def accepted(self):
        """By channel, the id of everything that had its effect, in order."""
        ours = ("sendMessage", "sendDocument")
        return {
            "telegram": [str(n) for n, (method, _) in enumerate(self.bot.calls, 1) if method in ours],
            "whatsapp": list(self.graph.ids),
            "email": [each["Message-ID"] for each in self.box.taken],
        }

    async def calm(self):
        """Until everybody has what they came for and nothing is left to be heard or delivered."""
        async with asyncio.timeout(PATIENCE + len(self.doing)):
            await asyncio.gather(*self.doing)
            while self.left():
                await asyncio.sleep(0.05)

    def left(self):
        """Whether anything is still to be heard or delivered."""
        rows = (
            select(receipts.c.id).where(receipts.c.status == "new"),
            select(owed.c.id).where(owed.c.status == "owed"),
        )
        return any(self.store.see(lambda c, row=row: c.execute(row.limit(1)).first()) for row in rows)

    def doubled(self):
        """How many sends were accepted more often than the store knows; each in another life than its first."""
        sent = self.store.see(lambda c: c.execute(select(owed.c.channel, owed.c.far_ids, owed.c.status)).all())
        assert {row.status for row in sent} == {"sent"}
        known = Counter((row.channel, id) for row in sent if row.channel != "web" for ids in row.far_ids for id in ids)
        assert set(known.values()) <= {1}
        accepted = [(name, id) for name, ids in self.accepted().items() for id in ids]
        assert known.keys() <= set(accepted), "what is marked as sent was accepted"
        self._each_life_once()
        return len(accepted) - len(known)

    def _each_life_once(self):
        """Within one life no letter goes twice.

        Each life greets by a name of its own: what lay on the line when it died is accepted after its death.
        """
        posted = Counter(zip(self.box.hosts, self.accepted()["email"], strict=True))
        assert set(posted.values()) <= {1}

    def sends(self):
        """How many messages the far sides accepted."""
        return sum(map(len, self.accepted().values()))

    def whole(self):
        """Nothing lost, nothing doubled: of each of the four kinds as many people were here."""
        see, people = self.store.see, len(self.doing) // 4
        heard = Counter(see(lambda c: c.execute(select(receipts.c.address, receipts.c.status)).all()))
        talks = Counter(address.partition("/~")[0] for address, status in heard.elements() if status == "heard")
        assert len(talks) == people * 4 and set(talks.values()) == {2}, "each of them said two things"
        opened = see(lambda c: c.execute(select(tickets.c.number, tickets.c.owner)).all())
        assert len(opened) == len({row.owner for row in opened}) == people * 3
        given = see(lambda c: c.execute(select(counters)).all())
        assert sum(row.n for row in given) == people * 3, "no number was skipped or given twice"


@asynccontextmanager
async def street(url, folder, people, processes=1):
    """A street with a store that knows who lives there. `processes`: how many are to serve."""
    (folder / "cache").symlink_to(settings().cache.resolve())
    store = Store.open(url)
    for n in range(people):
        for me in (Address("telegram", str(7_000 + n)), Address("whatsapp", f"62812{n:06d}")):
            store.do(lambda c, me=me: conversations.know(c, conversations.lock(c, me, NOW).person, KNOWN))
    bot, graph = botapi.BotApi(), graphapi.GraphApi()
    async with AsyncExitStack() as stack:
        at = await stack.enter_async_context(served(bot.app))
        graph_at = await stack.enter_async_context(served(graph.app))
        post, box = await stack.enter_async_context(peers())
        given = {
            "LOKET_STORE": url, "LOKET_DATA": str(folder), "LOKET_SECRET": "s" * 40,
            "LOKET_TICK_SECONDS": "0.2", "LOKET_LOG_LEVEL": "error", "LOKET_MESSAGES_A_MINUTE": "600",
            "LOKET_TELEGRAM_TOKEN": botapi.TOKEN, "LOKET_TELEGRAM_URL": at,
            "LOKET_WHATSAPP_TOKEN": graphapi.TOKEN, "LOKET_WHATSAPP_NUMBER_ID": graphapi.NUMBER,
            "LOKET_WHATSAPP_APP_SECRET": posts.SECRET, "LOKET_WHATSAPP_VERIFY_TOKEN": "agreed",
            "LOKET_WHATSAPP_URL": f"{graph_at}/v23.0",
            "LOKET_IMAP_HOST": "127.0.0.1", "LOKET_IMAP_PORT": str(post.port), "LOKET_IMAP_TLS": "none",
            "LOKET_MAILBOXES": f"medan={USER}:{PASSWORD}",
            "LOKET_SMTP_HOST": "127.0.0.1", "LOKET_SMTP_PORT": str(box.port), "LOKET_SMTP_TLS": "none",
        }  # fmt: skip
        web = httpx.AsyncClient(verify=False)
        web.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # each person keeps their own
        stack.push_async_callback(web.aclose)
        here = Street(given, [free_port() for _ in range(processes)], store, bot, graph, post, box, web)
        try:
            yield here
        finally:
            for each in here.doing:
                each.cancel()
            await asyncio.gather(*here.doing, return_exceptions=True)
            store.close()


def free_port():
    """One that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@asynccontextmanager
async def counter(url, folder, people, mother=None):
    """A street for so many people of each kind, and its process, not begun."""
    async with street(url, folder, people) as here:
        process = Process(here.given, here.ports[0], mother)
        try:
            yield here, process
        finally:
            await process.close()
