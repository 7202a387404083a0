"""An officer speaks with the person; the bot is silent until it is handed back, or nobody answers."""

from __future__ import annotations

from datetime import timedelta

from bot.dialog.asking import proceed
from bot.dialog.scene import Scene, ask, closed, pick, reask
from bot.dialog.state import Turn
from bot.messages import CallHuman, Effect, Remind, Say

UNANSWERED = "human.unanswered"  # the timer of words that wait for an officer
PATIENCE = timedelta(minutes=15)  # office rule: for so long the bot leaves the person waiting


def call(scene: Scene) -> Turn:
    """An officer is wanted. Outside hours the person is told, and the bot stays: it offers a ticket instead."""
    office = scene.world.catalogue.offices.get(scene.world.person.office)
    contacts = [each.value for each in office.contacts if not each.confirm] if office else []
    key = "human.called" if scene.world.desk_open else "human.closed"
    say = scene.say(key, office=office.name if office else None, contacts=contacts)
    wish = CallHuman(scene.heard.text.strip())
    if not scene.world.desk_open:
        return _stay(scene, wish, say)
    state, say = ask(scene, scene.state.but(step="human", held={"waits": True}), say, pick("bot"))
    return scene.turn(wish, _remind(scene), say, state=state)


def _stay(scene: Scene, wish: CallHuman, say: Say) -> Turn:
    """The open question once more; where none is open, a ticket."""
    if scene.state.prompt is not None:
        return scene.turn(wish, say, *reask(scene))
    state, say = ask(scene, scene.state, say, pick("menu", "choice.make_ticket"))
    return scene.turn(wish, say, state=state.but(prompt=None))


def _remind(scene: Scene) -> Remind:
    return Remind(UNANSWERED, scene.world.now + PATIENCE)


def listen(scene: Scene) -> Turn:
    """Meanwhile the officer reads what the person writes; the bot says nothing as long as they answer."""
    if scene.state.held.get("waits"):
        return scene.turn()
    return scene.turn(_remind(scene), state=scene.state.but(held={"waits": True}))


def replied(scene: Scene, name: str, text: str, *, speaking: bool) -> Turn:
    """An officer's words. `speaking`: in the talk itself, not on a ticket, so that the bot falls silent."""
    say = scene.say("staff.reply", name=name or None, text=text)
    if scene.state.step != "human":
        if not speaking:
            return scene.turn(say)
        state, say = ask(scene, scene.state.but(step="human"), say, pick("bot"))
        scene = scene.but(state=state)
    return scene.turn(Remind(UNANSWERED, None), say, state=scene.state.but(held={"waits": False}))


def unanswered(scene: Scene) -> Turn:
    """Nobody came: the person is told, and the bot goes on; officers still see the wish."""
    if scene.state.step != "human" or not scene.state.held.get("waits"):
        return scene.turn()
    say = scene.say(UNANSWERED)
    if scene.state.draft:
        return proceed(scene, say)
    state, say = ask(scene, closed(scene.state), say, pick("menu", "choice.make_ticket"))
    return scene.turn(say, state=state.but(prompt=None))


def handed_back(scene: Scene) -> Turn:
    """The officer hands the talk back."""
    return _back(scene, "human.back")


def left(scene: Scene) -> Turn:
    """The person goes back to the bot."""
    return _back(scene, "human.again")


def _back(scene: Scene, key: str) -> Turn:
    """The bot speaks again, and goes on where the form stood."""
    told: tuple[Effect, ...] = (Remind(UNANSWERED, None), scene.say(key))
    if scene.state.draft:
        return proceed(scene, *told)
    return scene.turn(*told, state=closed(scene.state))
