"""The long forms: redeliveries by the thousand, and a person in a hurry among many others. On both stores."""

import asyncio
import random

import pytest
from sqlalchemy import select

from bot.messages import Address
from storage import history
from storage.shapes import key_of
from storage.tables import owed
from tests.channels.served import until
from tests.channels.telegram import updates
from tests.channels.telegram.conftest import opened as telegram
from tests.channels.whatsapp import posts
from tests.channels.whatsapp.conftest import opened as whatsapp

SAID = {"halo": "greeting", "menu": "menu", "status KPTIK-2601-0001": "ticket"}  # the beginning of what is answered


async def redelivered(counter, number):
    """The same request again and again, some of them at once."""
    async with whatsapp(counter) as desk:
        body = posts.post(posts.text("halo"), posts.text("terima kasih"))
        for _ in range(number // 50):
            assert set(await asyncio.gather(*(desk.post(body) for _ in range(50)))) == {200}
        await desk.app.settle()
        lines = counter.see(history.of, key_of(Address("whatsapp", posts.USER)))
        assert len([line for line in lines if line.who == "person"]) == 2
        marked = counter.see(lambda c: c.scalars(select(owed.c.far_ids)).all())
        assert [id for row in marked for ids in row for id in ids] == desk.api.ids


async def test_100_redeliveries_are_absorbed(anywhere):
    await redelivered(anywhere, 100)


@pytest.mark.soak
async def test_10000_redeliveries_are_absorbed(anywhere):
    await redelivered(anywhere, 10_000)


async def hurry(counter, mine, others):
    """One person's many messages are heard and answered in order while others are served."""
    chance = random.Random(mine)
    said = [chance.choice(list(SAID)) for _ in range(mine)]
    me = Address("telegram", str(updates.ANI))
    counter.know(me)
    async with telegram(counter) as desk:
        step = max(1, others // mine)
        for n, text in enumerate(said):
            desk.api.bring(updates.message(text))
            desk.api.bring(*(updates.message("halo", chat=8000 + n * step + each) for each in range(step)))
        await until(lambda: not desk.api.updates, 120)
        await desk.app.settle()
        mine_owed = select(owed.c.body).where(owed.c.address == key_of(me)).order_by(owed.c.id)
        bodies = counter.see(lambda c: c.scalars(mine_owed).all())
        assert [body["bubbles"][0]["key"].partition(".")[0] for body in bodies] == [SAID[text] for text in said]
        told = [bubble["text"].split("\n")[0] for body in bodies for bubble in body["bubbles"]]
        assert [text.split("\n")[0] for text in desk.texts()] == [text.replace("**", "") for text in told]
        assert all(desk.texts(8000 + n) for n in range(step * mine))


async def test_10_in_a_hurry_among_20(anywhere):
    await hurry(anywhere, 10, 20)


@pytest.mark.soak
async def test_50_in_a_hurry_among_100(anywhere):
    await hurry(anywhere, 50, 100)
