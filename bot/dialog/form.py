"""What a draft still needs, which variant it has become, and what the clock says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.params import kept_params
from bot.desk.promises import promise
from bot.desk.shapes import Promise
from bot.dialog.copies import but
from bot.dialog.scene import answered, given
from bot.dialog.state import FOLLOWS, Draft, Given, World
from bot.messages import Person
from catalog_data.model import Condition, Document, Field, Service, Term, Variant

PERSON = {"kantor": "office", "nama": "name", "unit": "unit", "kontak": "contact"}
DIFFERS = "differs"  # the mark of a list that does not fit the number told
HANDED_IN = ("bring", "complete_later")  # papers that no field asks for
STALE = timedelta(hours=12)  # office rule: after this silence a draft is asked about before going on


def service_of(draft: Draft, world: World) -> Service:
    """The draft's service."""
    return world.catalogue.services[draft.service]


def variant_of(draft: Draft, service: Service) -> Variant | None:
    """The draft's variant, or None while it is open."""
    return next((each for each in service.variants if each.id == draft.variant), None)


def holds(conditions: Iterable[Condition], draft: Draft) -> bool:
    """All conditions hold for the answers so far; an unanswered field holds none."""
    return all(_holds(each, given(draft, each.field)) for each in conditions)


def _holds(condition: Condition, value: Any) -> bool:
    if value is None:
        return False
    if condition.above is not None:
        return isinstance(value, int) and value > condition.above
    return value in condition.values


def concerns(part: Field | Document, draft: Draft, service: Service) -> bool:
    """Whether a field or document belongs to this draft's variant and answers."""
    if part.variants and draft.variant is not None and draft.variant not in part.variants:
        return False
    if part.when and not holds(part.when, draft):
        return False
    return not (isinstance(part, Document) and part.unless and holds(part.unless, draft))


def fields(draft: Draft, world: World) -> list[Field]:
    """Everything that may be known of this draft, in the order in which one would ask.

    Asked eight times a turn: what `concerns` says of a field stands here without the calls.
    """
    variant = draft.variant
    own = [
        each
        for each in service_of(draft, world).fields
        if (variant is None or not each.variants or variant in each.variants)
        and (not each.when or holds(each.when, draft))
    ]
    office, who = _person_fields(world, own)
    return [*office, *own, *who]


def _person_fields(world: World, own: list[Field]) -> tuple[list[Field], list[Field]]:
    """The office comes first (its zone rules the dates), the rest of the person last."""
    unless = "unit" if "company" in [each.kind for each in own] else None
    office = [each for each in world.catalogue.person if each.kind == "office"]
    who = [each for each in world.catalogue.person if each.kind != "office" and each.id != unless]
    return office, who


def missing(draft: Draft, world: World) -> list[Field]:
    """What must still be asked. In an emergency nobody is asked who they are, only where."""
    hurry = {"nama", "unit", "kontak"} if draft.urgent else set()
    return [
        each
        for each in fields(draft, world)
        if _wanted(each, world) and not _there(draft, each.id) and each.id not in hurry
    ]


def _wanted(field: Field, world: World) -> bool:
    """What may be left empty is offered in a talk; a letter is not sent back for it."""
    return field.required or (field.offered and not world.traits.asks_all_at_once)


def _there(draft: Draft, name: str) -> bool:
    return name in draft.answers and draft.answers[name].mark != DIFFERS


def field_named(draft: Draft, world: World, name: str | None) -> Field | None:
    """The field of this id, if it concerns the draft."""
    return next((each for each in fields(draft, world) if each.id == name), None) if name else None


def seeded(draft: Draft, person: Person) -> Draft:
    """What is remembered of the person is not asked again."""
    known = {key: Given(getattr(person, name), "known") for key, name in PERSON.items() if getattr(person, name)}
    return replace(draft, answers={**known, **draft.answers})


def learned(draft: Draft | None, person: Person) -> Person:
    """The person as the draft's answers tell."""
    if draft is None:
        return person
    said = {name: value for key, name in PERSON.items() if (value := given(draft, key))}
    return but(person, **said) if said else person


def led_by(draft: Draft, before: Draft | None, world: World) -> Draft:
    """With the superior who was named for the request before, where this one needs one too."""
    named = [each for each in fields(before, world) if each.kind == "superior"] if before else []
    wanted = [each.id for each in fields(draft, world) if each.kind == "superior" and each.id not in draft.answers]
    known = [before.answers[each.id] for each in named if before and each.id in before.answers]
    return answered(draft, {wanted[0]: replace(known[0], source="known")}) if known and wanted else draft


def settled(draft: Draft, world: World) -> Draft:
    """The draft in the variant that its numbers and its only possibility decide."""
    service = service_of(draft, world)
    if draft.variant is None and len(service.variants) == 1:
        draft = replace(draft, variant=service.variants[0].id)
    draft = answered(draft, {**_counted(draft, world), **_fitting(draft, world)})
    for rule in service.thresholds:
        value = given(draft, rule.field)
        if isinstance(value, int) and draft.variant in (rule.low, rule.high):
            draft = replace(draft, variant=rule.high if value > rule.above else rule.low)
    return draft


def _counted(draft: Draft, world: World) -> dict[str, Given]:
    """The number that a list of names, or the rows of one attached, tells where nobody said it."""
    lists = [each for each in fields(draft, world) if each.count and each.count not in draft.answers]
    known = {each.count: given(draft, each.id) for each in lists if given(draft, each.id)}
    rows = {name: [part["rows"] if isinstance(part, dict) else 1 for part in value] for name, value in known.items()}
    return {name: Given(sum(counts), "counted") for name, counts in rows.items() if name}


