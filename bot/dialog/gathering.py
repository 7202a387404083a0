"""What a message answers without having been asked, and what of it cannot be taken."""

from __future__ import annotations

from typing import Any

from bot.dialog.fields import gather, parse
from bot.dialog.fields.gather import Gathered
from bot.dialog.fields.signing import signature
from bot.dialog.form import field_named, fields
from bot.dialog.labels import items
from bot.dialog.language import phrase
from bot.dialog.scene import Scene, given
from bot.dialog.state import Draft, Given
from bot.messages import File, Refused, Say
from catalog_data.model import Field


def _gathered(scene: Scene, draft: Draft) -> Gathered:
    open_fields = [each for each in fields(draft, scene.world) if each.id not in draft.answers]
    return gather(open_fields, scene.heard, scene.world, draft)


def unasked(scene: Scene) -> dict[str, Given]:
    """Answers in the words to fields of the open draft that have none yet."""
    return dict(_gathered(scene, scene.draft()).answers)


def file_fault(scene: Scene, file: File) -> Say:
    """Why a file cannot be taken, and what would be."""
    return scene.say(f"file.{file.fault}", name=file.name, wanted=phrase("file.wanted"))


def refusals(scene: Scene) -> list[dict[str, Any]]:
    """Why something that was clearly meant for a field cannot be taken, as phrases."""
    return [phrase(each.key, **each.params) for each in _gathered(scene, scene.draft()).refused.values()]


def labelled(scene: Scene) -> dict[str, Given]:
    """Answers in lines "Topik: ..." of a first letter; what a line's parser refuses is asked for later."""
    draft, found = scene.draft(), dict[str, Given]()
    for field, part in items(scene.heard, fields(draft, scene.world), numbered=False):
        try:
            found[field.id] = parse(field, part, scene.world, draft)
        except Refused:
            continue
    return {
        key: each for key, each in found.items() if not _of_another(scene, field_named(draft, scene.world, key), each)
    }


def _of_another(scene: Scene, field: Field | None, told: Given) -> bool:
    """ "Nama: Dimas" above the signature of somebody else, where the form lists people: it is for him, not from him."""
    if field is None or field.kind != "name":
        return False
    listed = [
        each
        for one in fields(scene.draft(), scene.world)
        if one.kind == "names"
        for each in given(scene.draft(), one.id) or ()
    ]
    signed = signature(scene.heard.text).get("name", told.value)
    return told.value in listed and signed != told.value


def meanwhile(scene: Scene) -> dict[str, Given]:
    """Answers in a message that came while the form was asleep: to the open question, and beside it."""
    draft, found = scene.draft(), unasked(scene)
    field = field_named(draft, scene.world, scene.state.asked)
    if field is None or field.id in found or not scene.heard.reading.entities:
        return found
    try:
        return {**found, field.id: parse(field, scene.heard, scene.world, draft)}
    except Refused:
        return found
