"""Fields answered by a number, read with its unit."""

from __future__ import annotations

from bot.dialog.fields.base import Heard, one
from bot.dialog.state import Draft, Given, World
from bot.messages import Refused
from catalog_data.model import Field
from intents.reading import Entity

_OF_TIME = ("menit", "jam", "hari", "minggu", "bulan", "tahun")


def number(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """A whole number: with a unit that the field takes, else a bare one; a measure is kept as "30 meter".

    Refused: number.none; number.which with `numbers`; number.too_small / too_large with the bound.
    """
    found = meant(field, heard.entities("number"))
    if not found:
        raise Refused("number.none")
    value = one([each.value for each in found], heard, "number.which", "numbers")
    if value < (field.minimum if field.minimum is not None else 1):
        raise Refused("number.too_small", minimum=field.minimum or 1)
    if field.maximum is not None and value > field.maximum:
        raise Refused("number.too_large", maximum=field.maximum)
    unit = _unit(field, [each for each in found if each.value == value], draft)
    return Given(f"{value} {unit}" if unit else int(value))


def _unit(field: Field, found: list[Entity], draft: Draft) -> str:
    """What a measure is counted in: as said now, else as said before."""
    if not field.measured:
        return ""
    before = str(draft.answers[field.id].value).partition(" ")[2] if field.id in draft.answers else ""
    return next((each.unit for each in found if each.unit), before)


def meant(field: Field, numbers: list[Entity]) -> list[Entity]:
    """Those that answer this field: by unit, else bare, else whatever counts no time."""
    tries = (
        [each for each in numbers if each.unit and each.unit in field.takes],
        [each for each in numbers if not each.unit],
        [each for each in numbers if each.unit not in _OF_TIME],
    )
    return next((found for found in tries if found), [])
