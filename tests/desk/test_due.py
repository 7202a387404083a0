"""`loket due` over the whole catalogue: every service, variant, tier and boundary, line by line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.desk.due import due
from bot.desk.params import PARAMS
from catalog_data.model import Catalogue

MONDAY = "2026-11-23T09:00"


@pytest.fixture
def ask(catalogue: Catalogue):
    def asked(
        service: str, variant: str | None = None, opened: str = MONDAY, office: str = "medan", **params: Any
    ) -> dict[str, Any]:
        line = {"service": service, "variant": variant, "office": office, "opened_at": opened, "params": params}
        answer = due(json.loads(json.dumps(line)), catalogue)
        return json.loads(json.dumps(answer))

    return asked


def rules(answer: dict[str, Any]) -> list[str]:
    return [reason["rule"] for reason in answer["rules"]]


# Terms that need nothing but the request. None: the standard, or what is not known yet, gives no date.
PLAIN = [
    ("ITSM.5", "kabel_utp", "2026-11-26T17:00:00", "K3"),
    ("ITSM.5", "internet_tamu", "2026-11-24T17:00:00", "K3"),
    ("ITSM.5", "asistensi_lan", None, "K9"),
    ("ITSM.5", None, None, "K15"),
    ("ITSM.8", "akun_individu", "2026-11-24T17:00:00", "K3"),
    ("ITSM.8", "akun_kolektif", "2026-11-30T17:00:00", "K3"),
    ("ITSM.8", "reset_password", "2026-11-23T13:00:00", "K4"),
    ("ITSM.8", None, None, "standard"),
    ("ITSM.9", "penyediaan_individu", "2026-11-23T13:00:00", "K4"),
    ("ITSM.9", "penyediaan_kolektif", "2026-11-23T13:00:00", "K4"),
    ("ITSM.9", "instalasi_individu", "2026-11-24T17:00:00", "K12"),
    ("ITSM.9", "instalasi_kolektif", None, "K12"),
    ("ITSM.9", "penyediaan_instalasi_individu", "2026-11-24T17:00:00", "K12"),
    ("ITSM.9", "penyediaan_instalasi_kolektif", None, "K12"),
    ("ITSM.10", None, "2026-11-26T17:00:00", "K3"),
    ("ITSM.11", "sekitar_kantor", None, "K9"),
    ("ITSM.12", "perangkat_pimpinan", "2026-11-24T17:00:00", "K3"),
    ("ITSM.12", "onsite_berkala", "2026-11-24T17:00:00", "K3"),
    ("ITSM.12", None, "2026-11-24T17:00:00", "K3"),
    ("BMN.1", None, "2026-11-24T17:00:00", "K3"),
    ("BMN.2", "sewa_bulan_tahun", None, "K11"),
    ("BMN.2", "sewa_hari_jam", None, "K11"),
    ("BMN.2", "inisiatif_kpb", None, "K11"),
    ("BMN.2", None, None, "K11"),
    ("BMN.3", None, "2026-11-25T17:00:00", "K3"),
    ("BMN.4", "listrik", None, "K13"),
    ("BMN.4", None, None, "K13"),
    ("BMN.5", "barang", "2026-11-24T17:00:00", "K3"),
    ("BMN.5", "instalasi_barang", "2026-11-24T17:00:00", "K3"),
    ("BMN.5", None, "2026-11-24T17:00:00", "K3"),
    ("TU.1", "antar_jemput", None, "standard"),
    ("TU.1", None, None, "standard"),
    ("TU.2", "administrasi_perwakilan", "2026-11-24T17:00:00", "K3"),
    ("TU.2", "laporan_publikasi", "2026-11-24T17:00:00", "K3"),
    ("TU.2", "koordinasi", None, "K10"),
    ("TU.2", None, None, "standard"),
    ("LPSE.1", "spse", "2026-11-23T10:00:00", "K4"),
    ("LPSE.1", None, "2026-11-23T10:00:00", "K4"),
    ("LPSE.2", "badan_usaha", None, "K11"),
    ("LPSE.2", "konsultan_perseorangan", None, "K11"),
]


@pytest.mark.parametrize(("service", "variant", "ends", "rule"), PLAIN)
def test_the_plain_term_of_every_service(service, variant, ends, rule, ask) -> None:
    answer = ask(service, variant)
    assert answer["accepted"] is True
    assert answer["due_at"] == ends
    assert rule in rules(answer)
    assert answer["close_by"] is answer["reopen_until"] is answer["unreviewed_year"] is None


def test_every_service_and_variant_has_a_reason_for_its_date_or_for_having_none(catalogue, ask) -> None:
    assert {service for service, *_ in PLAIN} == set(catalogue.services)
    for service in catalogue.services.values():
        for variant in [None, *(it.id for it in service.variants)]:
            answer = ask(service.code, variant)
            assert answer["rules"] and all(it["rule"] and it["text"] for it in answer["rules"])
            assert all(it["clause"] is None or f"layanan {service.number}," in it["clause"] for it in answer["rules"])


@pytest.mark.parametrize(
    ("devices", "ends"),
    [
        (1, "2026-11-24"), (4, "2026-11-24"), (5, "2026-11-25"), (8, "2026-11-25"), (9, "2026-11-26"),
        (11, "2026-11-26"), (12, "2026-11-26"), (13, "2026-11-27"), (16, "2026-11-27"), (17, "2026-11-30"),
        (20, "2026-11-30"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["instalasi", "penyediaan_instalasi"])
@pytest.mark.parametrize("side", ["individu", "kolektif"])
def test_devices_come_in_tiers_whatever_the_variant_said(kind, side, devices, ends, ask) -> None:
    answer = ask("ITSM.9", f"{kind}_{side}", devices=devices)
    assert answer["due_at"] == f"{ends}T17:00:00"
    assert rules(answer) == ["K12", "K3"]


def test_above_twenty_devices_no_date_is_promised(ask) -> None:
    answer = ask("ITSM.9", "instalasi_kolektif", devices=21)
    assert answer["accepted"] is True and answer["due_at"] is None
    assert rules(answer) == ["K12"]
    assert "20 perangkat" in answer["rules"][0]["text"]


@pytest.mark.parametrize(
    ("variant", "accounts", "ends"),
    [
        ("akun_individu", 30, "2026-11-24T17:00:00"),
        ("akun_individu", 31, "2026-11-30T17:00:00"),
        ("akun_kolektif", 31, "2026-11-30T17:00:00"),
        ("akun_kolektif", 30, "2026-11-24T17:00:00"),
        ("reset_password", 31, "2026-11-23T13:00:00"),
        (None, 31, None),
    ],
)
def test_more_than_thirty_accounts_are_collective(variant, accounts, ends, ask) -> None:
    assert ask("ITSM.8", variant, accounts=accounts)["due_at"] == ends


@pytest.mark.parametrize(
    ("opened", "one_day", "four_hours"),
    [
        ("2026-11-23T07:59", "2026-11-24", "2026-11-23T12:00:00"),
        ("2026-11-23T13:00", "2026-11-24", "2026-11-23T17:00:00"),
        ("2026-11-23T16:59", "2026-11-24", "2026-11-24T11:59:00"),
        ("2026-11-23T17:00", "2026-11-24", "2026-11-24T12:00:00"),
        ("2026-11-27T10:00", "2026-11-30", "2026-11-27T14:00:00"),
        ("2026-11-27T18:00", "2026-11-30", "2026-11-30T12:00:00"),
        ("2026-11-28T11:00", "2026-11-30", "2026-11-30T12:00:00"),
        ("2026-11-29T23:59", "2026-11-30", "2026-11-30T12:00:00"),
        ("2026-12-23T16:59", "2026-12-28", "2026-12-28T11:59:00"),
        ("2026-12-24T09:00", "2026-12-28", "2026-12-28T12:00:00"),
        ("2026-12-31T09:00", "2027-01-04", "2026-12-31T13:00:00"),
        ("2026-12-31T17:00", "2027-01-04", "2027-01-04T12:00:00"),
        ("2027-03-05T16:00", "2027-03-16", "2027-03-16T11:00:00"),
        ("2027-12-30T09:00", "2027-12-31", "2027-12-30T13:00:00"),
    ],
)
@pytest.mark.parametrize("office", ["medan", "denpasar"])
def test_days_and_hours_at_every_boundary_in_both_zones(opened, one_day, four_hours, office, ask) -> None:
    assert ask("ITSM.8", "akun_individu", opened, office)["due_at"] == f"{one_day}T17:00:00"
    assert ask("ITSM.8", "reset_password", opened, office)["due_at"] == four_hours


def test_a_moment_with_an_offset_is_the_same_moment_at_the_office(ask) -> None:
    wib = "2026-11-23T16:30+07:00"
    assert ask("LPSE.1", "spse", wib, "surabaya")["due_at"] == "2026-11-24T08:30:00"
    assert ask("LPSE.1", "spse", wib, "makassar")["due_at"] == "2026-11-24T09:00:00"


@pytest.mark.parametrize(
    ("variant", "event", "accepted", "earliest"),
    [
        ("sekitar_kantor", "2026-11-27", False, "2026-11-30"),
        ("sekitar_kantor", "2026-11-30", True, "2026-11-30"),
        ("luar_kantor", "2026-12-02", False, "2026-12-07"),
        ("luar_kantor", "2026-12-04", False, "2026-12-07"),
        ("luar_kantor", "2026-12-07", True, "2026-12-07"),
        ("luar_kantor", "2026-12-12", True, "2026-12-07"),  # a Saturday, later than the earliest
        ("luar_kantor", "2026-11-01", False, "2026-12-07"),
    ],
)
def test_the_lead_time_of_special_events(variant, event, accepted, earliest, ask) -> None:
    answer = ask("ITSM.11", variant, event_date=event)
    assert (answer["accepted"], answer["earliest_event_date"]) == (accepted, earliest)
    assert answer["due_at"] == (f"{event}T17:00:00" if accepted else None)
    assert (answer["close_by"] is not None) == accepted
    assert "K7" in rules(answer)


@pytest.mark.parametrize(
    ("params", "accepted", "earliest", "ends"),
    [
        ({"location": "sekitar", "event_date": "2026-12-02"}, True, "2026-11-30", "2026-12-02T17:00:00"),
        ({"location": "luar", "event_date": "2026-12-02"}, False, "2026-12-07", None),
        ({"location": "luar"}, True, "2026-12-07", None),
        ({}, True, None, None),
        ({"event_date": "2026-12-02"}, True, None, None),  # the place decides: nothing is promised
        ({"event_date": "2026-12-07"}, True, None, "2026-12-07T17:00:00"),  # late enough anywhere
        ({"event_date": "2026-11-27"}, False, "2026-11-30", None),  # too soon anywhere
    ],
)
def test_without_a_variant_the_place_decides_the_lead_time(params, accepted, earliest, ends, ask) -> None:
    answer = ask("ITSM.11", None, **params)
    assert (answer["accepted"], answer["earliest_event_date"], answer["due_at"]) == (accepted, earliest, ends)


def test_the_place_is_not_read_beside_a_variant(ask) -> None:
    answer = ask("ITSM.11", "luar_kantor", location="sekitar", event_date="2026-12-02")
    assert answer["accepted"] is False


def test_a_speaker_has_a_lead_time_and_a_term_of_its_own(ask) -> None:
    answer = ask("ITSM.10", None, event_date="2026-12-08")
    assert answer["earliest_event_date"] == "2026-11-30"
    assert (answer["due_at"], answer["close_by"]) == ("2026-11-26T17:00:00", None)
    missed = ask("ITSM.10", None, event_date="2026-11-27")
    assert missed["accepted"] is False and missed["due_at"] is None


@pytest.mark.parametrize(
    ("opened", "earliest"),
    [("2026-12-18T09:00", "2026-12-29"), ("2026-12-30T20:00", "2027-01-08"), ("2027-03-05T09:00", "2027-03-22")],
)
def test_the_earliest_event_date_passes_over_holidays_and_names_them(opened, earliest, ask) -> None:
    answer = ask("ITSM.10", None, opened)
    assert answer["earliest_event_date"] == earliest
    assert answer["rules"][0]["skipped"][0]["name"] in ("Sabtu", "Tahun Baru Masehi")
    assert any("Raya" in day["name"] or "Tahun Baru" in day["name"] for day in answer["rules"][0]["skipped"])


@pytest.mark.parametrize(
    ("params", "ends", "close_by"),
    [
        ({"event_date": "2026-11-27"}, "2026-11-27T17:00:00", "2026-11-30T17:00:00"),
        ({"event_date": "2026-11-28"}, "2026-11-28T17:00:00", "2026-11-30T17:00:00"),
        ({"event_date": "2026-11-25", "event_end": "2026-11-27"}, "2026-11-27T17:00:00", "2026-11-30T17:00:00"),
        ({"event_date": "2026-11-27", "event_end_time": "20:30"}, "2026-11-27T20:30:00", "2026-11-30T17:00:00"),
        ({"event_date": "2026-12-23"}, "2026-12-23T17:00:00", "2026-12-28T17:00:00"),
        ({"event_date": "2026-11-20"}, None, None),  # already over
    ],
)
def test_assistance_is_due_at_the_event_and_closed_a_working_day_after(params, ends, close_by, ask) -> None:
    answer = ask("ITSM.5", "asistensi_lan", **params)
    assert (answer["due_at"], answer["close_by"], answer["accepted"]) == (ends, close_by, True)
    assert rules(answer) == ["K9"]


@pytest.mark.parametrize(
    ("opened", "event", "ends"),
    [
        (MONDAY, "2026-11-25", "2026-11-24T17:00:00"),
        (MONDAY, "2026-11-24", "2026-11-23T17:00:00"),
        ("2026-11-23T16:59", "2026-11-24", "2026-11-23T17:00:00"),
        ("2026-11-23T17:01", "2026-11-24", None),
        (MONDAY, "2026-11-23", None),
        (MONDAY, "2026-11-30", "2026-11-27T17:00:00"),  # the day before is a Sunday
        (MONDAY, "2026-12-28", "2026-12-23T17:00:00"),  # Christmas and the weekend lie between
        ("2026-11-28T09:00", "2026-11-30", None),  # asked on Saturday for Monday
    ],
)
def test_coordination_is_due_the_day_before_the_event(opened, event, ends, ask) -> None:
    answer = ask("TU.2", "koordinasi", opened, event_date=event)
    assert (answer["due_at"], answer["accepted"]) == (ends, True)
    assert rules(answer) == ["K10"]


@pytest.mark.parametrize(
    ("tier", "ends"),
    [
        ("ringan_ada", "2026-11-24T17:00:00"),
        ("ringan_tidak_ada", "2026-11-26T17:00:00"),
        ("sedang_berat_ada", "2026-11-30T17:00:00"),
        ("sedang_berat_tidak_ada", "2026-12-07T17:00:00"),
        ("rencana_kerja", None),
        (None, None),
    ],
)
def test_triage_gives_calendar_days_and_ten_minutes_are_promised_before(tier, ends, ask) -> None:
    answer = ask("BMN.4", "pendingin", triage=tier)
    assert (answer["due_at"], answer["response_due_at"]) == (ends, "2026-11-23T09:10:00")
    assert "K13" in rules(answer) and "K6" in rules(answer)


@pytest.mark.parametrize(
    ("opened", "tier", "ends", "first"),
    [
        ("2026-11-27T16:55", "ringan_ada", "2026-11-30T17:00:00", "2026-11-30T08:05:00"),
        ("2026-11-26T09:00", "ringan_tidak_ada", "2026-11-30T17:00:00", "2026-11-26T09:10:00"),
        ("2026-11-21T09:00", "ringan_ada", "2026-11-23T17:00:00", "2026-11-23T08:10:00"),
        ("2026-12-17T09:00", "sedang_berat_ada", "2026-12-28T17:00:00", "2026-12-17T09:10:00"),
    ],
)
def test_calendar_days_that_end_on_a_closed_day_end_on_the_next_open_one(opened, tier, ends, first, ask) -> None:
    answer = ask("BMN.4", "listrik", opened, triage=tier)
    assert (answer["due_at"], answer["response_due_at"]) == (ends, first)


def test_an_event_outside_working_hours_is_to_be_told_two_calendar_days_before(ask) -> None:
    friday = "2026-11-27T09:00"
    assert ask("BMN.4", None, friday, after_hours=True, event_date="2026-11-28")["accepted"] is False
    met = ask("BMN.4", None, friday, after_hours=True, event_date="2026-11-29")
    assert (met["accepted"], met["earliest_event_date"]) == (True, "2026-11-29")
    inside = ask("BMN.4", None, friday, event_date="2026-11-28")
    assert (inside["accepted"], inside["earliest_event_date"]) == (True, None)


@pytest.mark.parametrize(
    ("service", "variant", "complete", "ends"),
    [
        ("BMN.2", "sewa_hari_jam", "2026-11-24T18:00", "2026-12-22T17:00:00"),
        ("BMN.2", None, "2026-12-01T09:00", "2026-12-31T17:00:00"),
        ("LPSE.2", "badan_usaha", "2026-11-25T09:00", "2026-11-25T10:00:00"),
        ("LPSE.2", "konsultan_perseorangan", "2026-11-25T16:30", "2026-11-26T08:30:00"),
        ("ITSM.8", "akun_kolektif", "2026-11-24T10:00", "2026-12-01T17:00:00"),  # a list that followed
    ],
)
def test_the_clock_starts_when_the_documents_are_complete(service, variant, complete, ends, ask) -> None:
    answer = ask(service, variant, documents_complete_at=complete)
    assert answer["due_at"] == ends
    assert "K11" in rules(answer)


def test_a_consultation_counts_from_receipt_and_never_from_documents(ask) -> None:
    assert ask("LPSE.1", "spse", documents_complete_at="2026-11-25T09:00")["due_at"] == "2026-11-23T10:00:00"


def test_while_a_document_follows_the_lead_time_counts_but_nothing_is_due(ask) -> None:
    answer = ask("ITSM.11", "luar_kantor", event_date="2026-12-08", documents_follow=True)
    assert (answer["accepted"], answer["due_at"], answer["close_by"]) == (True, None, None)
    assert rules(answer) == ["K7", "K11"]


def test_a_disturbance_has_no_time_but_the_priority_scale(ask) -> None:
    answer = ask("ITSM.5", "internet_tamu", incident=True)
    assert answer["due_at"] is None and rules(answer) == ["K15"]


def test_work_by_a_third_party_has_no_date(ask) -> None:
    answer = ask("BMN.3", None, third_party=True)
    assert answer["due_at"] is None
    assert [it["clause"] for it in answer["rules"]] == ["layanan 9, komponen 3.b"]
    assert ask("BMN.1", None, third_party=True)["due_at"] == "2026-11-24T17:00:00"


def test_an_email_is_answered_within_sixty_minutes_in_two_services_and_thirty_in_the_others(catalogue, ask) -> None:
    minutes = {"BMN.1": "10:00", "BMN.3": "10:00", "BMN.4": "09:10"}
    for code in catalogue.services:
        answer = ask(code, None, channel="email")
        assert answer["response_due_at"] == f"2026-11-23T{minutes.get(code, '09:30')}:00", code
        assert (ask(code, None, channel="web")["response_due_at"] is None) == (code != "BMN.4")


def test_answer_minutes_run_inside_working_hours(ask) -> None:
    assert ask("BMN.1", None, "2026-11-27T16:30", channel="email")["response_due_at"] == "2026-11-30T08:30:00"
    assert ask("TU.1", None, "2026-12-24T10:00", channel="email")["response_due_at"] == "2026-12-28T08:30:00"


def test_the_reopen_right_lasts_seven_calendar_days(catalogue, ask) -> None:
    for code in catalogue.services:
        answer = ask(code, None, fulfilled_at="2026-11-19T14:00")
        assert answer["reopen_until"] == "2026-11-26T23:59:59"
        assert rules(answer)[-1] == "K14"


def test_a_year_without_reviewed_leave_is_named_and_never_guessed(ask) -> None:
    last = "2027-12-31T10:00"
    answer = ask("ITSM.12", None, last, channel="email", fulfilled_at=last)
    assert (answer["due_at"], answer["unreviewed_year"]) == (None, 2028)
    assert answer["response_due_at"] == "2027-12-31T10:30:00"
    assert answer["reopen_until"] == "2028-01-07T23:59:59"
    assert any(it["rule"] == "K1" and "2028" in it["text"] for it in answer["rules"])


def test_an_event_before_an_unreviewed_earliest_date_is_surely_too_soon(ask) -> None:
    opened = "2027-12-24T10:00"
    assert ask("ITSM.11", "luar_kantor", opened, event_date="2027-12-30")["accepted"] is False
    later = ask("ITSM.11", "luar_kantor", opened, event_date="2028-02-01")
    assert (later["accepted"], later["due_at"], later["unreviewed_year"]) == (True, None, 2028)


def test_an_event_on_the_last_reviewed_day_keeps_its_date(ask) -> None:
    answer = ask("ITSM.5", "asistensi_lan", "2027-12-20T10:00", event_date="2027-12-31")
    assert (answer["due_at"], answer["close_by"]) == ("2027-12-31T17:00:00", None)
    assert (answer["unreviewed_year"], rules(answer)) == (2028, ["K9", "K1"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"service": "ITSM.99"}, r"unknown service 'ITSM\.99'; one of: ITSM\.5, .*LPSE\.2"),
        ({"service": None}, "unknown service None"),
        ({"service": ["ITSM.5"]}, "unknown service"),
        ({"variant": "kabel"}, "unknown variant 'kabel' of ITSM.5; one of: .*kabel_utp.*null"),
        ({"variant": {}}, "unknown variant"),
        ({"office": "jakarta"}, "unknown office 'jakarta'; one of: medan, semarang"),
        ({"opened_at": "kemarin"}, "opened_at 'kemarin' is no date and time; write"),
        ({"opened_at": None}, "opened_at None is no date and time"),
        ({"opened_at": "9999-12-31T23:00", "params": {"fulfilled_at": "9999-12-31T23:00"}}, "years 1 to 9999"),
        ({"params": []}, "params must be an object"),
        ({"params": {"device": 4}}, "unknown param device; known: devices, accounts"),
        ({"params": {"devices": 0}}, "devices 0 is no quantity; give a whole number from 1"),
        ({"params": {"devices": True}}, "devices True is no quantity"),
        ({"params": {"devices": "4"}}, "devices '4' is no quantity"),
        ({"params": {"event_date": "2026-02-31"}}, "event_date '2026-02-31' is no date"),
        ({"params": {"event_end": "2026-12-01"}}, "event_end must not lie before event_date"),
        ({"params": {"event_date": "2026-12-02", "event_end": "2026-12-01"}}, "event_end must not lie before"),
        ({"params": {"event_end_time": "sore"}}, "event_end_time 'sore' is no time of day"),
        ({"params": {"location": "jauh"}}, "unknown location 'jauh'; one of: sekitar, luar"),
        ({"params": {"triage": "berat"}}, "unknown triage 'berat'; one of: ringan_ada"),
        ({"params": {"after_hours": "ya"}}, "after_hours 'ya' must be true or false"),
        ({"params": {"channel": 7}}, "channel 7 must be a string"),
    ],
)
def test_a_faulty_line_says_what_is_wrong_and_how_to_mend_it(change, message, catalogue) -> None:
    line = {"service": "ITSM.5", "variant": None, "office": "medan", "opened_at": MONDAY, "params": {}}
    with pytest.raises(ValueError, match=message):
        due({**line, **change}, catalogue)


def test_nothing_but_an_object_is_a_line(catalogue) -> None:
    with pytest.raises(ValueError, match="expected an object"):
        due(["ITSM.5"], catalogue)  # type: ignore[arg-type]


def test_null_and_missing_params_are_the_same(catalogue, ask) -> None:
    nothing = dict.fromkeys(PARAMS)
    assert ask("ITSM.9", "instalasi_individu", **nothing) == ask("ITSM.9", "instalasi_individu")
    line = {"service": "BMN.3", "office": "medan", "opened_at": MONDAY}
    assert due(line, catalogue) == ask("BMN.3")


def test_what_runs_from_the_documents_does_not_speak_of_the_request(ask) -> None:
    started, counted = ask("BMN.2", "sewa_bulan_tahun", documents_complete_at="2026-11-25T10:00")["rules"]
    assert (started["rule"], counted["rule"]) == ("K11", "K3")
    assert counted["text"] == "berakhir pukul 17.00 pada hari kerja ke-20 setelah tanggal itu"
