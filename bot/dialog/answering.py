"""Answers out of the standard: a table from what is asked to the facts that answer it.

A finer topic goes before the intent, and a service's own answer before the common ones. Without a
service, what all services say alike is said of all; what differs is asked back. What the standard
does not say is said to be unknown, with a contact. `to` of every Say is left to the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from bot.dialog import contacts
from bot.dialog.sources import source
from bot.dialog.standard import deadline, lead_time, procedures, requirements
from bot.dialog.state import World
from bot.dialog.worded import MOST, Asked, office, own_words, phrased
from bot.messages import Say
from catalog_data.model import Block, Fact, Service
from intents.near import spoken
from intents.reading import Reading

# what is asked in so many words, and the subject that its words touch without meaning it
TOUCHED = {"ask_procedure": "who_may_rent"}
EXAMPLES = 3  # services named where one is asked for
# Topics of the reader -> the catalogue's own answers of the same sense.
ALIASES = {"rent_period": "rent_periodicity", "rent_objects": "rent_object"}
BLOCKS = {
    "legal_basis": "legal_basis", "facilities": "facilities", "competence": "competence",
    "supervision": "supervision", "guarantee": "guarantee", "safety": "safety", "evaluation": "evaluation",
}  # fmt: skip
PAPERS = "documents"  # the topic of a list of what to bring, whatever the intent
SILENT = "silent"  # the topic of questions that the standard answers nowhere ("berapa kecepatan wifi")
FACTS = {"reopen": "reopen", "queue": "queue", "ask_hours": "hours", "hours": "hours", "support": "support"}


def answer(reading: Reading, service: Service | None, variant: str | None, world: World) -> tuple[Say, ...]:
    """What the standard says to a question, or to several in one message; "answer.unknown" where it says nothing."""
    says: list[Say] = []
    for each in _each(reading):
        says += [say for say in _said(Asked(each, service, variant, world)) if say not in says]
    says += [say for say in _where_and_when(Asked(reading, service, variant, world)) if say not in says]
    return tuple(says) or (unknown(Asked(reading, service, variant, world)),)


def _where_and_when(asked: Asked) -> list[Say]:
    """Often asked in one breath: "kantornya dimana dan jam berapa buka"."""
    ways = asked.world.words.tables["called"]
    both = spoken(asked.reading.text, {"ask_contact": ways["where"], "ask_hours": ways["opening"]})
    return [say for each in both for say in _told(asked, each)] if len(both) > 1 else []


def _each(reading: Reading) -> Iterable[Reading]:
    """The questions one by one; what was told of the person holds for a list asked for in any of them."""
    for one in reading.questions:
        topics = reading.topics if one.intent == "ask_requirements" else one.topics
        yield replace(one, topics=topics, entities=reading.entities)
    if not reading.questions:
        yield reading


def _said(asked: Asked) -> list[Say]:
    """The answer to one question."""
    reading = asked.reading
    if SILENT in reading.topics:
        return []
    told = [says for says in (_told(asked, topic) for topic in _topics(asked)) if says][:MOST]
    says = [each for some in told for each in some]
    says += [each for each in _worded(asked) if each not in says]
    return says or _told(asked, _plainly(reading))


def _plainly(reading: Reading) -> str:
    """What is asked in general, where nothing finer is."""
    return "ask_requirements" if PAPERS in reading.topics else reading.intent


def _topics(asked: Asked) -> list[str]:
    """What is asked for by topic; in a list that is asked for, what was told of the person is a condition."""
    reading = asked.reading
    touched = (PAPERS, TOUCHED.get(reading.intent))
    topics = [ALIASES.get(each, each) for each in reading.topics if each not in touched]
    if asked.service and _plainly(reading) == "ask_requirements":
        options = {option.topic for each in asked.service.fields for option in each.options}
        topics = [each for each in topics if each not in options]
    return list(dict.fromkeys(topics))


def unknown(asked: Asked) -> Say:
    """The standard is silent: who may know."""
    return Say("", "answer.unknown", {"lines": contacts.nearest(asked.world, office(asked), asked.service)})


def _told(asked: Asked, topic: str) -> list[Say]:
    """The answer to one topic or intent: the catalogue's own first, then the table's."""
    own = _own(asked, topic)
    if own:
        return [own]
    if topic in BLOCKS:
        return _block(asked, BLOCKS[topic])
    if topic in FACTS:
        return _fact(asked, FACTS[topic])
    return ANSWERS[topic](asked) if topic in ANSWERS else []


def _own(asked: Asked, topic: str) -> Say | None:
    """An answer of the service, of the only service that has one, or a general one."""
    own = asked.service.answers if asked.service else ()
    services = asked.world.catalogue.services.values()
    elsewhere = [each for service in services for each in service.answers if each.topic == topic]
    candidates = [each for each in (*own, *asked.world.catalogue.general) if each.topic == topic]
    if not candidates and len(elsewhere) == 1:
        candidates = elsewhere
    return own_words(candidates[0], asked) if candidates else None


def _worded(asked: Asked) -> list[Say]:
    """The answers whose own words stand in the question, behind the list that was asked for with them."""
    found, listed = phrased(asked), _plainly(asked.reading) == "ask_requirements"
    before = _requirements(asked) if listed and any(each.tell for each in found) else []
    return [*before, *(own_words(each, asked) for each in found)]


def _services(asked: Asked) -> Iterable[Service]:
    return [asked.service] if asked.service else asked.world.catalogue.services.values()


def _common(asked: Asked, pick: Callable[[Service], Any], same: Callable[[Any], Any]) -> tuple[bool, Any]:
    """(whether all services meant say the same, what the first says)."""
    found = [pick(each) for each in _services(asked)]
    return len({same(each) for each in found}) == 1, found[0] if found else None


def _which(asked: Asked) -> list[Say]:
    """It differs from service to service: which one?"""
    names = [each.short for each in asked.world.catalogue.services.values()][:EXAMPLES]
    return [Say("", "answer.which_service", {"services": names})]


def _block(asked: Asked, name: str) -> list[Say]:
    alike, block = _common(asked, lambda s: getattr(s, name), lambda b: b.items)
    if not alike:
        return _which(asked)
    return [_listed(f"answer.{name}", asked, block, block.items)]


def _listed(key: str, asked: Asked, block: Block, items: Iterable[str]) -> Say:
    return Say("", key, {
        "service": asked.service.code if asked.service else None, "items": list(items), "intro": block.intro,
        "source": source(block.clause, every=asked.service is None),
    })  # fmt: skip


def _fact(asked: Asked, name: str) -> list[Say]:
    facts = [fact for each in _services(asked) if (fact := getattr(each, name))]
    if not facts:
        return []
    said = list(dict.fromkeys(fact.text for fact in facts))
    if len(said) > 1:  # all but an exception: the common words first
        common = max(said, key=lambda text: sum(fact.text == text for fact in facts))
        facts = [next(fact for fact in facts if fact.text == common)]
    return [_stated(facts[0], asked)]


def _stated(fact: Fact, asked: Asked, **more: Any) -> Say:
    where = source(fact.clause, every=asked.service is None)
    return Say("", "answer.fact", {"fact": fact.text, "source": where, **more})


def _fee(asked: Asked) -> list[Say]:
    """Free for all; of a lease also where the rent goes (service 8 says both)."""
    note = asked.service.fee_note if asked.service else None
    fact = next(each.fee for each in _services(asked))
    return [_stated(fact, asked, note=note.text if note else None)]


def _requirements(asked: Asked) -> list[Say]:
    topics = asked.reading.topics
    return requirements(asked.service, asked.variant, topics) if asked.service else _which(asked)


def _lead(asked: Asked) -> list[Say]:
    return [lead_time(asked.service, asked.variant)] if asked.service else _which(asked)


def _deadline(asked: Asked) -> list[Say]:
    return [deadline(asked.service, asked.variant)] if asked.service else _which(asked)


def _procedure(asked: Asked) -> list[Say]:
    service = asked.service or _with_procedure(asked) or next(iter(asked.world.catalogue.services.values()))
    return procedures(service, asked.variant, asked.reading.topics)


def _with_procedure(asked: Asked) -> Service | None:
    """The service that has a procedure of the topic asked."""
    wanted = set(asked.reading.topics)
    services = asked.world.catalogue.services.values()
    return next((s for s in services if any(p.topic in wanted for p in s.procedures)), None)


def _contact(asked: Asked) -> list[Say]:
    return contacts.answer(asked.world, office(asked), asked.service)


def _helpdesk(asked: Asked) -> list[Say]:
    return contacts.helpdesk(asked.world, asked.service)


def _staff(asked: Asked) -> list[Say]:
    alike, staff = _common(asked, lambda s: s.staff, lambda s: (s.low, s.high))
    if not alike:
        return _which(asked)
    return [Say("", "answer.staff", {"low": staff.low, "high": staff.high, "source": source(staff.clause)})]


def _superior(asked: Asked) -> list[Say]:
    if asked.service is None:
        needing = [s.short for s in asked.world.catalogue.services.values() if s.superior]
        return [Say("", "answer.superior_some", {"services": needing})]
    if asked.service.superior is None:
        return [Say("", "answer.superior_none", {"source": source(asked.service.submission.clause)})]
    found = asked.service.superior
    return [Say("", "answer.fact", {"fact": found.text, "source": source(found.clause)})]


def _response(asked: Asked) -> list[Say]:
    alike, response = _common(asked, lambda s: s.response, lambda r: r.text)
    if not alike:
        return _which(asked)
    return [Say("", "answer.fact", {"fact": response.text, "source": source(response.clause)})]


def _rating(asked: Asked) -> list[Say]:
    clause = asked.service.rating_clause if asked.service else None
    if asked.service and clause is None:
        return [Say("", "answer.rating_voluntary")]
    return [Say("", "answer.rating", {"source": source(clause) if clause else None})]


def _confidential(asked: Asked) -> list[Say]:
    """Only where the standard prints it (1-6, 13, 14): its own sentences, nothing promised beyond."""
    if asked.service is None:
        return _which(asked)
    block = asked.service.safety
    items = [each for each in block.items if "user" in each.lower()]
    return [_listed("answer.safety", asked, block, items)] if items else []


ANSWERS: dict[str, Callable[[Asked], list[Say]]] = {
    "ask_requirements": _requirements,
    "ask_deadline": _deadline,
    "lead": _lead,
    "ask_fee": _fee,
    "ask_contact": _contact,
    "ask_procedure": _procedure,
    "sewa_inisiatif": _procedure,
    "sewa_permohonan": _procedure,
    "lpse_helpdesk": _helpdesk,
    "staff": _staff,
    "superior": _superior,
    "response_time": _response,
    "rating": _rating,
    "confidentiality": _confidential,
}
