"""Letters from end to end, between a real mailbox and a real post office."""

import asyncio
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from mimetypes import guess_type

from storage import conversations, tickets, unheard
from tests.channels.email.letters import ANI, OFFICE, mail, reply, words
from tests.letters.papers import laid
from tests.letters.test_letters import LETTERS

REQUEST = """Yth. KPTIK BMN Medan,

Mohon instalasi AutoCAD untuk satu perangkat, laptop saya, Lenovo ThinkPad T14, nomor seri PF2ABC1.

Nama: Ani Lestari
Unit kerja: Bagian Umum
"""
BOSS = "kabag.umum@kemenkeu.go.id"


def to(desk, address):
    """The letters that went to `address`."""
    return [letter for letter in desk.box.taken if letter["To"] == address]


async def test_a_whole_request_a_yes_and_a_ticket(desk):
    await desk.post.put(mail(REQUEST, "Permohonan instalasi perangkat lunak", Cc=f"{BOSS}, {OFFICE}"))
    (summary,) = await desk.letters(1)
    assert "AutoCAD" in words(summary) and "Sudah benar" in words(summary)
    await desk.post.put(reply(summary, "Ya, benar."))
    await desk.letters(2)
    await desk.until(lambda: len(to(desk, ANI)) == 2 and to(desk, BOSS))
    ticket = desk.see(lambda c: tickets.find(c, tickets.newest(c)))
    assert (ticket[0].service, ticket[0].office, ticket[1].superior) == ("ITSM.9", "medan", BOSS)
    assert ticket[0].number in words(to(desk, ANI)[1])
    desks = [each["To"] for each in desk.box.taken if each["To"] not in (ANI, BOSS)]
    assert len(desks) == 1, "the desk is told as well"


async def test_one_list_of_what_is_missing_and_one_answer(desk):
    await desk.post.put(mail("Mohon instalasi AutoCAD untuk satu perangkat.", "Instalasi perangkat lunak"))
    (asked,) = await desk.letters(1)
    assert words(asked).count("\n1. ") == 1 and "\n2. " in words(asked)
    await desk.post.put(reply(asked, "Nama: Ani Lestari\nUnit kerja: Bagian Umum", Cc=BOSS))
    assert "Sudah benar" in words((await desk.letters(2))[1])


async def test_our_letter_has_its_marks(desk):
    await desk.post.put(
        mail("Berapa lama instalasi aplikasi?", Message_ID="<a1@mail.example>", References="<a0@mail.example>")
    )
    (letter,) = await desk.letters(1)
    assert letter["In-Reply-To"] == "<a1@mail.example>"
    assert letter["References"].split() == ["<a0@mail.example>", "<a1@mail.example>"]
    assert (letter["Auto-Submitted"], letter["From"]) == ("auto-replied", f"Loket KPTIK BMN <{OFFICE}>")
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]


async def test_a_stranger_s_words_are_not_passed_on(desk):
    await desk.post.put(mail("Berapa lama instalasi aplikasi?", "Menang hadiah http://spam.example"))
    (letter,) = await desk.letters(1)
    assert "spam" not in letter.as_string()
    await desk.post.put(reply(letter, "terima kasih", subject="Re: Instalasi aplikasi"))
    assert (await desk.letters(2))[1]["Subject"] == "Re: Instalasi aplikasi", "by now we know who writes"


async def test_nothing_new_in_a_letter_is_for_a_person(desk):
    await desk.post.put(
        mail(
            "---------- Pesan terusan ---------\nDari: Budi <b@x.id>\nTanggal: Sen, 23 Nov 2026\n"
            "Kepada: Ani <ani@kemenkeu.go.id>\n\nPrinter rusak.",
            "Fwd: printer",
        )
    )
    await desk.letters(1)
    assert len(desk.see(conversations.wanting_human)) == 1


async def test_what_must_not_be_answered_is_kept_for_officers(desk):
    await desk.post.put(
        mail("Saya cuti.", "Balasan otomatis: Permintaan", Auto_Submitted="auto-replied"),
        mail("halo", sender="no-reply@kemenkeu.go.id"),
        mail("Gagal terkirim ke budi@x.id", "Undelivered", sender="MAILER-DAEMON@mx.example"),
        mail("halo", List_Id="<semua.kemenkeu.go.id>"),
        mail("halo", sender=OFFICE),
        mail("Berapa lama instalasi aplikasi?"),
    )
    await desk.letters(1)
    assert [row.fault for row in desk.see(unheard.waiting)] == ["auto_reply", "no_reply", "bounce"]
    assert [letter["To"] for letter in desk.box.taken] == [ANI]


