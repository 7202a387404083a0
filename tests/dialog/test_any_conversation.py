"""Whatever is said, pressed, sent or done, in whatever order: what must hold all the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.acting import NotAllowed
from bot.dialog.state import State
from bot.messages import Person, Refused
from storage import conversations
from storage.shapes import STATE, key_of
from tests.conversations import attachments
from tests.conversations.counter import Rehearsal, shared
from tests.conversations.play import PLACEHOLDER

WORDS = (
    "wifi tamu 3 orang besok", "pinjam proyektor 2 unit tgl 30 november buat rapat", "printer rusak, kertas nyangkut",
    "instal zoom di 6 laptop ruang rapat lantai 2", "minta wifi tamu sama reset password email",
    "stop kontak keluar api di lantai 2 gkn medan!!", "acara rakor di hotel tgl 26 november minta operator vicon",
    "ya", "tidak", "betul", "batal", "ulang dari awal", "menu", "halo", "makasih", "medan", "denpasar", "7 orang",
    "eh bukan 3, 4 orang", "tanggalnya jadi kamis", "kamis 3 desember", "3 november 2026", "lantai 2 ruang rapat gkn",
    "Ana Sari, Budi Darma, Cici Lestari", "Rina Wati", "KPP Pratama Klaten", "rina.wati@kemenkeu.go.id",
    "0812 3456 7890",
    "bos@gmail.com", "suratnya menyusul", "berapa lama?", "bayar ga?", "dasar hukumnya apa?", "kontak denpasar",
    "status tiket saya", "tiket 0001 gimana", "batalkan tiket 0001", "buka kembali tiket 0001, rusak lagi",
    "mau komplain, petugasnya lama sekali", "bicara dengan petugas", "password saya Rahasia#99x", "resep rendang",
    "efin saya lupa", "zzz qqq", "hmm", "", "🙏", "1", "2", "5", "we need guest wifi for 2 visitors tomorrow",
)  # fmt: skip
FILES = (
    "surat.pdf", "kosong.pdf", "terkunci.pdf", "perangkat_6.xlsx", "perangkat_2_bolong.csv", "foto.png", "arsip.zip",
)  # fmt: skip
DEEDS: tuple[dict[str, Any], ...] = (
    {"desk": "take"}, {"desk": "ask", "text": "Lantai berapa?"}, {"desk": "complete"},
    {"desk": "incomplete", "text": "surat belum ada"}, {"desk": "fulfil", "label": "selesai", "text": "beres"},
    {"desk": "confirm"}, {"desk": "accept_document"}, {"desk": "reject_document", "reason": "belum ditandatangani"},
    {"desk": "decline", "reason": "di luar wilayah"}, {"desk": "reply", "text": "Halo"}, {"desk": "hand_back"},
    {"desk": "transfer", "office": "makassar"}, {"desk": "set_due", "at": "2026-12-30T17:00", "reason": "antre"},
)  # fmt: skip

MOVES = st.one_of(
    st.tuples(st.just("says"), st.sampled_from(WORDS)),
    st.tuples(st.just("says"), st.sampled_from(WORDS)),
    st.tuples(st.just("presses"), st.integers(0, 11)),
    st.tuples(st.just("presses"), st.integers(0, 3)),
    st.tuples(st.just("sends"), st.sampled_from(FILES)),
    st.tuples(st.just("deed"), st.sampled_from(DEEDS)),
    st.tuples(st.just("waits"), st.sampled_from((1, 20, 80, 250))),
)
NOT_UNDERSTOOD = ("unclear.here", "unclear.start", "oos.far", "oos.near")  # the open question may come again
KNOWN = Person(name="Rina Wati", unit="KPP Pratama Klaten", contact="rina.wati@kemenkeu.go.id", office="semarang")


@dataclass
class Anybody:
    """Makes the moves, and holds every turn against what must always be so."""

    rehearsal: Rehearsal
    offered: list[str] = field(default_factory=list)
    tickets: int = 0
    sorry: str = ""  # the last turn's words that it was not understood

    async def make(self, moves: list[tuple[str, Any]]) -> None:
        for kind, what in moves:
            step = self.state().step
            try:
                await getattr(self, kind)(what)
            except (Refused, NotAllowed):  # the lifecycle says no
                assert kind == "deed"
                continue
            self.hold(kind, step, await self.rehearsal.talk.shown())

    async def says(self, words: str) -> None:
        await self.rehearsal.talk.say(words)

    async def presses(self, place: int) -> None:
        choice = self.offered[place % len(self.offered)] if self.offered else "start/ITSM.9"
        await self.rehearsal.talk.say("", choice=choice)

    async def sends(self, name: str) -> None:
        talk = self.rehearsal.talk
        await talk.say("", files=await talk.upload([attachments.made(name, shared().folder)]))

    async def deed(self, deed: dict[str, Any]) -> None:
        params = dict(deed)
        await self.rehearsal.talk.do(params.pop("desk"), None, params)

    async def waits(self, hours: int) -> None:
        await self.rehearsal.talk.wait(timedelta(hours=hours))

    def state(self) -> State:
        return self.rehearsal.house.store.see(conversations.state_at, key_of(self.rehearsal.talk.me))

    def hold(self, kind: str, step: str, answer: dict[str, Any]) -> None:
        """What must be so after every move. `step`: where the conversation stood before it."""
        for reply in answer["replies"]:
            assert reply["key"] != "error.ours", "our own fault"
            assert reply["text"].strip(), f"an empty {reply['key']}"
            assert not PLACEHOLDER.search(reply["text"]), reply
            self.offered = [each["id"] for each in reply["choices"]] + self.offered[:20]
        now = self.state()
        assert STATE.load(STATE.dump(now)) == now
        opened = len(self.rehearsal.rows("tickets")) - self.tickets
        assert opened in (0, 1)
        assert not opened or (kind in ("says", "presses") and step in ("confirming", "confirm_act"))
        self.tickets += opened
        if kind in ("says", "presses"):
            sorry = "\n".join(each["text"] for each in answer["replies"] if each["key"] in NOT_UNDERSTOOD)
            assert not sorry or sorry != self.sorry, "the same sentence twice"
            self.sorry = sorry


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    channel=st.sampled_from(("web", "terminal", "email")),
    known=st.booleans(),
    moves=st.lists(MOVES, min_size=3, max_size=14),
)
@example("web", True, [("says", "kabel lan 9 meter di lantai 1")] + [("presses", 0)] * 3 + [("says", "ya")] * 2)
def test_any_conversation_holds(channel: str, known: bool, moves: list[tuple[str, Any]]) -> None:
    rehearsal = shared().rehearsal(channel)
    if known:
        rehearsal.know(KNOWN)
    shared().run(Anybody(rehearsal).make(moves))
