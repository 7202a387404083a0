"""A counter whose mailbox and post office are real."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.app import App
from bot.cli.clock import StandingClock
from bot.postbox import Memory, wishes_of
from bot.settings import Settings
from channels.email.channel import Email
from storage.files import Shelf
from tests.channels.email.peers import PASSWORD, USER, Letterbox, Post, peers
from tests.ready import empty_store
from tests.turn.conftest import NOW


@dataclass
class Desk:
    """An open counter with its far sides."""

    app: App
    email: Email
    clock: StandingClock
    post: Post
    box: Letterbox
    ear: asyncio.Task

    async def until(self, holds, seconds=30.0):
        """Wait until `holds()`; the peers need a moment."""
        for _ in range(int(seconds / 0.02)):
            if holds():
                return
            await asyncio.sleep(0.02)
            await self.app.settle()
        raise AssertionError("it never came")

    async def letters(self, number):
        """The letters sent, once there are so many."""
        await self.until(lambda: len(self.box.taken) >= number)
        return self.box.taken

    def see(self, work, *args):
        """Look into the store."""
        return self.app.house.store.see(work, *args)


def wanted(post, box, **more):
    """The settings of a counter between these peers."""
    given = {
        "imap_host": "127.0.0.1", "imap_port": post.port, "imap_tls": "none",
        "mailboxes": f"medan={USER}:{PASSWORD}",
        "smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_tls": "none",
    }  # fmt: skip
    return Settings(_env_file=None, **given | more)


@pytest.fixture
def house(parts, tmp_path):
    """A house with a store and a clock of its own."""
    store = empty_store(tmp_path / "loket.db")
    yield replace(parts, store=store, shelf=Shelf(tmp_path / "files"), clock=StandingClock(NOW), secret="s" * 40)
    store.close()


@asynccontextmanager
async def opened(house):
    """The counter with its mailbox open, listening."""
    async with peers() as (post, box):
        wishes = wishes_of(wanted(post, box), house, lambda name: b"list")
        email = Email(
            replace(wishes, imap=replace(wishes.imap, pause=0.01, first_idle=0.2)), Memory(house), house.clock
        )
        app = App(house, [email])
        ear = asyncio.create_task(email.listen(app.receive))
        yield Desk(app, email, house.clock, post, box, ear)
        ear.cancel()
        await asyncio.gather(ear, return_exceptions=True)
        await app.receiver.quiet()


@pytest.fixture
async def desk(house):
    """On a store of its own."""
    async with opened(house) as desk:
        yield desk
