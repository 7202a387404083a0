"""Words: templates filled once, lines left out, dates as people say them, foreign text powerless."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from bot import languages
from bot.dialog.fields import show
from bot.dialog.language import Words, load_words, phrase
from bot.dialog.state import Given
from bot.dialog.template import calm, fill, names
from bot.messages import Choice, Ref, Say
from tests.dialog.stage import field, option
from tests.ready import catalogue

MAKASSAR = ZoneInfo("Asia/Makassar")


def words(language: str = "id", **sentences: Any) -> Words:
    """A language with some sentences of our own under `t.`."""
    return Words({**languages.load(language), "t": sentences}, catalogue())


def filled(template: str, language: str = "id", **params: Any) -> str:
    return words(language, x=template).text("t.x", params)


@pytest.mark.parametrize(
    ("spec", "value", "said"),
    [
        ("long", "2026-11-24", "Selasa, 24 November 2026"),
        ("long", date(2026, 12, 5), "Sabtu, 5 Desember 2026"),
        ("day", "2026-11-24T17:00:00+07:00", "Selasa 24 November"),
        ("short", "2026-11-26", "Kamis 26 Nov"),
        ("date", "2027-01-01", "1 Januari 2027"),
        ("moment", "2026-11-24T17:00:00+07:00", "Selasa, 24 November 2026 pukul 17.00 WIB"),
        ("moment", datetime(2026, 11, 24, 8, 5, tzinfo=MAKASSAR), "Selasa, 24 November 2026 pukul 08.05 WITA"),
        ("time", "2026-11-24T17:00", "pukul 17.00"),
        ("dates", ["2026-11-25", "2026-11-26"], "Rabu-Kamis, 25-26 November 2026"),
        ("dates", ["2026-11-25", "2026-11-25"], "Rabu, 25 November 2026"),
        ("dates", ["2026-11-30", "2026-12-02"], "Senin, 30 November 2026 - Rabu, 2 Desember 2026"),
        ("and", ["a"], "a"),
        ("and", ["a", "b"], "a dan b"),
        ("and", ["a", "b", "c"], "a, b, dan c"),
        ("or", ["a", "b", "c"], "a, b, atau c"),
        ("semi", ["a, b", "c"], "a, b; c"),
        ("bullets", ["a", "b"], "- a\n- b"),
        ("numbered", ["a", "b"], "1. a\n2. b"),
        ("n", 12500, "12.500"),
        ("service", "ITSM.5", "Layanan Infrastruktur Jaringan"),
        ("code", "ITSM.5", "ITSM.5"),
        ("code", "LPSE.2", ""),
        ("office", "denpasar", "KPTIK BMN Denpasar"),
        ("city", "denpasar", "Denpasar"),
        ("lines", " a \n b ", "a\nb"),
        ("word.source.part", "a4", "biaya"),
    ],
)
def test_values_are_shown(spec: str, value: Any, said: str) -> None:
    assert filled(f"{{v:{spec}}}", v=value) == said


@pytest.mark.parametrize(
    ("spec", "value", "said"),
    [
        ("moment", "2026-11-24T17:00:00+08:00", "Tuesday, 24 November 2026 at 17:00 WITA"),
        ("dates", ["2026-11-25", "2026-11-26"], "Wednesday-Thursday, 25-26 November 2026"),
        ("and", ["a", "b", "c"], "a, b, and c"),
        ("n", 12500, "12,500"),
    ],
)
def test_values_are_shown_in_english(spec: str, value: Any, said: str) -> None:
    assert filled(f"{{v:{spec}}}", "en", v=value) == said


def test_a_card_leaves_out_what_is_empty() -> None:
    lines = [{"label": "Tamu", "value": "Rina"}, {"label": "Catatan", "value": ""}, {"label": "", "value": "lepas"}]
    assert filled("{v:card}", v=lines) == "> Tamu: Rina\n> lepas"


@pytest.mark.parametrize("nothing", [None, "", [], (), False])
def test_a_line_without_its_value_is_left_out(nothing: Any) -> None:
    assert filled("satu\ndua {v}\ntiga[[, {v}]].", v=nothing) == "satu\ntiga."


def test_a_line_of_nothing_but_empty_segments_is_left_out() -> None:
    assert filled("satu\n[[dua {v}]]\ntiga") == "satu\ntiga"
    assert filled("satu\n\ntiga") == "satu\n\ntiga"


def test_zero_is_a_value_and_a_missing_value_is_none() -> None:
    assert filled("nol {v}", v=0) == "nol 0"
    assert filled("ada\n{lain}") == "ada"


def test_a_flag_keeps_or_drops_its_line() -> None:
    template = "{v:if}ya\n{v:unless}tidak"
    assert filled(template, v=True) == "ya" and filled(template, v=False) == "tidak"


def test_the_nth_time_is_said_in_other_words() -> None:
    twice = words(x=["satu {v}", "dua {v}"])
    assert [twice.text("t.x", {"n": n, "v": 1}) for n in range(3)] == ["satu 1", "dua 1", "satu 1"]


def test_the_same_refusal_is_never_said_twice_in_a_row() -> None:
    alternatives = [v for t in languages.load("id").values() for v in (t.values() if isinstance(t, dict) else ())]
    lists = [each for each in alternatives if isinstance(each, list)]
    assert lists and all(len(set(each)) == len(each) > 1 for each in lists)


def test_a_value_is_never_a_template() -> None:
    assert filled("{v} {w}", v="{w} {v:long} [[x]]", w="rahasia") == "{w} {v:long} [[x]] rahasia"


@given(st.text(alphabet="*>-#`1. \n\t[]{}ab\u202e\x00", max_size=40))
@budget(max_examples=150, deadline=None)
def test_foreign_text_has_no_power(text: str) -> None:
    shown = calm(text)
    assert "**" not in shown and "\n" not in shown and "`" not in shown
    assert not shown.startswith((">", "- ", "* ", "# ", "1. ")) and "\u202e" not in shown


def test_our_own_phrases_keep_their_marks_and_speak_the_same_language() -> None:
    nested = phrase("choice.cancel")
    assert filled("**{v}**", v=nested) == "**Batal**"
    assert filled("**{v}**", "en", v=nested) == "**Cancel**"


def test_phrases_are_said_within_lists_and_cards() -> None:
    say = Say(
        "",
        "t.x",
        {"items": [phrase("t.y", who="**Rina**")], "lines": [{"label": "A", "value": phrase("t.y", who="B")}]},
    )
    text = words(x="{items:and}\n{lines:card}", y="**{who}**").render(say).text
    assert text == "***\u2060*Rina*\u2060***\n> A: **B**"


def test_a_reference_is_looked_up_and_must_be_there() -> None:
    say = Say("", "t.x", {"number": Ref("ticket.number"), "all": [Ref("ticket.number")]})
    shown = words(x="{number} {all:and}").render(say, {"ticket.number": "KPTIK-2611-0051"})
    assert shown.text == "KPTIK-2611-0051 KPTIK-2611-0051" and shown.data["number"] == "KPTIK-2611-0051"
    with pytest.raises(KeyError):
        words(x="{number}").render(say)


@pytest.mark.parametrize("key", ["t.y", "t", "nowhere", "t.x.y"])
def test_a_key_without_words_is_our_fault(key: str) -> None:
    with pytest.raises(KeyError):
        words(x="a").text(key)
    assert not words(x="a").has(key)


def test_an_unknown_way_to_show_is_our_fault() -> None:
    with pytest.raises(KeyError):
        filled("{v:nonsense}", v=1)


def test_a_template_reaches_no_attribute() -> None:
    assert filled("a\n{v.__class__}", v="x") == "a"


def test_the_data_of_a_message_is_json() -> None:
    say = Say("", "t.x", {"day": date(2026, 11, 24), "deep": [{"at": datetime(2026, 11, 24, 17, tzinfo=MAKASSAR)}]})
    assert words(x="a").render(say).data == {"day": "2026-11-24", "deep": [{"at": "2026-11-24T17:00:00+08:00"}]}


def test_choices_of_every_kind_have_labels() -> None:
    choices = (
        Choice("1", "choice.cancel"),
        Choice("2", "variant", {"service": "ITSM.5", "variant": "internet_tamu"}),
        Choice("3", "service", {"service": "ITSM.5"}),
        Choice("4", "office", {"office": "medan"}),
        Choice("5", "text", {"text": " <b>\nx"}),
        Choice("6", "date", {"date": "2026-11-26"}),
        Choice("7", "option", {"service": "ITSM.8", "field": "jenis_akun", "option": "email"}),
        Choice("8", "field", {"service": "ITSM.5", "field": "jumlah_tamu"}),
        Choice("9", "family", {"service": "ITSM.9", "variant": "instalasi_individu"}),
    )
    labels = dict(words(x="a").render(Say("", "t.x", choices=choices)).choices)
    assert labels["1"] == "Batal" and labels["4"] == "Medan" and labels["5"] == "<b> x"
    assert labels["6"] == "Kamis 26 Nov" and labels["8"] == "Jumlah tamu" and labels["9"] == "Instalasi"
    assert all(labels.values())


def test_a_field_asks_in_the_services_own_words() -> None:
    asked = catalogue().services["ITSM.5"].fields[0]
    assert words().text(f"field.{asked.id}", {"service": "ITSM.5"}) == asked.ask
    assert words().text("field.kantor", {"service": "person"}) == catalogue().person[0].ask
    other = Words({**languages.load("id"), "service": {"ITSM.5": {f"field.{asked.id}.ask": "How many?"}}}, catalogue())
    assert other.text(f"field.{asked.id}", {"service": "ITSM.5"}) == "How many?"


def test_a_summary_line_is_labelled_in_the_persons_language() -> None:
    tables = {**languages.load("id"), "t": {"x": "{v:card}"}, "service": {"ITSM.5": {"field.tanggal.label": "Days"}}}
    line = {"field": "tanggal", "service": "ITSM.5", "label": "Pemakaian", "value": "x"}
    assert Words(tables, catalogue()).render(Say("", "t.x", {"v": [line]})).text == "> Days: x"


def test_placeholders_are_found_in_segments_too() -> None:
    assert names("a {b:long} [[c {d}]]") == {"b", "d"}


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        load_words(catalogue(), "jv")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("text", "rusak", "rusak"),
        ("number", 1200, "1.200"),
        ("date", "2026-11-25", "Rabu, 25 November 2026"),
        ("dates", ["2026-11-25", "2026-11-26"], "Rabu-Kamis, 25-26 November 2026"),
        ("datetime", "2026-11-25T09:00", "Rabu, 25 November 2026 pukul 09.00"),
        ("datetime", "2026-11-25", "Rabu, 25 November 2026"),
        ("names", ["Rina", "Fajar"], "Rina, Fajar"),
        ("office", "medan", "Medan"),
        ("choice", "luar", "Luar kantor"),
        ("file", [{"id": "1", "name": "s.pdf"}], "s.pdf"),
        ("list", [{"id": "1", "name": "d.xlsx", "rows": 1100}], "d.xlsx (1.100 baris)"),
        ("text", "", ""),
    ],
)
def test_answers_are_shown_in_a_summary(kind: str, value: Any, said: str) -> None:
    asked = field(kind, options=(option("luar", "Luar kantor"),) if kind == "choice" else ())
    assert show(asked, Given(value), words()) == said


def test_marks_are_shown_too() -> None:
    assert show(field("superior"), Given("a@b.id", mark="unverified"), words()) == "a@b.id (akan diperiksa petugas)"
    assert show(field("file"), Given([], mark="follows"), words()) == "menyusul"


@pytest.mark.parametrize(
    ("told", "shown"),
    [("sudah menyala.", "Selesai: sudah menyala. Terima kasih."), ("beres!", "Selesai: beres! Terima kasih."),
     (None, "Selesai. Terima kasih."), ("lantai 2, lt. 3", "Selesai: lantai 2, lt. 3. Terima kasih.")],
)  # fmt: skip
def test_a_value_that_ends_its_own_sentence_gets_no_second_stop(told: str | None, shown: str) -> None:
    assert fill("Selesai[[: {text}]]. Terima kasih.", {"text": told}, {}) == shown
