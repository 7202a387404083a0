"""What is said beside the answer: of other fields, of the question itself, of the office; a list that waits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialog.asking import lines, proceed
from bot.dialog.choosing import unclear
from bot.dialog.correcting import correction
from bot.dialog.fields import parse
from bot.dialog.form import DIFFERS, field_named, fields, service_of
from bot.dialog.gathering import refusals, unasked
from bot.dialog.introducing import of_self
from bot.dialog.leaving import MILD
from bot.dialog.questions import questioning, replies
from bot.dialog.scene import Scene, answered, reask
from bot.dialog.state import Draft, Given, Turn
from bot.dialog.worded import known_words
from bot.messages import Effect, Refused
from catalog_data.model import Field

# kinds of field -> how.* of the languages: what else can be said of the question
HOW = {
    "superior": "how.superior", "list": "how.list", "file": "how.file", "contact": "how.contact", "name": "how.name",
    "unit": "how.name",
}  # fmt: skip
# kinds that read the same words: what answered one of them answers no other in the same message
SAME_WORDS = (
    {"superior", "email", "contact", "phone"},
    {"date", "dates", "datetime"},
    {"names", "name"},
    {"place", "text", "company"},
)
FOR = re.compile(r"(?:(?:untuk|utk|buat|a\.?n\.?|atas\snama|namanya|nama)\s+)?([^\d?]{3,200})", re.I)
JOINING = ("dan", "sama", "serta", "and")  # words between names
NONE_OF_OURS = (None, "chit_chat", "private", "gibberish")  # near misses that are no unit's matter
ASKED = 6  # words of a question about a day, and nothing else
UNSURE = ("ga", "gak", "nggak", "ngga", "tidak", "kah", "ya")  # what a question that has no mark ends with
BRIEF = 3  # words of an answer that is an option, or an office, and nothing else


def alike(field: Field) -> set[str]:
    return next((group for group in SAME_WORDS if field.kind in group), {field.kind})


def asides(scene: Scene, draft: Draft) -> tuple[Effect, ...]:
    """A question beside the answer is answered too, and what sounds like another unit's matter ("belum ada spt")."""
    reading = scene.heard.reading
    if _asks_of_a_day(scene):
        return replies(scene.but(heard=replace(scene.heard, reading=replace(reading, intent="ask_deadline"))), draft)
    known = reading.asked or reading.topics or known_words(reading, service_of(draft, scene.world), scene.world)
    return replies(scene, draft) if known and (questioning(scene) or reading.near_miss not in NONE_OF_OURS) else ()


def _asks_of_a_day(scene: Scene) -> bool:
    """ "bisa besok ga?": whether it can be by a day, and nothing else is asked."""
    words = re.findall(r"\w+", scene.heard.text.lower())
    told = len(words) <= ASKED and bool(scene.heard.entities("when"))
    return told and not set(MILD).isdisjoint(words) and (questioning(scene) or words[-1] in UNSURE)


def laid_by(scene: Scene, field: Field, refused: Refused) -> Draft:
    """A list whose rows differ from the number told waits for the number to be corrected."""
    if refused.key != "list.count_differs" or not scene.heard.files:
        return scene.draft()
    file = next(each for each in scene.heard.files if each.name == refused.params["name"])
    value = [{"id": file.id, "name": file.name, "rows": refused.params["rows"]}]
    return answered(scene.draft(), {field.id: Given(value, "attached", DIFFERS)})


def another_office(scene: Scene, asked: Field) -> Turn | None:
    """ "semarang" where a number was asked for, and another office stands: it is the office that is meant."""
    offices = scene.heard.entities("office")
    alone = len(offices) == 1 and len(scene.heard.text.split()) <= BRIEF and asked.kind != "office"
    others = {each.kind for each in fields(scene.draft(), scene.world)} - {"office"}
    return correction(scene, others) if alone else None


def how(scene: Scene) -> Turn:
    """ "gimana cara ngasih cc-nya?", "templatenya mana": what the open question wants, in other words."""
    field = field_named(scene.draft(), scene.world, scene.state.asked)
    if field is None:
        return unclear(scene)
    service = service_of(scene.draft(), scene.world)
    columns = [each[0] for each in field.columns.values()]
    say = scene.say(HOW[field.kind], number=service.number, columns=columns)
    return scene.turn(replace(say, files=(field.template,) if field.template else ()), *reask(scene))


def elsewhere(scene: Scene, asked: Field | None = None) -> Turn | None:
    """The words answer what was not asked yet ("semarang" where a date was wanted): it is kept.

    What reads the same words as the field that was asked is no other answer.
    """
    fresh = _unasked(scene, asked) or _people(scene, asked) or of_self(scene, asked)
    return kept(scene, fresh) if fresh else _refused_elsewhere(scene, asked)


def kept(scene: Scene, fresh: Mapping[str, Given]) -> Turn:
    """These answers are put in and told; what was asked is asked again."""
    scene = scene.but(state=scene.state.but(draft=answered(scene.draft(), fresh)))
    refused, replied = refusals(scene), asides(scene, scene.draft())
    told = [each for each in lines(scene) if each["field"] in fresh]
    notes = (scene.say("noted.also", lines=told), *((scene.say("ask.refused", reasons=refused),) if refused else ()))
    turn = proceed(scene, *notes, *replied)
    if scene.state.step == turn.state.step == "too_soon":  # the date is still the question
        return scene.turn(*notes, *replied, *reask(scene))
    return turn if turn.state.step == "filling" else Turn(turn.state, turn.effects[1:])


def _unasked(scene: Scene, asked: Field | None) -> dict[str, Given]:
    """Answers to what was not asked, but for another reading of the words of the answer."""
    kinds = {each.id: each.kind for each in fields(scene.draft(), scene.world)}
    same = alike(asked) if asked else set()
    return {key: each for key, each in unasked(scene).items() if kinds[key] not in same or _number(kinds[key], each)}


def _people(scene: Scene, asked: Field | None) -> dict[str, Given]:
    """ "untuk Rizky Pratama" where their number is asked: the names tell it."""
    count = asked.id if asked and asked.kind == "number" else ""
    lists = [each for each in fields(scene.draft(), scene.world) if each.kind == "names" and each.count == count]
    hit = FOR.fullmatch(scene.heard.text.strip())
    if not lists or hit is None or any(not word[0].isupper() for word in hit[1].split() if word not in JOINING):
        return {}
    try:
        return {lists[0].id: parse(lists[0], replace(scene.heard, text=hit[1]), scene.world, scene.draft())}
    except Refused:
        return {}


def _number(kind: str, answer: Given) -> bool:
    """A telephone number is no other reading of an e-mail address that was asked for."""
    return kind == "contact" and "@" not in str(answer.value)


def _refused_elsewhere(scene: Scene, asked: Field | None) -> Turn | None:
    """What was clearly meant for another field, and cannot be taken there."""
    strict = asked is not None and asked.kind in ("number", "office", "choice")
    refused = refusals(scene) if strict else []
    return scene.turn(scene.say("ask.refused", reasons=refused), *reask(scene)) if refused else None
