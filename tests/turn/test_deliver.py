"""What is owed is delivered in order, at least once, and nobody waits for anybody else."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from bot.messages import Address
from bot.outbox import GIVE_UP, LONGEST, Outbox, pause
from channels.base import Undeliverable, Unreachable
from storage import owed, unheard
from tests.stores import still_owed
from tests.turn.conftest import ANI, NOW, FarSide

BUDI = Address("web", "budi")


def owe(counter, to, *texts):
    """One row for each text; a list of texts is one row of several bubbles."""
    for text in texts:
        words = text if isinstance(text, list) else [text]
        bubbles = [{"key": word, "text": word, "choices": [], "files": [], "data": {}} for word in words]
        counter.house.store.do(owed.add, to, {"subject": "s", "bubbles": bubbles}, counter.clock(), None)


async def test_in_order_for_each_address(counter):
    owe(counter, ANI, "1", "2", "3")
    owe(counter, BUDI, "a")
    await counter.app.outbox.deliver()
    assert (counter.web.keys(ANI), counter.web.keys(BUDI)) == (["1", "2", "3"], ["a"])
    assert counter.see(still_owed) == 0


async def test_who_cannot_be_reached_waits_as_long_as_told_and_alone(counter):
    owe(counter, ANI, "1", "2")
    counter.web.faults = [Unreachable("slow down", retry_after=40)]
    await counter.app.outbox.deliver()
    owe(counter, BUDI, "a")
    await counter.app.outbox.deliver()
    assert (counter.web.keys(ANI), counter.web.keys(BUDI)) == ([], ["a"])
    assert counter.see(owed.next_time, ["web"]) <= NOW + timedelta(seconds=40)
    counter.clock.move_to(NOW + timedelta(seconds=40))
    await counter.app.outbox.deliver()
    assert counter.web.keys(ANI) == ["1", "2"]


async def test_what_never_arrives_goes_to_the_console_and_the_rest_goes_on(counter):
    owe(counter, ANI, "1", "2")
    counter.web.faults = [Undeliverable("blocked")]
    await counter.app.outbox.deliver()
    assert counter.web.keys(ANI) == ["2"]
    (given_up,) = counter.see(unheard.waiting)
    assert (given_up.kind, given_up.words, given_up.fault) == ("delivery", "1", "blocked")


async def test_a_fault_of_ours_is_tried_again_and_at_last_given_up(counter):
    owe(counter, ANI, "1")
    counter.web.faults = [RuntimeError("bug")] * 100
    while counter.clock() - NOW < GIVE_UP:
        await counter.app.outbox.deliver()
        assert counter.see(still_owed) == 1
        counter.clock.move_to(counter.clock() + LONGEST * 1.3)
    await counter.app.outbox.deliver()
    assert counter.see(still_owed) == 0
    assert len(counter.see(unheard.waiting)) == 1


async def test_bubbles_are_marked_one_by_one(counter):
    far = FarSide("telegram", whole=False)
    outbox = Outbox(counter.house, {"telegram": far})
    to = Address("telegram", "7")
    owe(counter, to, ["a", "b", "c"])
    far.faults = [None, Unreachable("lost")]
    await outbox.deliver()
    assert far.keys(to) == ["a"]
    counter.clock.move_to(NOW + LONGEST)
    await outbox.deliver()
    assert far.keys(to) == ["a", "b", "c"], "what was accepted is not sent again"


async def test_a_letter_is_sent_whole(counter):
    to = Address("email", "a@b.id")
    owe(counter, to, ["a", "b"])
    await counter.app.outbox.deliver()
    assert [len(one.bubbles) for one in counter.mail.accepted] == [2]


async def test_a_slow_address_holds_up_nobody_while_it_is_slow(counter):
    slow, gate = FarSide("telegram", whole=False), asyncio.Event()
    send = slow.send

    async def waits(message):
        await gate.wait()
        return await send(message)

    slow.send = waits
    outbox = Outbox(counter.house, {"telegram": slow, "web": counter.web})
    running = asyncio.create_task(outbox.run(60))
    for n in range(60):
        owe(counter, Address("telegram", str(n)), "x")
    owe(counter, ANI, "1")
    outbox.wake()
    async with asyncio.timeout(10):
        while not counter.web.accepted:
            await asyncio.sleep(0.005)
        owe(counter, BUDI, "2")
        outbox.wake()
        while len(counter.web.accepted) < 2:
            await asyncio.sleep(0.005)
        assert slow.accepted == []
        gate.set()
        while len(slow.accepted) < 60:
            await asyncio.sleep(0.005)
    running.cancel()
    await outbox.close()


async def test_a_wait_is_kept_to_the_second_and_not_to_the_tick(counter):
    began = time.monotonic()
    house = replace(counter.house, clock=lambda: NOW + timedelta(seconds=time.monotonic() - began))
    outbox = Outbox(house, {"web": counter.web})
    counter.web.faults = [Unreachable("slow down", retry_after=0.4)]
    owe(counter, ANI, "1")
    running = asyncio.create_task(outbox.run(60))
    async with asyncio.timeout(10):
        while not counter.web.accepted:
            await asyncio.sleep(0.005)
    running.cancel()
    assert time.monotonic() - began >= 0.4  # and not 60: the timeout


def test_pauses_double_up_to_the_longest():
    pauses = [pause(n) for n in range(12)]
    assert pauses[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST
