"""A desk with something in every list: long names, overdue and urgent tickets, files, a talk, what went wrong."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Connection, update

from bot.dialog.state import Entry
from bot.house import House
from bot.messages import Address, File, Inbound, OpenTicket, Person
from storage import conversations, files, owed, people, receipts, tables, tickets, unheard
from storage.tickets import TicketEvent
from tests.web.conftest import MONDAY

LONG = "Prof. Dr. Ir. Raden Ajeng Siti Nurhaliza Kusumawardhani Wijayakusuma-Hadiningrat, S.H., M.Hum., Ph.D."
PEOPLE = ("Siti Aminah", "Budi Santoso", LONG, "Ni Made Sari")
WANTED = (  # service, variant, office, what for, hours ago, hours until it is due
    ("BMN.4", "listrik", "semarang", "Listrik lantai 3 padam", 1, 3),
    ("ITSM.5", "internet_tamu", "semarang", "Wifi untuk 3 tamu, ruang Mahoni", 20, 6),
    ("BMN.3", None, "surabaya", "Printer Epson L3210 tidak menarik kertas", 50, -3),
    ("LPSE.2", "badan_usaha", "makassar", "Pendaftaran PT Cahaya Timur Abadi", 30, None),
    ("ITSM.9", "instalasi_individu", "denpasar", "Zoom di 2 laptop ruang rapat", 70, 40),
    ("BMN.1", None, "medan", "Proyektor dan layar untuk rapat pimpinan", 4, 8),
)

ANSWERS = {"ITSM.5": {"jumlah_tamu": 3, "nama_tamu": ["Dr. Bagus Wicaksono", "Rina Astuti"], "nama": PEOPLE[1]}}
PAST = ("ITSM.5", "ITSM.8", "ITSM.9", "BMN.1", "BMN.3", "LPSE.1")


@dataclass(frozen=True)
class Filled:
    """What the pages are asked for."""

    number: str
    talk: int


def png(width: int = 320, height: int = 180) -> bytes:
    """A picture: a PNG of one colour."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x0b\x61\x68" * width) * height
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def fill(c: Connection, house: House) -> Filled:
    """The whole of it."""
    numbers = [_ticket(c, house, n) for n in range(len(WANTED))]
    _told(c, house, numbers[1])
    for n in range(36):
        _past(c, n)
    people.replace_directory(c, [Entry(f"kasi{n}@kemenkeu.go.id", name, "Kepala Seksi Pelayanan", "IV", "KPP Semarang")
                                 for n, name in enumerate(PEOPLE)])  # fmt: skip
    me = Address("web", "menunggu")
    held = conversations.lock(c, me, MONDAY)
    receipts.keep(c, Inbound("t1", MONDAY, me, "saya mau bicara dengan petugas, laptop saya mati"))
    conversations.call_human(c, held, "saya mau bicara dengan petugas, laptop saya mati", MONDAY)
    for words in ("zxqv blorp gnarfle", "kapan ya " * 60):
        unheard.add(c, MONDAY, held.key, "understanding", words, "reject")
    unheard.add(c, MONDAY, held.key, "turn", "tolong dong", "ValueError")
    owed.add(c, Address("telegram", "77"), body("Tiket **KPTIK-2611-0002** sudah dipenuhi."), MONDAY, numbers[1])
    (row,) = owed.lease(c, ["telegram"], "uji", MONDAY, MONDAY + timedelta(minutes=1))
    owed.give_up(c, row, "Forbidden: bot was blocked by the user")
    heard(c)
    return Filled(numbers[1], held.id)


def body(text: str, key: str = "notice.take") -> dict[str, object]:
    """An owed row of one bubble."""
    return {"subject": "", "bubbles": [{"key": key, "text": text, "choices": [], "files": [], "data": {}}]}


def heard(c: Connection) -> None:
    """Whatever was put there as received is history: no process that runs beside takes it up."""
    c.execute(update(tables.receipts).values(status=receipts.HEARD))


def _ticket(c: Connection, house: House, n: int) -> str:
    service, variant, office, summary, ago, due = WANTED[n]
    now, opened = MONDAY, MONDAY - timedelta(hours=ago)
    held = conversations.lock(c, Address("web", f"pemohon{n}"), opened)
    conversations.know(c, held.person, Person(name=PEOPLE[n % 4], unit="KPP Pratama Semarang Barat", contact="0812"))
    number = tickets.number(c, "KPTIK", opened)
    wanted = OpenTicket(
        service, variant, office, {"kantor": office, **ANSWERS.get(service, {})}, summary, urgent=n == 0,
        due_at=now + timedelta(hours=due) if due is not None else None, marks=("too_soon",) if n == 1 else (),
        status="waiting_completeness" if due is None else "new", outstanding=("surat_kuasa",) if due is None else (),
    )  # fmt: skip
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), opened)
    if n % 2:
        tickets.change(c, number, {"status": "analysed", "officer": "petugas", "handled_at": opened})
    return number


def _past(c: Connection, n: int) -> None:
    """A ticket of the weeks before: fulfilled within a day, or a day late; rated, or not."""
    opened = MONDAY - timedelta(days=45 - n)
    held = conversations.lock(c, Address("web", f"dulu{n % 7}"), opened)
    number = tickets.number(c, "KPTIK", opened)
    office = ("medan", "semarang", "surabaya", "denpasar", "makassar")[n % 5]
    wanted = OpenTicket(PAST[n % 6], None, office, {}, "sudah lewat", due_at=opened + timedelta(hours=24))
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), opened)
    done = opened + timedelta(hours=30 if n % 9 == 0 else 5 + n % 7)
    tickets.change(c, number, {"status": "closed", "fulfilled_at": done, "handled_at": opened + timedelta(minutes=9),
                               "rating": (5, 4, None, 5, 2)[n % 5]})  # fmt: skip


def _told(c: Connection, house: House, number: str) -> None:
    """A conversation before and after the ticket, notes, a question, pictures and papers, and who looked."""
    me, opened = Address("web", "pemohon1"), MONDAY - timedelta(hours=20)
    receipts.keep(c, Inbound("p1", opened - timedelta(minutes=3), me, "ada 3 tamu minta wifi rabu-kamis"))
    owed.add(c, me, body("Untuk KPTIK BMN yang mana, Bapak/Ibu?"), opened - timedelta(minutes=2), None)
    owed.add(c, me, body("Petugas bertanya: di lantai berapa acaranya?"), opened + timedelta(hours=1), number)
    content = png()
    digest = sha256(content).hexdigest()
    house.shelf.put(digest, content)
    kept = (File("f1", "denah ruang rapat mahoni lantai empat gedung keuangan.png", "image", digest, len(content)),
            File("f2", "surat tugas.pdf", "pdf", "ab" * 32, 90_000))  # fmt: skip
    for file in kept:
        files.keep(c, file, me, opened)
    receipts.keep(c, Inbound("p2", opened + timedelta(hours=2), me, "lantai 4, ini denahnya", files=kept))
    tickets.attach(c, number, ["f1", "f2"], opened)
    files.looked_at(c, number, "f1", "officer:petugas", MONDAY)
    for n, (actor, action, params) in enumerate((
        ("person", "open", {}), ("officer:petugas", "take", {}), ("officer:petugas", "ask", {"text": "Lantai?"}),
        ("officer:petugas", "note", {"text": "AP lantai 4 aman.", "internal": True}),
    )):  # fmt: skip
        at = opened + timedelta(minutes=30 * n)
        tickets.note(c, TicketEvent(0, number, at, actor, action, "new", "analysed", params))
