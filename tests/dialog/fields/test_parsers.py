"""Each kind of field: what it takes, and what it refuses by which key."""

from __future__ import annotations

from datetime import date, time, timedelta
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.fields import PARSERS, parse
from bot.dialog.fields.base import Heard
from bot.dialog.state import Entry
from bot.messages import Address, Person, Refused
from catalog_data.model import Field
from intents.reading import When
from tests.dialog.stage import (
    NOW,
    attached,
    draft,
    field,
    heard,
    option,
    spot,
    table,
    world,
)

PLACES = (option("sekitar", "Sekitar kantor", "di kantor"), option("luar", "Luar kantor", "hotel"))


def said(kind: str, message: Heard, **changes: Any) -> Any:
    return parse(field(kind, **changes), message, world(), draft()).value


def refused(asked: Field, message: Heard, **surroundings: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        parse(asked, message, surroundings.get("world", world()), surroundings.get("draft", draft()))
    return caught.value


def test_words_are_kept_as_they_were_said() -> None:
    assert said("text", heard("  Printer  Epson, bunyi \n krek krek ")) == "Printer Epson, bunyi krek krek"


def test_a_question_beside_the_answer_is_not_part_of_it() -> None:
    both = heard("GKN Medan lantai 2. Bayar ga?", asked="ask_fee")
    assert said("place", both) == "GKN Medan lantai 2."


def test_endless_blanks_keep_nobody_waiting() -> None:
    """Tried from each blank anew, 30,000 of them took a minute."""
    before = process_time()
    assert said("name", heard(f"Rina{' ' * 30_000}Astuti")) == "Rina Astuti"
    assert process_time() - before < 10


@pytest.mark.parametrize("text", ["", "   ", "👍", "...", "?!"])
def test_signs_alone_are_no_answer(text: str) -> None:
    assert refused(field("text"), heard(text)).key == "text.empty"


def test_a_bare_yes_is_no_answer_but_the_word_within_others_is() -> None:
    assert refused(field("text"), heard("ya", yes=True)).key == "text.empty"
    assert said("text", heard("ya rusak total", yes=True)) == "ya rusak total"


def test_endless_words_are_refused() -> None:
    assert refused(field("text"), heard("a" * 2001)).key == "text.too_long"


@pytest.mark.parametrize(
    ("text", "name"),
    [("nama saya Budi Santoso", "Budi Santoso"), ("Lestari, S.E.", "Lestari, S.E."), ("saya Nurul", "Nurul")],
)
def test_a_name_comes_without_its_introduction(text: str, name: str) -> None:
    assert said("name", heard(text)).rstrip(".") == name.rstrip(".")


def test_a_number_is_no_name() -> None:
    assert refused(field("name"), heard("12345")).key == "name.empty"


def test_names_are_split_and_degrees_stay_with_their_owner() -> None:
    text = "1. Dr. Bagus Wicaksono, S.E., M.M.\n2. Rina Astuti dan Fajar Hidayat"
    assert said("names", heard(text)) == ["Dr. Bagus Wicaksono, S.E., M.M.", "Rina Astuti", "Fajar Hidayat"]


def test_a_staff_number_and_a_unit_belong_to_their_name() -> None:
    text = "1. Budi Santoso, NIP 198901012010011001, Seksi Umum\n2. Rina, 198901012010011002, Seksi Bank"
    names = ["Budi Santoso, NIP 198901012010011001, Seksi Umum", "Rina, 198901012010011002, Seksi Bank"]
    assert said("names", heard(text, spot("names", ("Budi Santoso",), text, "Budi Santoso"))) == names


def test_recognised_names_come_first() -> None:
    text = "Rina Astuti, Fajar. ada syarat lain ga?"
    assert said("names", heard(text, spot("names", ("Rina Astuti", "Fajar"), text, "Rina Astuti, Fajar"))) == [
        "Rina Astuti",
        "Fajar",
    ]


def test_names_are_held_against_the_stated_count() -> None:
    asked = field("names", count="jumlah")
    why = refused(asked, heard("Rina, Fajar"), draft=draft(jumlah=3))
    assert (why.key, why.params) == ("names.count_differs", {"names": 2, "stated": 3})
    assert parse(asked, heard("Rina, Fajar"), world(), draft(jumlah=2)).value == ["Rina", "Fajar"]


def number(text: str, *found: tuple[int, str, str], **changes: Any) -> Heard:
    return heard(text, *(spot("number", value, text, written, unit) for value, written, unit in found), **changes)


def test_a_number_is_taken_by_its_unit() -> None:
    message = number("3 hari untuk 12 orang", (3, "3", "hari"), (12, "12", "orang"))
    assert said("number", message, takes=("orang",)) == 12
    assert refused(field("number", takes=("akun",)), number("3 hari", (3, "3", "hari"))).key == "number.none"


def test_a_bare_number_answers_the_question() -> None:
    assert said("number", number("selusin", (12, "selusin", "")), takes=("unit",)) == 12


def test_two_numbers_are_asked_back_but_a_correction_takes_the_last() -> None:
    pair = ((5, "5", "orang"), (7, "7", "orang"))
    why = refused(field("number", takes=("orang",)), number("5 atau 7 orang", *pair))
    assert (why.key, why.params["numbers"]) == ("number.which", [5, 7])
    assert said("number", number("eh bukan 5, 7 orang", *pair, correction=True), takes=("orang",)) == 7


@given(st.integers(-5, 200))
@settings(max_examples=60, deadline=None)
def test_a_number_is_within_its_bounds_or_refused(value: int) -> None:
    asked, text = field("number", minimum=2, maximum=100), str(value)
    message = number(text, (value, text, ""))
    if value < 2:
        assert refused(asked, message).params == {"minimum": 2}
    elif value > 100:
        assert refused(asked, message).params == {"maximum": 100}
    else:
        assert parse(asked, message, world(), draft()).value == value


def when(text: str, *whens: When, **changes: Any) -> Heard:
    return heard(text, *(spot("when", each, text, text[:1] or " ") for each in whens), **changes)


@pytest.mark.parametrize(
    ("day", "words", "taken"),
    [
        (date(2027, 11, 10), "tgl 10 nov", False),
        (date(2027, 11, 10), "tgl 10 nov 2027", True),
        (date(2027, 11, 10), "tgl 10 nov tahun depan", True),
        (date(2027, 1, 2), "tgl 2 januari", True),
    ],
)
def test_a_day_gone_by_lately_is_next_year_s_only_where_the_words_say_so(day: date, words: str, taken: bool) -> None:
    message = when(words, When(date=day))
    if taken:
        assert said("date", message) == day.isoformat()
    else:
        assert refused(field("date"), message).key == "date.next_year"


@given(st.integers(-400, 300))
@settings(max_examples=60, deadline=None)
def test_a_day_is_ahead_or_refused(ahead: int) -> None:
    day = NOW.date() + timedelta(days=ahead)
    message = when("tanggal itu", When(date=day))
    if ahead < 0:
        assert refused(field("date"), message).params == {"date": day.isoformat()}
    else:
        assert said("date", message) == day.isoformat()


def test_contradictory_days_are_asked_back() -> None:
    why = refused(field("date"), when("kamis 25", When(ask=(date(2026, 11, 25), date(2026, 11, 26)))))
    assert (why.key, why.params) == ("date.which", {"dates": ["2026-11-25", "2026-11-26"]})


def test_a_pressed_day_is_a_day() -> None:
    assert said("date", heard("Kamis 26 Nov", choice="4:date/2026-11-26")) == "2026-11-26"


def test_no_day_no_answer() -> None:
    assert refused(field("date"), heard("secepatnya")).key == "date.none"


def test_ranges_of_days() -> None:
    wednesday, thursday = date(2026, 11, 25), date(2026, 11, 26)
    wanted = ["2026-11-25", "2026-11-26"]
    assert said("dates", when("rabu-kamis", When(date=wednesday, end=thursday))) == wanted
    assert said("dates", when("rabu sama kamis", When(date=wednesday), When(date=thursday))) == wanted
    assert said("dates", when("rabu", When(date=wednesday))) == ["2026-11-25", "2026-11-25"]
    why = refused(field("dates"), when("kamis-rabu", When(date=thursday, end=wednesday)))
    assert why.key == "dates.order"
    assert refused(field("dates"), when("lalu", When(date=date(2026, 11, 1), end=wednesday))).key == "date.past"


def test_an_hour_joins_its_day_even_later() -> None:
    asked, day = field("datetime", "datang"), When(date=date(2026, 11, 25))
    assert parse(asked, when("rabu", day), world(), draft()).value == "2026-11-25"
    assert parse(asked, when("rabu jam 9", day, When(time=time(9))), world(), draft()).value == "2026-11-25T09:00"
    later = parse(asked, when("jam 10", When(time=time(10))), world(), draft(datang="2026-11-25T09:00"))
    assert later.value == "2026-11-25T10:00"


def test_an_hour_that_is_over_today_is_refused() -> None:
    assert refused(field("datetime"), when("hari ini jam 8", When(date=NOW.date(), time=time(8)))).key == "date.past"


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("", "7:luar"),
        ("2", None),
        ("luar kantor", None),
        ("di hotel di Ubud", None),
        ("luar kntor", None),
        ("LUAR KANTOR.", None),
    ],
)
def test_an_option_is_pressed_numbered_named_or_nearly_named(text: str, choice: str | None) -> None:
    assert said("choice", heard(text, choice=choice), options=PLACES) == "luar"


