"""Answers to a form: given, corrected, promised for later; a date too soon and its three ways on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialog.amends import corrects, mere
from bot.dialog.asking import ASSESS, ask_field, proceed
from bot.dialog.beside import BRIEF, alike, another_office, asides, elsewhere, kept, laid_by
from bot.dialog.choosing import unclear
from bot.dialog.correcting import corrected, correction
from bot.dialog.editing import whose
from bot.dialog.fields import fill, parse
from bot.dialog.fields.base import Heard, follows
from bot.dialog.fields.who import unit_beside
from bot.dialog.form import field_named, fields, missing
from bot.dialog.gathering import file_fault, unasked
from bot.dialog.introducing import introduces, of_self
from bot.dialog.labels import items, lines
from bot.dialog.language import phrase
from bot.dialog.leaving import STRICT
from bot.dialog.questions import told_anyway
from bot.dialog.scene import Scene, answered, given, offered, pick, put_between, reask
from bot.dialog.state import FOLLOWS, Draft, Given, Turn
from bot.dialog.typed import short
from bot.messages import Refused
from catalog_data.model import Field


def answer(scene: Scene) -> Turn:
    """Words or files where a field is asked for; or, in a letter, for all that was asked."""
    if scene.state.asked is None:
        return _letter(scene)
    field = field_named(scene.draft(), scene.world, scene.state.asked)
    if field is None:  # an answer meanwhile made the question pointless
        return proceed(scene)
    answers = scene.heard.files or (field.kind == "names" and scene.heard.entities("names"))
    turn = correction(scene) if corrects(scene) and not answers else None
    return turn or _one(scene, field)


def _one(scene: Scene, field: Field) -> Turn:
    if field.kind == "text" and _is_an_option(scene):
        return elsewhere(scene, field) or refuse(scene, field, Refused("text.empty"))
    if follows(scene.heard) and (turn := _later(scene, field)):
        return turn
    if who := introduces(scene, field):
        return kept(scene, who)
    draft = _recounted(scene, field)
    try:
        value = parse(field, scene.heard, scene.world, draft)
    except Refused as refused:
        return refuse(scene, field, refused)
    filled = answered(draft, {field.id: value})
    rest = [each for each in fields(filled, scene.world) if each.id not in filled.answers]
    filled = answered(filled, _more(scene, field, rest, filled))
    return proceed(scene.but(state=scene.state.but(draft=filled)), *asides(scene, filled))


def _later(scene: Scene, field: Field) -> Turn | None:
    """ "Menyusul": the paper that is asked for, or another one named where something else is."""
    if field.follow:
        return None if scene.heard.files else follow(scene)
    return elsewhere(scene, field) if short(scene.heard.text) else None


def _is_an_option(scene: Scene) -> bool:
    """ "per hari" where a text is asked: the words are an option of another field, and no more."""
    kinds = {each.id: each.kind for each in fields(scene.draft(), scene.world)}
    return len(scene.heard.text.split()) <= BRIEF and any(kinds[key] == "choice" for key in unasked(scene))


def _recounted(scene: Scene, field: Field) -> Draft:
    """ "2 orang aja jadinya, Ana dan Budi": a new count beside the names is taken before they are held to it."""
    draft = scene.draft()
    if field.count is None and field.kind != "names":
        return draft
    numbers = [each for each in fields(draft, scene.world) if each.kind == "number" and each.id in draft.answers]
    return answered(draft, fill(numbers, scene.heard, scene.world, draft))


def _more(scene: Scene, field: Field, rest: list[Field], draft: Draft) -> dict[str, Given]:
    """What else the same message answers: a field of the same kind would take the same words twice."""
    more = fill([each for each in rest if each.kind not in alike(field)], scene.heard, scene.world, draft)
    return {**_of_self(scene, field, rest), **more}


def _of_self(scene: Scene, field: Field, rest: list[Field]) -> dict[str, Given]:
    """Unit and contact beside a name: "Rina dari Subbag Umum, rina@kemenkeu.go.id"."""
    if field.kind not in ("name", "unit"):
        return {}
    told = {each.kind: each.id for each in rest}
    unit = unit_beside(scene.heard) if field.kind == "name" else ""
    address = [str(each.value) for each in scene.heard.entities("email")]
    found = {told.get("unit"): unit, told.get("contact"): address[0] if len(address) == 1 else ""}
    return {key: Given(value) for key, value in found.items() if key and value}


def refuse(scene: Scene, field: Field, refused: Refused) -> Turn:
    """Not a value for this field: why, and the question again. Other values in it are kept."""
    turn = whose(scene) or (correction(scene, alike(field)) if _puts_right(scene, field) else None)
    if turn := turn or elsewhere(scene, field) or another_office(scene, field):
        return turn
    if says := told_anyway(scene, scene.draft()) or asides(scene, scene.draft()):
        return scene.turn(*says, *reask(scene))
    if put_between(scene.state):
        return unclear(scene)
    misses = scene.state.misses + 1
    state = scene.state.but(misses=misses, draft=laid_by(scene, field, refused))
    state = offered(state, pick("human")) if misses > 1 else state
    say = scene.say(refused.key, n=misses - 1, **refused.params)
    return scene.turn(replace(say, choices=state.choices), state=state)


def _puts_right(scene: Scene, asked: Field) -> bool:
    """A correction by its words, a mere place, day or count where no free words are asked, any words for a paper."""
    if asked.kind in ("file", "list") or corrects(scene):
        return True
    return asked.kind in STRICT and mere(scene) and not of_self(scene, asked)


def _letter(scene: Scene) -> Turn:
    """A letter answers many questions at once: numbered, labelled, or in flowing words."""
    wanted = _wanted(scene)
    draft, refusals = _itemised(scene, wanted)
    rest = [each for each in wanted if each.id not in draft.answers]
    draft = answered(draft, fill(rest, scene.heard, scene.world, draft))
    draft = _promised(scene, rest, draft)
    if draft == scene.draft() and not refusals:
        return correction(scene) or unclear(scene)
    notes = (scene.say("ask.refused", reasons=refusals),) if refusals else ()
    return proceed(scene.but(state=scene.state.but(draft=draft)), *notes, *asides(scene, draft))


def _wanted(scene: Scene) -> list[Field]:
    """All that was asked in the last letter."""
    asked = [field_named(scene.draft(), scene.world, name) for name in scene.state.held.get("all", ())]
    return [each for each in asked if each] or missing(scene.draft(), scene.world)


def _in_order(scene: Scene, wanted: list[Field]) -> Draft:
    """Bare lines below one another that answer all that was asked, in its order, with a greeting or thanks around."""
    said = lines(scene.heard)
    ways = (said, said[1:], said[:-1], said[1:-1]) if len(said) > 1 else ()
    found = (_one_by_one(scene, wanted, each) for each in ways)
    return next((draft for draft in found if draft), scene.draft())


def _one_by_one(scene: Scene, wanted: list[Field], said: list[Heard]) -> Draft | None:
    """The draft with a line for each question; name, unit and contact may share one. None where they do not fit."""
    draft = scene.draft()
    for line in said:
        rest = [each for each in wanted if each.id not in draft.answers]
        if not rest:
            return None
        try:
            draft = answered(draft, {rest[0].id: parse(rest[0], line, scene.world, draft)})
        except Refused:
            return None
        here = scene.but(heard=line)
        draft = answered(draft, _of_self(here, rest[0], rest[1:]))
        if rest[0].kind in ("name", "unit"):
            draft = answered(draft, fill(rest[1:], line, scene.world, draft))
    return draft if all(each.id in draft.answers for each in wanted) else None


def _promised(scene: Scene, rest: list[Field], draft: Draft) -> Draft:
    """ "Suratnya menyusul" in a letter: every paper that may follow, and is not there, will."""
    if not follows(scene.heard):
        return draft
    late = [each.id for each in rest if each.follow and each.id not in draft.answers]
    return answered(draft, {key: Given("", mark=FOLLOWS) for key in late})


def _itemised(scene: Scene, wanted: list[Field]) -> tuple[Draft, list[dict[str, Any]]]:
    """The draft with the lines that name their question, else in its order, and why others were refused."""
    draft, refusals = scene.draft(), []
    for field, line in items(scene.heard, wanted):
        try:
            draft = answered(draft, {field.id: parse(field, line, scene.world, draft)})
        except Refused as refused:
            refusals.append(phrase(refused.key, **refused.params))
    bare = draft == scene.draft() and not refusals
    return (_in_order(scene, wanted) if bare else draft), refusals


def set_option(scene: Scene) -> Turn:
    """A quick choice of a field of kind "choice" was picked."""
    field = scene.state.asked
    draft = answered(scene.draft(), {field: Given(scene.name)}) if field else scene.draft()
    return proceed(scene.but(state=scene.state.but(draft=draft)))


def set_office(scene: Scene) -> Turn:
    """One of the five offices was picked."""
    draft = answered(scene.draft(), {"kantor": Given(scene.name)})
    return proceed(scene.but(state=scene.state.but(draft=draft)))


def follow(scene: Scene) -> Turn:
    """ "Menyusul" (office rule): the ticket will open, its clock not started. What is told beside it is kept."""
    field = field_named(scene.draft(), scene.world, scene.state.asked)
    if field is None or not field.follow:
        return unclear(scene)
    draft = answered(scene.draft(), {**unasked(scene), field.id: Given("", mark=FOLLOWS)})
    return proceed(scene.but(state=scene.state.but(draft=draft)))


def went_on(scene: Scene) -> Turn:
    """An answer to the form where it was asked whether to give it up: it goes on."""
    held = scene.state.held
    if not scene.heard.reading.entities:
        return unclear(scene)
    return answer(scene.but(state=scene.state.but(step="filling", asked=held.get("asked"), held={}, prompt=None)))


def skip(scene: Scene) -> Turn:
    """An optional field is left empty."""
    field = field_named(scene.draft(), scene.world, scene.state.asked)
    if field is None or field.required:
        return unclear(scene)
    draft = answered(scene.draft(), {field.id: Given("")})
    return proceed(scene.but(state=scene.state.but(draft=draft)))


def files(scene: Scene) -> Turn:
    """Files without words while a form is open: where they belong, or why they do not."""
    draft = scene.draft()
    asked = field_named(draft, scene.world, scene.state.asked)
    if asked and asked.kind in ("file", "list"):
        return _one(scene, asked)
    fresh = fill([each for each in fields(draft, scene.world) if each.document], scene.heard, scene.world, draft)
    if fresh:
        return proceed(scene.but(state=scene.state.but(draft=answered(draft, fresh))))
    faulty = next((each for each in scene.heard.files if each.fault), None)
    if faulty:
        return scene.turn(file_fault(scene, faulty), *reask(scene))
    kept = replace(draft, files=(*draft.files, *(each.id for each in scene.heard.files)))
    names = [each.name for each in scene.heard.files]
    state = scene.state.but(draft=kept)
    return scene.turn(scene.say("file.kept", names=names), *reask(scene), state=state)


def shift(scene: Scene) -> Turn:
    """Another date: a button brings the earliest one along."""
    choice = next((each for each in scene.state.choices if each.id.endswith(":shift")), None)
    earliest = choice.params.get("date") if choice else None
    field = _date_field(scene)
    if field is None or not earliest:
        return ask_field(scene, field) if field else unclear(scene)
    return ask_field(scene, field, scene.say("too_soon.from", earliest=earliest))


def _date_field(scene: Scene) -> Field | None:
    return next((each for each in fields(scene.draft(), scene.world) if each.param == "event_date"), None)


def assess(scene: Scene) -> Turn:
    """Keep the date: an officer rules on it (office rule); nothing is promised."""
    draft = scene.draft()
    draft = replace(draft, marks=(*draft.marks, ASSESS))
    return proceed(scene.but(state=scene.state.but(draft=draft)))


def new_date(scene: Scene) -> Turn:
    """A date said where the old one was too soon."""
    field = _date_field(scene)
    if field is None:
        return unclear(scene)
    try:
        value = parse(field, scene.heard, scene.world, scene.draft())
    except Refused as refused:
        if scene.heard.entities("when"):
            return refuse(scene, field, refused)
        return correction(scene) or elsewhere(scene) or unclear(scene)
    if given(scene.draft(), field.id) == value.value:  # "kalau tetap tgl 2, dijamin ga?"
        return scene.turn(*reask(scene))
    draft = corrected(scene.draft(), {field.id: value}, scene.world)
    return proceed(scene.but(state=scene.state.but(draft=draft)), *asides(scene, draft))
