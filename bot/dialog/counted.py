"""Several things, each with a count of its own: one of them is counted anew, or another joins them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.dialog.form import fields
from bot.dialog.scene import Scene
from bot.dialog.sides import Side
from bot.dialog.state import Draft, Given
from catalog_data.model import Field
from intents.near import flat

MORE = re.compile(r"\b(?:tambah(?:in|kan)?|ditambah|plus|add|also)\b", re.I)
_THING = re.compile(r"(?:(\d{1,3})\s+)?(.+)", re.S)
_COUNT = re.compile(r"(\d{1,3})(?:\s?(?:unit|buah|biji|set|pcs))?", re.I)
_BESIDE = re.compile(r"(\d{1,3})(?:\s(?:unit|buah|biji|set))?\s$")  # the count before a thing

Things = list[tuple[int, str]]


def counted(scene: Scene, draft: Draft, told: Iterable[Side]) -> dict[str, Given]:
    """The goods and their number after the words, by field; {} where no thing is counted anew."""
    goods = _field(scene, draft, "text")
    number = _field(scene, draft, "number")
    if goods is None or number is None:
        return {}
    things = _things(str(draft.answers[goods.id].value), draft.answers[number.id].value)
    turned = _anew(things, told) or _more(scene, things)
    if not turned:
        return {}
    alone = len(turned) == 1
    shown = turned[0][1] if alone else ", ".join(f"{count} {thing}" for count, thing in turned)
    return {goods.id: Given(shown), number.id: Given(sum(count for count, _ in turned))}


def _field(scene: Scene, draft: Draft, kind: str) -> Field | None:
    """The answered field of goods, or the one of how many units there are."""
    every = (each for each in fields(draft, scene.world) if each.kind == kind and each.id in draft.answers)
    return next((each for each in every if "goods" in each.entity or "unit" in each.takes), None)


def _things(value: str, total: object) -> Things:
    """The goods as they stand, each with its count; of one thing alone the number is its count."""
    parts = [_THING.fullmatch(part.strip()) for part in value.split(",") if part.strip()]
    whole = total if isinstance(total, int) and len(parts) == 1 else 1
    return [(int(hit[1] or whole), hit[2]) for hit in parts if hit]


def _anew(things: Things, told: Iterable[Side]) -> Things:
    """ "proyektornya jadi 2", "laptopnya 3 aja", "mejanya ga usah"."""
    for side in told:
        at, count = _meant(things, side.old), _COUNT.fullmatch(side.new)
        if at is None or not (count or (not side.new and len(things) > 1)):
            continue
        return [*things[:at], *([(int(count[1]), things[at][1])] if count else []), *things[at + 1 :]]
    return []


def _meant(things: Things, old: str) -> int | None:
    """The place of the one thing that has these words."""
    words = flat(old.lower().removesuffix("nya"))
    found = [at for at, (_, thing) in enumerate(things) if words.strip() and words in flat(thing)]
    return found[0] if len(found) == 1 else None


def _more(scene: Scene, things: Things) -> Things:
    """ "tambah 1 speaker": another thing, or more of one that stands."""
    if not MORE.search(scene.heard.text):
        return []
    added = {str(each.value).lower(): _before(scene, each.start) for each in scene.heard.entities("goods")}
    same = [(number + added.pop(thing.lower(), 0), thing) for number, thing in things]
    joined = [*same, *((number, thing) for thing, number in added.items())]
    return joined if joined != things else []


def _before(scene: Scene, start: int) -> int:
    hit = _BESIDE.search(scene.heard.text[max(0, start - 12) : start])
    return int(hit[1]) if hit else 1
