"""Whoever forges a letter joins no conversation, acts on nothing, and makes us write to nobody for long."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages import Address
from bot.postage import PROVED, STRANGER, slot
from channels.email import tokens
from channels.email.mailbox import Account
from channels.email.shapes import Letter, Ours
from channels.email.translating import office, placed
from storage import conversations, tickets, unheard
from storage.tables import conversations as rows
from tests.channels.email.letters import ANI, OFFICE, mail, reply
from tests.channels.email.test_conversation import BOSS, REQUEST
from tests.turn.conftest import NOW

SECRET = "s" * 40


def test_only_the_address_that_was_written_to_may_continue():
    ours = tokens.message_id(7, tokens.token(SECRET, ANI, "~abc"), "k.id")
    assert placed(Letter(ANI, references=("<x@y>", ours)), "", SECRET) == (Address("email", ANI, "~abc"), True)
    assert placed(Letter("budi@x.id", references=(ours,)), "d", SECRET)[0].thread not in ("", "~abc")
    assert placed(Letter(ANI, references=(ours,)), "d", "another")[1] is False


def test_our_server_s_word_leads_to_the_sender_s_own_conversation():
    assert placed(Letter(ANI, verdict="pass"), "", SECRET) == (Address("email", ANI), True)
    assert placed(Letter(ANI, verdict="unknown", message_id="<a@b>"), "", SECRET)[0].thread.startswith("~")


@pytest.mark.parametrize("thread", ["", "~0123456789ab"])
def test_tokens_are_found_again(thread):
    made = tokens.message_id(12, tokens.token(SECRET, ANI, thread), "k.id")
    assert tokens.thread(SECRET, ANI.upper().lower(), [made]) == thread
    assert tokens.ours(made) and not tokens.ours("<12@k.id>")


def forged(letter, chance):
    """A reply that somebody else made up: with everything of our letter but what cannot be known."""
    ours = letter["Message-ID"]
    row, _, token = ours.strip("<>").partition("@")[0].partition(".")[2].partition(".")
    thread, _, seal = token.partition("-")
    bad = "".join(chance.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in seal)
    wrong = f"<loket.{row}.{chance.choice([f'{thread}-{bad}', f'0-{seal}', f'{thread}x-{seal}', seal, '0-', ''])}@x.id>"
    stranger = f"penipu{chance.randrange(9)}@evil.example"
    who, refs = chance.choice([(ANI, wrong), (stranger, ours), (stranger, wrong), (ANI, "")])
    number = chance.choice(["KPTIK-2611-0001", ""])
    words = chance.choice(["Ya", "Batalkan tiket KPTIK-2611-0001", "1", "status KPTIK-2611-0001", "Sudah beres"])
    return mail(
        words, subject=f"Re: {letter['Subject']} {number}", sender=who, In_Reply_To=refs, References=refs,
        Cc=chance.choice([BOSS, ANI, ""]),
    )  # fmt: skip


async def storm(desk, number):
    """A real thread with a summary that waits for a yes, then forged answers."""
    chance = random.Random(number)
    await desk.post.put(mail(REQUEST, "Permohonan instalasi perangkat lunak", Cc=BOSS))
    (summary,) = await desk.letters(1)
    thread = desk.see(lambda c: c.scalar(select(rows.c.address)))
    before = desk.see(conversations.state_at, thread)
    account = desk.email._wishes.accounts[0]
    for _ in range(number):
        await desk.email.take(account, forged(summary, chance), True, desk.app.receive)
    await desk.app.settle()
    assert desk.see(conversations.state_at, thread) == before
    assert desk.see(tickets.newest) is None
    await desk.post.put(reply(summary, "Ya"))
    await desk.until(lambda: desk.see(tickets.newest) is not None)
    for _ in range(number // 5):
        await desk.email.take(account, forged(summary, chance), True, desk.app.receive)
    await desk.app.settle()
    found = desk.see(tickets.find, desk.see(tickets.newest))
    assert found[0].status == "new" and desk.see(lambda c: len(tickets.history(c, found[0].number))) == 1
    strangers = [each.as_string() for each in desk.box.taken if "evil.example" in each["To"]]
    assert not any("AutoCAD" in letter or "KPTIK-2611-0001" in letter for letter in strangers)


async def test_forged_replies_join_and_act_on_nothing(desk):
    await storm(desk, 60)


@pytest.mark.soak
async def test_500_forged_replies(desk):
    await storm(desk, 500)


async def flood(desk, number):
    """Mails that name one victim as their sender, and one as superior."""
    account = desk.email._wishes.accounts[0]
    for _ in range(number):
        raw = mail("Berapa lama instalasi aplikasi?", sender="korban@kemenkeu.go.id", Cc="korban2@kemenkeu.go.id")
        await desk.email.take(account, raw, True, desk.app.receive)
    await desk.app.settle()


async def test_a_victim_gets_three_letters(desk):
    await flood(desk, 60)
    assert len(desk.box.taken) == 3
    for _ in range(10):
        desk.clock.move_to(desk.clock() + timedelta(minutes=11))
        desk.email._lately.clear()
        await desk.app.settle()
    assert len(desk.box.taken) == 10
    held = [row for row in desk.see(unheard.waiting) if row.kind == "delivery"]
    assert len(held) == 1, "an officer is told once"


@pytest.mark.soak
async def test_10000_forged_mails(desk):
    await flood(desk, 10_000)
    assert len(desk.box.taken) == 3


async def test_after_an_outage_still_few(desk):
    desk.box.data = ["451 down"] * 1_000
    await flood(desk, 30)
    desk.clock.move_to(desk.clock() + timedelta(hours=5))
    desk.box.data.clear()
    desk.email._lately.clear()
    await desk.app.settle()
    assert len(desk.box.taken) == 3


def test_slots(house):
    def times(c, limits):
        return [slot(c, "a@b.id", NOW, limits) for _ in range(12)]

    got = house.store.do(times, STRANGER)
    assert got[:3] == [NOW] * 3
    assert got[3] == NOW + timedelta(minutes=10)
    assert got[-2:] == [None, None]
    assert house.store.do(slot, "a@b.id", NOW + timedelta(days=1, minutes=31), STRANGER) is not None
    assert house.store.do(slot, "c@d.id", NOW, PROVED) == NOW


async def test_two_machines_stop_answering_each_other(desk):
    """A machine that answers each letter of ours, without saying that it is one."""
    account = desk.email._wishes.accounts[0]
    await desk.email.take(account, mail("Berapa lama instalasi aplikasi?"), True, desk.app.receive)
    answered = 0
    while answered < 30:
        await desk.app.settle()
        if len(desk.box.taken) == answered:
            break
        answered = len(desk.box.taken)
        machine = reply(desk.box.taken[-1], "Pesan Anda kami terima.")
        await desk.email.take(account, machine, True, desk.app.receive)
    assert answered == PROVED[0][1]


def test_the_address_written_to_decides_the_office():
    account = Account("medan", OFFICE, "u", "p")
    ours = Ours(offices={OFFICE: "medan", "semarang@k.id": "semarang"})
    assert office(Letter(to=("x@y.id", "semarang@k.id")), account, ours) == "semarang"
    assert office(Letter(to=("semarang@k.id",), cc=(OFFICE,)), account, ours) == "semarang"
    assert office(Letter(to=("semarang@k.id", OFFICE)), account, ours) == "", "of two the person is asked"
    assert office(Letter(to=("x@y.id",)), account, ours) == "medan"


async def test_a_fresh_letter_under_somebody_s_name_sees_nothing_of_theirs(desk):
    await desk.post.put(mail(REQUEST, "Permohonan instalasi perangkat lunak", Cc=BOSS))
    (summary,) = await desk.letters(1)
    await desk.post.put(reply(summary, "Ya"))
    await desk.until(lambda: desk.see(tickets.newest) is not None)
    number = desk.see(tickets.newest)
    sent = len(desk.box.taken)
    account = desk.email._wishes.accounts[0]
    for words in (f"status {number}", "batalkan tiket saya"):
        desk.clock.move_to(desk.clock() + timedelta(minutes=11))
        await desk.email.take(account, mail(words, "tiket"), True, desk.app.receive)
        await desk.app.settle()
    answers = desk.box.taken[sent:]
    assert len(answers) == 2
    assert not any("AutoCAD" in letter.as_string() or "Dibatalkan" in letter.as_string() for letter in answers)
    assert len(set(desk.see(lambda c: c.scalars(select(rows.c.person)).all()))) == 3, "each is somebody apart"
    await desk.post.put(reply(summary, f"status {number}"))
    await desk.until(lambda: any("AutoCAD" in each.as_string() for each in desk.box.taken[sent + 2 :]))
