"""The catalogue against the standard's own text, both ways. Skipped where the text is not at hand.

The text is a scan: what may differ stands in the tables of exceptions below, each with its reason
(O1-O34: the list of oddities, told again in the files' `source_note`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from catalog_data.model import Catalogue, Contact, Service
from tests.catalog import standard
from tests.catalog.standard import decrees, emails, numbers, phones, rows, spans, strings, urls, words

pytestmark = pytest.mark.skipif(not standard.texts(), reason="the standard's text is not at hand (LOKET_STANDARD)")

NUMBERS = range(1, 16)
POINT = re.compile(r"(B\.)?([1-8])")
# Not the standard's words: what one asks, notes on the print, matching words, examples.
OURS = frozenset({
    "clause", "source_note", "notes", "gaps", "aliases", "words", "phrases", "fields", "ask_variant", "slug", "id",
    "topic", "intro", "short", "code", "answers", "title", "ask", "hint",
})  # fmt: skip

# (service, row, words): in the catalogue's list and not in the print, or the other way round.
NOT_PRINTED = {
    **{(n, "B.2", "loket penerimaan layanan"): "O8: printed Loker" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 15)},
    (1, "B.8", "pemberian rating secara real time atas kualitas layanan kptik bmn"): "O27: printed KPTIK dan BMN",
    (10, "B.8", "pemberian rating secara real time atas kualitas layanan kptik bmn"): "O27: printed layanan alone",
    (11, "B.8", "pemberian rating secara real time atas kualitas layanan kptik bmn"): "O27: printed layanan alone",
}
LEFT_OVER = {
    **{(n, "B.2"): {"loker", "penerimaan", "layanan"} for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 15)},  # O8
    (1, "B.8"): {"pemberian", "rating", "secara", "real", "time", "atas", "kualitas", "layanan", "kptik", "dan", "bmn"},
    (10, "B.8"): {"pemberian", "rating", "secara", "real", "time", "atas", "kualitas", "layanan"},  # O27
    (11, "B.8"): {"pemberian", "rating", "secara", "real", "time", "atas", "kualitas", "layanan"},  # O27
    (11, "B.3"): {"mampu", "bekerja", "dengan", "efektif", "dan", "efisien"},  # O19: item d repeats b
    **{(n, "B.4"): {"pengawasan", "oleh", "dan"} for n in NUMBERS},  # the row is a sentence, ours a list
}
PAPERS = {
    "bast": "printed once for each variant",
    "nama_perangkat_lunak": "printed 'di install'",
    "formulir_pinjam": "",
    "formulir_perbaikan": "",
    "surat_narasumber": "O31: printed KPTIKBMN",
    "surat_permintaan": "printed with 'yang' in between",
    "informasi": "four printed items in one line",
    "data_dukung": "printed with brackets around another part",
    "pendaftaran_online": "printed as a sentence",
    "tanda_pengenal": "the long sentence is cut after its subject",
    "bu_skt_sppkp": "O23: 'Pengusaha' is not printed",
}
TITLES = {
    "32/PMK.01/2020": "O21: 'Informasi' is not printed in the office's name",
}
LISTS = {
    "facilities": "B.2", "competence": "B.3", "supervision": "B.4", "guarantee": "B.6", "safety": "B.7",
    "evaluation": "B.8",
}  # fmt: skip


def service(catalogue: Catalogue, number: int) -> Service:
    return next(each for each in catalogue.services.values() if each.number == number)


def told(found: Service) -> str:
    """All that a service says in the standard's name: what carries a clause, and its own answers."""
    unit = {"hk": "hari kerja", "hari": "hari"}
    leads = (f"{lead.amount} {unit[lead.unit]}" for lead in found.lead_times)
    staff = f"{found.staff.low} {found.staff.high}"
    return " | ".join([*strings(found.model_dump(), OURS), *leads, staff])


