"""Officers work by answering mails, in whatever client: over a real mailbox and a real post office."""

from email import message_from_bytes
from email.policy import SMTP

import pytest

from bot.acting import Deed
from bot.messages import Address, OpenTicket
from storage import conversations, files, tickets, unheard
from tests.channels.email.letters import OFFICE, mail, words
from tests.turn.conftest import NOW
from tests.turn.officers import ADI, ALL, HEAD, SRI, employ

NUMBER = "KPTIK-2611-0001"
GROUP = "kptik.bmn.smg@kemenkeu.go.id"
BOSS = "kepala.bagian@kemenkeu.go.id"


def quoted(text, sign="> "):
    return "\n".join(f"{sign}{line}".rstrip() for line in text.splitlines())


CLIENTS = {  # how each quotes what it answers: (said, sender, subject, words of ours) -> the whole text
    "gmail": "{said}\n\nPada Sen, 23 Nov 2026 pukul 09.15 Loket KPTIK BMN <{office}> menulis:\n\n{marked}\n",
    "outlook": "{said}\n\n________________________________\nDari: Loket KPTIK BMN <{office}>\n"
    "Dikirim: 23 November 2026 9:15\nKepada: {to}\nSubjek: {subject}\n\n{bare}\n",
    "outlook web": "{said}\n\nDari: Loket KPTIK BMN <{office}>\nTanggal: Senin, 23 November 2026 09.15\n"
    "Kepada: {to}\nSubjek: {subject}\n\n{bare}\n",
    "zimbra": "{said}\n\n----- Pesan Asli -----\nDari: \"Loket KPTIK BMN\" <{office}>\nKepada: {to}\n"
    "Terkirim: Senin, 23 November 2026 9:15:00\nSubjek: {subject}\n\n{bare}\n",
    "iphone": "{said}\n\nDikirim dari iPhone saya\n\n"
    "Pada 23 Nov 2026, pukul 09.15, Loket KPTIK BMN <{office}> menulis:\n\n{marked}\n",
    "yahoo": "{said}\n\n    Pada Senin, 23 November 2026 pukul 09.15.00 WIB, Loket KPTIK BMN <{office}> menulis:\n\n"
    "{bare}\n",
    "samsung": "{said}\n\nDikirim dari perangkat Galaxy saya\n\n-------- Pesan asli --------\n"
    "Dari: Loket KPTIK BMN <{office}>\nTanggal: 23/11/26 09.15 (GMT+07:00)\nKe: {to}\nSubjek: {subject}\n\n{bare}\n",
    "roundcube": "{said}\n\nPada 2026-11-23 09:15, Loket KPTIK BMN menulis:\n{marked}\n",
}  # fmt: skip


def answer(letter, said, client="gmail", sender=SRI.mail, **more):
    """An officer's answer to a letter of ours, as the client writes it. Every form quotes words that act."""
    theirs = f"ambil\neskalasi TIK\ndipenuhi selesai: dikutip\n{words(letter)}"
    text = CLIENTS[client].format(
        said=said, office=OFFICE, to=letter["To"], subject=letter["Subject"], bare=theirs, marked=quoted(theirs)
    )
    given = {"In_Reply_To": letter["Message-ID"], "References": letter["Message-ID"]} | more
    return mail(text, f"Re: {letter['Subject']}", sender, **given)


def ticket(desk):
    """As it stands."""
    return desk.see(tickets.find, NUMBER)[0]


def did(desk):
    """What the history says was done, without its beginning."""
    return [(each.actor, each.action) for each in desk.see(tickets.history, NUMBER)[1:]]


def to(desk, address):
    """Letters that went to `address`."""
    return [letter for letter in desk.box.taken if letter["To"] == address]


def opened(c, house):
    """A lease request whose papers are still to come, from somebody with a superior in CC."""
    held = conversations.lock(c, Address("web", "budi"), NOW)
    wanted = OpenTicket("BMN.2", "sewa_bulan_tahun", "semarang", {}, "sewa kantin", status="waiting_completeness",
                        outstanding=("surat_penilaian",), superior=BOSS)  # fmt: skip
    tickets.open_ticket(c, tickets.number(c, "KPTIK", NOW), wanted, (held.person.id, held.key), NOW)


@pytest.fixture
async def told(desk):
    """A desk whose group was told of a ticket; and that letter."""
    employ(desk.app.house.store, *ALL)
    desk.app.house.store.do(opened, desk.app.house)
    await desk.app.act(Deed(NUMBER, "add", {"text": "surat penilaian menyusul"}, f"officer:{ADI.id}"))
    (letter,) = await desk.letters(1)
    assert letter["To"] == GROUP
    return desk, letter


async def answered(desk, raw, sender=SRI.mail):
    """The words with which a mail is answered."""
    before = len(to(desk, sender))
    await desk.post.put(raw)
    await desk.until(lambda: len(to(desk, sender)) > before)
    return words(to(desk, sender)[-1])


WORK = (  # client, words, what the history says, status after
    ("gmail", "ambil", "take", "waiting_completeness"),
    ("outlook", "Kurang: surat persetujuan pemanfaatan BMN", "incomplete", "waiting_completeness"),
    ("zimbra", "LENGKAP", "complete", "analysed"),
    ("iphone", "catatan: sudah ditelepon", "note", "analysed"),
    ("samsung", "eskalasi bmn", "escalate", "escalated"),
    ("outlook web", "ambil", "take", "in_progress"),
    ("yahoo", "tanya: mulai bulan apa?", "ask", "waiting_person"),
    ("roundcube", "dipenuhi selesai: perjanjian sewa ditandatangani", "fulfil", "fulfilled"),
)


