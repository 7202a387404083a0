""" "Sama seperti yang lalu": what was told for the ticket before is taken over, as far as it still holds."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog import asking
from bot.dialog.form import PERSON, fields, seeded
from bot.dialog.scene import Scene, answered, closed, reask
from bot.dialog.state import Draft, Given, Turn, World
from bot.messages import Say, TicketView
from catalog_data.model import Field
from intents.near import flat, spoken

ANEW = ("date", "dates", "datetime", "hours", "file", "list")  # kinds that are told anew each time
MORE = 1  # words beside the wish that may name what is the same ("namanya")
AT = ("idle", "filling")


def wishes(scene: Scene) -> tuple[str, str] | None:
    """Nothing but that it is the same as before."""
    if scene.state.step not in AT or not _spoken(scene):
        return None
    words = flat(scene.heard.text)
    for way in sorted((*_ways(scene), *scene.world.words.tables["spoken"]["beside"]), key=len, reverse=True):
        words = words.replace(flat(way), " ")
    return ("same", "") if len(words.split()) <= MORE else None


def same(scene: Scene) -> Turn:
    """The open form with what the last ticket of its service tells; with none open, that ticket's form anew."""
    draft = scene.state.draft
    last = next(iter(scene.world.tickets), None)
    if draft is None and last is None:
        return scene.turn(scene.say("same.which"))
    if draft is None and last is not None:
        draft = seeded(Draft(last.service, last.variant, words=scene.heard.text.strip()), scene.world.person)
        scene = scene.but(state=closed(scene.state).but(draft=draft))
    taken, says = taken_over(scene, scene.draft())
    if taken == scene.draft():
        return scene.turn(*says, *reask(scene))
    return asking.proceed(scene.but(state=scene.state.but(draft=taken)), *says)


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
