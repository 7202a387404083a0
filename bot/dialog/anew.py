"""Trouble with what was fulfilled: the ticket is opened again, or it is something else after all."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog import choosing
from bot.dialog import tickets as own
from bot.dialog.scene import Scene, closed
from bot.dialog.state import Turn


def reopen(scene: Scene) -> Turn:
    """The ticket that is meant is offered to be opened again; the request that the words also are waits."""
    turn = own.reopen(scene)
    reading = scene.heard.reading
    if turn.state.step != "confirm_act" or reading.intent != "request" or reading.service is None:
        return turn
    other = choosing.drafted(scene, reading, reading.service, reading.variant)
    return replace(turn, state=turn.state.but(options=(other,)))


def fresh(scene: Scene) -> Turn:
    """ "Bukan, ini gangguan lain": the request of its own."""
    if not scene.state.options:
        return own.refrain(scene)
    return choosing.begin(scene.but(state=closed(scene.state)), scene.state.options[0])