def test_options_that_are_not_clear_are_refused() -> None:
    asked = field("choice", options=PLACES)
    assert refused(asked, heard("entahlah")).key == "choice_field.none"
    assert refused(asked, heard("3")).key == "choice_field.none"
    assert refused(asked, heard("sekitar kantor atau luar kantor")).key == "choice_field.which"


def test_yes_and_no_in_other_words() -> None:
    options = (option("ya", "Ya"), option("tidak", "Tidak"))
    assert said("choice", heard("nggak usah", no=True), options=options) == "tidak"
    assert said("choice", heard("boleh", yes=True), options=options) == "ya"


@pytest.mark.parametrize("text", ["0813-1234-1200", "+62 812 3840 456", "(0361) 235065"])
def test_telephones(text: str) -> None:
    assert said("phone", heard(text)).lstrip("+").isdigit()


@pytest.mark.parametrize("text", ["123", "kode 0812", "1" * 30])
def test_no_telephones(text: str) -> None:
    assert refused(field("phone"), heard(text)).key == "phone.none"


def test_a_contact_is_either() -> None:
    assert said("contact", heard("Budi@Kemenkeu.go.id")) == "budi@kemenkeu.go.id"
    assert said("contact", heard("0813 1234 1200")) == "081312341200"
    assert refused(field("contact"), heard("nanti saja")).key == "contact.none"


