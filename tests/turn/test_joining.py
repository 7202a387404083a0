"""A code joins addresses into one person; nobody gets in by guessing, replaying, forging or asking around."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import __main__ as loket
from bot import joining
from bot.app import App
from bot.messages import Address, Person
from channels.base import Undeliverable
from storage import codes, conversations, privacy, retention, tickets, unheard
from storage import joining as joined
from storage.retention import Periods
from storage.shapes import key_of
from storage.store import Store
from tests import coding
from tests.turn.conftest import ANI, NOW, FarSide
from tests.turn.officers import ALL, employ
from tests.turn.test_act import do
from tests.turn.test_hear import WIFI, ask_for_wifi
from tests.turn.test_privacy import whole_store

WORK, BUDI = "ani@kemenkeu.go.id", Address("web", "budi")
MAIL = Address("email", WORK)
NUMBER = "KPTIK-2611-0001"


@pytest.fixture
def desk(counter):
    """A counter at which addresses may be joined."""
    employ(counter.house.store, *ALL)
    return opened(counter, "optional")


def opened(counter, wanted, *more):
    """The counter with that setting, and further channels."""
    counter.house = replace(counter.house, joining=wanted)
    counter.app = App(counter.house, [counter.web, counter.mail, *more])
    return counter


def code(desk):
    """The digits that were mailed last."""
    return desk.see(coding.latest, desk.house.secret)


def mailed(desk, to=WORK):
    """Digits in the letters that `to` really got."""
    texts = [one.bubbles[0].text for one in desk.mail.accepted if one.to.user == to]
    return [found for text in texts for found in joining.said_in(text)]


async def asks(desk, mail=WORK, sender=ANI):
    """Somebody asks for a code."""
    await desk.say("hubungkan akun", sender=sender)
    await desk.say(mail, sender=sender)


async def joins(desk, mail=WORK, sender=ANI):
    """Somebody asks for a code and types it."""
    await asks(desk, mail, sender)
    await desk.say(code(desk), sender=sender)
    assert desk.web.keys(sender)[-1] == "join.done"


async def later(desk, words, **more):
    """A minute later somebody says this."""
    desk.clock.move_to(desk.clock() + timedelta(minutes=1))
    await desk.say(words, **more)


def person(desk, address):
    """Who is at an address."""
    return desk.see(conversations.person_at, address)


async def test_the_letter_has_the_code_and_nothing_else_ever_does(desk):
    await asks(desk)
    assert mailed(desk) == [code(desk)]
    assert desk.mail.accepted[0].subject == "Kode untuk Loket KPTIK BMN"
    assert code(desk) not in desk.see(whole_store)
    spaced = f"{code(desk)[:3]} {code(desk)[3:]}"
    await desk.say(f"Kodenya {spaced}, terima kasih")
    assert person(desk, ANI) == person(desk, MAIL)
    assert code(desk) not in desk.see(whole_store) and spaced not in desk.see(whole_store)


async def test_a_code_after_the_word_for_one_is_masked_before_and_right_all_the_same(desk):
    await asks(desk)
    await desk.say(f"kode otp: {code(desk)}")
    told = desk.web.keys()
    assert told[-1] == "join.done" and "secret.masked" not in told


async def test_digits_are_left_alone_where_no_code_is_awaited(desk):
    await desk.say("nomor asetnya 123456")
    assert "nomor asetnya 123456" in desk.see(whole_store)


async def test_a_redelivered_guess_counts_once_and_a_used_code_is_nothing(desk):
    await asks(desk)
    wrong, right = coding.another(code(desk)), code(desk)
    for _ in range(8):
        await desk.say(wrong, id="same")
    assert desk.web.keys().count("join.wrong") == 1
    await desk.say(right)
    assert desk.web.keys()[-1] == "join.done"
    before = person(desk, ANI)
    assert desk.see(codes.awaited, key_of(ANI)) is None
    desk.house.store.do(joined.part, ANI, NOW)
    await desk.say(right)
    assert person(desk, ANI) != before, "the same code again joins nobody"


async def test_a_new_code_voids_the_old_one(desk):
    await asks(desk)
    old = code(desk)
    await desk.say("Kirim ulang kode")
    await desk.say(old)
    assert desk.web.keys()[-2:] == ["join.wrong", "join.sent_again"]
    await desk.say(code(desk))
    assert desk.web.keys()[-1] == "join.done"


async def test_the_code_of_another_s_request_is_worth_nothing(desk):
    await asks(desk)
    mine = code(desk)
    await asks(desk, "budi@kemenkeu.go.id", BUDI)
    theirs = code(desk)
    await desk.say(mine, sender=BUDI)
    await desk.say(theirs)
    for told in (desk.web.keys(BUDI), desk.web.keys()):
        assert told[-2:] == ["join.wrong", "join.sent_again"]
    assert len({person(desk, each) for each in (ANI, BUDI)}) == 2 and person(desk, MAIL) is None


async def test_guessing_from_many_conversations(desk):
    """Whoever asks for more than an address gets is told the same, and can never be right."""
    guessers = [Address("web", f"g{n}") for n in range(5)]
    for each in guessers:
        await asks(desk, sender=each)
        await desk.say("000000", sender=each)
    said = {tuple(desk.web.keys(each)) for each in guessers}
    assert len(said) == 1, "nobody learns whose request brought a letter"
    assert len(mailed(desk)) == 3
    late = guessers[-1]
    for letter in (*mailed(desk)[:2], joining.code_of(desk.house.secret, "")):
        await desk.say(letter, sender=late)
    told = desk.web.keys(late)
    assert "join.done" not in told and person(desk, MAIL) is None


def test_an_address_gets_ten_codes_a_day_whoever_asks(desk):
    def ask(c, n):
        held = conversations.lock(c, Address("web", f"g{n}"), NOW)
        joining.send(c, desk.house, held, WORK, "id", NOW + timedelta(hours=n))

    desk.house.store.do(lambda c: conversations.lock(c, MAIL, NOW))  # known, so that it may get many other mails
    for n in range(13):
        desk.house.store.do(ask, n)
    assert len(desk.house.store.do(codes.sent_to, WORK, NOW - timedelta(hours=1))) == 10


async def test_a_mailbox_is_not_flooded_and_no_person_may_ask_for_ever(desk):
    await asks(desk)
    for _ in range(4):
        await desk.say("Kirim ulang kode")
    assert desk.web.keys().count("join.sent") == 3 and desk.web.keys()[-2] == "join.often"
    for hour in range(1, 12):
        desk.clock.move_to(NOW + timedelta(hours=hour))
        await desk.say("Kirim ulang kode")
    assert len(mailed(desk)) == 10


async def test_an_address_that_is_known_is_answered_like_one_that_is_not(desk):
    await desk.say("halo", sender=MAIL, proved=True)
    await asks(desk)
    await asks(desk, "zul@kemenkeu.go.id", BUDI)
    words = {who: [b.text for one in desk.web.accepted if one.to == who for b in one.bubbles] for who in (ANI, BUDI)}
    assert [each.replace(WORK, "X") for each in words[ANI]] == [
        each.replace("zul@kemenkeu.go.id", "X") for each in words[BUDI]
    ]


async def test_a_forged_letter_joins_nobody_and_sees_nothing(desk):
    await ask_for_wifi(desk)
    await desk.say("ya")
    await joins(desk)
    forged = Address("email", WORK, "~abc")
    for words in ("status tiket 0001", "batalkan tiket 0001", "hubungkan akun", WORK):
        await desk.say(words, sender=forged)
    told = [bubble for one in desk.mail.accepted if one.to == forged for bubble in one.bubbles]
    assert NUMBER not in " ".join(bubble.text for bubble in told)
    assert person(desk, forged) != person(desk, MAIL) == person(desk, ANI)
    assert desk.see(tickets.find, NUMBER)[0].status == "new"


async def test_a_forged_letter_cannot_go_on_with_a_thread_that_was_shown_to_be_somebody_s(desk):
    thread = Address("email", WORK, "~abc")
    await desk.say("halo", sender=thread)
    await desk.say("halo lagi", sender=thread, proved=True)
    before = len(desk.mail.accepted)
    await desk.say("batalkan semuanya", sender=thread)
    assert len(desk.mail.accepted) == before
    assert [row.fault for row in desk.see(unheard.waiting) if row.fault == "unauthenticated"] == ["unauthenticated"]


async def test_a_letter_that_is_vouched_for_is_proof_by_itself(counter):
    desk = opened(counter, "required")
    known = Person(name="Ani", unit="Umum", contact="0812345678", kind="employee", greeted=True)
    unknown = Address("email", WORK, "~abc")
    for sender, proved in ((unknown, False), (MAIL, True)):
        desk.house.store.do(lambda c, who=sender: conversations.know(c, conversations.lock(c, who, NOW).person, known))
        for words in (WIFI, "ya"):
            await desk.say(words, sender=sender, proved=proved)
    assert desk.mail.keys(unknown)[-1] == "join.first" and "join.first" not in desk.mail.keys(MAIL)
    assert desk.see(tickets.find, NUMBER)[0].owner == person(desk, MAIL)


async def test_a_fault_while_joining_leaves_everything_as_it_was(desk):
    await asks(desk)
    right = code(desk)
    desk.house.words["id"].fails_on = "join.done"
    await desk.say(right)
    assert person(desk, MAIL) is None, "three attempts failed whole"
    desk.house.words["id"].fails_on = ""
    await desk.say(right)
    assert person(desk, MAIL) == person(desk, ANI), "no try was counted for what never happened"


async def test_tickets_go_on_from_every_address(desk):
    await ask_for_wifi(desk)
    await desk.say("ya")
    await joins(desk)
    await later(desk, "status tiket 0001", sender=MAIL, proved=True)
    assert desk.mail.keys(MAIL)[-1] == "status.list"
    await do(desk, "take")
    await do(desk, "ask", text="Jam berapa tamunya datang?")
    assert desk.mail.keys(MAIL)[-1] == "notice.ask", "told where the person was last"
    await later(desk, "jam 9 pagi", sender=MAIL, proved=True)
    assert desk.see(tickets.find, NUMBER)[0].status == "analysed"
    await later(desk, "halo")
    await do(desk, "fulfil", label="selesai", text="sudah aktif")
    assert desk.web.keys()[-1] == "notice.fulfil"
    await later(desk, "buka lagi tiket 0001, masih mati", sender=MAIL, proved=True)
    await later(desk, "ya", sender=MAIL, proved=True)
    assert desk.see(tickets.find, NUMBER)[0].status == "reopened"
    await do(desk, "fulfil", label="selesai", text="sekarang aktif")
    await later(desk, "sudah beres", sender=MAIL, proved=True)
    await later(desk, "5", sender=MAIL, proved=True)
    assert desk.see(tickets.find, NUMBER)[0].rating == 5
    await later(desk, "lewati", sender=MAIL, proved=True)
    await later(desk, "batalkan tiket 0002", sender=MAIL, proved=True)
    assert desk.mail.keys(MAIL)[-1] == "ticket.unknown", "as one that does not exist"


async def test_a_question_answered_elsewhere_is_not_open_here_any_more(desk):
    await ask_for_wifi(desk)
    await desk.say("ya")
    await joins(desk)
    await do(desk, "take")
    await do(desk, "ask", text="Jam berapa tamunya datang?")
    assert desk.web.keys()[-1] == "notice.ask"
    for words in ("batalkan tiket 0001", "ya"):
        await desk.say(words, sender=MAIL, proved=True)
    assert desk.see(tickets.find, NUMBER)[0].status == "cancelled"
    await desk.say("bayar berapa?")
    assert desk.web.keys()[-1] == "answer.fact"


async def test_what_cannot_be_told_here_is_told_by_mail(desk):
    phone = FarSide("telegram", whole=False)
    desk = opened(desk, "optional", phone)
    me = Address("telegram", "7")
    await desk.say("hubungkan akun", sender=me)
    await desk.say(WORK, sender=me)
    await desk.say(code(desk), sender=me)
    phone.faults = [Undeliverable("blocked")] * 9
    await desk.say("halo", sender=me)
    assert desk.mail.keys(MAIL)[-1] == "greeting.hello"


async def test_export_erasing_and_the_periods_know_of_codes_and_joined_addresses(desk):
    await joins(desk)
    await desk.say("halo", sender=MAIL, proved=True)
    id = person(desk, ANI)
    told = desk.see(privacy.export, id)
    assert {row["channel"] for row in told["addresses"]} == {"web", "email"} and len(told["codes"]) == 1
    periods = Periods(30, 30, 30, 30)
    assert desk.see(retention.overdue, NOW + timedelta(31), periods)["codes"] == 1
    desk.house.store.do(privacy.erase, id)
    assert WORK not in desk.see(whole_store)
    assert desk.see(retention.overdue, NOW + timedelta(31), periods)["codes"] == 0


def test_the_commands_join_and_part(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    store = Store.open(f"sqlite+pysqlite:///{tmp_path}/data/loket.db")
    store.do(lambda c: conversations.lock(c, ANI, NOW))
    assert loket.main(["person", "join", "web:ani", WORK]) == 0
    assert store.see(conversations.person_at, ANI) == store.see(conversations.person_at, MAIL)
    assert loket.main(["person", "part", "web:ani"]) == 0
    assert store.see(conversations.person_at, ANI) != store.see(conversations.person_at, MAIL)
    for words in (["part", "web:ani"], ["join", "web:ani", "ani@gmail.com"], ["join", "web:nobody", WORK]):
        with pytest.raises(SystemExit):
            loket.main(["person", *words])
    assert capsys.readouterr().out.count("addresses") == 2
    store.close()