def clauses(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table with a clause inside a dumped model."""
    if isinstance(value, dict):
        if value.get("clause"):
            yield value["clause"], value
        for item in value.values():
            yield from clauses(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from clauses(item)


def printed(number: int, clause: str) -> str:
    """The rows that a clause names."""
    points = clause.partition("komponen ")[2].partition(" (")[0]
    named = [POINT.match(each) for each in re.split(r" dan | s\.d\. ", points)]
    return " ".join(rows(number)[f"{each[1] or ''}{each[2]}"] for each in named if each)


def test_the_text_has_fifteen_services_under_their_names(catalogue: Catalogue) -> None:
    text = "\n".join(path.read_text("utf-8") for path in standard.texts())
    names = re.findall(r"^\d+\.\t(Layanan .+)$", text, re.M)
    assert names == [each.name for each in catalogue.services.values()]
    assert list(standard.services()) == list(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_product_and_fee_as_printed(catalogue: Catalogue, number: int) -> None:
    found = service(catalogue, number)
    assert rows(number)["5"] == found.product
    assert rows(number)["4"] == found.fee.text


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("find", [decrees, spans, urls], ids=lambda find: find.__name__)
def test_rules_durations_and_addresses_both_ways(
    catalogue: Catalogue, number: int, find: Callable[[str], set[Any]]
) -> None:
    assert find(told(service(catalogue, number))) == find(" ".join(rows(number).values()))


@pytest.mark.parametrize("number", NUMBERS)
def test_every_figure_stands_in_the_row_that_its_clause_names(catalogue: Catalogue, number: int) -> None:
    for clause, table in clauses(service(catalogue, number).model_dump()):
        own = {key: item for key, item in table.items() if not isinstance(item, dict) and key not in OURS}
        wanted = numbers(" | ".join(strings(own, OURS)))
        assert wanted <= numbers(printed(number, clause)), clause


@pytest.mark.parametrize("number", NUMBERS)
def test_no_figure_of_the_text_is_left_out(catalogue: Catalogue, number: int) -> None:
    ours = numbers(told(service(catalogue, number))) | contact_numbers(catalogue)
    for row, text in rows(number).items():
        left = numbers(text) - ours
        assert not left, f"komponen {row}: {left}"


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("find", [emails, urls, decrees], ids=lambda find: find.__name__)
def test_no_address_or_rule_is_ours_alone(catalogue: Catalogue, number: int, find: Callable[[str], set[Any]]) -> None:
    everything = " | ".join(strings(service(catalogue, number).model_dump()))
    assert find(everything) <= find(standard.plain(standard.services()[number]))


def test_general_answers_say_no_figure_that_is_not_printed(catalogue: Catalogue) -> None:
    for answer in catalogue.general:
        if answer.clause:
            number = int(re.findall(r"\d+", answer.clause)[0])
            assert numbers(answer.text) <= numbers(printed(number, answer.clause)), answer.topic


def contact_numbers(catalogue: Catalogue) -> set[str]:
    return numbers(" | ".join(contact.value for contact in contacts(catalogue)))


def contacts(catalogue: Catalogue) -> list[Contact]:
    helpdesk = catalogue.helpdesk.contacts if catalogue.helpdesk else ()
    return [contact for office in catalogue.offices.values() for contact in office.contacts] + list(helpdesk)


@pytest.mark.parametrize("number", NUMBERS)
def test_contacts_of_every_service_both_ways(catalogue: Catalogue, number: int) -> None:
    offices = [*catalogue.offices.values()]
    if catalogue.helpdesk and service(catalogue, number).code in catalogue.helpdesk.only:
        offices.append(catalogue.helpdesk)
    ours = " | ".join(contact.value for office in offices for contact in office.contacts)
    text = rows(number)["6"]
    assert emails(ours) == emails(text)
    assert phones(ours) == phones(text)
    assert all(office.name in text for office in offices)


def test_links_dial_what_is_printed(catalogue: Catalogue) -> None:
    for contact in contacts(catalogue):
        if contact.link and contact.kind != "email":
            digits = re.sub(r"\D", "", contact.value)
            assert contact.link.lstrip("+").removeprefix("62")[:9] in digits


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", LISTS)
def test_lists_are_the_printed_ones(catalogue: Catalogue, number: int, name: str) -> None:
    row, found = LISTS[name], getattr(service(catalogue, number), name)
    left = f" {words(rows(number)[row])} "
    for item in sorted((words(each) for each in found.items), key=len, reverse=True):
        if (number, row, item) not in NOT_PRINTED:
            assert f" {item} " in left, item
            left = left.replace(f" {item} ", " ", 1)
    assert {each for each in left.split() if len(each) > 1} <= LEFT_OVER.get((number, row), set())


@pytest.mark.parametrize("number", [1, *range(7, 16)])
def test_rules_have_their_printed_titles(catalogue: Catalogue, number: int) -> None:
    text = words(rows(number)["B.1"])
    for item in service(catalogue, number).legal_basis.items:
        if not any(decree in item for decree in TITLES):
            assert words(item.partition("tentang")[2]) in text, item


@pytest.mark.parametrize("number", NUMBERS)
def test_staff_as_printed(catalogue: Catalogue, number: int) -> None:
    staff = service(catalogue, number).staff
    low, high = re.findall(r"\d+", rows(number)["B.5"])
    assert (staff.low, staff.high) == (int(low), int(high))


@pytest.mark.parametrize("number", NUMBERS)
def test_variants_and_papers_are_the_printed_words(catalogue: Catalogue, number: int) -> None:
    found = service(catalogue, number)
    for paper in found.documents:
        if paper.id not in PAPERS:
            assert words(paper.name) in words(rows(number)["1"]), paper.id


def test_steps_that_are_counted_are_counted(catalogue: Catalogue) -> None:
    steps = {each.topic: len(each.steps) for each in service(catalogue, 8).procedures if each.clause}
    assert steps == {
        "sewa_permohonan": 11,
        "sewa_inisiatif": 5,
        "sewa_inisiatif_hari_jam": 7,
        "sewa_inisiatif_bulan_tahun": 6,
    }


def structured(found: Service) -> set[tuple[int, str]]:
    """What the clock will count, as lengths of time."""
    units = {"hk": "hari kerja", "jam_kerja": "jam kerja", "hari": "hari", "day_before_event": "hari"}
    spans = {(term.amount, units[term.rule]) for term in found.terms if term.rule in units}
    spans |= {(term.close_after_hk, "hari kerja") for term in found.terms if term.close_after_hk}
    spans |= {(tier.amount, "hari kerja") for term in found.terms for tier in term.tiers}
    spans |= {(days, "hari") for term in found.terms for days in term.triage.values()}
    spans |= {(term.first_handling_minutes, "menit") for term in found.terms if term.first_handling_minutes}
    return spans


@pytest.mark.parametrize("number", NUMBERS)
def test_what_the_clock_counts_is_what_row_three_prints(catalogue: Catalogue, number: int) -> None:
    assert structured(service(catalogue, number)) == spans(rows(number)["3"])


@pytest.mark.parametrize("number", NUMBERS)
def test_answer_times_and_lead_times_are_printed(catalogue: Catalogue, number: int) -> None:
    found, text = service(catalogue, number), rows(number)
    assert spans(found.response.text) == {(found.response.email_minutes, "menit")}
    assert (found.response.email_minutes, "menit") in spans(text["2"])
    units = {"hk": "hari kerja", "hari": "hari"}
    for lead in found.lead_times:
        assert (lead.amount, units[lead.unit]) in spans(printed(number, lead.clause))


@pytest.mark.parametrize("number", NUMBERS)
def test_ways_that_are_answered_at_once_are_the_printed_ones(catalogue: Catalogue, number: int) -> None:
    text = rows(number)["2"]
    at_once = " ".join(part for part in text.split("Mekanisme Permintaan")[1:] if "ditanggapi langsung" in part)
    printed_ways = {"portal": "Portal", "visit": "kunjungan", "phone": "telepon", "message": "pesan singkat"}
    assert set(service(catalogue, number).response.at_once) == {
        way for way, word in printed_ways.items() if word in at_once
    }


@pytest.mark.parametrize("number", NUMBERS)
def test_the_superiors_rank_is_asked_where_it_is_printed(catalogue: Catalogue, number: int) -> None:
    superior = service(catalogue, number).superior
    assert (superior is not None) is ("email atasan" in rows(number)["1"])
    assert superior is None or f"eselon {superior.echelon}" in rows(number)["1"]


def test_the_tiers_of_software_are_the_printed_ones(catalogue: Catalogue) -> None:
    found = re.findall(r"(\d+) s\.d (\d+) perangkat: (\d+)", rows(3)["3"])
    tiers = [(tier.up_to, tier.amount) for term in service(catalogue, 3).terms for tier in term.tiers]
    assert tiers == [(int(up_to), int(amount)) for _, up_to, amount in found]


@pytest.mark.parametrize("number", [2, 3])
def test_thresholds_with_a_clause_are_printed(catalogue: Catalogue, number: int) -> None:
    above = {str(rule.above) for rule in service(catalogue, number).thresholds if rule.clause}
    assert above == set(re.findall(r"lebih dari (\d+)", rows(number)["1"]))


def test_opening_hours_are_the_printed_ones(catalogue: Catalogue) -> None:
    opens, closes = catalogue.calendar.opens.replace(":", "."), catalogue.calendar.closes.replace(":", ".")
    assert all(f"pukul {opens} - {closes}" in rows(number)["2"] for number in NUMBERS)
