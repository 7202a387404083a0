"""A far side that takes a message and never answers: it is sent once more, and no other is."""

from datetime import timedelta

import httpx
import pytest

from tests.channels.telegram import botapi, updates
from tests.channels.telegram import conftest as telegram
from tests.channels.whatsapp import conftest as whatsapp
from tests.channels.whatsapp import graphapi, posts

SOON, PATIENT = httpx.Timeout(0.3), httpx.Timeout(20)


@pytest.fixture
async def by_telegram(counter):
    """The person is known."""
    counter.know(telegram.ME)
    async with telegram.opened(counter) as desk:
        yield desk


@pytest.fixture
async def by_whatsapp(counter):
    """The person is known."""
    counter.know(whatsapp.ME)
    async with whatsapp.opened(counter) as desk:
        yield desk


async def later(desk, client):
    """The far side answers again, and a minute has passed."""
    client.timeout = PATIENT
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(minutes=1))
    await desk.app.settle()


async def test_telegram_takes_and_never_answers(by_telegram):
    desk, client = by_telegram, by_telegram.channel.bot.request._client
    client.timeout = SOON
    desk.api.lies["sendMessage"] = [botapi.LATE]
    await desk.bring(updates.message("halo"))
    assert len(desk.texts()) == 1
    await later(desk, client)
    assert len(desk.texts()) == 2 and len(set(desk.texts())) == 1


async def test_whatsapp_takes_and_never_answers(by_whatsapp):
    desk, client = by_whatsapp, by_whatsapp.channel.graph._client
    client.timeout = SOON
    desk.api.lies = [graphapi.LATE]
    await desk.bring(posts.text("halo"))
    assert len(desk.api.sent) == 1
    await later(desk, client)
    assert len(desk.api.sent) == 2 and desk.api.sent[0] == desk.api.sent[1]
