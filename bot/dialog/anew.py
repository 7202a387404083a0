"""A ticket is opened again or taken back, and what is wanted besides; or it is something else after all."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog import choosing
from bot.dialog import tickets as own
from bot.dialog.asking import proceed
from bot.dialog.closing import after_form
from bot.dialog.fields import parse
from bot.dialog.form import missing
from bot.dialog.questions import questioning
from bot.dialog.scene import Scene, answered, closed
from bot.dialog.state import Turn
from bot.messages import Refused
from intents.near import spoken

OFFERED = ("choosing", "menu")  # steps in which services are offered


def reopen(scene: Scene) -> Turn:
    """The ticket that is meant is offered to be opened again; the request that the words also are waits."""
    turn = own.reopen(scene)
    reading = scene.heard.reading
    if turn.state.step != "confirm_act" or reading.intent != "request" or reading.service is None:
        return turn
    other = choosing.drafted(scene, reading, reading.service, reading.variant)
    return replace(turn, state=turn.state.but(options=(other,)))


def cancel(scene: Scene) -> Turn:
    """ "Tiketnya batalin, gantinya mau pinjam laptop": what is wanted instead waits for the confirmation."""
    if scene.state.step in OFFERED and not spoken(scene.heard.text, {"": ("tiket", "ticket", "tiketnya")}):
        return after_form(scene, scene.say("nothing_open"))  # "ga jadi deh": what was offered
    turn, wish = own.cancel(scene), scene.heard.reading.wish
    if wish is None or wish.service is None:
        return turn
    if not scene.world.tickets:
        return choosing.start(scene)
    other = choosing.drafted(scene, wish, wish.service, wish.variant)
    asked = turn.state.step in ("confirm_act", "which_ticket")
    return replace(turn, state=turn.state.but(waiting=(*turn.state.waiting, other))) if asked else turn


def status(scene: Scene) -> Turn:
    """ "AC lantai 2 mati, sudah lapor belum ditindaklanjuti": what no ticket tells of is reported now."""
    turn, reading = own.status(scene), scene.heard.reading
    told = reading.service and scene.heard.entities("place") and not questioning(scene)
    if scene.state.draft or scene.world.tickets or not told:
        return turn
    begun = choosing.start(scene)
    return replace(begun, effects=(*turn.effects, *begun.effects))


def back_to_form(scene: Scene) -> Turn:
    """No yes and no no, but the answer that the form waited for: it goes on, and nothing else is done."""
    first, *rest = scene.state.waiting or (None,)
    field = next(iter(missing(first, scene.world)), None) if first else None
    if first is None or field is None:
        return choosing.unclear(scene)
    try:
        draft = answered(first, {field.id: parse(field, scene.heard, scene.world, first)})
    except Refused:
        return choosing.unclear(scene)
    waiting = tuple(each for each in rest if each)
    return proceed(scene.but(state=closed(scene.state).but(draft=draft, waiting=waiting)))


def fresh(scene: Scene) -> Turn:
    """ "Bukan, ini gangguan lain": the request of its own."""
    if not scene.state.options:
        return own.refrain(scene)
    return choosing.begin(scene.but(state=closed(scene.state)), scene.state.options[0])
