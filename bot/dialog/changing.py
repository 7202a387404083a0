"""Another request while a form is open: taken instead, put behind it, or an answer after all."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog import asking
from bot.dialog.choosing import drafted, noted, unclear
from bot.dialog.fields import parse
from bot.dialog.form import field_named, moved_to, service_of, variant_of
from bot.dialog.gathering import unasked
from bot.dialog.scene import Scene, answered, ask, closed, pick
from bot.dialog.state import Draft, Given, State, Turn
from bot.dialog.typed import short
from bot.messages import Refused, Say
from intents.near import spoken


def another(scene: Scene) -> Turn:
    """A clear request for another service while a form is open: nothing is dropped unasked."""
    draft = scene.draft()
    fresh, change = _drafts(scene)
    old, new = (_title(scene, each) for each in (draft, fresh))
    old, new = (old, new) if draft.service == fresh.service else (_service(scene, draft), _service(scene, fresh))
    if _instead(scene):
        return _change(scene, change, scene.say("switch.done", new=new))
    if _also(scene) and draft.service != fresh.service:
        return afterwards(scene.but(state=scene.state.but(options=(change, fresh))))
    state = scene.state.but(step="switch", options=(change, fresh), held=_resume(scene.state))
    state, say = ask(
        scene,
        state,
        scene.say("switch.ask", old=old, new=new),
        pick("replace"),
        pick("after"),
        pick("answer"),
    )
    return scene.turn(say, state=state)


def instead(scene: Scene) -> Turn:
    """A request where it is asked whether this form goes on: the answer is that it does not."""
    fresh, change = _drafts(scene)
    told = [each for each in scene.state.options if each.service == change.service]
    if told:  # said once more, in other words
        words = f"{told[0].words}\n{change.words}".strip()
        change = replace(change, answers={**change.answers, **told[0].answers, **fresh.answers}, words=words)
    return _change(scene, change, scene.say("switch.done", new=_service(scene, change)))


def _drafts(scene: Scene) -> tuple[Draft, Draft]:
    """(the other request by itself, with what of this form still fits)."""
    reading = scene.heard.reading.wish or scene.heard.reading
    assert reading.service is not None, "a request names its service"
    fresh = drafted(scene, reading, reading.service, reading.variant)
    change = moved_to(scene.draft(), reading.service, reading.variant, reading.text, scene.world)
    return fresh, replace(change, answers={**change.answers, **fresh.answers}, urgent=fresh.urgent)


def _service(scene: Scene, draft: Draft) -> str:
    return service_of(draft, scene.world).name


def _title(scene: Scene, draft: Draft) -> str:
    """What tells two products of one service apart."""
    variant = variant_of(draft, service_of(draft, scene.world))
    return variant.name if variant else _service(scene, draft)


def _instead(scene: Scene) -> bool:
    """ "ga jadi pinjam, diperbaiki aja": the old request is given up in the same breath."""
    if scene.heard.reading.intent == "cancel":
        return True
    return spoken(scene.heard.text, {"": scene.world.words.tables["called"]["instead"]}) != []


def _also(scene: Scene) -> bool:
    """ "wifi tamu juga dong": besides, and not instead."""
    return spoken(scene.heard.text, {"": scene.world.words.tables["called"]["also"]}) != []


def pending(scene: Scene) -> Turn:
    """The answer to the question that was open, or a mere yes: this form goes on, the other request waits."""
    if scene.heard.reading.yes and short(scene.heard.text):
        return afterwards(scene)
    if fresh := unasked(scene):
        return afterwards(scene.but(state=scene.state.but(draft=answered(scene.draft(), fresh))))
    field = field_named(scene.draft(), scene.world, str(scene.state.held.get("asked")))
    if field is None or not scene.heard.reading.entities:
        return unclear(scene)
    try:
        value = parse(field, scene.heard, scene.world, scene.draft())
    except Refused:
        return unclear(scene)
    draft = answered(scene.draft(), {field.id: value})
    return afterwards(scene.but(state=scene.state.but(draft=draft)))


def _resume(state: State) -> dict[str, object]:
    return {"step": state.step, "asked": state.asked, "words": ""}


def replaced(scene: Scene) -> Turn:
    """Change to the other service and keep what still fits."""
    return _change(scene, scene.state.options[0])


def _change(scene: Scene, draft: Draft, *says: Say) -> Turn:
    scene = scene.but(state=closed(scene.state).but(draft=draft))
    turn = asking.proceed(scene)
    return Turn(turn.state, (*says, *noted(scene, turn), *turn.effects))


def afterwards(scene: Scene) -> Turn:
    """Finish this form first; the other request waits."""
    waiting = (*scene.state.waiting, scene.state.options[1])
    state = closed(scene.state).but(draft=scene.draft(), waiting=waiting)
    return asking.proceed(scene.but(state=state), scene.say("switch.after"))


def was_answer(scene: Scene) -> Turn:
    """It was meant as the answer to the open question after all."""
    fresh = scene.state.options[1]
    asked = scene.state.held.get("asked")
    draft = scene.draft()
    if asked:
        draft = answered(draft, {str(asked): Given(fresh.words)})
    return asking.proceed(scene.but(state=closed(scene.state).but(draft=draft)))
