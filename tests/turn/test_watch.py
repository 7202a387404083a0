"""Whoever runs the counter sees how each channel is, and is told once when one falls silent."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App
from bot.health import Health
from bot.messages import Address
from bot.tally import Tally
from bot.watch import Watch
from channels.base import Undeliverable, Unreachable
from storage import conversations, joining, owed
from tests.turn.conftest import FarSide

ADMIN = "admin@kemenkeu.go.id"
LETTER = {"subject": "s", "bubbles": [{"key": "x", "text": "x", "choices": [], "files": [], "data": {}}]}
BOX = "medan@kptik.example"


class Box(FarSide):
    """Mail that is read round by round."""

    read = None

    def rounds(self):
        return {BOX: self.read}


@pytest.fixture
def watched(counter):
    """A counter with a mailbox, begun this moment."""
    counter.house = replace(counter.house, admin=ADMIN, tally=Tally())
    counter.mail = Box("email")
    counter.app = App(counter.house, [counter.web, counter.mail])
    return counter


async def later(counter, read=False, **time):
    """Time goes by; perhaps the mailbox was read just now."""
    counter.clock.move_to(counter.clock() + timedelta(**time))
    if read:
        counter.mail.read = counter.clock()
    await counter.app.watch.tick()
    await counter.app.settle()


def health(counter):
    """As `loket run` makes it."""
    return Health(counter.house, list(counter.app.channels), counter.app.watch)


def alarms(counter):
    """Keys of the mails to whoever runs it."""
    assert {one.to.user for one in counter.mail.accepted} <= {ADMIN}
    return [bubble.key for one in counter.mail.accepted for bubble in one.bubbles]


async def test_a_silence_is_told_once_and_its_end_once(watched):
    await later(watched, read=True)
    await later(watched, minutes=9, seconds=59)
    assert alarms(watched) == []
    for _ in range(3):
        await later(watched, minutes=1)
    assert alarms(watched) == ["watch.silent"]
    (told,) = watched.mail.accepted
    assert BOX in told.bubbles[0].text and "loket channels test email" in told.bubbles[0].text and BOX in told.subject
    for _ in range(3):
        await later(watched, read=True, minutes=1)
    assert alarms(watched) == ["watch.silent", "watch.back"]
    await later(watched, minutes=11)
    assert alarms(watched)[2:] == ["watch.silent"], "it may fall silent again"


async def test_never_read_is_a_silence_too(watched):
    await later(watched, minutes=9)
    assert alarms(watched) == []
    await later(watched, minutes=1)
    assert alarms(watched) == ["watch.silent"]


async def test_another_process_reads_it_or_tells_of_it(watched):
    other = Watch(watched.house, watched.app.channels)
    for _ in range(30):
        await later(watched, read=True, minutes=1)
    read, watched.mail.read = watched.mail.read, None
    await other.tick()
    assert alarms(watched) == [], "the store knows that it is read"
    watched.mail.read = read
    await later(watched, minutes=10)
    await other.tick()
    await Watch(watched.house, watched.app.channels).tick()
    await watched.app.settle()
    assert alarms(watched) == ["watch.silent"]


async def test_begun_anew_in_a_silence_nobody_is_calmed_too_soon(watched):
    await later(watched, minutes=10)
    watched.app = App(watched.house, [watched.web, watched.mail])
    await later(watched, minutes=1)
    assert alarms(watched) == ["watch.silent"]
    await later(watched, read=True, minutes=1)
    assert alarms(watched) == ["watch.silent", "watch.back"]


async def refuse(counter, channel, minutes, to="7", **fault):
    """Somebody is owed words, and for so long the channel refuses whatever is sent."""
    counter.house.store.do(owed.add, Address(channel.name, to), LETTER, counter.clock(), None)
    for _ in range(minutes):
        channel.faults = [Unreachable("535 not today", 30, **fault)] * 10
        await later(counter, read=True, minutes=1)
    channel.faults = []


@pytest.fixture
def three(watched):
    """With Telegram beside mail."""
    watched.telegram = FarSide("telegram", whole=False)
    watched.app = App(watched.house, [watched.web, watched.mail, watched.telegram])
    return watched


async def test_sending_that_fails_while_reading_works_is_told_once_and_its_end_once(three):
    await refuse(three, three.telegram, 10)
    assert alarms(three) == []
    await refuse(three, three.telegram, 5)
    assert alarms(three) == ["watch.unsent"]
    (told,) = three.mail.accepted
    assert "Telegram" in told.bubbles[0].text and "loket channels test telegram" in told.bubbles[0].text
    found = (await health(three).report()).faults
    assert list(found) == ["telegram/sending"] and "nothing was taken since 2026-11-23T" in found["telegram/sending"]
    await later(three, read=True, minutes=1)
    await later(three, read=True, minutes=1)
    assert alarms(three) == ["watch.unsent", "watch.sends"]
    assert (await health(three).report()).faults == {}


async def test_one_address_that_cannot_be_had_alarms_nobody(three):
    await refuse(three, three.telegram, 15, alone=True)
    assert alarms(three) == []


async def test_what_another_process_sends_is_sent(three):
    other = replace(three.house, tally=Tally())
    for _ in range(15):
        await refuse(three, three.telegram, 1)
        other.tally.accepted("telegram", three.clock())
        await Watch(other, three.app.channels).tick()
    assert alarms(three) == []


async def test_while_mail_is_refused_its_end_alone_is_told_by_mail(three):
    await refuse(three, three.mail, 15, ADMIN)
    assert "email/sending" in (await health(three).report()).faults
    await later(three, read=True, minutes=1)
    await later(three, read=True, minutes=1)
    assert alarms(three) == ["x", "watch.sends"]


async def test_while_mail_is_refused_whoever_runs_it_is_told_where_else_they_write(three):
    def join(c):
        here = Address("telegram", "77")
        conversations.lock(c, here, three.clock())
        joining.join(c, here, Address("email", ADMIN), three.clock())

    three.house.store.do(join)
    await refuse(three, three.mail, 15, ADMIN)
    assert three.telegram.keys(Address("telegram", "77")) == ["watch.unsent"]


async def test_without_an_address_nobody_is_written_to(watched):
    watched.house = replace(watched.house, admin="")
    watched.app = App(watched.house, [watched.web, watched.mail])
    await later(watched, minutes=11)
    assert alarms(watched) == []


async def test_ready_while_every_place_is_read(watched):
    found = await health(watched).report()
    assert (found.faults, found.doors["email"].last_success) == ({}, None)
    await later(watched, minutes=1)
    assert (await health(watched).report()).faults == {f"email/{BOX}": "never read yet"}
    await later(watched, read=True)
    found = await health(watched).report()
    assert (found.faults, found.doors["email"].last_success) == ({}, watched.clock())
    await later(watched, minutes=10)
    assert "not read since 2026-11-23T" in (await health(watched).report()).faults[f"email/{BOX}"]


async def test_a_store_that_is_away_is_said(watched):
    watched.house.store.engine.dispose()
    watched.house.store.close()
    assert (await health(watched).report()).faults == {"store": "unreachable"}
    assert b"loket_ready 0.0" in await health(watched).metrics()


@pytest.mark.parametrize(("left", "part"), [(99 << 20, "faults"), (1023 << 20, "warnings")])
async def test_a_disk_that_fills_is_said_in_time(watched, monkeypatch, left, part):
    monkeypatch.setattr("bot.health.disk_usage", lambda root: SimpleNamespace(free=left))
    assert getattr(await health(watched).report(), part) == {"disk": f"{left >> 20} MB are left for files"}


async def test_a_year_that_nobody_reviewed_is_warned_of_in_time(watched):
    last = watched.house.catalogue.calendar.reviewed_to
    watched.clock.move_to(watched.clock().replace(year=last, month=10, day=1))
    assert (await health(watched).report()).warnings == {}
    watched.clock.move_to(watched.clock().replace(day=3))
    found = await health(watched).report()
    assert str(last) in found.warnings["calendar"] and "calendar" not in found.faults


def figures(text):
    """{(name, channel): value}"""
    return {
        (sample.name, sample.labels.get("channel", "")): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


async def test_every_channel_has_its_figures(watched):
    await watched.say("halo", id="one")
    await watched.say("halo", id="one")
    watched.web.faults = [Unreachable("away"), Undeliverable("blocked")]
    await watched.say("menu")
    watched.clock.move_to(watched.clock() + timedelta(seconds=30))
    await watched.app.settle()
    watched.web.faults = [Unreachable("away")]
    await watched.say("halo")
    watched.house.words["id"].fails_on = "greeting.hello"
    await watched.say("halo", sender=Address("web", "budi"))
    found = figures(await health(watched).metrics())
    shown = {
        "received_total": 4, "repeated_total": 1, "handled_total": 3, "failed_total": 3, "sent_total": 2,
        "put_off_total": 2, "given_up_total": 1, "begun_again_total": 0, "backlog": 0, "last_success_seconds": 0,
    }  # fmt: skip
    assert {name: found[f"loket_{name}", "web"] for name in shown} == shown
    assert found["loket_owed", "web"] >= 1
    assert found["loket_received_total", "email"] == 0
