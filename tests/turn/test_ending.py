"""An end is orderly, and waits for nobody for ever."""

import asyncio
import threading
from datetime import timedelta

from bot.app import App
from bot.messages import Inbound
from storage import owed, receipts
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


async def test_what_was_being_taken_for_delivery_at_the_end_is_delivered(counter, monkeypatch):
    taking, go_on = threading.Event(), threading.Event()
    lease = owed.lease

    def slow(c, *how):
        taking.set()
        go_on.wait(30)
        return lease(c, *how)

    await counter.app.receiver.receive(Inbound("m1", counter.clock(), ANI, "halo"))
    await counter.app.receiver.quiet()
    monkeypatch.setattr(owed, "lease", slow)
    running = asyncio.create_task(counter.app.outbox.run(60))
    while not taking.is_set():
        await asyncio.sleep(0.005)
    running.cancel()
    go_on.set()
    await asyncio.gather(running, return_exceptions=True)
    await counter.app.outbox.deliver()
    assert counter.web.keys()
