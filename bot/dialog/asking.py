"""The next question of a form: variant, lead time, what is missing, and at last the summary."""

from __future__ import annotations

from typing import Any

from bot.desk.shapes import Promise
from bot.desk.standing import TOO_SOON
from bot.dialog.copies import but
from bot.dialog.fields import show
from bot.dialog.form import (
    DIFFERS,
    afterwards,
    fields,
    given_dates,
    missing,
    promised,
    service_of,
    settled,
    to_bring,
    variant_of,
)
from bot.dialog.language import phrase
from bot.dialog.scene import Scene, ask, pick
from bot.dialog.state import FOLLOWS, Draft, Given, Turn
from bot.messages import Choice, Effect, Say
from catalog_data.model import Field, Service

ASSESS = TOO_SOON  # the mark of an event that an officer must rule on


def proceed(scene: Scene, *before: Effect) -> Turn:
    """Put the next question of the open draft, after these words."""
    old = scene.draft()
    draft = settled(old, scene.world)
    scene = scene.but(state=scene.state.but(draft=draft, misses=0, held={}, options=()))
    turn = _variant(scene) or _too_soon(scene) or _missing(scene) or summarise(scene)
    return Turn(turn.state, (*before, *moved(scene, old), *turn.effects))


def moved(scene: Scene, old: Draft) -> tuple[Say, ...]:
    """A number or a place moved the variant: say so, with what it changes."""
    service, new = service_of(old, scene.world), scene.draft()
    variant = variant_of(new, service)
    if old.variant in (None, new.variant) or variant is None:
        return ()
    wanted = [label(scene, each) for each in missing(new, scene.world) if each.document]
    return (scene.say("variant.moved", variant=variant.name, wanted=wanted),)


def _variant(scene: Scene) -> Turn | None:
    """One question between the variants; where a number decides, only the family is asked."""
    draft, service = scene.draft(), service_of(scene.draft(), scene.world)
    if draft.variant is not None or not service.variants:
        return None
    state = scene.state.but(step="variant", asked=None)
    choices = [_variant_choice(service, each.id) for each in service.variants if not _high(service, each.id)]
    state, say = ask(scene, state, scene.say("variant.ask", service=service.code), *choices)
    return scene.turn(say, state=state)


def _high(service: Service, variant: str) -> bool:
    return any(each.high == variant for each in service.thresholds)


def _variant_choice(service: Service, variant: str) -> Choice:
    family = any(each.low == variant and each.family for each in service.thresholds)
    key = "family" if family else "variant"
    return pick(f"variant/{variant}", key, service=service.code, variant=variant)


def _too_soon(scene: Scene) -> Turn | None:
    """The lead time is missed: the rule, the earliest date, the skipped days, three ways on."""
    draft = scene.draft()
    if ASSESS in draft.marks or given_dates(draft, scene.world) is None:
        return None
    promise = promised(draft, scene.world)
    if promise.accepted:
        return None
    state = scene.state.but(step="too_soon", asked=None)
    say = scene.say("too_soon.ask", **_lead(scene, promise))
    earliest = promise.earliest_event_date
    shift = pick("shift", date=earliest.isoformat() if earliest else None)
    state, say = ask(scene, state, say, shift, pick("assess"), pick("human"), again="too_soon.again")
    return scene.turn(say, state=state)


def _lead(scene: Scene, promise: Promise) -> dict[str, object]:
    """What the refusal of a date says: the rule's own number and unit, and the days passed over."""
    draft = scene.draft()
    service = service_of(draft, scene.world)
    lead = next(each for each in service.lead_times if not each.variants or draft.variant in each.variants)
    day, reason = given_dates(draft, scene.world), promise.rules[0]
    skipped = [f"{name} ({on.day}/{on.month})" for on, name in reason.skipped]
    earliest = promise.earliest_event_date
    return {
        "amount": lead.amount,
        "unit": lead.unit,
        "clause": lead.clause,
        "date": day,
        "earliest": earliest.isoformat() if earliest else None,
        "skipped": skipped,
    }


def _missing(scene: Scene) -> Turn | None:
    wanted = missing(scene.draft(), scene.world)
    if not wanted:
        return None
    if scene.world.traits.asks_all_at_once and len(wanted) > 1:
        return _all(scene, wanted)
    return ask_field(scene, wanted[0])


