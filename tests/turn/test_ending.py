"""An end is orderly, and waits for nobody for ever."""

import asyncio
from datetime import timedelta

from bot.app import App
from bot.messages import Inbound
from storage import receipts
from storage.store import Store
from tests.stores import still_owed
from tests.turn.conftest import ANI


async def test_a_far_side_that_never_answers_does_not_hold_up_the_end(counter, monkeypatch):
    monkeypatch.setattr("bot.app.PARTING", 0.05)
    begun = asyncio.Event()

    async def never(message):
        begun.set()
        await asyncio.Event().wait()

    counter.web.send = never
    await counter.app.start(60)
    await counter.app.receive(Inbound("m1", counter.clock(), ANI, "halo"))
    async with asyncio.timeout(30):
        await begun.wait()
        await counter.app.stop()
    store = Store.open(str(counter.house.store.engine.url))
    assert store.see(still_owed) == 1, "it is owed still"
    store.close()


async def test_what_was_kept_and_not_heard_is_heard_at_the_next_beginning(counter, monkeypatch):
    monkeypatch.setattr("bot.app.PARTING", 0.05)
    begun = asyncio.Event()

    async def never(receipt):
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(
        counter.app.receiver,
        "_preparing",
        type("Slow", (), {"ready": staticmethod(never), "at_hand": lambda *_: False}),
    )
    await counter.app.receive(Inbound("m1", counter.clock(), ANI, "halo"))
    async with asyncio.timeout(30):
        await begun.wait()
        await counter.app.receiver.close()
    await counter.app.receive(Inbound("m2", counter.clock() + timedelta(seconds=1), ANI, "menu"))
    assert len(counter.see(receipts.unheard_keys)) == 1
    counter.app = App(counter.house, [counter.web, counter.mail])
    await counter.app.receiver.recover()
    await counter.app.settle()
    assert counter.see(receipts.unheard_keys) == []
    assert counter.web.keys()
