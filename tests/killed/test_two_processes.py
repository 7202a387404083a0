"""Two real processes on one PostgreSQL: one listens, both serve, and either may die."""

import random
import signal
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import select

from storage.tables import owed
from tests.channels.whatsapp import posts
from tests.killed.launched import POINTS
from tests.killed.street import Process, street
from tests.killed.test_killed import CHANNELS

SAID = {"halo": "greeting", "menu": "menu", "status KPTIK-2601-0001": "ticket"}  # the beginning of what is answered


@asynccontextmanager
async def two(url, folder, people, mother):
    """A street before two processes that begin at the same moment, on a store without tables."""
    async with street(url, folder, people, 2) as here:
        pair = [Process(here.given, port, mother) for port in here.ports]
        try:
            yield here, pair
        finally:
            for each in pair:
                await each.close()


def listeners(store):
    """How many processes hold an ear."""
    return store.see(lambda c: c.exec_driver_sql(
        "SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 71027"
    ).scalar())  # fmt: skip


async def test_one_listens_both_serve_and_either_may_die(postgres_place, mother, tmp_path):
    async with two(postgres_place, tmp_path, 3, mother) as (here, pair):
        for each in pair:
            await each.begin()
        for each in pair:
            await each.ready()
        here.come(0)
        await here.calm()
        assert listeners(here.store) == 1
        assert set(here.bot.polls) == {1}
        for n, dying in enumerate(pair, 1):
            here.come(n)
            await dying.end()
            here.deaths += 1
            await here.calm()
            await dying.begin()
            await dying.ready()
        for each in pair:
            assert await each.end(signal.SIGTERM) == 0
        here.whole()
        assert here.doubled() <= 2 * 3


@pytest.mark.soak
@pytest.mark.parametrize("point", POINTS)
async def test_one_of_two_is_killed_five_times_at(point, postgres_place, mother, tmp_path):
    async with two(postgres_place, tmp_path, 5, mother) as (here, (dying, living)):
        await living.begin()
        await living.ready()
        for n in range(5):
            await dying.begin(point)
            with suppress(AssertionError):  # it may have found enough to do to die of
                await dying.ready()
            here.come(n)
            assert await dying.ended() == -signal.SIGKILL
            here.deaths += 1
        await here.calm()
        assert await living.end(signal.SIGTERM) == 0
        here.whole()
        doubled = here.doubled()
        print(f"\n5 deaths {point} beside one that lives: 0 lost, {doubled} of {here.sends()} sends doubled")
        assert doubled <= CHANNELS * here.deaths


async def test_one_person_s_messages_stay_in_order_whichever_process_takes_them(postgres_place, mother, tmp_path):
    chance = random.Random(7)
    said = ["halo", *(chance.choice(list(SAID)) for _ in range(39))]
    async with two(postgres_place, tmp_path, 1, mother) as (here, pair):
        for each in pair:
            await each.begin()
        for each in pair:
            await each.ready()
        for n, text in enumerate(said):
            body = posts.post(posts.text(text, sender="62812000000", user=""))
            url = f"{pair[n % 2].url}/webhooks/whatsapp"
            (await here.web.post(url, content=body, headers=posts.signed(body))).raise_for_status()
        await here.calm()
        rows = here.store.see(lambda c: c.execute(select(owed.c.body, owed.c.far_ids).order_by(owed.c.id)).all())
        assert [row.body["bubbles"][0]["key"].partition(".")[0] for row in rows] == [SAID[text] for text in said]
        assert [id for row in rows for ids in row.far_ids for id in ids] == here.graph.ids