BOSS, CLERK = "sri@kemenkeu.go.id", "ani@kemenkeu.go.id"
STAFF = {
    BOSS: Entry(BOSS, "Sri M", "Kepala Seksi", "IV.a", "KPP"),
    CLERK: Entry(CLERK, "Ani", "Pelaksana", "V", "KPP"),
}


def test_the_superior_without_a_directory_is_unverified() -> None:
    given = parse(field("superior"), heard(BOSS), world(), draft())
    assert (given.value, given.mark) == (BOSS, "unverified")


def test_the_directory_proves_or_refuses_the_rank() -> None:
    known = world(directory=STAFF)
    proved = parse(field("superior"), heard("", cc=(CLERK, BOSS)), known, draft())
    assert (proved.value, proved.mark, proved.source) == (BOSS, "", "directory")
    assert refused(field("superior"), heard(CLERK), world=known).params["position"] == "Pelaksana"
    stranger = parse(field("superior"), heard("x@djpb.kemenkeu.go.id"), known, draft())
    assert stranger.mark == "unverified"


@pytest.mark.parametrize(("echelon", "enough"), [("I", 1), ("II.b", 1), ("III", 1), ("iv", 1), ("V", 0), ("VI", 0)])
def test_every_rank(echelon: str, enough: int) -> None:
    known = world(directory={BOSS: Entry(BOSS, "Sri", "Kepala", echelon, "")})
    if enough:
        assert parse(field("superior"), heard(BOSS), known, draft()).source == "directory"
    else:
        assert refused(field("superior"), heard(BOSS), world=known).key == "superior.rank"


