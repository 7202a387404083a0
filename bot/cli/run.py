"""`loket run`: serve every channel that is on, until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace

import uvicorn

from bot import doors, learner, log
from bot.app import App, make_house
from bot.cli.parts import catalogue, folder, open_store, settings, stop
from bot.health import Health
from bot.secret import secret_of
from bot.settings import Settings
from bot.web.app import build
from bot.web.desk.accounts import first_officer
from bot.web.front import Front, Limits
from channels.counter import Counter
from channels.web import Web
from storage.presence import Taken

SWITCH = 0.001  # seconds that a turn keeps whoever stands at the door from the interpreter; Python's own: 0.005
GRACE = 3  # seconds that open pages get to leave


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: everything is a setting."""


def run(args: argparse.Namespace) -> int:
    """Serve; 0 after an orderly end."""
    wanted = settings()
    log.setup(wanted.log_level, wanted.log_format)
    folder(wanted)
    free(wanted)
    asyncio.run(serve(wanted))
    return 0


def free(wanted: Settings) -> None:
    """End the command if the address cannot be served, before anything is made or said."""
    try:
        for family, kind, _, _, where in socket.getaddrinfo(wanted.host, wanted.port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                tried.bind(where)
    except OSError as fault:
        asked = f"LOKET_HOST={wanted.host}, LOKET_PORT={wanted.port}"
        told = f"{asked}: {fault.strerror}; set another, or stop what is there"
        raise stop("The pages cannot be served:", [told]) from None


async def serve(wanted: Settings) -> None:
    """Open the counter, and close it in order on SIGTERM or SIGINT."""
    sys.setswitchinterval(SWITCH)
    app, pages, off = opened(wanted)
    gc.freeze()  # what stands until the end need not be looked through again: that takes 50 ms each time
    try:
        app.house.store.presence.begin()
    except Taken as fault:
        raise SystemExit(f"loket: {fault}") from None
    server = uvicorn.Server(
        uvicorn.Config(
            build(front(wanted, app, pages), lifespan=lifespan(app, wanted)),
            host=wanted.host,
            port=wanted.port,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
    )
    account = app.house.store.do(first_officer, wanted.desk_password)
    announce(wanted, account, off)
    await until_told(server, pages)


async def until_told(server: uvicorn.Server, pages: Web) -> None:
    """Serve until SIGTERM or SIGINT; a second one does not wait for open pages.

    The server's own handlers would raise the signal again after an orderly end.
    """

    def end() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True
        pages.let_go()

    loop = asyncio.get_running_loop()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, end)
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]
    await server.serve()
    if server.force_exit:  # the server leaves out the end of what it serves
        await server.lifespan.shutdown()


def opened(wanted: Settings) -> tuple[App, Web, dict[str, str]]:
    """The parts of this process, not started yet, and why some channels are off."""
    known, pages = catalogue(), Web()
    store = open_store(wanted.store)
    made = make_house(known, learner.begun(known, wanted.cache, store), store, wanted.files, domains=wanted.domains)
    house = replace(
        made,
        secret=doors.derived(wanted, "letters"),
        url=wanted.url.rstrip("/"),
        admin=wanted.admin_mail,
        joining=wanted.joining if wanted.posts else "off",
    )
    channels, off = doors.opened(wanted, house)
    return App(house, [pages, Counter(), *channels]), pages, off


def front(wanted: Settings, app: App, pages: Web) -> Front:
    """What the web pages are given."""
    limits = Limits(
        max_file=wanted.max_file_mb << 20,
        max_upload=wanted.max_message_mb << 20,
        per_minute=wanted.messages_a_minute,
    )
    return Front(
        app.house,
        app.receive,
        app.act,
        pages,
        secret_of(wanted.secret, wanted.data),
        wanted.secure_cookies,
        limits,
        Health(app.house, list(app.channels), app.watch),
        app.channels,
    )


def lifespan(app: App, wanted: Settings) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Start and stop with the server."""

    @asynccontextmanager
    async def span(_: object) -> AsyncIterator[None]:
        await app.start(wanted.tick_seconds)
        try:
            yield
        finally:
            await app.stop()

    return span


def announce(wanted: Settings, account: tuple[str, str] | None, off: Mapping[str, str]) -> None:
    """Where people and officers go, and which channels are off and why."""
    root = f"http://{wanted.host}:{wanted.port}"
    said = [f"Chat page        {root}/", f"Officers' page   {root}/desk", f"API              {root}/api/docs"]
    if account:
        said.append(f"First officer    {account[0]}, password {account[1]} (shown only now)")
    said += [f"Off: {name:<11} {why}" for name, why in off.items()]
    print("\n".join(said), file=sys.stderr, flush=True)
