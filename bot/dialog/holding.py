"""Which answer holds what is denied, and what it becomes: a whole value, one name of several, one floor of a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz

from bot.dialog.fields import parse
from bot.dialog.fields.base import Heard
from bot.dialog.scene import Scene
from bot.dialog.state import Draft, Given
from bot.messages import Refused
from catalog_data.model import Field
from intents.entities import find
from intents.near import flat
from intents.reading import When

LISTS = ("names", "software")
WORDED = ("text", "place", "asset", "company", "name", "unit", "contact", "email", "phone", "superior")
DAYS = ("date", "dates", "datetime")
ALIKE = 75  # likeness, of 100, from which on a value is another spelling of the one that stands
LEAD = 8  # by how much it must be liker than the next
_NUMBER = re.compile(r"\d+")
_FLOOR = re.compile(r"\b(?:lantai|lt)\b\.?\s?", re.I)
_ON_FLOOR = re.compile(r"\b(?:lantai|lt)\b\.?\s?\w+", re.I)


def part(scene: Scene, text: str, now: datetime | None = None) -> Heard:
    """Some of the words as a message of their own, read anew."""
    entities = find(text, now or scene.world.now)
    reading = replace(
        scene.heard.reading, text=text, entities=entities, yes=False, no=False, asked=None, correction=True
    )
    return Heard(text, reading)


def holder(scene: Scene, known: Iterable[Field], old: str, draft: Draft, least: float = 0.0) -> Field | None:
    """The field whose answer is `old`, or holds it with the fewest other words; None where none does.

    `least`: the share of the answer, 0 to 1, that it must be more than.
    """
    closest, found = least, None
    for field in known:
        near = _near(scene, field, draft, old)
        if near > closest:
            closest, found = near, field
    return found


def _near(scene: Scene, field: Field, draft: Draft, old: str) -> float:
    """How much of the answer `old` is, 0 to 1."""
    value = draft.answers[field.id].value
    if field.kind in LISTS:
        return 1.0 if _item(value, old) is not None else 0.0
    if field.kind in WORDED:
        said, stands = _words(old), _words(str(value))
        shorter, longer = sorted((said, stands), key=len)
        return len(shorter) / len(longer) if shorter in longer and shorter.strip() else 0.0
    return 0.9 if _HOLDS.get(field.kind, _means)(scene, field, draft, old) else 0.0


def _words(said: str) -> str:
    return flat(_FLOOR.sub("lantai ", said))


def _item(listed: list[str], old: str) -> int | None:
    """The place in the list of the only item that has these words."""
    words = set(flat(old).split())
    found = [place for place, each in enumerate(listed) if words and words <= set(flat(str(each)).split())]
    return found[0] if len(found) == 1 else None


def without(listed: list[str], old: str) -> list[str]:
    """The list without the item that has these words."""
    place = _item(listed, old)
    return [each for at, each in enumerate(listed) if at != place]


def _counts(scene: Scene, field: Field, draft: Draft, old: str) -> bool:
    numbers = _NUMBER.findall(old)
    return len(numbers) == 1 and numbers[0] == str(draft.answers[field.id].value).partition(" ")[0]


def _falls(scene: Scene, field: Field, draft: Draft, old: str) -> bool:
    """Whether a day, its name, or an hour in `old` is that of the answer."""
    stand = _items(draft.answers[field.id].value)
    days = [date.fromisoformat(each[:10]) for each in stand]
    named = {scene.world.words.days.weekday(each).lower() for each in days}
    known = {*days, *named, *(each[11:] for each in stand), *(str(each.day) for each in days if old.isdecimal())}
    whens = [each.value for each in part(scene, old).entities("when")]
    return not known.isdisjoint([*_moments(whens), *flat(old).split()])


def _moments(whens: Iterable[When]) -> Iterable[date | str]:
    """The days and hours that are told."""
    return [each for when in whens for each in (when.date, when.time and when.time.isoformat("minutes")) if each]


def _means(scene: Scene, field: Field, draft: Draft, old: str) -> bool:
    """Whether `old`, as an answer, would be the one that stands."""
    try:
        return bool(parse(field, part(scene, old), scene.world, draft).value == draft.answers[field.id].value)
    except Refused:
        return False


_HOLDS: dict[str, Callable[[Scene, Field, Draft, str], bool]] = {"number": _counts, **dict.fromkeys(DAYS, _falls)}


def liker(known: Iterable[Field], new: str, draft: Draft) -> Field | None:
    """The field of which `new` is another spelling ("sri.n@..." of "sri.m@..."), if it is one alone."""
    worded = [each for each in known if each.kind in (*LISTS, *WORDED)]
    values = [(item, each) for each in worded for item in _items(draft.answers[each.id].value)]
    spelt = _spelt([item for item, _ in values], new)
    return values[spelt[0]][1] if spelt else None


def _items(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _spelt(listed: list[str], new: str) -> tuple[int, str] | None:
    """(place, words) of the only item, or the only word of one, that `new` is another spelling of."""
    words = [(place, word) for place, each in enumerate(listed) for word in each.split() if " " not in new]
    told = [*enumerate(listed), *words]
    scores = sorted(((fuzz.ratio(_words(said), _words(new)), place, said) for place, said in told), reverse=True)
    others = [score for score, place, _ in scores if place != scores[0][1]]
    if not scores or not ALIKE <= scores[0][0] < 100 or (others and scores[0][0] - others[0] < LEAD):
        return None
    return scores[0][1:]


def put(scene: Scene, field: Field, draft: Draft, old: str, new: str) -> Given:
    """The answer with `new` in the place of `old`, or of the whole where `old` is "". Raises Refused."""
    new = re.sub(r"^di\s", "", _in_full(old, new), flags=re.I)
    value = draft.answers[field.id].value
    if field.kind in LISTS and (listed := _in_list(scene, field, draft, old, new)):
        return Given(listed)
    if field.kind == "dates" and (days := _one_end(scene, value, old, new)):
        return Given(days)
    if field.kind in WORDED and old.lower().startswith(f"{value} ".lower()) and len(new.split()) < len(old.split()):
        new = f"{value} {new}"  # "bukan juanda T1, T2"
    elif field.kind in WORDED:
        new = _in_words(str(value), old, new) or new
    return parse(field, part(scene, new), scene.world, draft)


def _in_full(old: str, new: str) -> str:
    """ "bukan lt 1 tapi 2": a bare number takes the words of the one that it replaces."""
    return _NUMBER.sub(new, old) if new.isdecimal() and len(_NUMBER.findall(old)) == 1 else new


def _in_list(scene: Scene, field: Field, draft: Draft, old: str, new: str) -> list[str]:
    """The list with one item changed, as a whole or in the words denied; [] where none is meant."""
    listed = draft.answers[field.id].value
    place = _item(listed, old) if old else None
    spelt = (place, old) if place is not None else _spelt(listed, new) if not old else None
    if spelt is None:
        return []
    item = _in_words(listed[spelt[0]], spelt[1], new) or new
    told = parse(field, part(scene, item), scene.world, Draft(draft.service)).value  # held to no number told
    return [*listed[: spelt[0]], *told, *listed[spelt[0] + 1 :]]


def _one_end(scene: Scene, value: list[str], old: str, new: str) -> list[str]:
    """The range with that end moved which is denied; [] where it is no range, or the whole is another."""
    was, now = _single(scene, old), _single(scene, new)
    if value[0] == value[-1] or was not in value or not now:
        return []
    days = [now if each == was else each for each in value]
    return days if days[0] <= days[-1] else []


def _single(scene: Scene, said: str) -> str:
    """The one day that is said, in ISO form."""
    whens = [each.value for each in part(scene, said).entities("when")]
    days = [when.date.isoformat() for when in whens if when.date and not when.end]
    return days[0] if len(days) == 1 else ""


def floored(value: str, new: str) -> str:
    """A mere floor joins the room that was told, or takes the place of the floor in it; else the new place."""
    floors = _ON_FLOOR.findall(value)
    if not _ON_FLOOR.fullmatch(new.strip()) or len(floors) > 1:
        return new
    return _ON_FLOOR.sub(lambda _: new, value) if floors else f"{value} {new}"


def _in_words(value: str, old: str, new: str) -> str:
    """The value with these words changed where they are a part of it; "" where the whole is another.

    A mere floor takes the place of the floor that stands in it, whether that one was denied or not.
    """
    if not old and _ON_FLOOR.fullmatch(new.strip()):
        return floored(value, new)
    whole = len(new.split()) > len(old.split()) and len(old.split()) * 2 >= len(value.split())
    if not old or whole or _words(old) == _words(value):
        return ""
    if _ON_FLOOR.fullmatch(old) and _ON_FLOOR.fullmatch(new):
        return _in_words(value, "", new)
    said = r"\s+".join(re.escape(word) for word in old.split())
    return re.sub(rf"(?<!\w){said}(?!\w)", lambda _: new, value, count=1, flags=re.I)
