""" "Sama seperti yang lalu": what was told for the ticket before is taken over, as far as it still holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.dialog import asking
from bot.dialog.amends import Kept, changes
from bot.dialog.copies import but
from bot.dialog.form import PERSON, fields, seeded
from bot.dialog.gathering import unasked
from bot.dialog.scene import Scene, answered, closed, reask
from bot.dialog.state import Draft, Given, Turn, World
from bot.messages import Say, TicketView
from catalog_data.model import Field
from intents.near import flat, spoken

ANEW = ("date", "dates", "datetime", "hours", "file", "list")  # kinds that are told anew each time
MORE = 1  # words beside the wish that may name what is the same ("namanya")
AT = ("idle", "filling")


def wishes(scene: Scene) -> tuple[str, str] | None:
    """That it is the same as before, and nothing else but values that are other now ("tapi di lantai 3")."""
    if scene.state.step not in AT or not _spoken(scene):
        return None
    words = flat(_valueless(scene))
    called = scene.world.words.tables
    for way in sorted((*_ways(scene), *called["spoken"]["beside"], *called["called"]["except"]), key=len, reverse=True):
        words = words.replace(flat(way), " ")
    return ("same", "") if len(words.split()) <= MORE else None


def _valueless(scene: Scene) -> str:
    """The words without the values in them; with a form open a value answers what is asked."""
    text = scene.heard.text
    for each in sorted(scene.heard.reading.entities, key=lambda each: -each.start) if not scene.state.draft else ():
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def same(scene: Scene) -> Turn:
    """The open form with what the last ticket of its service tells; with none open, that ticket's form anew."""
    draft = scene.state.draft
    last = next(iter(scene.world.tickets), None)
    if draft is None and last is None:
        return scene.turn(scene.say("same.which"))
    if draft is None and last is not None:
        draft = seeded(Draft(last.service, last.variant, words=scene.heard.text.strip()), scene.world.person)
        scene = scene.but(state=closed(scene.state).but(draft=draft))
        return _otherwise(scene, *taken_over(scene, draft))
    taken, says = taken_over(scene, scene.draft())
    if taken == scene.draft():
        return scene.turn(*says, *reask(scene))
    return asking.proceed(scene.but(state=scene.state.but(draft=taken)), *says)


def _otherwise(scene: Scene, taken: Draft, says: tuple[Say, ...]) -> Turn:
    """The form of the last ticket anew, with the values that the words tell otherwise."""
    scene = scene.but(state=scene.state.but(draft=taken))
    taken = answered(taken, unasked(scene))
    try:
        new = changes(scene, taken)
    except Kept:
        new = {}
    new = {**_retold(scene, taken, new), **new}
    says = tuple(_leaving_out(each, new) for each in says)
    return asking.proceed(scene.but(state=scene.state.but(draft=answered(taken, new))), *says)


def _leaving_out(say: Say, fields: Collection[str]) -> Say:
    """What was taken over, without the lines that are other now."""
    lines = [each for each in say.params.get("lines", ()) if each["field"] not in fields]
    return but(say, params={**say.params, "lines": lines}) if lines else say


def _retold(scene: Scene, draft: Draft, new: Mapping[str, Given]) -> dict[str, Given]:
    """Words that hold the old place: "AC lantai 2 mati" of what is now on another floor."""
    places = [each.id for each in fields(draft, scene.world) if each.kind == "place" and each.id in new]
    old = {str(draft.answers[id].value): str(new[id].value) for id in places if id in draft.answers}
    said = {key: each.value for key, each in draft.answers.items() if key not in new and isinstance(each.value, str)}
    return {key: Given(words.replace(was, old[was])) for key, words in said.items() for was in old if was in words}


def beside(scene: Scene, draft: Draft) -> tuple[Draft, tuple[Say, ...]]:
    """A request that says it is as before; of a trouble the words only tell how it is."""
    trouble = any(each.opening for each in fields(draft, scene.world))
    return taken_over(scene, draft) if _spoken(scene) and not trouble else (draft, ())


def taken_over(scene: Scene, draft: Draft) -> tuple[Draft, tuple[Say, ...]]:
    """The draft with what the last ticket of its service tells, and the words that say so."""
    ticket = _last(draft, scene.world)
    taken = draft
    for _ in range(2):  # an answer may open a further field
        taken = answered(taken, _known(taken, ticket, scene.world)) if ticket else taken
    if ticket is None or taken == draft:
        return draft, (scene.say("same.none"),)
    taken = replace(taken, variant=taken.variant or ticket.variant)
    shown = asking.lines(scene.but(state=scene.state.but(draft=taken)))
    told = [each for each in shown if each["field"] not in draft.answers]
    return taken, (scene.say("same.taken", number=ticket.number, lines=told),)


def _spoken(scene: Scene) -> bool:
    return bool(spoken(scene.heard.text, {"": _ways(scene)}))


def _ways(scene: Scene) -> tuple[str, ...]:
    """With a form open also "yang tadi", which else may be a ticket."""
    called = scene.world.words.tables["called"]
    return (*called["same"], *(called["earlier"] if scene.state.draft else ()))


def _last(draft: Draft, world: World) -> TicketView | None:
    alike = (each for each in world.tickets if each.service == draft.service)
    return next((each for each in alike if draft.variant in (None, each.variant)), None)


def _known(draft: Draft, ticket: TicketView, world: World) -> dict[str, Given]:
    """What the ticket tells of the lines that are still empty."""
    empty = [each for each in fields(draft, world) if each.id not in draft.answers and each.kind not in ANEW]
    known = [each for each in empty if ticket.answers.get(each.id) not in (None, "", []) and each.id not in PERSON]
    return {each.id: _given(each, ticket) for each in known if _fits(each, ticket, draft)}


def _given(field: Field, ticket: TicketView) -> Given:
    unsure = f"{field.id}_unverified" in ticket.marks
    return Given(ticket.answers[field.id], "known", "unverified" if unsure else "")


def _fits(field: Field, ticket: TicketView, draft: Draft) -> bool:
    """Whether as many are named as are told now."""
    told = draft.answers.get(field.count or "")
    return told is None or told.value == len(ticket.answers[field.id])