@pytest.mark.parametrize("address", ["sri@gmail.com", "sri@xkemenkeu.go.id", "sri@kemenkeu.go.id.evil.com"])
def test_strange_domains_are_refused(address: str) -> None:
    assert refused(field("superior"), heard(address)).params == {"domains": ["kemenkeu.go.id"]}


def test_ones_own_address_is_no_superior() -> None:
    by_contact = world(person=Person(contact="Budi@kemenkeu.go.id"))
    by_letter = world(person=Person(addresses=(Address("email", "budi@kemenkeu.go.id"),)))
    for around in (by_contact, by_letter):
        assert refused(field("superior"), heard("budi@kemenkeu.go.id"), world=around).key == "superior.own"
        cc = heard("", cc=("budi@kemenkeu.go.id", BOSS))
        assert parse(field("superior"), cc, around, draft()).value == BOSS


def test_several_unknown_addresses_are_asked_back() -> None:
    why = refused(field("superior"), heard("", cc=(BOSS, CLERK)))
    assert (why.key, why.params) == ("superior.which", {"addresses": [BOSS, CLERK]})


@pytest.mark.parametrize("fault", ["too_large", "empty", "damaged", "protected", "wrong_kind"])
def test_a_faulty_paper_is_refused_by_its_fault(fault: str) -> None:
    why = refused(field("file"), heard("", files=(attached("pdf", "s.pdf", fault=fault),)))
    assert (why.key, why.params["name"]) == (f"file.{fault}", "s.pdf")


def test_papers() -> None:
    given = parse(field("file"), heard("", files=(attached("pdf", "s.pdf"),)), world(), draft())
    assert (given.value, given.source) == ([{"id": "s.pdf", "name": "s.pdf"}], "attached")
    assert refused(field("file"), heard("ini")).key == "file.none"
    assert refused(field("file"), heard("", files=(attached("audio"),))).key == "file.wrong_kind"


def test_what_may_follow_follows() -> None:
    assert parse(field("file", follow=True), heard("menyusul", menyusul=True), world(), draft()).mark == "follows"
    assert refused(field("file"), heard("menyusul", menyusul=True)).key == "file.none"


LIST = {"sn": ("Serial Number", "SN"), "bmn": ("Kode BMN",)}


def listed(*columns: str, rows: int = 2, faults: tuple[tuple[int, str], ...] = ()) -> Heard:
    return heard("", files=(attached("xlsx", "d.xlsx", table=table(rows, *columns, faults=faults)),))


def test_a_list_is_counted() -> None:
    asked = field("list", columns=LIST, count="jumlah")
    whole = parse(asked, listed("sn", "bmn"), world(), draft(jumlah=2))
    assert whole.value == [{"id": "d.xlsx", "name": "d.xlsx", "rows": 2}]
    why = refused(asked, listed("sn", "bmn", rows=3), draft=draft(jumlah=2))
    assert why.key == "list.count_differs" and why.params["rows"] == 3 and why.params["stated"] == 2


def test_what_a_list_lacks_is_named() -> None:
    asked = field("list", columns=LIST)
    assert refused(asked, listed("sn")).params["columns"] == ["Kode BMN"]
    assert refused(asked, listed("sn", "bmn", rows=0)).key == "list.empty"
    why = refused(asked, listed("sn", "bmn", rows=9, faults=tuple((row, "sn") for row in range(2, 9))))
    assert why.key == "list.faulty_rows" and why.params["more"] == 2
    assert why.params["rows"][0]["params"] == {"row": 2, "column": "Serial Number"}


def test_an_optional_field_may_be_declined() -> None:
    asked = field("phone", required=False)
    assert parse(asked, heard("tidak ada", no=True), world(), draft()).value == ""
    assert parse(asked, heard("", choice="3:skip"), world(), draft()).value == ""


def test_every_kind_has_a_parser() -> None:
    kinds = Field.model_fields["kind"].annotation
    assert set(PARSERS) == set(getattr(kinds, "__args__", ()))


@given(st.sampled_from(sorted(PARSERS)), st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_words_are_taken_or_refused_and_nothing_else(kind: str, text: str) -> None:
    try:
        parse(field(kind, options=PLACES if kind == "choice" else ()), heard(text), world(), draft())
    except Refused as why:
        assert "." in why.key
