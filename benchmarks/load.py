"""`python -m benchmarks.load`: a real process under load, between far sides served here.

First webhooks at a steady rate, whether or not the last one was answered; then messages through Telegram,
WhatsApp and e-mail, each of a person who is new, timed from arrival to the answer at the far side.
The far sides are those of `tests/killed`: the very street on which nothing is lost when a process is killed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.channels.email.letters import mail
from tests.channels.telegram import updates
from tests.channels.whatsapp import posts
from tests.killed.street import Process, Street, street

KINDS = {"telegram": 9, "whatsapp": 9, "email": 2}  # in what proportion they come
CALM = 0.05  # share of the processors' time that the host may keep in an undisturbed second
PATIENCE = 30  # seconds that a far side waits for a webhook's answer
LINGER = 15  # seconds in which the last may still be answered


class Noticed(list):  # type: ignore[type-arg]
    """A list that tells of each thing put into it."""

    def __init__(self, tell: Callable[[Any], None]) -> None:
        super().__init__()
        self._tell = tell

    def append(self, thing: Any) -> None:
        super().append(thing)
        self._tell(thing)


@dataclass
class Clock:
    """When each person's message came, and how long the answer took."""

    came: dict[tuple[str, str], float] = field(default_factory=dict)
    took: dict[tuple[str, str], float] = field(default_factory=dict)

    def answered(self, channel: str, who: str) -> None:
        """The first answer counts."""
        if (key := (channel, who)) in self.came and key not in self.took:
            self.took[key] = time.perf_counter() - self.came[key]

    def watch(self, here: Street) -> None:
        """Be told by every far side."""
        say = self.answered
        here.bot.calls = Noticed(lambda call: call[0] == "sendMessage" and say("telegram", call[1]["chat_id"]))
        here.graph.sent = Noticed(lambda sent: say("whatsapp", sent.get("to", "")))
        here.box.taken = Noticed(lambda letter: say("email", letter["To"]))


@asynccontextmanager
async def serving(folder: Path):  # type: ignore[no-untyped-def]
    """A street and its process, which answers."""
    folder.mkdir()
    async with street(f"sqlite+pysqlite:///{folder}/loket.db", folder, 0) as here:
        process = Process(here.given | {"LOKET_TICK_SECONDS": "5"}, here.ports[0])
        try:
            await process.begin()
            await process.ready()
            yield here, process
        finally:
            await process.close()


async def steadily(rate: float, seconds: float, deed: Callable[[int], Awaitable[None]]) -> None:
    """Begin `deed` so many times a second, whether or not the last one is done; wait for all."""
    began, doing = time.perf_counter(), []
    for n in range(int(rate * seconds)):
        await asyncio.sleep(max(0, began + n / rate - time.perf_counter()))
        doing.append(asyncio.create_task(deed(n)))
    await asyncio.gather(*doing)


@dataclass
class Hooked:
    """Seconds that each request took, answers by status, who was answered by message, the processor's seconds.

    `by_second`: the same in the order of the seconds in which they began; `kept`: what the host kept in each.
    """

    took: list[float] = field(default_factory=list)
    by_second: defaultdict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    kept: list[float] = field(default_factory=list)
    said: Counter[int] = field(default_factory=Counter)
    answered: set[str] = field(default_factory=set)
    busy: float = 0

    @property
    def undisturbed(self) -> list[float]:
        """What the requests took in seconds in which the host kept next to nothing, nor in the second before."""
        calm = [at for at in range(1, len(self.kept)) if max(self.kept[at - 1 : at + 1]) < CALM]
        return [took for at in calm for took in self.by_second[at]]


async def webhooks(folder: Path, rate: float, seconds: float) -> Hooked:
    """Each message of a person who is new; waited for until all are answered, which the channel's own pace delays."""
    found = Hooked()
    async with serving(folder) as (here, process):
        here.graph.sent = Noticed(lambda sent: found.answered.add(sent.get("to", "")))
        before, start = _busy(process.pid), time.perf_counter()
        looking = asyncio.create_task(_look_at_the_host(found.kept))

        async def bring(n: int) -> None:
            body = posts.post(posts.text("halo", sender=f"62813{n:06d}", user=""))
            began = time.perf_counter()
            answer = await here.web.post(
                f"{process.url}/webhooks/whatsapp", content=body, headers=posts.signed(body), timeout=PATIENCE
            )
            took = time.perf_counter() - began
            found.took.append(took)
            found.by_second[int(began - start)].append(took)
            found.said[answer.status_code] += 1

        await steadily(rate, seconds, bring)
        looking.cancel()
        await _until(lambda: len(found.answered) == len(found.took), 2 * seconds + LINGER)
        found.busy = _busy(process.pid) - before
    return found


