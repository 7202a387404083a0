"""What a message answers without having been asked, and what of it cannot be taken."""

from __future__ import annotations

from typing import Any

from bot.dialog.fields import gather
from bot.dialog.fields.gather import Gathered
from bot.dialog.form import fields
from bot.dialog.language import phrase
from bot.dialog.scene import Scene
from bot.dialog.state import Draft, Given
from bot.messages import File, Say


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
