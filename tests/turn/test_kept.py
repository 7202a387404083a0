"""What may break under a turn or a delivery: the store away or read-only, a full disk, a clock that is moved."""

import asyncio
import errno
import resource
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError

from bot import outbox
from bot.app import App
from bot.messages import File, Inbound
from bot.outbox import LEASE, Outbox
from bot.prepare import Preparing
from bot.receive import Receiver
from channels.base import Unreachable
from storage import owed, unheard
from storage import receipts as kept
from storage.files import Shelf
from storage.tables import owed as rows
from storage.tables import receipts
from tests.channels.served import until
from tests.stores import still_owed
from tests.turn.conftest import ANI, NOW, FarSide
from tests.turn.test_deliver import owe


@contextmanager
def unwritable(store):
    """Every line to the store as if its disk were mounted for reading only."""

    def shut(raw, *_):
        raw.execute("PRAGMA query_only=ON")

    def opened(raw, *_):
        raw.execute("PRAGMA query_only=OFF")

    event.listen(store.engine, "checkout", shut)
    event.listen(store.engine, "checkin", opened)
    try:
        yield
    finally:
        event.remove(store.engine, "checkout", shut)


async def test_what_the_far_side_has_is_marked_once_the_store_is_back(counter, monkeypatch):
    monkeypatch.setattr(outbox, "AWAY", 0.01)
    owe(counter, ANI, "1")
    taken = asyncio.Event()

    class Last(FarSide):
        async def send(self, message):
            ids = await super().send(message)
            away.__enter__()
            taken.set()
            return ids

    far, away = Last("web"), unwritable(counter.house.store)
    box = Outbox(counter.house, {"web": far})
    delivering = asyncio.create_task(box.deliver())
    await asyncio.wait_for(taken.wait(), 10)
    done, _ = await asyncio.wait([delivering], timeout=0.1)
    assert not done and counter.see(still_owed) == 1
    away.__exit__(None, None, None)
    await asyncio.wait_for(delivering, 10)
    counter.clock.move_to(NOW + LEASE * 2)
    await box.deliver()
    assert far.keys() == ["1"], "it goes once, though its mark had to wait"


async def test_a_message_is_not_to_blame_for_a_store_that_takes_nothing(counter):
    held = Receiver(counter.house)
    with unwritable(counter.house.store), pytest.raises(DBAPIError, match="readonly"):
        await held.receive(Inbound("m1", NOW, ANI, "halo"))
    counter.house.store.do(kept.keep, Inbound("m1", NOW, ANI, "halo"))
    with unwritable(counter.house.store):
        for _ in range(4):
            await held.recover()
            await held.quiet()
    assert tried(counter) == [("new", 0)]
    await held.recover()
    await held.quiet()
    assert tried(counter) == [("heard", 0)] and counter.see(unheard.waiting) == []


def tried(counter):
    """Of each message what became of it, and how often it failed."""
    return [
        tuple(row) for row in counter.see(lambda c: c.execute(select(receipts.c.status, receipts.c.attempts)).all())
    ]


async def test_a_message_waits_for_room_for_its_file(counter):
    class Fetches(FarSide):
        async def fetch(self, file):
            return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"

    class Full:
        room = False

        def put(self, digest, data):
            if not self.room:
                raise OSError(errno.ENOSPC, "No space left on device")
            shelf.put(digest, data)

    shelf, full = counter.house.shelf, Full()
    house = replace(counter.house, shelf=full)
    held = Receiver(house, preparing=Preparing(house, {"web": Fetches("web")}))
    await held.receive(Inbound("m1", NOW, ANI, "halo", files=(File("f1", "surat.pdf", "pdf", "", 80),)))
    await held.quiet()
    for _ in range(4):
        await held.recover()
        await held.quiet()
    assert tried(counter) == [("new", 0)]
    full.room = True
    await held.recover()
    await held.quiet()
    assert tried(counter) == [("heard", 0)]


def test_a_content_for_which_there_is_no_room_leaves_nothing_behind(tmp_path):
    had = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, had[1]))
    try:
        with pytest.raises(OSError, match="large"):
            Shelf(tmp_path).put("ab" * 32, b"x" * 20_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, had)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


async def test_a_clock_put_forward_sends_nothing_twice(counter):
    owe(counter, ANI, "1")
    gate = asyncio.Event()

    class Slow(FarSide):
        async def send(self, message):
            ids = await super().send(message)
            await gate.wait()
            return ids

    far = Slow("web")
    box = Outbox(counter.house, {"web": far})
    delivering = asyncio.create_task(box.deliver())
    await until(lambda: far.accepted)
    counter.clock.move_to(NOW + LEASE * 2)
    again = asyncio.create_task(box.deliver())
    await asyncio.wait([again], timeout=0.1)
    gate.set()
    await asyncio.wait_for(asyncio.gather(delivering, again), 10)
    assert far.keys() == ["1"]


async def test_a_clock_put_back_does_not_hold_back_what_is_tried_again(counter):
    owe(counter, ANI, "1")
    counter.web.faults = [Unreachable("lost")]
    moment = NOW
    app = App(replace(counter.house, clock=lambda: moment), [counter.web])
    await app.outbox.deliver()
    moment = NOW - timedelta(hours=1)
    await app.tick()
    await app.settle()
    assert counter.web.keys() == ["1"]


async def test_a_far_side_that_never_answers_is_tried_again(counter, monkeypatch):
    monkeypatch.setattr(outbox, "PATIENCE", timedelta(seconds=0.05))
    owe(counter, ANI, "1")

    class Mute(FarSide):
        async def send(self, message):
            await asyncio.Event().wait()

    await asyncio.wait_for(Outbox(counter.house, {"web": Mute("web")}).deliver(), 10)
    assert counter.see(lambda c: c.execute(select(rows.c.status, rows.c.fault)).one()) == ("owed", "no answer")


async def test_who_is_missed_once_may_live_who_is_missed_twice_does_not(counter):
    owe(counter, ANI, "1")
    counter.house.store.do(owed.lease, ["web"], "somebody", NOW, NOW + LEASE)
    await counter.app.tick()
    await counter.app.settle()
    assert counter.web.keys() == []
    await counter.app.tick()
    await counter.app.settle()
    assert counter.web.keys() == ["1"]
