"""A correction of something said before: which line is meant, and its new value."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

from bot.dialog.asking import ASSESS, lines, moved, proceed
from bot.dialog.fields import fill, parse
from bot.dialog.fields.base import Heard
from bot.dialog.fields.who import introduced
from bot.dialog.fields.wording import added
from bot.dialog.form import fields, service_of
from bot.dialog.scene import Scene, answered, reask
from bot.dialog.state import Draft, Given, Turn, World
from bot.messages import Refused
from catalog_data.model import Field
from intents.near import spoken

# "tanggalnya jadi kamis", "lokasi pindah ke lantai 3": what stands between the label and the value
TURNS = re.compile(
    r"^(?:nya)?[\s,:=]*(?:(?:itu|saya|harusnya|seharusnya|mestinya|sebenarnya|diganti|ganti|diubah|ubah|"
    r"jadi|menjadi|jadinya|pindah|dipindah|salah|maksudnya|bukan|adalah|should be|change[d]?|to|is|ke|di)[\s,:]+)*",
    re.I,
)
TURNED = re.compile(r"\b(?:jadi|menjadi|jadinya|ganti|diganti|ubah|diubah|pindah|dipindah|harusnya|seharusnya)\b", re.I)
# kinds of field -> table [called] of the language: what people call the only field of that kind
CALLED = {
    "date dates datetime": "day",
    "number": "count",
    "place": "place",
    "names": "names",
    "superior": "superior",
    "contact": "contact",
}
DENIED = re.compile(r"\b(?:bukan|not)\b.*?(?=[,;]|\b(?:tapi|tetapi|melainkan|but)\b|$)", re.I | re.S)


def correction(scene: Scene, but: Collection[str] = ()) -> Turn | None:
    """The turn after a correction was found in the words; None where there is none in them.

    `but`: kinds of field that are not meant, because the words were an answer of that kind.
    """
    kinds = {each.id: each.kind for each in fields(scene.draft(), scene.world)}
    try:
        found = changes(scene, scene.draft())
        found = {key: value for key, value in found.items() if kinds[key] not in but}
    except Kept as kept:
        old = (scene.say("correct.kept", label=kept.label),) if kept.label else ()
        return scene.turn(scene.say(kept.key, **kept.params), *old, *reask(scene))
    if not found:
        return None
    before = scene.draft()
    scene = scene.but(state=scene.state.but(draft=corrected(before, found, scene.world)))
    turn = proceed(scene, *moved(scene, before))
    if turn.state.step != "filling":
        return turn
    told = [each for each in lines(scene) if each["field"] in found]
    return Turn(turn.state, (scene.say("noted.also", lines=told), *turn.effects))


def edited(scene: Scene) -> Turn:
    """An earlier message was changed: what it now says otherwise is taken into the open form."""
    turn = correction(scene) if scene.state.draft else None
    return turn or scene.turn(scene.say("edited"), *reask(scene))


class Kept(Refused):
    """A correction that was refused: the old value, if there is one, stays."""

    def __init__(self, refused: Refused, label: str) -> None:
        super().__init__(refused.key, **refused.params)
        self.label = label


def changes(scene: Scene, draft: Draft) -> dict[str, Given]:
    """Answers of `draft` that the words replace. Raises Kept where a named one is refused."""
    line = None if scene.heard.edited else named(scene, draft)
    if line is None:
        return _by_value(scene, draft)
    field, words = line
    heard = replace(_without_denied(scene.heard), text=words)
    try:
        return {**_before(scene, draft, words), field.id: parse(field, heard, scene.world, draft)}
    except Refused as refused:
        raise Kept(refused, field.label) from refused


def _before(scene: Scene, draft: Draft, words: str) -> dict[str, Given]:
    """What is corrected before the line that is named: "eh 3 orang, terus tanggalnya jadi 4 desember"."""
    at = scene.heard.text.rfind(words)
    told = [each for each in _without_denied(scene.heard).reading.entities if each.end <= at]
    if not told:
        return {}
    return _by_value(scene.but(heard=replace(scene.heard.only(told), text=scene.heard.text[:at])), draft)


def corrected(draft: Draft, found: Mapping[str, Given], world: World) -> Draft:
    """The draft with these answers replaced; a new date is judged anew."""
    new = _fitting(_moved(answered(draft, found), found, world), found, world)
    if any(each.param == "event_date" and each.id in found for each in fields(new, world)):
        new = replace(new, marks=tuple(each for each in new.marks if each != ASSESS))
    return new


def _fitting(draft: Draft, found: Mapping[str, Given], world: World) -> Draft:
    """Names that are no longer as many as were told just now are asked for anew."""
    lists = [each for each in fields(draft, world) if each.kind == "names" and each.count in found]
    unfit = {each.id for each in lists if each.id in draft.answers and not _as_many(draft, each)}
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


def named(scene: Scene, draft: Draft) -> tuple[Field, str] | None:
    """The answered field that the words call by its name, and the words behind the name."""
    said = scene.heard.text
    every = fields(draft, scene.world)
    known = [each for each in every if each.id in draft.answers]
    others = [name for each in every if each.id not in draft.answers for name in _names(each.label)]
    for name, field in _called(scene, known):
        if any(name in other and _spoken(other).search(said) for other in others):
            continue  # "bukan perusahaan baru" is about another line
        hit = _spoken(name).search(said)
        rest = TURNS.sub("", said[hit.end() :]).strip(" .") if hit else ""
        if rest:
            return field, rest
    return None


@lru_cache(maxsize=1024)
def _spoken(name: str) -> re.Pattern[str]:
    """A field's name in a sentence."""
    return re.compile(rf"\b{re.escape(name)}(?=nya\b|\b)", re.I)


