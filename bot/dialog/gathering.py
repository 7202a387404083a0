"""What a message answers without having been asked."""

from __future__ import annotations

from bot.dialog.fields import fill
from bot.dialog.form import fields
from bot.dialog.scene import Scene
from bot.dialog.state import Given


def unasked(scene: Scene) -> dict[str, Given]:
    """Answers in the words to fields of the open draft that have none yet."""
    draft = scene.draft()
    open_fields = [each for each in fields(draft, scene.world) if each.id not in draft.answers]
    return fill(open_fields, scene.heard, scene.world, draft)
