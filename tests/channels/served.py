"""A far side of our own, served on 127.0.0.1 in the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn


@asynccontextmanager
async def served(app) -> AsyncIterator[str]:
    """The address of `app` while the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, access_log=False, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server._serve([listener]))
        try:
            while not server.started:
                await asyncio.sleep(0.005)
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            for listening in server.servers:
                listening.close()
            for connection in tuple(server.server_state.connections):
                connection.transport.abort()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def until(holds, seconds: float = 30) -> None:
    """Wait until `holds()` is true."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.005)
