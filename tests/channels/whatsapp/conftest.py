"""The counter with WhatsApp open, in front of the scripted Graph API."""

from contextlib import asynccontextmanager
from functools import partial
from types import SimpleNamespace

import httpx
import pytest

from bot import doors, languages
from bot.app import App
from bot.messages import Address
from bot.prepare import Preparing
from bot.web.app import build
from bot.web.front import Front
from channels.pacing import Pace
from channels.web import Web
from channels.whatsapp.channel import WhatsApp, Wishes
from tests.channels.served import served
from tests.channels.whatsapp import posts
from tests.channels.whatsapp.graphapi import NUMBER, TOKEN, GraphApi
from tests.turn.conftest import FarSide

ME = Address("whatsapp", posts.USER)


class Desk(SimpleNamespace):
    """`api` the far side, `web` our address as it sees it, `app`, `mail`, and the counter's house."""

    async def post(self, body, headers=None):
        """One request; its status."""
        answer = await self.web.post("/webhooks/whatsapp", content=body, headers=headers or posts.signed(body))
        return answer.status_code

    async def bring(self, *messages, statuses=()):
        """One signed request and everything that follows from it."""
        assert await self.post(posts.post(*messages, statuses=statuses)) == 200
        await self.app.settle()

    async def say(self, *texts):
        """Words, one request each."""
        for words in texts:
            await self.bring(posts.text(words))


def wishes(url, counter, **more):
    """As `bot.doors` would make them."""
    free = {"each": Pace(0, 1), "total": Pace(0, 1)}  # tests do not wait for the far side's patience
    given = free | {"token": TOKEN, "number": NUMBER, "app_secret": posts.SECRET, "verify_token": "agreed"}
    words = languages.load("id")["whatsapp"]
    short = doors.shorter(counter.house.words)
    content = partial(doors.template, counter.house)
    return Wishes(**(given | more), url=f"{url}/v23.0", words=words, short=short, template=content)


@asynccontextmanager
async def opened(counter, mail=False, **more):
    """The counter with its WhatsApp door open."""
    api = GraphApi()
    async with served(api.app) as url:
        channel = WhatsApp(wishes(url, counter, **more), counter.clock)
        letters = FarSide("email")
        app = App(counter.house, [channel, letters] if mail else [channel])
        app.receiver._preparing = Preparing(counter.house, app.channels, quiet=0.05, pauses=(0.01, 0.01))
        front = Front(counter.house, app.receive, app.act, Web(), "x" * 32, channels=app.channels)
        web = httpx.AsyncClient(transport=httpx.ASGITransport(build(front)), base_url="http://loket.test")
        yield Desk(api=api, channel=channel, app=app, counter=counter, web=web, mail=letters)
        await app.receiver.quiet()
        await channel.close()


@pytest.fixture
async def desk(counter):
    """The person is known."""
    counter.know(ME)
    async with opened(counter) as desk:
        yield desk
