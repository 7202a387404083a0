"""Promises: the dates of the exemplary dialogues, the renewed term, and laws that hold for any request."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.clock import calendar_of
from bot.desk.promises import possible, promise, renew
from bot.desk.shapes import Params, Promise
from tests.ready import catalogue

CATALOGUE = catalogue()
VARIANTS = [
    (code, variant)
    for code, service in CATALOGUE.services.items()
    for variant in (None, *(it.id for it in service.variants))
]
moderate = settings(max_examples=100, deadline=None)
LONG_AGO = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 9, 30)).map(lambda at: at.replace(microsecond=0))
PARAMS = st.builds(
    Params,
    devices=st.none() | st.integers(1, 30),
    accounts=st.none() | st.integers(1, 60),
    event_date=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 1)),
    after_hours=st.booleans(),
    documents_complete_at=st.none(),
    triage=st.none() | st.sampled_from(["ringan_ada", "sedang_berat_tidak_ada", "rencana_kerja"]),
    channel=st.none() | st.just("email"),
)


def promised(service: str, variant: str | None, office: str, opened: datetime, params: Params) -> Promise:
    place = CATALOGUE.offices[office]
    aware = opened.replace(tzinfo=calendar_of(place, CATALOGUE.calendar).zone)
    return promise(CATALOGUE.services[service], variant, place, CATALOGUE.calendar, aware, params)


def naive(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(
    ("service", "variant", "office", "opened", "params", "ends"),
    [
        ("ITSM.5", "internet_tamu", "semarang", "2026-11-23 09:12", Params(), "2026-11-24 17:00"),
        ("ITSM.9", "instalasi_kolektif", "surabaya", "2026-11-23 10:05", Params(devices=11), "2026-11-26 17:00"),
        ("ITSM.11", "luar_kantor", "denpasar", "2026-11-23 13:20", Params(event_date=date(2026, 12, 8)),
         "2026-12-08 17:00"),
        ("BMN.3", None, "medan", "2026-11-23 08:40", Params(), "2026-11-25 17:00"),
    ],
)  # fmt: skip
def test_the_dates_of_the_dialogues(service, variant, office, opened, params, ends) -> None:
    found = promised(service, variant, office, datetime.fromisoformat(opened), params)
    assert naive(found.due_at) == ends


def test_the_event_of_the_third_dialogue_is_seven_working_days_ahead_and_ten_are_needed() -> None:
    asked = datetime(2026, 11, 23, 13, 20)
    found = promised("ITSM.11", "luar_kantor", "denpasar", asked, Params(event_date=date(2026, 12, 2)))
    assert (found.accepted, found.days_ahead) == (False, 7)
    assert found.earliest_event_date == date(2026, 12, 7)
    moved = promised("ITSM.11", "luar_kantor", "denpasar", asked, Params(event_date=date(2026, 12, 8)))
    assert naive(moved.close_by) == "2026-12-09 17:00"


def test_the_visit_of_the_fifth_dialogue_ends_an_hour_after_the_documents_were_complete() -> None:
    zone = calendar_of(CATALOGUE.offices["makassar"], CATALOGUE.calendar).zone
    complete = datetime(2026, 11, 25, 9, 0, tzinfo=zone)
    asked = datetime(2026, 11, 24, 9, 30)
    assert promised("LPSE.2", "badan_usaha", "makassar", asked, Params()).due_at is None
    found = promised("LPSE.2", "badan_usaha", "makassar", asked, Params(documents_complete_at=complete))
    assert naive(found.due_at) == "2026-11-25 10:00"


def test_the_night_report_of_the_eighth_dialogue_is_handled_from_eight() -> None:
    found = promised("BMN.4", "listrik", "makassar", datetime(2026, 11, 23, 21, 40), Params())
    assert (naive(found.response_due_at), found.due_at) == ("2026-11-24 08:10", None)


@pytest.mark.parametrize(
    ("service", "variant", "params", "reopened", "ends"),
    [
        ("BMN.3", None, Params(), "2026-11-23 14:10", "2026-11-25 17:00"),  # dialogue 6
        ("ITSM.9", "instalasi_kolektif", Params(devices=4), "2026-11-23 09:00", "2026-11-24 17:00"),  # dialogue 7
        ("ITSM.11", "luar_kantor", Params(event_date=date(2026, 11, 20)), "2026-11-23 09:00", None),
        ("BMN.2", None, Params(), "2026-11-23 09:00", "2026-12-21 17:00"),
        ("ITSM.8", "akun_kolektif", Params(accounts=40, documents_follow=True, documents_complete_at=LONG_AGO),
         "2026-11-23 09:00", "2026-11-30 17:00"),
        ("ITSM.8", "akun_kolektif", Params(accounts=40, documents_follow=True), "2026-11-23 09:00", None),
        ("BMN.4", "listrik", Params(triage="ringan_ada"), "2026-11-23 09:00", "2026-11-24 17:00"),
        ("ITSM.8", "reset_password", Params(), "2027-12-31 16:00", None),
    ],
)  # fmt: skip
def test_a_reopened_ticket_has_its_term_anew(service, variant, params, reopened, ends) -> None:
    office = CATALOGUE.offices["surabaya"]
    zone = calendar_of(office, CATALOGUE.calendar).zone
    at = datetime.fromisoformat(reopened).replace(tzinfo=zone)
    found = renew(CATALOGUE.services[service], variant, office, CATALOGUE.calendar, at, params)
    assert naive(found.due_at) == ends
    assert found.accepted is True
    assert found.rules[0].rule == "K16"


def test_a_quantity_leaves_only_the_variants_that_it_fits() -> None:
    accounts, software = CATALOGUE.services["ITSM.8"], CATALOGUE.services["ITSM.9"]
    assert possible(accounts, None, Params(accounts=31)) == ("akun_kolektif", "reset_password")
    assert possible(accounts, "akun_kolektif", Params(accounts=30)) == ("akun_individu",)
    assert possible(software, "penyediaan_individu", Params(devices=5)) == ("penyediaan_kolektif",)
    assert possible(CATALOGUE.services["BMN.1"], None, Params(devices=5)) == (None,)
    assert possible(CATALOGUE.services["ITSM.11"], None, Params(location="luar")) == ("luar_kantor",)


@moderate
@given(st.sampled_from(VARIANTS), st.sampled_from(sorted(CATALOGUE.offices)), STARTS, PARAMS)
def test_every_date_lies_ahead_and_in_working_hours(ask, office, opened, params) -> None:
    service, variant = ask
    calendar = calendar_of(CATALOGUE.offices[office], CATALOGUE.calendar)
    found = promised(service, variant, office, opened, params)
    rules = {reason.rule for reason in found.rules}
    if found.due_at is not None:
        assert found.accepted and found.rules
        assert found.due_at > opened.replace(tzinfo=calendar.zone)
        assert "K9" in rules or calendar.is_open_day(found.due_at.date())
    for moment in (found.close_by, found.response_due_at):
        assert moment is None or calendar.is_open_day(moment.date())
    if not found.accepted:
        assert found.due_at is found.close_by is None
        assert params.event_date < found.earliest_event_date


@moderate
@given(st.sampled_from(VARIANTS), STARTS, st.integers(0, 60 * 24 * 20), PARAMS)
def test_who_asks_later_is_never_promised_an_earlier_date(ask, opened, minutes, params) -> None:
    service, variant = ask
    later = opened + timedelta(minutes=minutes)
    first, second = (promised(service, variant, "medan", at, params) for at in (opened, later))
    pairs = [
        (first.due_at, second.due_at),
        (first.response_due_at, second.response_due_at),
        (first.earliest_event_date, second.earliest_event_date),
    ]
    assert all(one <= two for one, two in pairs if one is not None and two is not None)
    assert first.accepted >= second.accepted


@moderate
@given(st.sampled_from([pair for pair in VARIANTS if pair[0] in ("ITSM.10", "ITSM.11")]), STARTS)
def test_the_earliest_event_date_is_accepted_and_the_day_before_is_not(ask, opened) -> None:
    service, variant = ask
    earliest = promised(service, variant, "medan", opened, Params()).earliest_event_date
    if earliest is None:  # the place is not known
        assert (service, variant) == ("ITSM.11", None)
        return
    assert promised(service, variant, "medan", opened, Params(event_date=earliest)).accepted
    before = promised(service, variant, "medan", opened, Params(event_date=earliest - timedelta(1)))
    assert not before.accepted and before.earliest_event_date == earliest


@moderate
@given(STARTS, st.integers(1, 19))
def test_more_devices_never_end_earlier(opened, devices) -> None:
    one, more = (
        promised("ITSM.9", "instalasi_kolektif", "medan", opened, Params(devices=n)).due_at
        for n in (devices, devices + 1)
    )
    assert one is not None and more is not None and one <= more


@moderate
@given(st.sampled_from(VARIANTS), STARTS, PARAMS)
def test_both_zones_read_the_same_from_their_own_walls(ask, opened, params) -> None:
    west, east = (promised(*ask, office, opened, params) for office in ("medan", "makassar"))
    assert [naive(it) for it in (west.due_at, west.close_by, west.response_due_at)] == [
        naive(it) for it in (east.due_at, east.close_by, east.response_due_at)
    ]
    assert west.rules == east.rules
