"""An officer speaks with the person; the bot is silent until it is handed back."""

from __future__ import annotations

from bot.dialog.asking import proceed
from bot.dialog.scene import Scene, ask, closed, pick
from bot.dialog.state import Turn
from bot.messages import CallHuman


def call(scene: Scene) -> Turn:
    """An officer is wanted. Outside hours the person is told, and keeps the choice of a ticket."""
    office = scene.world.catalogue.offices.get(scene.world.person.office)
    contacts = [each.value for each in office.contacts if not each.confirm] if office else []
    key = "human.called" if scene.world.desk_open else "human.closed"
    say = scene.say(key, office=office.name if office else None, contacts=contacts)
    held = {"step": scene.state.step, "asked": scene.state.asked}
    state = scene.state.but(step="human", held=held)
    state, say = ask(scene, state, say, pick("bot"))
    return scene.turn(CallHuman(scene.heard.text.strip()), say, state=state)


def listen(scene: Scene) -> Turn:
    """Meanwhile the officer reads what the person writes; the bot says nothing."""
    return scene.turn()


def handed_back(scene: Scene) -> Turn:
    """The bot speaks again, and goes on where the form stood."""
    say = scene.say("human.back")
    if scene.state.draft:
        return proceed(scene, say)
    return scene.turn(say, state=closed(scene.state))
