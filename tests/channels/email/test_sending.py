"""What an SMTP server answers decides whether we try again."""

import asyncio
from dataclasses import replace

import pytest

from bot import doors
from bot.messages import Address
from bot.settings import Settings, accounts
from channels.base import Bubble, Outgoing, Undeliverable, Unreachable
from channels.email.channel import Email
from channels.email.sending import Relay, post
from storage import owed, unheard
from tests.channels.email.letters import ANI
from tests.channels.email.peers import Letterbox
from tests.stores import still_owed

LETTER = b"Subject: x\r\n\r\nhalo\r\n"


@pytest.fixture
async def box():
    """A post office of our own."""
    box = Letterbox()
    server = await box.start()
    yield box
    server.close()


async def posted(box, **more):
    """One letter handed over."""
    return await post(Relay("127.0.0.1", box.port, "none", **more), "loket@k.id", ANI, LETTER)


async def test_accepted(box):
    assert "taken" in await posted(box)
    assert box.to == [ANI]


@pytest.mark.parametrize(
    ("rcpt", "data", "what"),
    [
        ("451 4.3.0 try later", "", Unreachable),
        ("450 greylisted", "", Unreachable),
        ("452 mailbox full", "", Unreachable),
        ("550 5.1.1 unknown", "", Undeliverable),
        ("553 not allowed", "", Undeliverable),
        ("", "451 busy", Unreachable),
        ("", "421 closing", Unreachable),
        ("", "552 too large", Undeliverable),
        ("", "554 rejected", Undeliverable),
    ],
)
async def test_codes_decide(box, rcpt, data, what):
    box.rcpt, box.data = [rcpt], [data]
    with pytest.raises(what):
        await posted(box)
    assert box.taken == []


async def test_nobody_there():
    with pytest.raises(Unreachable):
        await post(Relay("127.0.0.1", 9, "none"), "loket@k.id", ANI, LETTER)


async def test_a_server_that_falls_silent(box):
    silent = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    with pytest.raises(Unreachable):
        await post(Relay("127.0.0.1", port, "none", deadline=0.1), "loket@k.id", ANI, LETTER)
    silent.close()


async def test_421_in_the_middle_of_the_letter(box):
    async def closes(reader, writer):
        writer.write(b"220 smtp.example\r\n")
        while line := await reader.readline():
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await reader.readline()
                writer.write(b"421 4.3.2 shutting down\r\n")
                await writer.drain()
                break
            writer.write(b"250 OK\r\n")
        writer.close()

    server = await asyncio.start_server(closes, "127.0.0.1", 0)
    with pytest.raises(Unreachable):
        await post(Relay("127.0.0.1", server.sockets[0].getsockname()[1], "none"), "loket@k.id", ANI, LETTER)
    server.close()


async def test_wrong_login_is_our_fault_not_the_recipient_s(box):
    with pytest.raises(Unreachable):
        await posted(box, user="x", password="y")


def owe(desk, *texts, to=ANI, **body):
    """Letters owed to `to`."""
    for text in texts:
        bubbles = [{"key": "k", "text": text, "choices": [], "files": [], "data": {}}]
        row = {"subject": "Tiket", "bubbles": bubbles} | body
        desk.app.house.store.do(owed.add, Address("email", to), row, desk.clock(), None)


async def test_the_same_id_when_it_is_sent_again(desk):
    from datetime import timedelta

    desk.box.data = ["451 later", "+451 taken but denied", ""]
    owe(desk, "halo")
    for _ in range(3):
        await desk.app.outbox.deliver()
        desk.clock.move_to(desk.clock() + timedelta(minutes=1))
    first, second = desk.box.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert desk.see(still_owed) == 0


async def test_refused_for_ever_goes_to_the_console_and_the_next_goes_on(desk):
    desk.box.rcpt = ["550 unknown", ""]
    owe(desk, "satu", "dua")
    await desk.app.outbox.deliver()
    assert [row.kind for row in desk.see(unheard.waiting)] == ["delivery"]
    assert len(desk.box.taken) == 1


async def test_one_address_refused_holds_up_no_other(desk):
    desk.box.rcpt = ["451 later", ""]
    owe(desk, "satu")
    owe(desk, "dua", to="budi@kemenkeu.go.id")
    await desk.app.outbox.deliver()
    assert len(desk.box.taken) == 1


async def test_no_address_at_all_is_never_tried(desk):
    with pytest.raises(Undeliverable):
        await desk.email.send(Outgoing(1, Address("email", "quarantine"), (Bubble("k", "x"),)))
    with pytest.raises(Undeliverable):
        await desk.email.send(Outgoing(1, Address("email", "a@b.id\r\nBcc: c@d.id"), (Bubble("k", "x"),)))


async def test_settings_are_examined(desk):
    found = await desk.email.examine()
    assert [each.ok for each in found] == [True, True, True], found
    wishes = desk.email._wishes
    wrong = replace(
        wishes,
        accounts=(replace(wishes.accounts[0], password="salah"),),
        relay=replace(wishes.relay, port=9),
        imap=replace(wishes.imap, deadline=2),
    )
    found = await Email(wrong, desk.email._memory, desk.clock).examine()
    assert [each.ok for each in found] == [False, False, True]
    assert "LOKET_MAILBOXES" in found[0].mend and "LOKET_SMTP_HOST" in found[1].mend
    assert "salah" not in str(found)


async def test_what_goes_along(desk):
    body = {"bubbles": [{"key": "k", "text": "daftar", "choices": [], "files": ["daftar.xlsx"], "data": {}}]}
    owe(desk, "x", **body)
    await desk.app.outbox.deliver()
    names = [part.get_filename() for part in desk.box.taken[0].walk() if part.get_filename()]
    assert names == ["daftar.xlsx"]


def test_why_mail_is_off(house):
    assert "LOKET_SMTP_HOST" in doors.email(Settings(_env_file=None), house)


def test_accounts_are_written_in_one_line():
    first, second = accounts("medan=A@b.id:kata%20sandi  semarang=c@d.id:masuk:x%3Ay")
    assert (first.office, first.address, first.user, first.password) == ("medan", "a@b.id", "A@b.id", "kata sandi")
    assert (second.user, second.password) == ("masuk", "x:y")
    assert "kata" not in repr(first)
    with pytest.raises(ValueError, match="write medan=") as wrong:
        accounts("medan:a@b.id:rahasia")
    assert "rahasia" not in str(wrong.value)