async def messages(folder: Path, rate: float, seconds: float) -> tuple[Clock, list[float]]:
    """Arrival to answer through all channels; and the process's memory in MB, now and again."""
    clock, sizes = Clock(), []
    async with serving(folder) as (here, process):
        clock.watch(here)
        kinds = _mixed()

        async def say(n: int) -> None:
            kind = next(kinds)
            who = {"telegram": f"{9_000_000 + n}", "whatsapp": f"62814{n:06d}", "email": f"p{n}@kemenkeu.go.id"}[kind]
            clock.came[kind, who] = time.perf_counter()
            if kind == "telegram":
                here.bot.bring(updates.message("halo", chat=int(who)))
            elif kind == "whatsapp":
                body = posts.post(posts.text("halo", sender=who, user=""))
                await here.web.post(
                    f"{process.url}/webhooks/whatsapp", content=body, headers=posts.signed(body), timeout=PATIENCE
                )
            else:
                await here.post.put(mail("Berapa lama instalasi aplikasi?", sender=who))
            if n % max(1, int(rate * seconds / 10)) == 0:
                sizes.append(_resident(process.pid))

        await steadily(rate, seconds, say)
        await _until(lambda: len(clock.took) == len(clock.came))
        sizes.append(_resident(process.pid))
    return clock, sizes


def _mixed() -> Iterator[str]:
    """Channels in their proportion, for ever the same."""
    chance = random.Random(1)
    while True:
        yield chance.choices(list(KINDS), list(KINDS.values()))[0]


async def _until(holds: Callable[[], bool], seconds: float = LINGER) -> None:
    ends = time.perf_counter() + seconds
    while not holds() and time.perf_counter() < ends:
        await asyncio.sleep(0.05)


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else float("nan")


def _busy(pid: int) -> float:
    """Seconds of processor time, the system's for it included."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def stolen() -> Iterator[None]:
    """Say at the end what share of the processors' time the host gave to other machines."""
    before = _ticks()
    yield
    print(f"  the host kept {_kept_since(before):.0%} of the processors' time for others")


async def _look_at_the_host(kept: list[float]) -> None:
    """The share that it kept in each second, for ever."""
    start = time.perf_counter()
    while True:
        before = _ticks()
        await asyncio.sleep(max(0, start + len(kept) + 1 - time.perf_counter()))
        kept.append(_kept_since(before))


def _kept_since(before: list[int]) -> float:
    """The share of the processors' time that the host gave to other machines (proc(5): steal)."""
    spent = [now - then for now, then in zip(_ticks(), before, strict=True)]
    return spent[7] / max(1, sum(spent))


def _ticks() -> list[int]:
    """Of all processors: user, nice, system, idle, waiting, interrupts, soft ones, stolen."""
    return [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]


def at(took: list[float], percent: int) -> float:
    """Milliseconds that so many percent needed at most."""
    return statistics.quantiles(took, n=100)[percent - 1] * 1000


def main() -> None:
    """Print both tables. Shorter runs tell whether it works, not how it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--webhooks", type=float, default=60, help="seconds of webhooks")
    parser.add_argument("--rate", type=float, default=100, help="of them in a second")
    parser.add_argument("--messages", type=float, default=300, help="seconds of messages, 20 in each")
    given = parser.parse_args()
    Path("data").mkdir(exist_ok=True)  # the disk that the counter itself would use
    with TemporaryDirectory(prefix="bench-", dir="data") as made:
        room = Path(made).resolve()
        if given.webhooks:
            with stolen():
                found = asyncio.run(webhooks(room / "webhooks", given.rate, given.webhooks))
            print(f"webhooks, {given.rate:g}/s for {given.webhooks:g} s: {dict(found.said)} (target: all 200)")
            print(f"  p50 {at(found.took, 50):7.1f} ms (target 20)   p99 {at(found.took, 99):7.1f} ms (target 200)")
            if len(calm := found.undisturbed) > 1:
                print(
                    f"  p50 {at(calm, 50):7.1f} ms               p99 {at(calm, 99):7.1f} ms of {len(calm)} it let alone"
                )
            each = found.busy * 1000 / len(found.answered)
            print(f"  {len(found.answered)} answered; processor time {each:.2f} ms for each")
        if given.messages:
            with stolen():
                clock, sizes = asyncio.run(messages(room / "messages", 20, given.messages))
            print(f"messages, 20/s for {given.messages:g} s: {len(clock.took)} of {len(clock.came)} answered")
            for kind in KINDS:
                mine = [seconds for (channel, _), seconds in clock.took.items() if channel == kind]
                print(f"  {kind:9} p50 {at(mine, 50):7.0f} ms   p95 {at(mine, 95):7.0f} ms (target 1,000)")
            print("  memory    " + " ".join(f"{size:.0f}" for size in sizes) + " MB")


if __name__ == "__main__":
    main()
