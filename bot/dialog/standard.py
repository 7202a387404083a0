"""What the standard says of one service: requirements, times, steps. Facts only; words elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.dialog.language import phrase
from bot.dialog.sources import source
from bot.messages import Say
from catalog_data.model import Condition, Document, LeadTime, Procedure, Service, Term

FEW = 8  # lines that one list may have before it is told by variant
TIERED = ("tiers", "triage")  # terms printed as a list
Item = str | dict[str, Any]


def requirements(service: Service, variant: str | None, topics: Iterable[str] = ()) -> list[Say]:
    """What is needed before, and what is signed after; by variant where one list would be too long.

    `topics`: what was told of the person ("new_company"), by which one paper may take another's place.
    """
    told = conditions(service, topics)
    whole = _before(service, variant, told)
    if variant or len(whole) <= FEW:
        return [_requirements(service, variant, whole)]
    return [_requirements(service, each.id, _before(service, each.id, told)) for each in service.variants]


def conditions(service: Service, topics: Iterable[str]) -> dict[str, str]:
    """Field -> option, of the topics that are an option of one of the service's fields."""
    said = set(topics)
    return {each.id: option.id for each in service.fields for option in each.options if option.topic in said}


def _requirements(service: Service, variant: str | None, items: list[Item]) -> Say:
    after = [each.name for each in _papers(service, variant) if each.stage == "after"]
    key = "answer.requirements" if items else "answer.requirements_none"
    where = service.no_requirements or service.submission
    return Say("", key, {
        "service": service.code, "variant": variant, "items": [*items, *_leads(service, variant)],
        "after": list(dict.fromkeys(after)),
        "source": source(where.clause),
    })  # fmt: skip


def _before(service: Service, variant: str | None, told: Mapping[str, str]) -> list[Item]:
    superior: list[Item] = [service.superior.text] if service.superior else []
    papers = [each for each in _papers(service, variant) if each.stage == "before" and not _met(each.unless, told)]
    return [*superior, *(_named(service, variant, each) for each in papers)]


def _papers(service: Service, variant: str | None) -> list[Document]:
    """Documents of the variant (None: of any)."""
    return [each for each in service.documents if _for(each.variants, variant)]


def _met(conditions: Sequence[Condition], told: Mapping[str, str]) -> bool:
    """Whether what was told fulfils all of the conditions, of which there is one at least."""
    return bool(conditions) and all(told.get(each.field) in each.values for each in conditions)


def _named(service: Service, variant: str | None, paper: Document) -> Item:
    if paper.when:
        instead = [each.name for each in _papers(service, variant) if each.unless == paper.when]
        return phrase(
            "answer.instead", service=service.code, condition=paper.when[0].field, item=paper.name, of=instead
        )
    if variant or not paper.variants or len(paper.variants) == len(service.variants):
        return paper.name
    return phrase("answer.only_for", item=paper.name, variants=_shorts(service, paper.variants))


def _leads(service: Service, variant: str | None) -> list[Item]:
    return [_lead(service, variant, each) for each in service.lead_times if _for(each.variants, variant)]


def _lead(service: Service, variant: str | None, lead: LeadTime) -> Item:
    key = "answer.lead_after_hours" if lead.after_hours_only else f"answer.lead_{lead.unit}"
    said = phrase(key, amount=lead.amount)
    if variant or not lead.variants:
        return said
    return phrase("answer.only_for", item=said, variants=_shorts(service, lead.variants))


def lead_time(service: Service, variant: str | None) -> Say:
    """How long before an event it is to be asked for, or that nothing is printed of that."""
    where = service.no_requirements or service.submission
    return Say("", "answer.lead", {
        "service": service.code, "variant": variant, "items": _leads(service, variant), "source": source(where.clause),
    })  # fmt: skip


def deadline(service: Service, variant: str | None) -> Say:
    """How long fulfilment takes, as printed, for the variant or for each."""
    terms = _terms_of(service, variant)
    if not terms:
        return Say("", "answer.deadline_none", {"service": service.code})
    items = _terms(service, terms)
    return Say("", "answer.deadline", {
        "service": service.code, "variant": variant, "items": items if len(items) > 1 else None,
        "fact": items[0] if len(items) == 1 else None, "source": source(terms[0].clause),
        "third_party": next((said for each in terms if (said := _elsewhere(each))), None),
    })  # fmt: skip


def _terms_of(service: Service, variant: str | None) -> list[Term]:
    """The variant's terms; of a disturbance under this code, its own."""
    if any(each.id == variant and each.incident for each in service.variants):
        return [service.incident_term] if service.incident_term else []
    return [each for each in service.terms if _for(each.variants, variant)]


def _elsewhere(term: Term) -> str | None:
    """What is printed of work by a third party, unless the term itself says it."""
    said = term.third_party.text if term.third_party else None
    return said if said and said.casefold() not in term.text.casefold() else None


def _terms(service: Service, terms: list[Term]) -> list[Item]:
    """The printed words; tiers one by one, several terms each with the variants of its words."""
    texts = list(dict.fromkeys(each.text for each in terms))
    if len(texts) == 1:
        return list(texts[0].split("; ")) if terms[0].rule in TIERED else list(texts)
    return [_term(service, text, [each for each in terms if each.text == text]) for text in texts]


def _term(service: Service, text: str, terms: list[Term]) -> Item:
    variants = tuple(variant for each in terms for variant in each.variants)
    return phrase("answer.term", variants=_shorts(service, variants), text=text) if variants else text


def procedures(service: Service, variant: str | None, topics: Iterable[str]) -> list[Say]:
    """The steps asked for by topic, else the service's own, else the common flow of a ticket.

    A branch ("sewa_inisiatif_hari_jam") is told with its variant or by name only.
    """
    named = [each for each in service.procedures if each.topic in set(topics)]
    own = [each for each in service.procedures if each.topic != "ticket" and _for(each.variants, variant)]
    if not variant:
        own = [each for each in own if not any(_branch(each, other) for other in own)]
    return [_steps(service, each) for each in named or own or service.procedures[:1]]


def _branch(each: Procedure, other: Procedure) -> bool:
    return each.topic.startswith(f"{other.topic}_")


def _steps(service: Service, procedure: Procedure) -> Say:
    where = source(procedure.clause) if procedure.clause else phrase("source.assumed", number=service.number)
    return Say("", "answer.procedure", {
        "title": procedure.title, "steps": list(procedure.steps), "source": where,
    })  # fmt: skip


def _for(variants: tuple[str, ...], variant: str | None) -> bool:
    return not variants or variant is None or variant in variants


def _shorts(service: Service, variants: tuple[str, ...]) -> list[str]:
    return [each.short for each in service.variants if each.id in variants]