def _called(scene: Scene, known: list[Field]) -> list[tuple[str, Field]]:
    """Every name of a field, the longest first: its label, and what its kind is called if it is the only one."""
    names = [(name, each) for each in known for name in _names(each.label)]
    for kinds, words in CALLED.items():
        alike = [each for each in known if each.kind in kinds.split()]
        if len(alike) == 1:
            names += [(word, alike[0]) for word in scene.world.words.tables["called"][words]]
    return sorted(names, key=lambda each: -len(each[0]))


@lru_cache(maxsize=1024)
def _names(label: str) -> tuple[str, ...]:
    """A field's label, and the label's first word when it says enough."""
    label = label.lower()
    first = label.split()[0]
    return (label, first) if len(first) > 3 and first not in {"nama", "jumlah"} else (label,)


def corrects(scene: Scene) -> bool:
    """Whether the words mean to correct, and not to answer: they say so, or name a line and turn it."""
    if scene.heard.reading.correction:
        return True
    text = scene.heard.text
    if TURNED.match(text.strip()):  # "jadi 11 desember aja"
        return True
    turned = TURNED.search(text) or DENIED.search(text)
    return bool(turned) and named(scene, scene.draft()) is not None


def _by_value(scene: Scene, draft: Draft) -> dict[str, Given]:
    """Answered fields for which the words hold another value of the same kind."""
    heard = _without_denied(scene.heard)
    known = [each for each in fields(draft, scene.world) if each.id in draft.answers]
    kinds = {each.id: each.kind for each in known}
    names = {each.id: draft.answers[each.id] for each in known if each.kind == "names"}  # one may be added
    found = fill(known, heard, scene.world, replace(draft, answers=names)) or _bare_count(known, heard)
    unit = introduced(heard).get("unit", "")  # whose words these are is no new place
    found = {key: each for key, each in found.items() if kinds[key] != "place" or str(each.value) not in unit}
    more = {key: Given([*each.value, *added(heard.text)]) for key, each in names.items() if key not in found}
    return {key: each for key, each in {**more, **found}.items() if each.value != draft.answers[key].value}


def _bare_count(known: list[Field], heard: Heard) -> dict[str, Given]:
    """ "eh 30 aja": a number without a unit, where only one number was told."""
    counts = [each for each in known if each.kind == "number"]
    said = heard.entities("number")
    return {counts[0].id: Given(said[0].value)} if len(counts) == len(said) == 1 and not said[0].unit else {}


def _without_denied(heard: Heard) -> Heard:
    """ "bukan 5, 7 orang": what is denied is no value."""
    spans = [hit.span() for hit in DENIED.finditer(heard.text)]
    kept = [each for each in heard.reading.entities if not any(start <= each.start < end for start, end in spans)]
    return heard.only(kept)
