"""Who writes, told where something else is asked: a name alone, a body alone, or all of it in one breath."""

from __future__ import annotations

from bot.dialog.fields import parse
from bot.dialog.fields.who import presented, told_alone, unit_beside
from bot.dialog.form import PERSON, missing
from bot.dialog.leaving import STRICT
from bot.dialog.scene import Scene
from bot.dialog.state import Given
from bot.messages import Refused
from catalog_data.model import Field

FREE = ("text", "place", "asset")  # kinds that would take an introduction for their own words


def of_self(scene: Scene, asked: Field | None) -> dict[str, Given]:
    """The line of the person that the words fill, where no free words are asked: a body's name, a person's."""
    if asked is None or asked.kind not in STRICT or asked.kind == "office":
        return {}
    told = told_alone(scene.heard)
    return _parsed(scene, [each for each in _open(scene) if each.kind in told])


def introduces(scene: Scene, asked: Field) -> dict[str, Given]:
    """Name, unit and number, and nothing else, where free words are asked: "Andi Baso, KPPN Medan, 0813..."."""
    lines = _open(scene)
    told = presented(scene.heard) and {"name", "unit"} <= {each.kind for each in lines}
    return _parsed(scene, lines) if told and asked.kind in FREE else {}


def _open(scene: Scene) -> list[Field]:
    """The lines of the person that nothing is told of yet."""
    return [each for each in missing(scene.draft(), scene.world) if each.id in PERSON and each.kind != "office"]


def _parsed(scene: Scene, lines: list[Field]) -> dict[str, Given]:
    """Name, unit and contact of the words, each by its parser; a unit beside a name without that name."""
    found: dict[str, Given] = {}
    beside = unit_beside(scene.heard)
    for each in lines:
        try:
            given = parse(each, scene.heard, scene.world, scene.draft())
            found[each.id] = Given(beside) if each.kind == "unit" and beside else given
        except Refused:
            continue
    return found
