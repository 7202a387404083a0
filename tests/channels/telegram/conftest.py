"""The counter with Telegram open, in front of the scripted Bot API."""

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from types import SimpleNamespace

import pytest

from bot import doors, languages
from bot.app import App
from bot.messages import Address
from bot.prepare import Preparing
from channels.pacing import Pace
from channels.telegram.channel import Telegram, Wishes
from tests.channels.served import served, until
from tests.channels.telegram.botapi import TOKEN, BotApi
from tests.channels.telegram.updates import ANI

FREE = Pace(0, 1)  # tests do not wait for the far side's patience
ME = Address("telegram", str(ANI))


class Desk(SimpleNamespace):
    """`api` the far side, `channel`, `app`, and the counter's house."""

    async def bring(self, *updates):
        """Updates come; everything that follows from them happens."""
        self.api.bring(*updates)
        await until(lambda: not [u for u in self.api.updates if u["update_id"] > (self.api.offsets or [0])[-1]])
        await until(lambda: self.api.offsets and self.api.offsets[-1] > updates[-1]["update_id"])
        await self.app.settle()

    def texts(self, chat=ANI):
        """What was said, in order."""
        return [call.get("text", "") for call in self.api.said(chat)]

    def buttons(self):
        """(label, data) below the last message."""
        rows = self.api.said()[-1]["reply_markup"]["inline_keyboard"]
        return [(each["text"], each["callback_data"]) for row in rows for each in row]


def wishes(url, counter, **more):
    """As `bot.doors` would make them."""
    words = {name: languages.load(name)["telegram"] for name in ("id", "en")}
    given = {"poll": 1, "each": FREE, "total": FREE} | more
    return Wishes(TOKEN, url, words=words, template=partial(doors.template, counter.house), **given)


@asynccontextmanager
async def opened(counter, listens=True, **more):
    """The counter with its Telegram door open."""
    api = BotApi()
    async with served(api.app) as url:
        channel = Telegram(wishes(url, counter, **more), counter.clock)
        app = App(counter.house, [channel])
        quick = Preparing(counter.house, app.channels, quiet=0.05, pauses=(0.01, 0.01))
        app.receiver._preparing = quick
        ears = asyncio.create_task(channel.listen(app.receive)) if listens else None
        try:
            yield Desk(api=api, channel=channel, app=app, counter=counter)
        finally:
            if ears:
                ears.cancel()
                await asyncio.gather(ears, return_exceptions=True)
            await app.receiver.quiet()
            await channel.close()


@pytest.fixture
async def desk(counter):
    """Long polling; the person is known."""
    counter.know(ME)
    async with opened(counter) as desk:
        yield desk