def _all(scene: Scene, wanted: list[Field]) -> Turn:
    """One list of everything that is missing, for a channel that is answered letter by letter."""
    asks = [phrase(f"field.{each.id}", service=owner(scene, each)) for each in wanted]
    state = scene.state.but(step="filling", asked=None, held={"all": [each.id for each in wanted]})
    service = service_of(scene.draft(), scene.world)
    before = scene.state.prompt
    again = 1 if before is not None and before.key == "ask.all" else 0  # what is left is asked for in few words
    state, say = ask(scene, state, scene.say("ask.all", asks=asks, service=service.name, n=again))
    return scene.turn(but(say, files=_templates(wanted)), state=state)


def _templates(wanted: list[Field]) -> tuple[str, ...]:
    return tuple(each.template for each in wanted if each.template)


def field_say(scene: Scene, field: Field) -> Say:
    """The field's own question."""
    return scene.say(f"field.{field.id}", service=owner(scene, field))


def owner(scene: Scene, field: Field) -> str:
    """Whose words a field has: the service's, or the common ones of the person's own fields."""
    return "person" if [each for each in scene.world.catalogue.person if each is field] else scene.draft().service


def label(scene: Scene, field: Field) -> str:
    """What the field is called in the conversation's language."""
    return scene.world.words.of(owner(scene, field), f"field.{field.id}.label", field.label)


def ask_field(scene: Scene, field: Field, *before: Effect) -> Turn:
    """Ask for one field; its choices, or "menyusul" where a document may follow."""
    state = scene.state.but(step="filling", asked=field.id)
    state, say = ask(scene, state, field_say(scene, field), *field_choices(scene, field))
    return scene.turn(*before, but(say, files=_templates([field])), state=state)


def field_choices(scene: Scene, field: Field) -> list[Choice]:
    """Quick choices of a field's question."""
    code = scene.draft().service
    if field.kind == "office":
        return [pick(f"office/{each}", "office", office=each) for each in scene.world.catalogue.offices]
    options = [pick(f"set/{each.id}", "option", service=code, field=field.id, option=each.id) for each in field.options]
    if field.follow:
        options.append(pick("follow"))
    if not field.required:
        options.append(pick("skip"))
    return options


def lines(scene: Scene) -> list[dict[str, str]]:
    """The draft as label and value, in the form's order."""
    draft = scene.draft()
    return [
        {
            "field": each.id,
            "service": owner(scene, each),
            "label": label(scene, each),
            "value": show(each, draft.answers[each.id], scene.world.words, owner(scene, each)),
            "mark": draft.answers[each.id].mark,
        }
        for each in fields(draft, scene.world)
        if _shown(draft.answers.get(each.id))
    ]


def _shown(answer: Given | None) -> bool:
    """Whether an answer has something to show: a line left empty has not."""
    return answer is not None and answer.mark != DIFFERS and (answer.mark == FOLLOWS or answer.value not in ("", None))


def summarise(scene: Scene, *before: Effect) -> Turn:
    """One compact summary to confirm, with what will be asked afterwards."""
    draft, service = scene.draft(), service_of(scene.draft(), scene.world)
    variant = variant_of(draft, service)
    say = scene.say(
        "summary.ask",
        service=service.code,
        title=variant.name if variant else service.name,
        code=service.code if service.code_official else None,
        office=scene.world.catalogue.offices[draft.answers["kantor"].value].name,
        lines=lines(scene),
        notes=_notes(scene),
    )
    state = scene.state.but(step="confirming", asked=None)
    yes = pick("yes", "choice.send" if draft.urgent else "choice.open")
    state, say = ask(scene, state, say, yes, pick("edit"), pick("cancel"), again="summary.again")
    return scene.turn(*before, say, state=state)


def _notes(scene: Scene) -> list[dict[str, Any]]:
    """What the person should know before saying yes: marks, papers that follow, papers to sign."""
    draft = scene.draft()
    late, unsure = _marked(scene, FOLLOWS), _marked(scene, "unverified")
    after = [each.called for each in afterwards(draft, scene.world)]
    brought = to_bring(draft, scene.world)
    special = [each.called for each in brought if each.when]
    said = (
        (late, phrase("summary.follows", documents=late)),
        (unsure, phrase("summary.unverified", fields=unsure)),
        (ASSESS in draft.marks, phrase("summary.too_soon")),
        (after, phrase("summary.after", documents=after)),
        (brought, phrase("summary.bring", count=len(brought), special=special)),
        (draft.urgent, phrase("summary.urgent")),
    )
    return [note for there, note in said if there]


def _marked(scene: Scene, mark: str) -> list[str]:
    """Labels of the answers that carry this mark."""
    answers = scene.draft().answers
    known = fields(scene.draft(), scene.world)
    return [label(scene, each) for each in known if each.id in answers and answers[each.id].mark == mark]
