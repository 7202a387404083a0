"""Every question about every product: the answer holds all that the catalogue has for it, and nothing of another.

What an answer must hold is read out of the catalogue itself, not out of the answering.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.dialog.answering import answer
from catalog_data.model import Document, Service
from intents.reading import Reading
from tests.dialog.test_answering import around, catalogue, words

PRODUCTS = [
    (code, variant)
    for code, service in catalogue().services.items()
    for variant in (tuple(each.id for each in service.variants) or (None,))
]
NAMED = [f"{code} {variant or ''}".strip() for code, variant in PRODUCTS]
LINES = ("legal_basis", "facilities", "competence", "safety", "evaluation", "guarantee")


def told(intent: str, code: str, variant: str | None, *topics: str) -> str:
    """All that is said to the question."""
    reading = Reading("?", intent, code, variant, "accept", topics=topics)  # type: ignore[arg-type]
    says = answer(reading, catalogue().services[code], variant, around("medan"))
    return "\n".join(words().render(say).text for say in says)


def lines(text: str) -> list[str]:
    """What stands in the answer's list."""
    return [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]


def of(service: Service, variant: str | None) -> Iterable[Document]:
    """The documents of a product."""
    return (each for each in service.documents if not each.variants or variant in each.variants)


@pytest.mark.parametrize(("code", "variant"), PRODUCTS, ids=NAMED)
def test_requirements_are_all_there_and_no_others(code: str, variant: str | None) -> None:
    service, text = catalogue().services[code], told("ask_requirements", code, variant)
    before = [each for each in of(service, variant) if each.stage == "before"]
    leads = [each for each in service.lead_times if not each.variants or variant in each.variants]
    assert len(lines(text)) == len(before) + len(leads) + bool(service.superior)
    assert all(each.name in text for each in of(service, variant))
    others = [each for each in service.documents if each not in of(service, variant)]
    own = " ".join(each.name for each in of(service, variant))
    assert not any(each.name in text for each in others if each.name not in own)
    assert all(str(each.amount) in text for each in leads)
    assert (service.superior.text in text) if service.superior else "eselon" not in text


@pytest.mark.parametrize(("code", "variant"), PRODUCTS, ids=NAMED)
def test_the_time_is_the_product_s_own(code: str, variant: str | None) -> None:
    service, text = catalogue().services[code], told("ask_deadline", code, variant)
    incident = next((each.incident for each in service.variants if each.id == variant), False)
    terms = [service.incident_term] if incident else service.terms
    own = [each for each in terms if each and (not each.variants or variant in each.variants)]
    parts = [part.strip(" .") for each in own for part in each.text.split("; ")]
    assert all(part in text for part in parts)
    others = [each.text for each in service.terms if each not in own]
    assert not any(each in text for each in others if not any(each in one.text for one in own))


@pytest.mark.parametrize(("code", "variant"), PRODUCTS, ids=NAMED)
def test_every_product_is_free_and_says_where_it_is_served(code: str, variant: str | None) -> None:
    number = f"layanan {catalogue().services[code].number}"
    assert "Tidak dipungut biaya (Gratis)" in told("ask_fee", code, variant)
    assert "helpdeskmedan@kemenkeu.go.id" in told("ask_contact", code, variant)
    assert ("kemenkeu.prime" in told("ask_contact", code, variant)) == code.startswith("LPSE")
    assert "08.00 - 17.00" in told("ask_hours", code, variant)
    assert all(number in told(asked, code, variant) for asked in ("ask_fee", "ask_deadline", "ask_requirements"))


@pytest.mark.parametrize("code", catalogue().services)
def test_lists_of_the_standard_are_whole(code: str) -> None:
    service = catalogue().services[code]
    for name in LINES:
        text = told("help", code, None, name)
        assert lines(text) == list(getattr(service, name).items), name
    assert all(each in told("help", code, None, "supervision") for each in service.supervision.items)
    assert str(service.staff.low) in told("help", code, None, "staff")


@pytest.mark.parametrize("code", catalogue().services)
def test_every_answer_of_a_service_is_found_by_each_of_its_own_words(code: str) -> None:
    service = catalogue().services[code]
    for each in service.answers:
        for said in (*each.words, *each.anywhere):
            reading = Reading(f"{said}?", "help", code, None, "accept")
            texts = [words().render(say).text for say in answer(reading, service, None, around())]
            assert any(each.text in text for text in texts), said
