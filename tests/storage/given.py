"""What the tests of the store start from."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages import Address, File, Inbound, OpenTicket, Table
from storage import conversations, tickets

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
LATER = NOW + timedelta(minutes=10)
ANI = Address("web", "ani/1 ü", "t:2")
BUDI = Address("whatsapp", "budi")
SHEET = File("f1", "daftar.xlsx", "xlsx", "ab" * 32, 120, None, Table(3, {"nama": "Nama"}, ("nik",), ((2, "nama"),)))
WANTED = OpenTicket(
    "ITSM.5",
    "internet_tamu",
    "medan",
    {"jumlah": 3, "tamu": ["A", "B"]},
    "Wifi tamu",
    params={"accounts": 3},
    due_at=LATER,
    marks=("too_soon",),
    outstanding=("surat",),
    files=("f1", "unknown"),
    superior="kasi@kemenkeu.go.id",
)


def message(n: int, sender: Address = ANI, **more) -> Inbound:
    """The n-th message of somebody."""
    return Inbound(f"m{n}", NOW + timedelta(seconds=n), sender, more.pop("text", f"kata {n}"), **more)


def opened(c, owner: Address = ANI, wanted: OpenTicket = WANTED, now=NOW) -> str:
    """A ticket opened by `owner`; its number."""
    held = conversations.lock(c, owner, now)
    number = tickets.number(c, "KPTIK", now)
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), now)
    return number
