"""A rating after fulfilment is confirmed: 1 to 5, a remark; a low one asks once what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.deeds import LOW
from bot.dialog.closing import after_form
from bot.dialog.life import refusal
from bot.dialog.scene import Scene, ask, closed, pick
from bot.dialog.state import State, Turn
from bot.dialog.tickets import find
from bot.messages import Act, Effect


def open_rating(scene: Scene, state: State, number: str) -> tuple[State, Effect]:
    """The question for a rating; the standard asks for it in services 1 to 11 only."""
    ticket = find(scene, number)
    code = ticket.service if ticket else ""
    service = scene.world.catalogue.services.get(code)
    say = scene.say("rating.ask", number=number, service=code, clause=service.rating_clause if service else None)
    choices = [pick(f"rate/{number}/{each}", f"choice.rate_{each}") for each in range(1, 6)]
    return ask(scene, state.but(step="rating", held={"ticket": number}), say, *choices)


def rate(scene: Scene) -> Turn:
    """A rating by button or number: "KPTIK-2611-0038/2"."""
    number, _, value = scene.name.rpartition("/")
    return _rated(scene, number, int(value), "")


def rate_in_words(scene: Scene) -> Turn | None:
    """ "2. teknisinya telat": the number first, the rest is the remark; None where no number is."""
    text = scene.heard.text.strip()
    digits = text[:1]
    if digits not in "12345" or text[1:2].isdigit() or not digits:
        return None
    return _rated(scene, str(scene.state.held["ticket"]), int(digits), text[1:].strip(" .,:;-"))


def _rated(scene: Scene, number: str, value: int, remark: str) -> Turn:
    ticket = find(scene, number)
    if ticket is None or ticket.rating is not None or refusal(ticket, "rate", scene.world):
        return scene.turn(scene.say("rating.over"), state=closed(scene.state))
    deed = Act(number, "rate", {"rating": value, "text": remark})
    if value > LOW:
        state = closed(scene.state).but(step="remark", held={"ticket": number})
        if remark:
            return after_form(scene, deed, scene.say("rating.thanks"))
        state, say = ask(scene, state, scene.say("rating.remark"), pick("skip"))
        return scene.turn(deed, say, state=state)
    return _low(scene, deed, number, remark)


def _low(scene: Scene, deed: Act, number: str, remark: str, key: str = "rating.low") -> Turn:
    """An apology, which is what the guarantee promises, and one question what should follow."""
    ticket = find(scene, number)
    assert ticket is not None, "rated tickets are the person's own"
    can_reopen = refusal(ticket, "reopen", scene.world) is None
    ways = ("both", "reopen") if can_reopen else ()
    choices = [pick(f"low/{each}", f"choice.low_{each}") for each in ways]
    choices += [pick("low/complain", "choice.low_complain"), pick("human"), pick("no", "choice.nothing_more")]
    state = closed(scene.state).but(step="low_rating", held={"ticket": number, "words": remark})
    state, say = ask(scene, state, scene.say(key, number=number), *choices, again="rating.low_again")
    return scene.turn(deed, say, state=state)


def remark(scene: Scene) -> Turn:
    """One optional line after the number."""
    deed = Act(str(scene.state.held["ticket"]), "remark", {"text": scene.heard.text.strip()})
    return after_form(scene, deed, scene.say("rating.thanks"))


def no_remark(scene: Scene) -> Turn:
    """No remark; thanks all the same."""
    return after_form(scene, scene.say("rating.thanks"))


def low_words(scene: Scene) -> Turn:
    """The remark in words: kept, and the question again."""
    held: Mapping[str, Any] = scene.state.held
    deed = Act(str(held["ticket"]), "remark", {"text": scene.heard.text.strip()})
    return _low(scene, deed, str(held["ticket"]), scene.heard.text.strip(), "rating.low_noted")