def _fitting(draft: Draft, world: World) -> dict[str, Given]:
    """Lists that fit the number now that it was corrected."""
    lists = [(each, draft.answers[each.id]) for each in fields(draft, world) if each.count and each.id in draft.answers]
    waiting = [(each, found) for each, found in lists if found.mark == DIFFERS]
    fits = [(each, found) for each, found in waiting if found.value[0]["rows"] == given(draft, each.count or "")]
    return {each.id: Given(found.value, found.source) for each, found in fits}


def following(draft: Draft, world: World) -> list[Field]:
    """Fields of this draft's variant whose document is to be sent later."""
    late = {name for name, each in draft.answers.items() if each.mark == FOLLOWS}
    return [each for each in fields(draft, world) if each.id in late] if late else []


def clock_params(draft: Draft, world: World, **more: Any) -> dict[str, Any]:
    """What the clock needs of the answers, JSON-able, under the contract's names (`loket due`)."""
    params: dict[str, Any] = dict(more)
    for each in fields(draft, world):
        value = given(draft, each.id)
        if not each.param or value is None:
            continue
        params.update(_param(each, value))
    if following(draft, world):
        params["documents_follow"] = True
    return params


def _param(part: Field, value: Any) -> dict[str, Any]:
    name = str(part.param)
    if part.kind == "dates":
        return {"event_date": value[0], "event_end": value[-1]}
    if part.kind == "datetime":
        day, _, clock = value.partition("T")
        return {name: day} | ({"event_end_time": clock[:5]} if clock else {})
    if part.kind == "choice" and name == "after_hours":
        return {name: value == "ya"}
    return {name: value}


def promised(draft: Draft, world: World, **more: Any) -> Promise:
    """All dates of this draft if its ticket were opened now."""
    service = service_of(draft, world)
    kind = variant_of(draft, service)
    params = clock_params(draft, world, incident=bool(kind and kind.incident), **more)
    office = world.catalogue.offices[given(draft, "kantor") or next(iter(world.catalogue.offices))]
    counted = kept_params(params, ZoneInfo(office.zone))
    return promise(service, draft.variant, office, world.catalogue.calendar, world.now, counted)


def outstanding(draft: Draft, world: World) -> tuple[str, ...]:
    """Ids of the documents needed before that are still to come: said to follow, or to be handed in."""
    service = service_of(draft, world)
    late = [each.document or each.id for each in following(draft, world)]
    term = term_of(draft, service)
    waits = term is not None and term.start == "documents_complete"
    later = [each.id for each in service.documents if waits and _handed_in(each, draft, service)]
    return tuple(dict.fromkeys(late + later))


def _handed_in(paper: Document, draft: Draft, service: Service) -> bool:
    """A paper needed before that is brought or completed later, not attached here."""
    return paper.stage == "before" and paper.form in HANDED_IN and concerns(paper, draft, service)


def term_of(draft: Draft, service: Service) -> Term | None:
    """The term of this draft's variant."""
    variant = variant_of(draft, service)
    if variant and variant.incident:
        return service.incident_term
    return next((each for each in service.terms if not each.variants or draft.variant in each.variants), None)


def to_bring(draft: Draft, world: World) -> list[Document]:
    """Papers for the visit."""
    service = service_of(draft, world)
    papers = [each for each in service.documents if each.stage == "before" and each.form == "bring"]
    return [each for each in papers if concerns(each, draft, service)]


def afterwards(draft: Draft, world: World) -> list[Document]:
    """Papers to be signed once the service is fulfilled."""
    service = service_of(draft, world)
    return [each for each in service.documents if each.stage == "after" and concerns(each, draft, service)]


def moved_to(draft: Draft, service: str, variant: str | None, words: str, world: World) -> Draft:
    """A change of mind about the service: what still fits is kept."""
    fresh = Draft(service, variant, words=words, files=draft.files)
    names = {each.id: each for each in (*world.catalogue.services[service].fields, *world.catalogue.person)}
    old = {each.id: each.kind for each in service_of(draft, world).fields}
    kept = {
        key: value
        for key, value in draft.answers.items()
        if key in names and (key in PERSON or names[key].kind == old.get(key))
    }
    return answered(fresh, kept)


def gone_cold(at: datetime | None, now: datetime) -> bool:
    """Whether the conversation has been silent long enough to ask before going on."""
    return at is not None and now - at > STALE


def given_dates(draft: Draft, world: World) -> str | None:
    """The event's first date (ISO) where the clock counts by one, else None."""
    return clock_params(draft, world).get("event_date")


def days_of(draft: Draft | None, world: World) -> list[str]:
    """Every day (ISO) that the answers name, each once."""
    known = [each.id for each in fields(draft, world) if each.kind in ("date", "dates", "datetime")] if draft else []
    said = [draft.answers[each].value for each in known if draft and each in draft.answers]
    days = [day[:10] for value in said for day in (value if isinstance(value, list) else [value]) if day]
    return list(dict.fromkeys(days))


def without_past(draft: Draft, world: World) -> Draft:
    """The draft without days that have gone by since they were said."""
    days = [each.id for each in fields(draft, world) if each.kind in ("date", "dates", "datetime")]
    today = world.now.date().isoformat()
    gone = {key for key in days if key in draft.answers and _first_day(given(draft, key)) < today}
    return replace(draft, answers={key: each for key, each in draft.answers.items() if key not in gone})


def _first_day(value: Any) -> str:
    return str(value[0] if isinstance(value, list) else value)[:10]
