"""A real house behind the pages: in memory for the API, on a live server for the browser."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher
from fastapi import FastAPI

from bot.app import App
from bot.house import House
from bot.web.app import build
from bot.web.desk.accounts import FIRST, RIGHTS
from bot.web.front import Front, Limits
from channels.web import Web
from storage import people
from storage.files import Shelf
from storage.people import Officer
from storage.store import Store
from tests.ready import empty_store

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09.00 WIB
PASSWORD = "sangat-rahasia"
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # cheap to compare, too
CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
GENEROUS = Limits(burst=500, per_minute=6000)


def running_clock() -> Callable[[], datetime]:
    """Monday morning, and then time goes on: two messages never have the same moment."""
    began = time.monotonic()
    return lambda: MONDAY + timedelta(seconds=time.monotonic() - began)


@pytest.fixture(scope="session")
def house(parts: House) -> House:
    """The house with a clock that goes; store and shelf are replaced for each test."""
    return replace(parts, clock=running_clock())


@dataclass
class Site:
    """The pages before one fresh house."""

    front: Front
    app: App
    web: FastAPI

    def client(self, **more: Any) -> httpx.AsyncClient:
        """A browser of its own: cookies are kept."""
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://loket.test", **more)

    async def settle(self) -> None:
        """Until everything said is answered."""
        await self.app.settle()


def make_site(house: House, folder: Path, limits: Limits, store: Store | None = None, **more: Any) -> Site:
    """A site, on a fresh store in memory unless one is given."""
    store = store or empty_store()
    fresh = replace(house, store=store, shelf=Shelf(folder))
    pages = Web()
    app = App(fresh, [pages])
    front = Front(fresh, app.receive, app.act, pages, "s" * 40, limits=limits, channels=app.channels)
    store.do(people.put_officer, Officer(FIRST, "Petugas", HASHED, "", RIGHTS))
    lifespan = more.pop("lifespan", None)
    return Site(front, app, build(front, **({"lifespan": lifespan(app)} if lifespan else {})))


@pytest.fixture
async def site(house: House, tmp_path: Path) -> AsyncIterator[Site]:
    made = make_site(house, tmp_path / "files", GENEROUS)
    yield made
    await made.app.receiver.quiet()
    made.front.house.store.close()


@pytest.fixture
async def guest(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with site.client() as client:
        yield client


@dataclass(frozen=True)
class Live:
    """A served site."""

    url: str
    site: Site


def running(app: App) -> Any:
    @asynccontextmanager
    async def span(_: object) -> AsyncIterator[None]:
        await app.start(0.5)
        yield
        await app.stop()

    return span


@pytest.fixture(scope="module")
def live(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server in a thread of its own, on a store of its own."""
    folder = tmp_path_factory.mktemp("live")
    made = make_site(house, folder / "files", GENEROUS, empty_store(folder / "loket.db"), lifespan=running)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(made.web, log_level="error", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Live(f"http://127.0.0.1:{listening.getsockname()[1]}", made)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium; without one these tests are skipped, but never where CI=true."""
    if not CHROMIUM:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium, and CI=true forbids to skip the tests of the pages")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()
