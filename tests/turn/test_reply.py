"""Officers act by answering a mail, and nobody else does."""

from dataclasses import replace

import pytest

from bot.acting import Deed
from bot.messages import Address
from storage import people, tickets, unheard
from storage.tables import tickets as rows
from tests.turn.officers import ADI, ALL, HEAD, SRI, employ
from tests.turn.test_hear import ask_for_wifi

NUMBER = "KPTIK-2611-0001"
MAIL = Address("email", SRI.mail)


@pytest.fixture
async def opened(counter):
    """A counter with one ticket, of which the group's mailbox was told."""
    employ(counter.house.store, *ALL)
    await ask_for_wifi(counter)
    await counter.say("ya")
    return counter


def token(counter):
    """That of the first mail to the group."""
    return counter.mail.accepted[0].token


async def answer(counter, text, sender=MAIL, **more):
    """An answer to the first mail, and the key of what it is answered with."""
    told = len(counter.mail.accepted)
    refs = more.pop("refs", (f"<loket.1.{token(counter)}@kemenkeu.go.id>",))
    await counter.say(text, sender=sender, refs=refs, **more)
    return [one.bubbles[0].key for one in counter.mail.accepted[told:] if one.to == sender]


def ticket(counter):
    """As it stands."""
    return counter.see(tickets.find, NUMBER)[0]


async def test_the_group_is_told_how_to_act_by_answering(opened):
    letter = opened.mail.accepted[0]
    assert letter.to.user == "kptik.bmn.smg@kemenkeu.go.id"
    assert [bubble.key for bubble in letter.bubbles] == ["staff.new_ticket", "staff.howto"]
    assert "eskalasi TIK" in letter.bubbles[1].text and token(opened)


async def test_from_taking_to_fulfilment_by_mail(opened):
    assert await answer(opened, "ambil") == ["mail.done"]
    assert (ticket(opened).status, opened.see(tickets.find, NUMBER)[1].officer) == ("analysed", "sri")
    assert opened.web.keys()[-1] == "notice.take"
    assert await answer(opened, "catatan: kata sandi tamu dicetak") == ["mail.done"]
    assert await answer(opened, "tanya: tamunya jadi tiga?") == ["mail.done"]
    assert opened.web.keys()[-1] == "notice.ask"
    await opened.say("ya, tiga")
    assert await answer(opened, "dipenuhi selesai: voucher diserahkan\n> ambil") == ["mail.done"]
    assert ticket(opened).status == "fulfilled"
    actors = {each.actor for each in opened.see(tickets.history, NUMBER)}
    assert actors == {"person", "officer:sri"}


async def test_a_confirmation_can_be_answered_too(opened):
    await answer(opened, "ambil")
    again = opened.mail.accepted[-1]
    assert again.to == MAIL and again.token and again.token != token(opened)
    await answer(opened, "catatan: dicek", refs=(f"<loket.9.{again.token}@kemenkeu.go.id>",))
    assert opened.see(tickets.history, NUMBER)[-1].action == "note"


async def test_what_is_not_clear_or_not_possible_is_said_and_nothing_done(opened):
    before = opened.see(tickets.history, NUMBER)
    assert await answer(opened, "tolong diproses ya") == ["mail.refused"]
    assert "eskalasi TIK" in opened.mail.accepted[-1].bubbles[0].text
    assert await answer(opened, "lengkap") == ["mail.refused"]
    assert "tidak menunggu kelengkapan" in opened.mail.accepted[-1].bubbles[0].text
    assert await answer(opened, "eskalasi GUDANG") == ["mail.refused"]
    assert opened.see(tickets.history, NUMBER) == before


@pytest.mark.parametrize(
    "forged",
    [
        {"sender": Address("email", "orang@gmail.com")},
        {"trusted": False},
        {"refs": ("<loket.1.kptik-2611-0001.abcdefghijklmnopqrstuvwxyz@kemenkeu.go.id>",)},
        {"refs": ()},
        {"aside": "auto_reply"},
    ],
    ids=["a stranger", "not authenticated", "a made-up token", "no token", "an automatic answer"],
)
async def test_whatever_else_looks_like_it_is_kept_for_review_and_nothing_is_done(opened, forged):
    before = ticket(opened)
    assert await answer(opened, "dipenuhi selesai: sudah", **forged) == []
    assert ticket(opened) == before
    (kept,) = opened.see(unheard.waiting)
    assert (kept.kind, "sudah" in kept.words) == ("mail", True)


async def test_a_strangers_words_with_a_true_token_stand_in_the_history_as_a_note(opened):
    await answer(opened, "ambil", sender=Address("email", "orang@gmail.com"))
    note = opened.see(tickets.history, NUMBER)[-1]
    assert (note.actor, note.action, note.params["review"]) == ("mail:orang@gmail.com", "note", True)
    assert note.before == note.after == "new"


async def test_another_s_letter_lets_nobody_act(opened):
    await opened.app.act(Deed(NUMBER, "assign", {"officer": "adi"}, f"officer:{HEAD.id}"))
    await opened.app.settle()
    (theirs,) = [one for one in opened.mail.accepted if one.to.user == ADI.mail]
    refs = (f"<loket.9.{theirs.token}@kemenkeu.go.id>",)
    before = ticket(opened)
    assert await answer(opened, "catatan: dari surat orang lain", refs=refs) == []
    assert ticket(opened) == before
    assert await answer(opened, "catatan: dari surat sendiri", Address("email", ADI.mail), refs=refs) == ["mail.done"]


async def test_an_officer_of_another_office_is_refused(opened):
    assert await answer(opened, "ambil", sender=Address("email", "made@kemenkeu.go.id")) == ["mail.refused"]
    assert ticket(opened).status == "new"


async def test_a_deactivated_officer_is_nobody(opened):
    opened.house.store.do(people.put_officer, replace(SRI, active=False))
    assert await answer(opened, "ambil") == []
    assert ticket(opened).status == "new"


async def test_an_officer_may_ask_for_something_themselves(counter):
    employ(counter.house.store, *ALL)
    await counter.say("minta wifi tamu 3 orang besok di semarang", sender=MAIL)
    assert counter.mail.accepted[-1].to == MAIL
    assert not counter.see(unheard.waiting)


async def test_the_superior_s_copies_let_nobody_act(opened):
    opened.house.store.do(tickets.change, NUMBER, {"superior": "kepala@kemenkeu.go.id"})
    await answer(opened, "ambil")
    await answer(opened, "dipenuhi selesai: sudah")
    (copy,) = [one for one in opened.mail.accepted if one.to.user == "kepala@kemenkeu.go.id"]
    assert ([bubble.key for bubble in copy.bubbles], copy.token, copy.attached) == (["staff.superior"], "", ())


async def test_an_escalation_reaches_the_group_whole(opened):
    opened.house.store.do(tickets.change, NUMBER, {"answers": {"jumlah_tamu": 3}})
    await answer(opened, "catatan: perlu titik akses tambahan")
    await answer(opened, "eskalasi TIK")
    letter = opened.mail.accepted[-1] if opened.mail.accepted[-1].to != MAIL else opened.mail.accepted[-2]
    text = letter.bubbles[0].text
    assert letter.bubbles[0].key == "staff.desk" and letter.token
    for part in (NUMBER, "Dieskalasi", "perlu titik akses tambahan", "Sri Wahyuni", "3", "24 November"):
        assert part in text, part
    assert opened.see(lambda c: c.execute(rows.select()).first()).group == "TIK"
