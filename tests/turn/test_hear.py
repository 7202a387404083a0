"""A message becomes a turn exactly once, whole or not at all, and in order."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from bot import turn
from bot.messages import Address, Inbound, Person
from bot.receive import spoken
from storage import conversations, history, receipts, tickets, unheard
from storage.shapes import key_of
from storage.store import Store
from storage.tables import metadata
from tests.turn.conftest import ANI, NOW

WIFI = "minta wifi tamu 1 orang hari rabu di semarang, namanya Rina Astuti"


def sizes(c):
    """Rows in every table."""
    return {name: c.scalar(select(func.count()).select_from(table)) for name, table in metadata.tables.items()}


def know(c):
    """Who she is need not be asked."""
    held = conversations.lock(c, ANI, NOW)
    known = Person(name="Ani", unit="Umum", contact="0812345678", kind="employee", greeted=True)
    conversations.know(c, held.person, known)


async def ask_for_wifi(counter):
    """Up to the summary."""
    counter.house.store.do(know)
    await counter.say(WIFI)
    assert counter.web.keys()[-1] == "summary.ask"


async def test_a_ticket_and_the_words_that_name_it_in_one_turn(counter):
    await ask_for_wifi(counter)
    await counter.say("ya")
    said = counter.web.accepted[-1].bubbles[0]
    assert said.key == "ticket.opened"
    assert "KPTIK-2611-0001" in said.text
    ticket, desk = counter.see(tickets.find, "KPTIK-2611-0001")
    assert (ticket.service, ticket.status, desk.address) == ("ITSM.5", "new", key_of(ANI))
    assert [one.bubbles[0].key for one in counter.mail.accepted] == ["staff.new_ticket"]


async def test_a_repeat_is_absorbed(counter):
    await ask_for_wifi(counter)
    assert await counter.say("ya", "same") is True
    before = counter.see(sizes)
    assert await counter.say("ya", "same") is False
    assert counter.see(sizes) == before


async def test_a_fault_in_the_middle_leaves_what_was_there(counter):
    await ask_for_wifi(counter)
    before, state = counter.see(sizes), counter.see(conversations.state_at, key_of(ANI))
    counter.house.words["id"].fails_on = "ticket.opened"
    inbound = Inbound("ya", NOW, ANI, "ya")
    counter.house.store.do(receipts.keep, inbound)
    receipt = counter.see(receipts.next_of, key_of(ANI))
    reading = counter.house.reader.read("ya", NOW)
    try:
        counter.house.store.do(turn.hear, counter.house, receipt, reading)
    except RuntimeError:
        pass
    else:
        raise AssertionError("the turn did not fail")
    assert counter.see(sizes) == before | {"receipts": before["receipts"] + 1}
    assert counter.see(conversations.state_at, key_of(ANI)) == state
    counter.house.words["id"].fails_on = ""
    await counter.app.receiver.recover()
    await counter.app.settle()
    assert counter.web.keys()[-1] == "ticket.opened"


async def test_what_fails_three_times_goes_to_a_person_and_the_queue_moves_on(counter):
    await ask_for_wifi(counter)
    counter.house.words["id"].fails_on = "ticket.opened"
    await counter.say("ya")
    assert counter.web.keys()[-1] == "error.ours"
    assert counter.see(tickets.find, "KPTIK-2611-0001") is None
    (given_up,) = counter.see(unheard.waiting)
    assert (given_up.kind, given_up.words) == ("turn", "ya")
    assert [row.human for row in counter.see(conversations.wanting_human)] == ["fault"]
    counter.house.words["id"].fails_on = ""
    await counter.say("ya")
    assert counter.web.keys()[-1] == "ticket.opened"


async def test_messages_of_a_conversation_are_heard_in_order(counter):
    counter.house.store.do(know)
    for n, text in enumerate((WIFI, "ya")):
        await counter.app.receive(Inbound(f"o{n}", NOW, ANI, text))
    await counter.app.settle()
    assert counter.web.keys()[-2:] == ["summary.ask", "ticket.opened"]


async def test_many_people_at_once_get_a_number_each(counter):
    people = [Address("web", f"p{n}") for n in range(8)]

    async def visit(me):
        for n, text in enumerate((WIFI, "Ani", "Bagian Umum", "0812345678", "ya")):
            await counter.app.receive(Inbound(f"{me.user}.{n}", NOW, me, text))

    await asyncio.gather(*(visit(me) for me in people))
    await counter.app.settle()
    numbers = [ticket.number for ticket, _ in counter.see(tickets.queue)]
    assert sorted(numbers) == [f"KPTIK-2611-{n:04d}" for n in range(1, 9)]


async def test_two_processes_hear_a_message_once(counter, tmp_path):
    other = Store.open(f"sqlite+pysqlite:///{tmp_path}/loket.db")
    counter.house.store.do(receipts.keep, Inbound("1", NOW, ANI, "halo"))
    receipt = counter.see(receipts.next_of, key_of(ANI))
    reading = counter.house.reader.read("halo", NOW)
    told = await asyncio.gather(
        *(store.run(turn.hear, counter.house, receipt, reading) for store in (counter.house.store, other) * 3)
    )
    other.close()
    assert sorted(told) == [False] * 5 + [True]


async def test_secrets_are_masked_before_anything_is_stored(counter, tmp_path):
    text = "tolong, password saya Rahasia#2026 tidak bisa, kode otp: 482913"
    await counter.say(text, subject="password: Rahasia#2026")
    assert counter.web.keys()[0] == "secret.masked"
    assert not any("Rahasia#2026" in b.text or "482913" in b.text for m in counter.web.accepted for b in m.bubbles)
    (line, *_) = counter.see(history.of, key_of(ANI))
    assert line.body["text"] == "tolong, password saya •••••••••••• tidak bisa, kode otp: ••••••"
    counter.house.store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert "••••".encode() in kept
    assert b"Rahasia#2026" not in kept
    assert b"482913" not in kept


async def test_the_day_is_that_of_the_persons_office(counter):
    def move(c):
        conversations.know(c, conversations.lock(c, ANI, NOW).person, Person(office="makassar"))

    counter.house.store.do(move)
    counter.clock.move_to(NOW.replace(hour=23, minute=30))  # half past midnight in Makassar
    await counter.say("minta wifi tamu 2 orang besok")
    assert "25 November" in counter.web.accepted[-1].bubbles[0].text
    assert counter.clock() - NOW == timedelta(hours=14, minutes=30)


def test_of_endless_emptiness_a_little_is_heard():
    kept = receipts.Receipt(1, Inbound("1", NOW, ANI, "halo" + " " * 50_000 + "wifi\n\ntamu", subject="Re: wifi"), 0)
    assert spoken(kept).inbound.text == "halo" + " " * 9 + "wifi\n\ntamu"
    short = receipts.Receipt(1, Inbound("1", NOW, ANI, "halo  wifi"), 0)
    assert spoken(short) is short
