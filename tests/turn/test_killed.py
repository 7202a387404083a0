"""A real process killed in the middle of its turns: the store is whole, nothing is lost or doubled."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.cli.parts import settings

ROOT = Path(__file__).parents[2]
PEOPLE, EACH = 6, 8
PATIENCE = 60  # seconds; a process starts in two or three


@pytest.fixture
def place(tmp_path, parts):
    """Environment of a process with a store of its own. `parts`: the reader's cache is there already."""
    (tmp_path / "cache").symlink_to(settings().cache.resolve())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mine = {
        "LOKET_STORE": f"sqlite+pysqlite:///{tmp_path}/loket.db",
        "LOKET_DATA": str(tmp_path),
        "LOKET_PORT": str(port),
        "LOKET_TICK_SECONDS": "0.2",
        "LOKET_LOG_LEVEL": "error",
        "LOKET_SECRET": "s" * 32,
    }
    return {**os.environ, **mine}


@contextmanager
def counter(place: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A process that answers, and its address; killed at the end if it still lives."""
    url = f"http://127.0.0.1:{place['LOKET_PORT']}"
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=place, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(url, process))
        yield process, url
    finally:
        process.kill()
        process.wait(10)


def answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Whether it is ready."""
    assert process.poll() is None, f"it ended with {process.returncode}"
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def wait_for(holds) -> None:
    """Until it holds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


def look(place: dict[str, str], *queries: str) -> list[int]:
    """One number for each query, straight from the file."""
    with closing(sqlite3.connect(place["LOKET_DATA"] + "/loket.db", timeout=30)) as store:
        return [store.execute(query).fetchone()[0] for query in queries]


RECEIPTS = "SELECT count(*) FROM receipts"
NEW = "SELECT count(*) FROM receipts WHERE status = 'new'"
ANSWERS = "SELECT count(*) FROM owed"
OPEN = "SELECT count(*) FROM owed WHERE status = 'owed'"


def test_killed_in_the_middle_nothing_is_lost_or_doubled(place):
    messages = [(person, f"message-{person}-{n}") for n in range(EACH) for person in range(PEOPLE)]
    with counter(place) as (process, url):
        people = [httpx.Client(base_url=url) for _ in range(PEOPLE)]
        for person in people:
            person.get("/").raise_for_status()
        for person, id in messages:
            people[person].post("/api/chat", json={"id": id, "text": "halo"}).raise_for_status()
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    kept, waiting, told = look(place, RECEIPTS, NEW, ANSWERS)
    assert kept == len(messages), "what was accepted is kept"
    assert waiting > 0, "it was killed in the middle"
    assert told == kept - waiting, "a turn is whole or has not been"
    with closing(sqlite3.connect(place["LOKET_DATA"] + "/loket.db")) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with counter(place) as (_, url):
        wait_for(lambda: look(place, NEW, OPEN) == [0, 0])
        again = [
            httpx.post(f"{url}/api/chat", json={"id": id, "text": "halo"}, cookies=dict(people[person].cookies)).json()
            for person, id in messages[:PEOPLE]
        ]
        assert [one["new"] for one in again] == [False] * PEOPLE, "a repeat is absorbed"
        assert look(place, RECEIPTS, ANSWERS) == [kept, kept], "each is answered once"


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_finishes_the_turns_in_hand(place, told):
    with counter(place) as (process, url):
        with httpx.Client(base_url=url) as person:
            person.get("/")
            for n in range(5):
                person.post("/api/chat", json={"id": f"message-{n}", "text": "halo"}).raise_for_status()
        process.send_signal(told)
        assert process.wait(20) == 0
    assert look(place, RECEIPTS, NEW, OPEN) == [5, 0, 0]
