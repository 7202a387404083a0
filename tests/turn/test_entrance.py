"""Who brings something goes first; what is inside goes on all the same, everybody in their turn."""

import asyncio

from bot import entrance
from bot.app import App
from bot.entrance import Entrance
from bot.messages import Address, Inbound
from bot.prepare import Preparing
from bot.receive import TURNS
from storage import owed
from tests.stores import still_owed

BUDI, LAST = Address("web", "budi"), Address("web", "z")  # the store finds conversations by name


async def test_work_waits_while_somebody_stands_there(monkeypatch):
    monkeypatch.setattr(entrance, "PATIENCE", 60)
    here, done = Entrance(), []

    async def work():
        await here.free()
        done.append("work")

    with here.taken():
        waiting = asyncio.create_task(work())
        with here.taken():
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert done == [], "one has left, the other one is still there"
    await asyncio.wait_for(waiting, 10)
    assert done == ["work"]


async def test_work_goes_on_though_somebody_always_stands_there(monkeypatch):
    monkeypatch.setattr(entrance, "PATIENCE", 0.01)
    here = Entrance()
    with here.taken():
        await asyncio.wait_for(here.free(), 10)


async def test_who_has_said_much_holds_up_nobody(counter):
    closed, talkers = App(counter.house, [counter.web]), [Address("web", f"t{n}") for n in range(TURNS)]
    await closed.receiver.close()  # it keeps, and hears nothing
    for n, who in enumerate([*talkers * 6, LAST]):
        await closed.receive(Inbound(f"m{n}", counter.clock(), who, "halo"))
    await counter.app.receiver.recover()
    await counter.app.receiver.quiet()
    order = [row.to for row in counter.see(answers)]
    assert len(order) == 6 * TURNS + 1
    assert LAST in order[: 2 * TURNS + 1]


def answers(c):
    """The words owed, in the order of their turns."""
    return [owed.find(c, n) for n in range(1, still_owed(c) + 1)]


async def test_files_that_do_not_come_keep_no_turn_busy(counter, monkeypatch):
    gate = asyncio.Event()

    class Slow(Preparing):
        """The parts of an album are long in coming."""

        async def ready(self, receipt):
            if receipt.inbound.group:
                await gate.wait()
            return await super().ready(receipt)

    monkeypatch.setattr(counter.app.receiver, "_preparing", Slow(counter.house, quiet=0))
    for n in range(TURNS + 1):
        await counter.app.receive(Inbound(f"a{n}", counter.clock(), Address("web", f"a{n}"), "foto", group=f"g{n}"))
    await counter.app.receive(Inbound("b", counter.clock(), BUDI, "halo"))
    async with asyncio.timeout(30):
        while not counter.see(still_owed):
            await asyncio.sleep(0.005)
        (row,) = counter.see(answers)
        assert row.to == BUDI
        gate.set()
        await counter.app.receiver.quiet()
    assert counter.see(still_owed) == TURNS + 2