async def test_a_ticket_from_taking_to_fulfilment_by_mail_in_eight_clients(told):
    desk, letter = told
    for client, said, action, status in WORK:
        confirmed = await answered(desk, answer(letter, said, client))
        assert "Sudah dicatat" in confirmed, (client, confirmed)
        assert (did(desk)[-1], ticket(desk).status) == ((f"officer:{SRI.id}", action), status), client
    assert [action for _, action in did(desk)[1:]] == [action for _, _, action, _ in WORK]
    texts = [each.params.get("text") for each in desk.see(tickets.history, NUMBER)]
    assert texts[3] == "surat persetujuan pemanfaatan BMN" and texts[5] == "sudah ditelepon"
    assert texts[-1] == "perjanjian sewa ditandatangani"
    assert desk.see(unheard.waiting) == []


async def test_a_file_that_comes_with_the_answer_joins_the_ticket(told):
    desk, letter = told
    made = message_from_bytes(answer(letter, "catatan: berita acara terlampir"), policy=SMTP)
    made.add_attachment("Serah terima sudah dilakukan.", filename="ba.txt")
    assert "Sudah dicatat" in await answered(desk, bytes(made))
    assert [each.name for each in desk.see(files.of_ticket, NUMBER)] == ["ba.txt"]


@pytest.mark.parametrize(
    ("said", "told_why"),
    [
        ("tolong segera diproses ya", "Baris pertama tidak saya kenali"),
        ("ambil\ncatatan: sudah dicek", "satu tindakan"),
        ("eskalasi ke gudang ya", "mohon tulis satu kelompok"),
        ("dipenuhi beres: sudah", "Label beres tidak dikenal"),
        ("dipenuhi selesai: sudah", "tidak dapat dilakukan"),
    ],
)
async def test_what_cannot_be_done_is_answered_and_nothing_is_done(told, said, told_why):
    desk, letter = told
    before = did(desk)
    answer_of_ours = await answered(desk, answer(letter, said))
    assert "belum ada yang dilakukan" in answer_of_ours and told_why in answer_of_ours
    assert did(desk) == before


async def kept_aside(desk, raw):
    """A mail on which nothing may be done: it waits for review, and nobody is answered."""
    before, stood, sent = len(desk.see(unheard.waiting)), ticket(desk), len(desk.box.taken)
    await desk.post.put(raw)
    await desk.until(lambda: len(desk.see(unheard.waiting)) > before)
    assert (ticket(desk), len(desk.box.taken)) == (stood, sent)
    assert all(action in ("add", "note") for _, action in did(desk))
    return desk.see(unheard.waiting)[-1]


async def test_a_forged_token_does_nothing(told):
    desk, letter = told
    ours = letter["Message-ID"]
    number, _, seal = ours.strip("<>").partition("@")[0].partition(".")[2].partition(".")[2].rpartition(".")
    for wrong in (ours.replace(seal, seal[::-1]), ours.replace("2611-0001", "2611-0002"), f"<loket.1.{number}.@x.id>"):
        raw = answer(letter, "dipenuhi selesai: sudah", In_Reply_To=wrong, References=wrong)
        assert (await kept_aside(desk, raw)).kind == "mail"


async def test_another_officers_token_does_nothing(told):
    desk, _ = told
    await desk.app.act(Deed(NUMBER, "assign", {"officer": ADI.id}, f"officer:{HEAD.id}"))
    await desk.until(lambda: to(desk, ADI.mail))
    (theirs,) = to(desk, ADI.mail)
    await desk.post.put(answer(theirs, "lengkap"))
    await desk.until(lambda: desk.see(unheard.waiting))
    assert (ticket(desk).status, did(desk)[-1][1]) == ("waiting_completeness", "assign")
    assert "Sudah dicatat" in await answered(desk, answer(theirs, "lengkap", sender=ADI.mail), ADI.mail)


async def test_a_stranger_with_the_true_token_is_noted_and_nothing_is_done(told):
    desk, letter = told
    kept = await kept_aside(desk, answer(letter, "lengkap", sender="orang@gmail.com"))
    assert "lengkap" in kept.words
    assert did(desk)[-1] == ("mail:orang@gmail.com", "note")


async def test_the_copied_superior_can_do_nothing(told):
    desk, letter = told
    for said in ("lengkap", "dipenuhi selesai: perjanjian ditandatangani"):
        await answered(desk, answer(letter, said))
    await desk.until(lambda: to(desk, BOSS))
    (copy,) = to(desk, BOSS)
    assert "kptik-2611-0001." not in copy.as_string().lower(), "no token"
    assert "Balas surat ini" not in words(copy)
    before = did(desk)
    for said in ("catatan: tolong dipercepat", "dipenuhi selesai: sudah"):
        assert "Sudah dicatat" not in await answered(desk, answer(copy, said, sender=BOSS), BOSS)
    assert did(desk) == before


async def test_an_automatic_answer_of_an_officer_does_nothing(told):
    desk, letter = told
    raw = answer(letter, "ambil", Auto_Submitted="auto-replied")
    before = did(desk)
    await desk.post.put(raw)
    await desk.until(lambda: desk.see(unheard.waiting))
    assert did(desk) == before