async def test_attachments_are_looked_at_and_logos_are_not(desk):
    made = message_from_bytes(mail(REQUEST, "Permohonan instalasi perangkat lunak", Cc=BOSS))
    text = made.get_payload()
    made.set_type("multipart/mixed")
    raw = (
        made.as_bytes().partition(b"\n\n")[0].replace(b"multipart/mixed", b"multipart/mixed; boundary=bb")
        + b"\n\n--bb\nContent-Type: text/html\n\n<p>" + text.replace("\n", "<br>").encode()
        + b"</p><img src='cid:logo'>\n--bb\nContent-Type: image/png\nContent-ID: <logo>\n\n\x89PNG\n"
        + b"--bb\nContent-Type: application/octet-stream; name=\"../surat.txt\"\n\nSurat tugas Ani Lestari\n--bb--\n"
    )  # fmt: skip
    await desk.post.put(raw)
    await desk.letters(1)
    from sqlalchemy import select

    from storage.tables import files

    rows = desk.see(lambda c: [(row.name, row.kind) for row in c.execute(select(files.c.name, files.c.kind))])
    assert rows == [("surat.txt", "text")]


async def test_a_ticket_answered_long_after_reaches_its_thread(desk):
    await desk.post.put(mail(REQUEST, "Permohonan instalasi perangkat lunak", Cc=BOSS))
    await desk.letters(1)
    await desk.post.put(mail("Ya", sender=ANI, subject="Permohonan instalasi perangkat lunak"))
    await desk.letters(2)
    assert desk.see(tickets.newest) is None, (
        "a fresh letter from an address that nobody vouches for says yes to nothing"
    )


async def test_a_sender_whom_our_server_vouches_for_needs_no_thread(house):
    from bot.app import App
    from bot.postbox import Memory, wishes_of
    from channels.email.channel import Email
    from channels.email.shapes import Ours
    from tests.channels.email.conftest import wanted
    from tests.channels.email.peers import peers

    async with peers() as (post, box):
        wishes = wishes_of(wanted(post, box, mail_authserv="mx.kptik.example"), house, lambda name: b"")
        assert isinstance(wishes.ours, Ours)
        email = Email(replace(wishes, imap=None), Memory(house), house.clock)
        app = App(house, [email])
        passed = {"Authentication_Results": "mx.kptik.example; dmarc=pass header.from=kemenkeu.go.id"}
        for raw in (
            mail(REQUEST, "Permohonan instalasi perangkat lunak", Cc=BOSS, **passed),
            mail("Ya, benar", subject="Re: Permohonan", **passed),
            mail(
                "Batal",
                subject="Re: x",
                Authentication_Results="mx.kptik.example; dmarc=fail header.from=kemenkeu.go.id",
            ),
            mail(
                "Batal",
                subject="Re: x",
                Authentication_Results="mx.evil.example; dmarc=pass header.from=kemenkeu.go.id",
            ),
        ):
            await email.take(wishes.accounts[0], raw, True, app.receive)
            await app.settle()
        assert house.store.see(tickets.newest) is not None
        assert [row.fault for row in house.store.see(unheard.waiting)] == ["unauthenticated"] * 2
        assert len([letter for letter in box.taken if letter["To"] == ANI]) == 2
        await asyncio.sleep(0)


async def test_a_formal_letter_with_its_papers_through_the_post(desk, tmp_path):
    letter = LETTERS["perangkat_lunak"]
    raw = message_from_bytes(
        mail(letter["body"].strip(), letter["subject"], Cc=f"{letter['cc'][0]}, {OFFICE}"), policy=SMTP
    )
    for name in letter["files"]:
        kind, _, ending = (guess_type(name)[0] or "").partition("/")
        raw.add_attachment(laid(name, tmp_path).read_bytes(), kind, ending, filename=name)
    await desk.post.put(bytes(raw))
    (summary,) = await desk.letters(1)
    assert "Sudah benar" in words(summary)
    for told in ("LibreOffice, 7-Zip", "lantai 4, ruang Umum", "perangkat_11.xlsx", "Lestari Handayani", *letter["cc"]):
        assert told in words(summary)
    assert "nota_dinas" not in words(summary).partition("perangkat_11.xlsx")[0], "the letter is not taken for the list"
    await desk.post.put(reply(summary, "Ya, benar."))
    await desk.until(lambda: len(to(desk, ANI)) == 2 and to(desk, letter["cc"][0]))
    ticket, _ = desk.see(lambda c: tickets.find(c, tickets.newest(c)))
    assert (ticket.service, ticket.variant, ticket.office) == ("ITSM.9", "instalasi_kolektif", "surabaya")
