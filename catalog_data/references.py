"""Within one service every id is single and every reference points to something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from catalog_data.model import Condition, Field, Service
from catalog_data.source import Key

Found = Iterator[tuple[Key, str]]  # where in the file, and what is wrong
Pairs = Iterator[tuple[str, str]]  # key of a table, and what is wrong

ID = re.compile(r"^[a-z][a-z0-9_]*$")
PARAMS = {"devices", "accounts", "event_date", "after_hours"}


def ids(service: Service) -> Found:
    """Ids of variants, fields, documents and topics of answers: well formed and not twice."""
    yield from single("variants", [each.id for each in service.variants])
    yield from single("fields", [each.id for each in service.fields])
    yield from single("documents", [each.id for each in service.documents])
    yield from single("answers", [each.topic for each in service.answers], "topic")
    yield from single("procedures", [each.topic for each in service.procedures], "topic")
    for at, field in enumerate(service.fields):
        for path, reason in single("options", [option.id for option in field.options]):
            yield ("fields", at, *path), reason


def single(name: str, found: Sequence[str], key: str = "id") -> Found:
    """Every id is lower case with underscores, and there once. `key`: where it stands in its table."""
    for at, each in enumerate(found):
        if not ID.match(each):
            yield (name, at, key), f"{each!r} is no id (lower case letters, digits, underscores)"
        if each in found[:at]:
            yield (name, at, key), f"{each!r} is there twice"


def variants(service: Service) -> Found:
    """Whatever is said for a variant is said for one that exists."""
    known = {variant.id for variant in service.variants}
    for name in ("fields", "documents", "lead_times", "terms", "procedures"):
        for at, part in enumerate(getattr(service, name)):
            for key in ("variants", "clause_variants"):
                for each in (each for each in getattr(part, key, ()) if each not in known):
                    yield (name, at, key), f"unknown variant {each!r}"


def choosing(service: Service) -> Found:
    """Phrases belong to a variant that exists; several variants need a question between them."""
    known = {variant.id for variant in service.variants}
    for key in service.phrases:
        if key not in known | {"", "any"}:
            yield ("phrases", key), f"phrases for an unknown variant {key!r}"
    if len(known) > 1 and not service.ask_variant:
        yield ("code",), "several variants, but no ask_variant to choose between them"


def incidents(service: Service) -> Found:
    """A disturbance is no variant of the standard and has a term of its own."""
    for at, variant in enumerate(service.variants):
        if variant.incident and variant.clause:
            yield ("variants", at, "clause"), f"{variant.id!r} is a disturbance: the standard has no clause for it"
        if variant.incident and service.incident_term is None:
            yield ("variants", at), f"{variant.id!r} is a disturbance, but there is no incident_term"


def fields(service: Service) -> Found:
    """Each field has what its kind needs, and what it names exists."""
    by_id = {field.id: field for field in service.fields}
    documents = {document.id: document for document in service.documents}
    for at, field in enumerate(service.fields):
        for key, reason in (*_kind(field), *_count(field, by_id), *_conditions("when", field.when, by_id)):
            yield ("fields", at, key), f"{field.id}: {reason}"
        if field.document and (field.document not in documents or documents[field.document].form != "upload"):
            yield ("fields", at, "document"), f"{field.id}: {field.document!r} is no document to be uploaded"
        if field.param and field.param not in PARAMS:
            yield ("fields", at, "param"), f"{field.id}: the clock knows no {field.param!r}"


def documents(service: Service) -> Found:
    """Conditions name fields; a paper to be uploaded first is asked for by a field."""
    by_id = {field.id: field for field in service.fields}
    asked = {field.document for field in service.fields}
    for at, document in enumerate(service.documents):
        for name in ("when", "unless"):
            for key, reason in _conditions(name, getattr(document, name), by_id):
                yield ("documents", at, key), f"{document.id}: {reason}"
        if document.stage == "before" and document.form == "upload" and document.id not in asked:
            yield ("documents", at), f"{document.id}: to be uploaded, but no field asks for it"


def superior(service: Service) -> Found:
    """The superior's address is asked for exactly where the standard wants it."""
    asked = any(field.kind == "superior" for field in service.fields)
    if asked and not service.superior:
        yield ("fields",), "a field asks for the superior's address, but the service wants none"
    if service.superior and not asked:
        yield ("superior",), "the service wants the superior's address, but no field asks for it"


def silence(service: Service) -> Found:
    """Gaps are marked as gaps, and nothing else is."""
    for at, gap in enumerate(service.gaps):
        if not gap.gap:
            yield ("gaps", at, "gap"), "a gap that is not marked gap = true"
    for name in ("submission", "queue", "reopen", "hours", "fee"):
        if getattr(service, name).gap:
            yield (name,), "marked as a gap, but every service has this"


def _kind(field: Field) -> Pairs:
    choice = field.kind == "choice"
    wrong: tuple[tuple[bool, str, str], ...] = (
        (choice and len(field.options) < 2, "kind", "a choice needs two options or more"),
        (not choice and bool(field.options), "options", "options belong to a choice"),
        (field.kind == "list" and not field.columns, "kind", "a list needs columns"),
        (_crossed(field.minimum, field.maximum), "minimum", "minimum is above maximum"),
        (field.default is not None and not _fits(field), "default", f"default {field.default!r} is no answer to it"),
    )
    yield from ((key, reason) for holds, key, reason in wrong if holds)


def _crossed(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


def _fits(field: Field) -> bool:
    """The default is an option of the choice, or a number."""
    if field.kind == "choice":
        return field.default in {option.id for option in field.options}
    return field.kind != "number" or str(field.default).isdigit()


def _count(field: Field, by_id: dict[str, Field]) -> Pairs:
    number = by_id.get(field.count or "")
    if field.count and (number is None or number.kind != "number"):
        yield "count", f"count {field.count!r} is no number field"


def _conditions(key: str, conditions: Iterable[Condition], by_id: dict[str, Field]) -> Pairs:
    for each in conditions:
        field = by_id.get(each.field)
        if field is None:
            yield key, f"condition on an unknown field {each.field!r}"
            continue
        known = {option.id for option in field.options}
        for value in (value for value in each.values if known and value not in known):
            yield key, f"condition on an unknown option {value!r} of {each.field!r}"
        if each.above is None and not each.values:
            yield key, f"condition on {each.field!r} without values or bound"
