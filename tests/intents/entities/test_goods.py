"""Things, purposes and topics: read as written, with what describes them and no more."""

from __future__ import annotations

from datetime import datetime

import pytest

from intents.entities import find

NOW = datetime(2026, 11, 23, 9)


def of(kind: str, text: str) -> list[str]:
    return [each.value for each in find(text, NOW) if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("mau pinjem 2 proyektor epson buat rapat besok", ["proyektor epson"]),
        ("kursi lipat 50 biji boleh dipakai sampai sabtu", ["kursi lipat"]),
        ("pinjam wireless mic sama speaker", ["wireless mic", "speaker"]),
        ("AC di ruang arsip netes", ["AC"]),
        ("minta cat tembok 3 kaleng", ["cat tembok"]),
        ("saya mau tanya", []),
    ],
)
def test_things(text: str, things: list[str]) -> None:
    assert of("goods", text) == things


@pytest.mark.parametrize(
    ("text", "count"), [("butuh 6 HT", 6), ("pinjam 2 wireless mic", 2), ("2 proyektor epson", 2), ("laptop 4 unit", 4)]
)
def test_a_count_before_a_thing_counts_units(text: str, count: int) -> None:
    assert [(e.value, e.unit) for e in find(text, NOW) if e.kind == "number"] == [(count, "unit")]


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("pinjam kamera buat liputan khusus", ["liputan khusus"]),
        ("laptop untuk panitia lelang tgl 5", ["panitia lelang"]),
        ("pinjam tenda buat besok", []),
        ("lampu untuk saya", []),
    ],
)
def test_purposes(text: str, purpose: list[str]) -> None:
    assert of("purpose", text) == purpose


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("minta narasumber topik data analytics, tgl 10 desember", ["data analytics"]),
        ("pemateri tentang keamanan siber untuk pegawai", ["keamanan siber"]),
    ],
)
def test_topics(text: str, topic: list[str]) -> None:
    assert of("topic", text) == topic
