"""The catalogue loads whole and says what the standard's one-page matrix says."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog_data.check import faults
from catalog_data.load import load
from catalog_data.model import Catalogue, Service

# number: code, group, superior, minutes for e-mail, staff, rating printed, support sentence
MATRIX = {
    1: ("ITSM.5", "TIK", False, 30, (2, 5), True, True),
    2: ("ITSM.8", "TIK", False, 30, (2, 5), True, True),
    3: ("ITSM.9", "TIK", True, 30, (2, 5), True, True),
    4: ("ITSM.10", "TIK", False, 30, (2, 5), True, True),
    5: ("ITSM.11", "TIK", True, 30, (2, 5), True, True),
    6: ("ITSM.12", "TIK", True, 30, (2, 5), True, True),
    7: ("BMN.1", "BMN", True, 60, (2, 5), True, False),
    8: ("BMN.2", "BMN", False, 30, (2, 3), True, False),
    9: ("BMN.3", "BMN", True, 60, (2, 5), True, False),
    10: ("BMN.4", "BMN", False, 30, (2, 5), True, False),
    11: ("BMN.5", "BMN", False, 30, (1, 5), True, False),
    12: ("TU.1", "TU", False, 30, (2, 3), False, False),
    13: ("TU.2", "TU", False, 30, (2, 5), False, False),
    14: ("LPSE.1", "LPSE", False, 30, (3, 5), False, True),
    15: ("LPSE.2", "LPSE", False, 30, (2, 3), False, True),
}

VARIANTS = {
    "ITSM.5": {"asistensi_lan", "kabel_utp", "internet_tamu"},
    "ITSM.8": {"akun_individu", "akun_kolektif", "reset_password"},
    "ITSM.9": {
        "penyediaan_individu", "penyediaan_kolektif", "instalasi_individu", "instalasi_kolektif",
        "penyediaan_instalasi_individu", "penyediaan_instalasi_kolektif",
    },
    "ITSM.10": set(),
    "ITSM.11": {"sekitar_kantor", "luar_kantor"},
    "ITSM.12": {"perangkat_pimpinan", "onsite_berkala"},
    "BMN.1": set(),
    "BMN.2": {"sewa_bulan_tahun", "sewa_hari_jam", "inisiatif_kpb"},
    "BMN.3": set(),
    "BMN.4": {"keamanan", "kebersihan", "listrik", "pendingin", "telepon", "keluhan_gkn"},
    "BMN.5": {"barang", "instalasi_barang"},
    "TU.1": {"antar_jemput", "kendaraan", "akomodasi", "vip_vorijder", "penerimaan_tamu"},
    "TU.2": {"administrasi_perwakilan", "koordinasi", "laporan_publikasi"},
    "LPSE.1": {"spse", "simpel", "aplikasi_lain"},
    "LPSE.2": {"badan_usaha", "konsultan_perseorangan"},
}  # fmt: skip


def test_nothing_is_wrong_with_our_own_catalogue() -> None:
    assert faults() == []


def test_a_folder_given_is_read_instead(folder: Path) -> None:
    (folder / "services" / "protokoler.toml").unlink()
    assert "TU.1" not in load(folder).services


@pytest.mark.parametrize("number", MATRIX)
def test_the_matrix(catalogue: Catalogue, number: int) -> None:
    code, group, superior, minutes, staff, rating, support = MATRIX[number]
    service = catalogue.services[code]
    assert (service.number, service.group) == (number, group)
    assert (service.superior is not None) is superior
    assert service.response.email_minutes == minutes
    assert (service.staff.low, service.staff.high) == staff
    assert (service.rating_clause is not None) is rating
    assert (service.support is not None) is support
    assert service.code_official is (number < 14)


def test_services_stand_in_the_standards_order(catalogue: Catalogue) -> None:
    assert [service.number for service in catalogue.services.values()] == list(range(1, 16))


@pytest.mark.parametrize("code", VARIANTS)
def test_variants_are_the_facts_sheets(catalogue: Catalogue, code: str) -> None:
    found = {variant.id for variant in catalogue.services[code].variants if not variant.incident}
    assert found == VARIANTS[code]


def test_only_guest_network_has_a_disturbance_variant(catalogue: Catalogue) -> None:
    found = [
        (service.code, each.id) for service in catalogue.services.values() for each in service.variants if each.incident
    ]
    assert found == [("ITSM.5", "gangguan")]


def test_papers_signed_afterwards_are_exactly_three(catalogue: Catalogue) -> None:
    found = {
        (code, each.id)
        for code, service in catalogue.services.items()
        for each in service.documents
        if each.stage == "after"
    }
    assert found == {("ITSM.9", "bast"), ("BMN.1", "formulir_pinjam"), ("BMN.3", "formulir_perbaikan")}


def papers(service: Service, variant: str) -> list[str]:
    return [each.id for each in service.documents if variant in each.variants and each.form == "bring"]


def test_a_new_company_brings_eleven_papers_too(catalogue: Catalogue) -> None:
    service = catalogue.services["LPSE.2"]
    company = papers(service, "badan_usaha")
    replaced = [each.id for each in service.documents if each.unless]
    instead = [each.id for each in service.documents if each.when]
    assert (replaced, instead) == (["bu_spt"], ["bu_skt_sppkp"])
    assert len([each for each in company if each not in instead]) == 11
    assert len([each for each in company if each not in replaced]) == 11
    assert len(papers(service, "konsultan_perseorangan")) == 7


def test_thresholds_keep_thirty_and_four_individual(catalogue: Catalogue) -> None:
    found = {
        (code, each.low, each.above, each.clause is None)
        for code, service in catalogue.services.items()
        for each in service.thresholds
    }
    assert found == {
        ("ITSM.8", "akun_individu", 30, False),
        ("ITSM.9", "instalasi_individu", 4, False),
        ("ITSM.9", "penyediaan_individu", 4, True),
        ("ITSM.9", "penyediaan_instalasi_individu", 4, False),
    }


def test_every_fact_has_its_clause_but_for_gaps_and_our_own_rules(catalogue: Catalogue) -> None:
    for service in catalogue.services.values():
        for name in ("submission", "queue", "reopen", "support", "hours", "fee", "fee_note", "no_requirements"):
            fact = getattr(service, name)
            assert fact is None or fact.clause, f"{service.code} {name}"
        assumed = [each for each in service.procedures if each.clause is None]
        assert all("O4" in (each.source_note or "") for each in assumed), service.code


def test_a_denpasar_number_in_doubt_is_not_to_be_clicked(catalogue: Catalogue) -> None:
    doubtful = [
        (office.id, contact.value)
        for office in (*catalogue.offices.values(), catalogue.helpdesk)
        if office
        for contact in office.contacts
        if not contact.link
    ]
    assert doubtful == [("denpasar", "+62 812 3840 456"), ("makassar", "88/808 419"), ("lpse", "(021) 134")]
    assert not [each for each in catalogue.offices["surabaya"].contacts if each.kind == "wa"]


def test_starting_points_fit_on_a_chip(catalogue: Catalogue) -> None:
    assert len(catalogue.starts) == 6
    assert list(catalogue.start_labels) == list(catalogue.starts)


def test_routes_lead_to_the_offices_own_printed_mailbox(catalogue: Catalogue) -> None:
    for office, routes in catalogue.routing.items():
        printed = {each.value for each in catalogue.offices[office].contacts if each.kind == "email"}
        assert {route.mailbox for route in routes.values()} == printed


SIXTEENTH = """
number = 16
code = "TU.3"
slug = "ruang_rapat"
name = "Layanan Ruang Rapat"
short = "Ruang rapat"
product = "TU.3 Layanan Ruang Rapat"
group = "TU"
use.submission = "PORTAL"
use.procedure = "PROC"
use.hours = "HOURS"
use.queue = "QUEUE"
use.reopen = "REOPEN"
use.fee = "FREE"
use.response = "RESP-A30"
use.legal_basis = "LAW-GKN"
use.facilities = "FAC-BMN"
use.competence = "COMP-BMN"
use.supervision = "SUPERVISION"
use.staff = "STAFF-2-5"
use.guarantee = "GUARANTEE"
use.safety = "SAFE-BMN"
use.evaluation = "EVAL-4"

[[terms]]
rule = "hk"
amount = 1
text = "1 (satu) hari kerja"
clause = "layanan 16, komponen 3"

[phrases]
"" = ["pinjam ruang rapat"]
"""


def test_a_sixteenth_service_is_one_file(folder: Path) -> None:
    (folder / "services" / "ruang_rapat.toml").write_text(SIXTEENTH, "utf-8")
    service = load(folder).services["TU.3"]
    assert service.queue.clause == "layanan 16, komponen 2.b.4"
    assert service.phrases == {"": ("pinjam ruang rapat",)}
