"""Answers out of the real catalogue: true to it, with their place in it, and unknown where it is silent."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bot.dialog.answering import ANSWERS, BLOCKS, FACTS, answer
from bot.dialog.language import Words, load_words
from bot.dialog.state import World
from bot.messages import Person
from intents.reading import Entity, Reading
from tests.dialog.stage import world
from tests.ready import catalogue

CODES = tuple(catalogue().services)
ASKED = ("ask_requirements", "ask_deadline", "ask_fee", "ask_contact", "ask_hours", "ask_procedure")


@cache
def words() -> Words:
    return load_words(catalogue(), "id")


def around(office: str = "") -> World:
    return world(catalogue=catalogue(), words=words(), person=Person(office=office))


def told(
    intent: str, code: str | None = None, variant: str | None = None, *topics: str, office: str = "", **more: Any
) -> list[str]:
    """The sentences that a question is answered with."""
    reading = Reading(more.pop("text", "?"), intent, code, variant, "accept", topics=topics, **more)  # type: ignore[arg-type]
    service = catalogue().services[code] if code else None
    return [words().render(say).text for say in answer(reading, service, variant, around(office))]


def one(*asked: Any, **more: Any) -> str:
    (text,) = told(*asked, **more)
    return text


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("asked", [*ASKED, *BLOCKS, *FACTS, *ANSWERS])
def test_every_question_about_every_service_has_words(asked: str, code: str) -> None:
    for variant in (None, *(each.id for each in catalogue().services[code].variants)):
        intent, topics = (asked, ()) if asked.startswith("ask_") else ("help", (asked,))
        for text in told(intent, code, variant, *topics):
            assert text and "{" not in text


@pytest.mark.parametrize("asked", [*ASKED, *BLOCKS, *FACTS, *ANSWERS])
def test_every_question_without_a_service_has_words(asked: str) -> None:
    intent, topics = (asked, ()) if asked.startswith("ask_") else ("help", (asked,))
    assert all(told(intent, None, None, *topics))


@pytest.mark.parametrize("code", CODES)
def test_everybody_hears_that_it_is_free_and_where_that_stands(code: str) -> None:
    number = catalogue().services[code].number
    text = one("ask_fee", code)
    assert "Tidak dipungut biaya (Gratis)" in text and f"(Standar layanan {number}, biaya)" in text


def test_a_lease_also_hears_where_the_rent_goes() -> None:
    assert "Rekening Kas Negara" in one("ask_fee", "BMN.2")
    assert "Rekening" not in one("ask_fee", "BMN.1") + one("ask_fee")


@pytest.mark.parametrize("code", CODES)
def test_the_superior_is_required_of_five_services_only(code: str) -> None:
    needed = code in {"ITSM.9", "ITSM.11", "ITSM.12", "BMN.1", "BMN.3"}
    assert all(("eselon IV" in text) == needed for text in told("ask_requirements", code))
    assert ("tidak memerlukan" in one("help", code, None, "superior")) != needed


@pytest.mark.parametrize("code", ["ITSM.5", "BMN.5", "TU.1"])
def test_where_nothing_is_required_none_is_said(code: str) -> None:
    assert one("ask_requirements", code).startswith("Tidak ada syarat berkas")


def test_a_lead_time_alone_is_no_paper() -> None:
    text = one("ask_requirements", "BMN.4")
    assert text.startswith("Tidak ada syarat berkas") and "2 hari" in text


def test_what_is_signed_afterwards_is_told_apart() -> None:
    before, after = one("ask_requirements", "ITSM.9", "instalasi_individu").split("Sesudahnya:")
    assert "BAST" in after and "BAST" not in before


def test_requirements_of_one_variant_are_not_those_of_another() -> None:
    alone = one("ask_requirements", "ITSM.9", "instalasi_individu")
    assert "Serial Number" not in alone
    assert "Serial Number" in one("ask_requirements", "ITSM.9", "instalasi_kolektif")
    assert "minimal 10 hari kerja" in one("ask_requirements", "ITSM.11", "luar_kantor")
    assert "minimal 10 hari kerja" not in one("ask_requirements", "ITSM.11", "sekitar_kantor")


def test_eleven_and_seven_papers_of_a_vendor() -> None:
    company, person = told("ask_requirements", "LPSE.2")
    papers, instead = company.split("- Perusahaan baru: ")
    assert papers.count("\n- ") == 12 and person.count("\n- ") == 8  # the online registration comes first
    assert "SKT" in instead and "menggantikan Bukti laporan SPT" in instead and "SKT" not in papers + person


def test_a_new_company_hears_all_of_the_list_with_one_paper_replaced_by_two() -> None:
    text = one("ask_requirements", "LPSE.2", "badan_usaha", "new_company")
    assert text.count("\n- ") == 12 and "\n- Bukti laporan SPT" not in text
    assert "Perusahaan baru: Surat Keterangan Terdaftar (SKT) dan Surat Pengukuhan" in text
    assert "Sepuluh dokumen lainnya tetap" in one("help", "LPSE.2", "badan_usaha", "new_company")


def test_what_the_standard_does_not_print_names_who_may_know() -> None:
    text = one("oos", text="surat kuasanya pakai materai berapa?")  # words that mean no other service
    assert "tidak disebut dalam standar" in text and "kemenkeu.prime@kemenkeu.go.id" in text
    near = one("oos", text="surat kuasanya pakai materai berapa?", office="medan")
    assert "helpdeskmedan" in near and "sby" not in near


def test_a_kind_of_bidder_that_is_not_printed_is_said_behind_the_list() -> None:
    papers, kinds = told("ask_requirements", "LPSE.2", "badan_usaha", text="kami koperasi, apa saja syaratnya?")
    assert papers.count("\n- ") == 13 and "Koperasi, yayasan, penyedia asing" in kinds


@pytest.mark.parametrize(
    ("code", "variant", "said"),
    [
        ("ITSM.5", "internet_tamu", "1 (satu) hari kerja"),
        ("ITSM.5", "kabel_utp", "3 (tiga) hari kerja"),
        ("ITSM.8", "reset_password", "4 (empat) jam kerja"),
        ("ITSM.9", "instalasi_kolektif", "9 s.d 12 perangkat: 3 (tiga) hari kerja"),
        ("BMN.2", None, "20 (dua puluh) hari kerja setelah dokumen persyaratan dinyatakan lengkap"),
        ("BMN.4", "listrik", "10 (sepuluh) menit"),
        ("TU.1", "kendaraan", "surat tugas atau nota dinas"),
        ("LPSE.2", "badan_usaha", "1 (satu) jam kerja setelah dokumen"),
    ],
)
def test_times_as_printed(code: str, variant: str | None, said: str) -> None:
    text = one("ask_deadline", code, variant)
    assert said in text and "jangka waktu)" in text


def test_a_disturbance_is_promised_no_time() -> None:
    text = one("ask_deadline", "ITSM.5", "gangguan")
    assert "skala prioritas" in text and "hari kerja" not in text


def test_what_differs_between_services_is_asked_back() -> None:
    assert "layanan yang mana" in one("ask_deadline") and "layanan yang mana" in one("ask_requirements")


def test_the_contact_of_the_persons_office_of_the_named_one_or_of_all() -> None:
    assert "kptikbmn.sby@kemenkeu.go.id" in one("ask_contact", office="surabaya")
    named = one("ask_contact", office="surabaya", entities=(Entity("office", "medan", 0, 5),))
    assert "helpdeskmedan@kemenkeu.go.id" in named and "sby" not in named
    assert one("ask_contact").count("@kemenkeu.go.id") == 5


def test_surabaya_has_no_whatsapp_and_denpasars_needs_confirming() -> None:
    assert "WA: tidak ada nomornya" in one("ask_contact", office="surabaya")
    assert "+62 812 3840 456 (perlu konfirmasi kantor)" in one("ask_contact", office="denpasar")


@pytest.mark.parametrize("code", CODES)
def test_the_head_office_is_shown_for_services_14_and_15_only(code: str) -> None:
    shown = "0852-1740-4522" in "".join(told("ask_contact", code, office="medan"))
    assert shown == code.startswith("LPSE")
    if not code.startswith("LPSE"):
        assert "0852-1740-4522" not in "".join(told("help", code, None, "lpse_helpdesk"))


def test_the_steps_of_a_vendor_and_both_ways_of_a_lease() -> None:
    assert "\n4. " in one("ask_procedure", "LPSE.2") and "\n5. " not in one("ask_procedure", "LPSE.2")
    requested, own = told("ask_procedure", "BMN.2")
    assert "Permohonan dari Calon Penyewa" in requested and "Inisiatif Kuasa Pengguna" in own
    assert "\n11. " in requested


def test_the_common_flow_is_said_to_be_assumed_where_its_chart_is_lost() -> None:
    assert "tidak terbaca" in one("ask_procedure", "BMN.1") and "tidak terbaca" not in one("ask_procedure", "ITSM.5")


def test_the_one_service_with_a_topic_answers_it_from_anywhere() -> None:
    assert "Persekutuan Komanditer" in one("help", "ITSM.5", None, "who_may_rent")
    assert "per jam" in one("help", None, None, "rent_period")


def test_the_signatory_is_told_where_printed_and_unknown_elsewhere() -> None:
    assert "eselon II" in one("help", "ITSM.11", None, "signatory")
    assert "eselon" not in one("help", "ITSM.10", None, "signatory")
    assert "tidak disebut dalam standar" in one("help", "BMN.5", None, "signatory", office="medan")


def test_compensation_is_an_apology_and_no_money() -> None:
    text = one("help", None, None, "compensation")
    assert "permintaan maaf" in text and "Penggantian biaya tidak diatur" in text


@pytest.mark.parametrize("code", CODES)
def test_iso_and_secrecy_are_claimed_only_where_printed(code: str) -> None:
    number = catalogue().services[code].number
    text = "".join(told("help", code, None, "confidentiality", office="medan"))
    assert ("27001" in text) == (number <= 6)
    assert ("kerahasiaan" in text) == (number <= 6 or number in (13, 14))


@pytest.mark.parametrize("code", CODES)
def test_rating_cites_the_standard_for_eleven_services(code: str) -> None:
    assert ("Standar layanan" in one("help", code, None, "rating")) == (catalogue().services[code].number <= 11)


def test_reopening_is_said_of_all_services_alike() -> None:
    assert "7 (tujuh) hari kalender" in one("help", None, None, "reopen")


def test_what_the_standard_does_not_say_is_unknown_with_a_contact() -> None:
    text = one("help", "BMN.1", None, office="makassar")
    assert "tidak disebut dalam standar" in text and "0411 425231" in text
    assert one("help").count("@kemenkeu.go.id") == 5
