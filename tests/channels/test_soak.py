"""The long forms: redeliveries by the thousand, and a person in a hurry among many others."""

import asyncio

import pytest

from bot.messages import Address
from storage import history
from storage.shapes import key_of
from tests.channels.telegram import updates
from tests.channels.telegram.conftest import opened as telegram
from tests.channels.whatsapp import posts
from tests.channels.whatsapp.conftest import opened as whatsapp


async def redelivered(counter, number):
    """The same request again and again, some of them at once."""
    async with whatsapp(counter) as desk:
        body = posts.post(posts.text("halo"), posts.text("terima kasih"))
        for _ in range(number // 50):
            assert set(await asyncio.gather(*(desk.post(body) for _ in range(50)))) == {200}
        await desk.app.settle()
        lines = counter.see(history.of, key_of(Address("whatsapp", posts.USER)))
        assert len([line for line in lines if line.who == "person"]) == 2


async def test_100_redeliveries_are_absorbed(counter):
    await redelivered(counter, 100)


@pytest.mark.soak
async def test_10000_redeliveries_are_absorbed(counter):
    await redelivered(counter, 10_000)


async def hurry(counter, mine, others):
    """One person's many messages stay in order while others are served."""
    async with telegram(counter) as desk:
        step = max(1, others // mine)
        for n in range(mine):
            desk.api.bring(updates.message(f"pesan nomor {n}"))
            desk.api.bring(*(updates.message("halo", chat=8000 + n * step + each) for each in range(step)))
        async with asyncio.timeout(120):
            while desk.api.updates:
                await asyncio.sleep(0.01)
        await desk.app.settle()
        lines = counter.see(history.of, key_of(Address("telegram", str(updates.ANI))), mine * 10)
        heard = [line.body["text"] for line in lines if line.who == "person"]
        assert heard == [f"pesan nomor {n}" for n in range(mine)]
        assert all(desk.texts(8000 + n) for n in range(step * mine))


async def test_10_in_a_hurry_among_20(counter):
    await hurry(counter, 10, 20)


@pytest.mark.soak
async def test_50_in_a_hurry_among_100(counter):
    await hurry(counter, 50, 100)
