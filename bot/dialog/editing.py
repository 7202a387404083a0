"""At the summary: a line is corrected, picked, or asked for; a value that many lines could hold finds its own."""

from __future__ import annotations

from bot.dialog.amends import corrects, unplaced
from bot.dialog.asking import ask_field, owner
from bot.dialog.beside import BRIEF, elsewhere
from bot.dialog.choosing import unclear
from bot.dialog.correcting import changed, correction
from bot.dialog.fields import parse
from bot.dialog.form import field_named, fields, missing
from bot.dialog.gathering import unasked
from bot.dialog.holding import part, put
from bot.dialog.questions import told_anyway
from bot.dialog.scene import WHOSE, Scene, ask, pick, reask
from bot.dialog.state import Given, Turn
from bot.messages import Refused, Say
from catalog_data.model import Field


def correct(scene: Scene) -> Turn:
    """Words at the summary: a correction, or a sentence that is not understood."""
    turn = correction(scene) or elsewhere(scene) or _where(scene)
    says = () if turn else told_anyway(scene, scene.draft())
    return turn or (scene.turn(*says, *reask(scene)) if says else unclear(scene))


def _where(scene: Scene) -> Turn | None:
    """ "eh Budi Hakim": a value that many lines could hold; which one?"""
    new = unplaced(scene)
    return _which(scene, scene.say("edit.where", new=new), {"new": new}) if new else None


def edit(scene: Scene) -> Turn:
    """ "Ubah": which line? With its name: the value told before goes there, else it is asked for."""
    field, new = field_named(scene.draft(), scene.world, scene.name), str(scene.state.held.get("new", ""))
    if field is None:
        return _which(scene, scene.say("edit.which"), {})
    try:
        turn = changed(scene, {field.id: _put(scene, field, new)}) if new else None
    except Refused as refused:
        return ask_field(scene, field, scene.say(refused.key, **refused.params))
    return turn or ask_field(scene, field)


def _put(scene: Scene, field: Field, new: str) -> Given:
    draft = scene.draft()
    if field.id in draft.answers:
        return put(scene, field, draft, "", new)
    return parse(field, part(scene, new), scene.world, draft)


def _which(scene: Scene, say: Say, held: dict[str, str]) -> Turn:
    draft = scene.draft()
    choices = [
        pick(f"edit/{each.id}", "field", service=owner(scene, each), field=each.id)
        for each in fields(draft, scene.world)
        if each.id in draft.answers
    ]
    state = scene.state.but(step="confirming", asked=None, held=held)
    state, say = ask(scene, state, say, *choices, pick("back"))
    return scene.turn(say, state=state)


def whose(scene: Scene) -> Turn | None:
    """An address alone beside the question: of the one line that waits for one; of two, which?"""
    waits = [each for each in missing(scene.draft(), scene.world) if each.kind in ("superior", "contact")]
    mails = scene.heard.entities("email")
    if not waits or len(mails) != 1 or len(scene.heard.text.split()) > BRIEF or _named(scene, waits):
        return None
    if len(waits) == 1:
        return edit(scene.but(name=waits[0].id, state=scene.state.but(held={"new": str(mails[0].value)})))
    new = str(mails[0].value)
    choices = [pick(f"edit/{each.id}", "field", service=owner(scene, each), field=each.id) for each in waits]
    state, say = ask(scene, scene.state.but(held={"new": new}), scene.say(WHOSE, new=new), *choices)
    return scene.turn(say, state=state)


def _named(scene: Scene, waits: list[Field]) -> bool:
    """Whether the words tell whose address it is, or it was refused as that."""
    ids = {each.id for each in waits}
    return scene.state.asked in ids or bool(ids & set(unasked(scene))) or corrects(scene)
