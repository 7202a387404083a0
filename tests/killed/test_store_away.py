"""PostgreSQL goes and comes back while a real process serves: it lives on, and nothing is lost or goes twice."""

import asyncio
import signal

from tests.channels.served import until
from tests.killed.street import PATIENCE, counter
from tests.stores import until_ready

STOPS = (signal.SIGINT, signal.SIGQUIT, signal.SIGINT)


async def test_the_store_goes_in_the_middle_of_turns_and_comes_back(postgres_server, postgres_place, mother, tmp_path):
    async with counter(postgres_place, tmp_path, len(STOPS), mother) as (here, process):
        await process.begin()
        await process.ready()
        for n, told in enumerate(STOPS):
            before = here.sends()
            here.come(n)
            await until(lambda before=before: here.sends() > before, PATIENCE)
            await asyncio.to_thread(postgres_server.stop, told)
            await asyncio.to_thread(postgres_server.start)
            await asyncio.to_thread(until_ready, postgres_server.url)
        await here.calm()
        assert await process.end(signal.SIGTERM) == 0
        here.whole()
        assert here.doubled() == 0
