"""What a message answers unasked: only what is clear, each value once, refused aloud where it is wrong."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.dialog.fields import fill, gather
from bot.dialog.fields.base import Heard
from bot.dialog.fields.who import surely_named
from bot.messages import Person
from catalog_data.model import Field
from intents.reading import When
from tests.dialog.stage import attached, draft, field, heard, option, spot, table, world

GUESTS = field("number", "jumlah", takes=("orang",))
DEVICES = field("number", "perangkat", takes=("laptop", "unit"))
DAYS = field("dates", "tanggal")
NAMES = field("names", "nama")
PLACE = field("place", "tempat")
BOSS = field("superior", "atasan")
LETTER = field("file", "surat", follow=True)
LIST = field("list", "daftar", count="perangkat", columns={"sn": ("SN",)})
EVENT = field("text", "kegiatan", entity=("event",))
SYMPTOM = field("text", "gejala")
WHERE = field("choice", "lokasi", options=(option("sekitar", "Sekitar kantor"), option("luar", "Luar kantor", "hotel")))


def filled(message: Heard, *fields: Field, **surroundings: Any) -> dict[str, Any]:
    answers = fill(fields, message, world(**surroundings), draft())
    return {name: given.value for name, given in answers.items()}


def test_one_sentence_fills_many_fields() -> None:
    text = "3 narsum dr UGM datang rabu-kamis, wifi untuk Rina Astuti di lantai 2"
    days = When(date=date(2026, 11, 25), end=date(2026, 11, 26))
    message = heard(
        text,
        spot("number", 3, text, "3", "orang"),
        spot("when", days, text, "rabu-kamis"),
        spot("names", ("Rina Astuti",), text, "Rina Astuti"),
        spot("place", "lantai 2", text, "lantai 2"),
    )
    assert filled(message, GUESTS, DAYS, NAMES, PLACE, SYMPTOM) == {
        "jumlah": 3,
        "tanggal": ["2026-11-25", "2026-11-26"],
        "nama": ["Rina Astuti"],
        "tempat": "lantai 2",
    }


def test_bare_numbers_and_strange_units_fill_nothing() -> None:
    text = "2 hal, 3 hari"
    message = heard(text, spot("number", 2, text, "2"), spot("number", 3, text, "3", "hari"))
    assert filled(message, GUESTS, DEVICES) == {}


def test_what_two_fields_could_mean_fills_neither() -> None:
    text = "untuk 5 orang"
    message = heard(text, spot("number", 5, text, "5", "orang"))
    assert filled(message, GUESTS, field("number", "peserta", takes=("orang",))) == {}


def test_two_values_for_one_field_fill_nothing_but_a_correction_takes_the_last() -> None:
    text = "eh bukan 5 orang, 7 orang"
    both = (spot("number", 5, text, "5", "orang"), spot("number", 7, text, "7", "orang"))
    assert filled(heard(text, *both), GUESTS) == {}
    assert filled(heard(text, *both, correction=True), GUESTS) == {"jumlah": 7}


def test_days_go_to_the_field_of_their_shape() -> None:
    single, ranged, timed = field("date", "hari"), field("dates", "rentang"), field("datetime", "jam")
    day = date(2026, 11, 25)
    for when, name in (
        (When(date=day), "hari"),
        (When(date=day, end=date(2026, 11, 26)), "rentang"),
        (When(date=day, time=time(9)), "jam"),
    ):
        assert list(filled(heard("itu", spot("when", when, "itu", "itu")), single, ranged, timed)) == [name]
    twice = heard("itu", spot("when", When(date=day), "itu", "itu"))
    assert filled(twice, single, field("date", "lain")) == {}


def test_a_day_that_is_over_is_refused_aloud() -> None:
    message = heard("kemarin", spot("when", When(date=date(2026, 11, 22)), "kemarin", "kemarin"))
    found = gather((DAYS,), message, world(), draft())
    assert found.answers == {} and found.refused["tanggal"].key == "date.past"


def test_the_superior_comes_from_cc_or_where_the_words_speak_of_one() -> None:
    address = "sri@kemenkeu.go.id"
    assert filled(heard("mohon dipasang", cc=(address,)), BOSS) == {"atasan": address}
    plain, cued = f"kirim ke {address}", f"cc atasan {address}"
    assert filled(heard(plain, spot("email", address, plain, address)), BOSS) == {}
    assert filled(heard(cued, spot("email", address, cued, address)), BOSS) == {"atasan": address}


def test_ones_own_address_in_cc_is_passed_over() -> None:
    mine = world(person=Person(contact="budi@kemenkeu.go.id"))
    assert fill((BOSS,), heard("", cc=("budi@kemenkeu.go.id",)), mine, draft()) == {}


def test_files_go_where_their_kind_belongs() -> None:
    sheet = attached("xlsx", "d.xlsx", table=table(2, "sn"))
    message = heard(
        "untuk 2 laptop", spot("number", 2, "untuk 2 laptop", "2", "laptop"), files=(sheet, attached("pdf", "s.pdf"))
    )
    found = filled(message, LIST, LETTER, DEVICES)
    assert found["daftar"][0]["rows"] == 2 and [f["name"] for f in found["surat"]] == ["s.pdf"]


def test_a_list_is_held_against_a_number_of_the_same_message() -> None:
    sheet = attached("xlsx", "d.xlsx", table=table(3, "sn"))
    message = heard("untuk 2 laptop", spot("number", 2, "untuk 2 laptop", "2", "laptop"), files=(sheet,))
    found = gather((LIST, DEVICES), message, world(), draft())
    assert found.refused["daftar"].key == "list.count_differs" and "perangkat" in found.answers


def test_a_locked_file_is_refused_where_only_one_field_waits() -> None:
    locked = heard("", files=(attached("ole", "d.xlsx", fault="protected"),))
    assert gather((LIST,), locked, world(), draft()).refused["daftar"].key == "file.protected"
    assert gather((LIST, LETTER), locked, world(), draft()).refused == {}


def test_what_is_to_follow_is_noted() -> None:
    assert fill((LETTER,), heard("suratnya menyusul", menyusul=True), world(), draft())["surat"].mark == "follows"


def test_an_option_named_in_passing_is_taken_but_yes_and_no_are_not() -> None:
    assert filled(heard("acara di hotel di Ubud"), WHERE) == {"lokasi": "luar"}
    assert filled(heard("acara di aula"), WHERE) == {}
    yes = field("choice", "baru", options=(option("ya", "Ya"), option("tidak", "Tidak")))
    assert filled(heard("ya tolong, tidak lama kok"), yes) == {}


def test_an_event_names_the_activity_and_nothing_else_fills_free_text() -> None:
    text = "rakorda besok, printer rusak"
    message = heard(text, spot("event", "rakorda", text, "rakorda"))
    assert filled(message, EVENT, SYMPTOM) == {"kegiatan": "rakorda"}


def test_codes_fill_the_asset_as_they_were_written() -> None:
    text = "kode bmn 3.10.02 sn AB12"
    message = heard(text, spot("asset_code", "31002", text, "3.10.02"), spot("serial", "AB12", text, "AB12"))
    assert filled(message, field("asset", "aset")) == {"aset": "3.10.02, AB12"}


def test_an_address_in_passing_is_not_the_persons_contact_but_a_telephone_is() -> None:
    text = "email tigor@gmail.com telepon 0813 1234 1200"
    message = heard(
        text,
        spot("email", "tigor@gmail.com", text, "tigor@gmail.com"),
        spot("phone", "081312341200", text, "0813 1234 1200"),
    )
    assert filled(message, field("contact", "kontak")) == {"kontak": "081312341200"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Budi", True),
        ("siti", True),
        ("Rudi", True),
        ("terkunci", False),
        ("pagi", False),
        ("Budi?", False),
    ],
)
def test_a_word_that_stands_in_no_wish_is_a_name(text: str, name: bool) -> None:
    assert surely_named(heard(text)) is name
