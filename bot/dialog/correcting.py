"""A correction of something said before: which line is meant, and its new value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.dialog import copies
from bot.dialog.amends import Kept, changes, wrong
from bot.dialog.asking import ASSESS, ask_field, lines, moved, proceed
from bot.dialog.form import fields, service_of
from bot.dialog.language import phrase
from bot.dialog.questions import questioning, replies
from bot.dialog.scene import Scene, answered, reask
from bot.dialog.state import Draft, Given, Turn, World
from bot.messages import Effect, Say
from catalog_data.model import Field
from intents.near import spoken


def correction(scene: Scene, but: Collection[str] = ()) -> Turn | None:
    """The turn after a correction was found in the words; None where there is none in them.

    `but`: kinds of field that are not meant, because the words were an answer of that kind.
    """
    kinds = {each.id: each.kind for each in fields(scene.draft(), scene.world)}
    if (field := wrong(scene, scene.draft())) and not but:
        return ask_field(scene, field)
    try:
        found = changes(scene, scene.draft())
    except Kept as kept:
        old = (scene.say("correct.kept", label=kept.label),) if kept.label else ()
        return scene.turn(scene.say(kept.key, **kept.params), *old, *reask(scene))
    return changed(scene, {key: value for key, value in found.items() if kinds[key] not in but})


def changed(scene: Scene, found: Mapping[str, Given]) -> Turn | None:
    """The turn after these answers took the place of others: one line says so. None where there are none."""
    if not found:
        return None
    before = scene.draft()
    scene = scene.but(state=scene.state.but(draft=corrected(before, found, scene.world)))
    asked = replies(scene, scene.draft()) if scene.heard.reading.asked and questioning(scene) else ()
    turn = proceed(scene, *asked, *moved(scene, before))
    told = [each for each in lines(scene.but(state=turn.state)) if _differs(each["field"], before, turn.state.draft)]
    if turn.state.step == "filling":
        return Turn(turn.state, (scene.say("noted.also", lines=told), *turn.effects))
    new = [phrase("correct.line", label=each["label"], value=each["value"]) for each in told]
    return Turn(turn.state, tuple(_confirming(each, new) for each in turn.effects))


def _differs(field: str, before: Draft, after: Draft | None) -> bool:
    return after is not None and before.answers.get(field) != after.answers.get(field)


def _confirming(effect: Effect, new: list[dict[str, Any]]) -> Effect:
    """The summary that begins with what was changed."""
    if not isinstance(effect, Say) or effect.key != "summary.ask":
        return effect
    return copies.but(effect, params={**effect.params, "changed": new})


def edited(scene: Scene) -> Turn:
    """An earlier message was changed: what it now says otherwise is taken into the open form."""
    turn = correction(scene) if scene.state.draft else None
    return turn or scene.turn(scene.say("edited"), *reask(scene))


def corrected(draft: Draft, found: Mapping[str, Given], world: World) -> Draft:
    """The draft with these answers replaced; a new date is judged anew."""
    new = _fitting(_moved(answered(draft, found), found, world), found, world)
    if any(each.param == "event_date" and each.id in found for each in fields(new, world)):
        new = replace(new, marks=tuple(each for each in new.marks if each != ASSESS))
    return new


def _fitting(draft: Draft, found: Mapping[str, Given], world: World) -> Draft:
    """The number follows the names; names that are no longer as many as were told just now are asked for anew."""
    every = [each for each in fields(draft, world) if each.kind == "names" and each.id in draft.answers]
    lists = [each for each in every if each.count in draft.answers and not _as_many(draft, each)]
    counted = {str(each.count): len(draft.answers[each.id].value) for each in lists if each.count not in found}
    draft = answered(draft, {key: Given(count, "counted") for key, count in counted.items()})
    unfit = {each.id for each in lists if each.count in found}
    return replace(draft, answers={key: each for key, each in draft.answers.items() if key not in unfit})


def _as_many(draft: Draft, names: Field) -> bool:
    return bool(len(draft.answers[names.id].value) == draft.answers[names.count or ""].value)


def _moved(draft: Draft, found: Mapping[str, Given], world: World) -> Draft:
    """A place outside makes an event one outside: a variant's own words in the new value."""
    service = service_of(draft, world)
    places = [each.id for each in fields(draft, world) if each.kind == "place" and each.id in found]
    ways = {each.id: each.words for each in service.variants}
    meant = spoken(" ".join(str(found[each].value) for each in places), ways)
    return replace(draft, variant=meant[0]) if len(meant) == 1 and draft.variant else draft
