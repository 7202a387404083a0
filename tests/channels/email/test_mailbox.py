"""A mailbox is read whatever its server does; nothing is lost and nothing is heard twice."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select

from channels.email.channel import Email
from channels.email.mailbox import Account, Mailbox
from channels.email.wire import Server
from channels.email.wire import Wire as Line
from storage import unheard
from storage.tables import receipts as kept
from tests.channels.email.letters import mail
from tests.channels.email.peers import PASSWORD, USER, Wire, peers

ACCOUNT = Account("medan", USER, USER, PASSWORD)


class Notes:
    """What a mailbox remembers and hands on. `faults`: raised instead, one for each mail; `free`: may hand on."""

    def __init__(self):
        self.taken, self.places, self.faults, self.free = [], {}, [], asyncio.Event()
        self.free.set()

    async def place(self, mailbox):
        return self.places.get(mailbox)

    async def passed(self, mailbox, place):
        self.places[mailbox] = place

    async def take(self, account, raw, whole):
        if self.faults and (fault := self.faults.pop(0)):
            self.free.clear()
            raise fault
        await self.free.wait()
        self.taken.append((raw, whole))


@asynccontextmanager
async def listening(notes, port, max_bytes=100_000, **times):
    """A mailbox that is being read."""
    server = Server("127.0.0.1", port, False, **{"deadline": 20, "idle": 30, "first_idle": 0.2, "pause": 0.01} | times)
    box = Mailbox(ACCOUNT, server, notes, notes.take, max_bytes)
    task = asyncio.create_task(box.listen())
    try:
        yield box
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds, seconds=30.0):
    """Wait for the peers."""
    for _ in range(int(seconds / 0.01)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


async def test_what_waits_and_what_comes_in_order():
    notes = Notes()
    async with peers() as (post, _):
        await post.put(mail("satu"))
        async with listening(notes, post.port) as box:
            await until(lambda: len(notes.taken) == 1)
            await until(lambda: box.round is not None)
            await post.put(mail("dua"), mail("tiga"))
            await until(lambda: len(notes.taken) == 3)
        assert [b"satu" in notes.taken[0][0], b"dua" in notes.taken[1][0], b"tiga" in notes.taken[2][0]] == [True] * 3
        assert await post.unseen() == 0


async def test_read_only_after_it_was_committed():
    notes = Notes()
    notes.faults = [RuntimeError("the store is down")]
    async with peers() as (post, _):
        await post.put(mail("satu"))
        async with listening(notes, post.port):
            await until(lambda: not notes.faults)
            assert await post.unseen() == 1
            notes.free.set()
            await until(lambda: len(notes.taken) == 1)
        assert await post.unseen() == 0


@pytest.mark.parametrize(("ends", "lines"), [("bye", 2), ("cut", 1)])
async def test_a_line_that_ends_in_idle_is_made_anew(ends, lines):
    notes = Notes()
    async with peers() as (post, _), listening(notes, post.port) as box:
        await until(lambda: box.round is not None)
        await asyncio.sleep(0.05)  # IDLE begins, most often; whenever it ends, the mail comes
        getattr(post, ends)()
        await until(lambda: len(post.lines) == lines)
        await post.put(mail("sesudah putus"))
        await until(lambda: len(notes.taken) == 1)


async def test_a_mail_that_speaks_like_a_server():
    notes = Notes()
    async with peers() as (post, _), listening(notes, post.port) as box:
        await until(lambda: box.round is not None)
        await post.put(mail("* BYE\n* 7 EXISTS\n"), mail("berikutnya"))
        await until(lambda: len(notes.taken) == 2)
        assert len(post.lines) == 2, "the line was not given up"


async def test_a_silent_line_is_given_up():
    notes = Notes()
    async with peers() as (post, _):
        wire = Wire(post.port)
        server = await wire.start()
        async with listening(notes, wire.port, deadline=0.3, idle=0.2) as box:
            await until(lambda: box.round is not None)
            wire.silent = wire.met
            await post.put(mail("sesudah sunyi"))
            await until(lambda: len(notes.taken) == 1)
            assert wire.met >= 2
        server.close()


@pytest.mark.parametrize("steps", range(1, 8))
async def test_an_end_is_heard_at_every_step_of_a_call(steps):
    """One that came while an answer was being taken was lost, and the process never ended."""
    async with peers() as (post, _):
        line = Line(Server("127.0.0.1", post.port, False))
        call = asyncio.create_task(line._call(asyncio.sleep(0)))
        for _ in range(steps):
            await asyncio.sleep(0)
        told = call.cancel()
        await asyncio.wait({call})
        assert call.cancelled() == told
        line.leave()


async def test_a_server_that_is_away_comes_back():
    notes = Notes()
    async with peers() as (post, _):
        await post.stop()
        async with listening(notes, post.port):
            await asyncio.sleep(0.05)
            await post.start()
            await post.put(mail("kembali"))
            await until(lambda: len(notes.taken) == 1)


async def test_a_larger_mail_is_taken_in_part():
    notes = Notes()
    async with peers() as (post, _):
        await post.put(mail("x" * 5_000), mail("y"))
        async with listening(notes, post.port, max_bytes=2_000):
            await until(lambda: len(notes.taken) == 2)
    assert [(len(raw) <= 2_000, whole) for raw, whole in notes.taken] == [(True, False), (True, True)]


async def test_new_numbering_is_noticed_and_all_is_read_again():
    notes = Notes()
    async with peers() as (post, _):
        mails = [mail("satu"), mail("dua")]
        await post.put(*mails)
        async with listening(notes, post.port):
            await until(lambda: len(notes.taken) == 2)
            before = notes.places[USER]
            await post.stop()
            await post.start()
            await post.put(mail("tiga"))
            await until(lambda: any(b"tiga" in raw for raw, _ in notes.taken))
            await until(lambda: notes.places[USER].validity != before.validity)


async def test_the_channel_tells_when_each_mailbox_was_last_read(desk):
    await desk.until(lambda: desk.email.rounds() == {USER: desk.clock()})
    assert Email(desk.email._wishes, desk.email._memory, desk.clock).rounds() == {USER: None}
    sends_only = replace(desk.email._wishes, imap=None)
    assert Email(sends_only, desk.email._memory, desk.clock).rounds() == {}


async def test_the_same_mail_again_is_one_message(desk):
    letter = mail("Berapa lama instalasi aplikasi?")
    await desk.post.put(letter, letter)
    await desk.letters(1)
    await desk.post.stop()
    await desk.post.start()
    await desk.post.put(letter, mail("Kapan buka?", sender="budi@kemenkeu.go.id"))
    await desk.letters(2)
    rows = desk.see(lambda c: list(c.scalars(select(kept.c.address))))
    assert [row.split("/")[1] for row in rows] == ["ani@kemenkeu.go.id", "budi@kemenkeu.go.id"]
    assert len(desk.box.taken) == 2


async def test_what_cannot_be_read_is_kept_and_seen(desk):
    deep = b"From: a@b.id\nSubject: x\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(50)
    )
    await desk.post.put(deep, mail("Berapa lama instalasi aplikasi?"))
    await desk.letters(1)
    (row,) = desk.see(unheard.waiting)
    assert (row.kind, row.fault) == ("mail", "too_deep")
    raw = desk.see(lambda c: c.scalar(select(kept.c.far_id).limit(1)))
    assert desk.app.house.shelf.get(raw).replace(b"\r\n", b"\n") == deep
