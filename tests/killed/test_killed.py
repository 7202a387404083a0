"""kill -9 of the real process, at named points and at any moment: nothing lost, nothing doubled but a send."""

import asyncio
import os
import random
import signal
from collections.abc import Iterator

import pytest

from tests.killed.launched import POINTS
from tests.killed.street import PATIENCE, counter

LAST_WINDOW = ("after the far side's accepting", "before the mark")
CHANNELS = 3  # on each a send may be under way when the process dies


async def die_at(here, process, points, first=0):
    """A life for each point, in which somebody of each kind comes."""
    for n, point in enumerate(points, first):
        here.come(n)
        await process.begin(point)
        assert await process.ended() == -signal.SIGKILL
        here.deaths += 1


async def die_anywhere(here, process, moments: Iterator[float], first=0):
    """A life for each moment, in seconds after it answers; a negative one after it begins."""
    for n, moment in enumerate(moments, first):
        here.come(n)
        await process.begin()
        if moment > 0:
            await process.ready()
        await asyncio.sleep(abs(moment))
        await process.end()
        here.deaths += 1


async def live_on(here, process):
    """A life in which all is done; how many sends were doubled before it."""
    await process.begin()
    await here.calm()
    assert await process.end(signal.SIGTERM) == 0
    here.whole()
    return here.doubled()


def at_random(deaths):
    """As many moments, a tenth of them while it starts."""
    chance = random.Random(deaths)
    return [chance.uniform(0, 0.6) if n % 10 else -chance.uniform(0, 2) for n in range(deaths)]


async def test_killed_at_each_point_and_at_some_moments(place, mother, tmp_path):
    async with counter(place, tmp_path, len(POINTS) + 2, mother) as (here, process):
        await die_at(here, process, POINTS)
        await die_anywhere(here, process, [0.01, 0.2], len(POINTS))
        doubled = await live_on(here, process)
        assert len(LAST_WINDOW) <= doubled <= CHANNELS * here.deaths


@pytest.mark.soak
async def test_killed_at_200_moments(place, mother, tmp_path):
    async with counter(place, tmp_path, 200, mother) as (here, process):
        await die_anywhere(here, process, at_random(200))
        doubled = await live_on(here, process)
        print(f"\n200 deaths: 0 lost, {doubled} of {here.sends()} sends doubled")
        assert doubled <= CHANNELS * 200


@pytest.mark.soak
@pytest.mark.parametrize("point", POINTS)
async def test_killed_ten_times_at(point, place, mother, tmp_path):
    async with counter(place, tmp_path, 10, mother) as (here, process):
        await die_at(here, process, [point] * 10)
        doubled = await live_on(here, process)
        print(f"\n10 deaths {point}: 0 lost, {doubled} of {here.sends()} sends doubled")
        assert doubled >= 10 if point in LAST_WINDOW else doubled <= CHANNELS * 10


async def test_told_twice_to_end_under_load_it_ends_in_order(mother, tmp_path):
    async with counter(f"sqlite+pysqlite:///{tmp_path}/loket.db", tmp_path, 4, mother) as (here, process):
        for n in range(4):
            here.come(n)
        await process.begin()
        async with asyncio.timeout(PATIENCE):
            while not here.sends():
                await asyncio.sleep(0.01)
        os.kill(process.pid, signal.SIGTERM)
        assert await process.end(signal.SIGTERM) == 0
        here.deaths += 1
        assert await live_on(here, process) == 0, "an orderly end doubles nothing"


async def test_interrupted_it_finishes_the_turns_in_hand(parts, tmp_path):
    """The command itself, begun as an administrator begins it."""
    async with counter(f"sqlite+pysqlite:///{tmp_path}/loket.db", tmp_path, 1) as (here, process):
        await process.begin()
        await process.ready()
        await here.page(0)
        assert await process.end(signal.SIGINT) == 0
        assert not here.left()
