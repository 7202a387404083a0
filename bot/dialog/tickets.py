"""A person's own tickets: how they stand, taking one back, opening one again, adding to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.desk.lifecycle import ENDED, FULFILLED
from bot.dialog.closing import after_form
from bot.dialog.language import phrase
from bot.dialog.life import refusal, renewed, reopen_until, trial
from bot.dialog.scene import Scene, ask, closed, parked, pick, reask
from bot.dialog.state import Turn
from bot.messages import Act, Choice, Effect, Refused, Say, TicketView

BARE = 2  # words of a mere yes
SHOWN = 5  # tickets in one answer; the rest is behind "Tiket saya" or a number


def own(scene: Scene) -> tuple[list[TicketView], bool]:
    """The tickets that the words mean, newest first, and whether the words named one at all.

    A number that is somebody else's is not among them, just as one that does not exist.
    """
    said = [str(each.value) for each in scene.heard.entities("ticket")]
    mine = list(scene.world.tickets)
    if said:
        return [each for each in mine if any(_is(each.number, number) for number in said)], True
    return _about(scene, mine) or mine, False


def _about(scene: Scene, mine: list[TicketView]) -> list[TicketView]:
    """The tickets about a thing that is named, else of the service that is."""
    things = [str(each.value).lower() for each in scene.heard.entities("goods")]
    by_thing = [each for each in mine if any(thing in each.summary.lower() for thing in things)]
    service = scene.heard.reading.service
    return by_thing or [each for each in mine if service and each.service == service]


def _is(number: str, said: str) -> bool:
    tail = number.rpartition("-")[2]
    return number.upper() == said.upper() or (said.isdigit() and int(said) == int(tail))


def status(scene: Scene) -> Turn:
    """How the tickets stand, in one sentence each; then the open question again."""
    found, named = own(scene)
    if not found:
        return scene.turn(_unknown(scene, named), *reask(scene))
    alive = [each for each in found if each.status not in ENDED] if not named else found
    shown = (alive or found)[:SHOWN]
    lines = [standing(each) for each in shown]
    more = len(alive or found) - len(shown)
    return scene.turn(scene.say("status.list", lines=lines, more=more or None), *reask(scene))


def standing(ticket: TicketView) -> dict[str, Any]:
    """One ticket in one sentence, from the record."""
    due = ticket.due_at if ticket.status not in (*FULFILLED, *ENDED) else None
    return phrase(
        f"status.{ticket.status}",
        number=ticket.number,
        summary=ticket.summary,
        office=ticket.office,
        due=due.isoformat() if due else None,
        fulfilled=ticket.fulfilled_at.isoformat() if ticket.fulfilled_at else None,
        question=ticket.question or None,
        outstanding=len(ticket.outstanding) or None,
    )


def _unknown(scene: Scene, named: bool) -> Say:
    return scene.say("ticket.unknown") if named else scene.say("ticket.none")


def cancel(scene: Scene) -> Turn:
    """Take a ticket back; always confirmed."""
    return _one(scene, "withdraw", _confirm_withdraw)


def reopen(scene: Scene) -> Turn:
    """Open a fulfilled ticket again; always confirmed, with the person's words as the reason."""
    return _one(scene, "reopen", _confirm_reopen)


Confirm = Callable[[Scene, TicketView, str], Turn]


def _one(scene: Scene, action: str, confirm: Confirm) -> Turn:
    found, named = own(scene)
    if not found:
        return scene.turn(_unknown(scene, named), *reask(scene))
    possible = [each for each in found if refusal(each, action, scene.world) is None]
    if len(possible) == 1 or (named and len(found) == 1):
        return _checked(scene, (possible or found)[0], action, confirm, scene.heard.text)
    if not possible:
        return _checked(scene, found[0], action, confirm, scene.heard.text)
    return _which(scene, possible, action)


def _checked(scene: Scene, ticket: TicketView, action: str, confirm: Confirm, words: str) -> Turn:
    refused = refusal(ticket, action, scene.world)
    if refused is None:
        return confirm(scene, ticket, words)
    return _refused(scene, ticket, action, refused, words)


def _refused(scene: Scene, ticket: TicketView, action: str, refused: Refused, words: str) -> Turn:
    """Not possible now: why; after the window of reopening a linked complaint is offered."""
    say = scene.say(refused.key, number=ticket.number, **refused.params)
    if action == "withdraw" and refused.key == "refused.status" and ticket.status not in ENDED:
        state, say = ask(scene, parked(scene.state), scene.say("withdraw.late", number=ticket.number), pick("human"))
        return scene.turn(say, state=state)
    if action != "reopen" or ticket.fulfilled_at is None:
        return scene.turn(say, *reask(scene))
    held = {"act": "complain", "ticket": ticket.number, "words": words}
    state = parked(scene.state).but(step="confirm_act", held=held)
    offer = scene.say("complaint.offer", number=ticket.number)
    state, offer = ask(scene, state, offer, pick("yes"), pick("no"))
    return scene.turn(say, offer, state=state)


def _which(scene: Scene, tickets: Sequence[TicketView], action: str) -> Turn:
    held = {"act": action, "words": scene.heard.text}
    state = parked(scene.state).but(step="which_ticket", held=held)
    choices = [ticket_choice(each) for each in tickets[:SHOWN]]
    state, say = ask(scene, state, scene.say(f"which_ticket.{action}"), *choices, pick("no"))
    return scene.turn(say, state=state)


def ticket_choice(ticket: TicketView) -> Choice:
    """A choice that names one ticket."""
    tail = ticket.number.rpartition("-")[2]
    return pick(f"ticket/{ticket.number}", "text", text=f"{tail}: {ticket.summary}")


def which(scene: Scene) -> Turn:
    """One of several tickets was picked."""
    ticket = find(scene, scene.name)
    action = str(scene.state.held["act"])
    if ticket is None:
        return scene.turn(scene.say("ticket.unknown"))
    return _checked(scene, ticket, action, CONFIRM[action], str(scene.state.held["words"]))


def which_in_words(scene: Scene) -> Turn:
    """A number typed where one of several tickets was asked for."""
    found, named = own(scene)
    digits = "".join(re.findall(r"(?<!\w)\d+(?!\w)", scene.heard.text))  # not those of "dua2nya"
    if not named and digits:
        found, named = [each for each in scene.world.tickets if _is(each.number, digits)], True
    if named and len(found) == 1:
        return which(scene.but(name=found[0].number))
    return scene.turn(scene.say("ticket.unknown") if named else scene.say("unclear.here", n=0), *reask(scene))


def every(scene: Scene) -> Turn:
    """ "Dua-duanya": each of the tickets offered, confirmed one after the other."""
    offered = [each.id.partition("/")[2] for each in scene.state.choices if ":ticket/" in each.id]
    held = {**scene.state.held, "more": offered[1:]}
    return which(scene.but(name=offered[0], state=scene.state.but(held=held)))


def _next(scene: Scene, action: str, *done: Effect) -> Turn:
    """The next of several tickets is confirmed; after the last one what waits."""
    held = scene.state.held
    tickets = [ticket for each in held.get("more", ()) if (ticket := find(scene, str(each)))]
    if not tickets:
        return after_form(scene, *done)
    left = scene.state.but(held={"more": [each.number for each in tickets[1:]]})
    turn = _checked(scene.but(state=left), tickets[0], action, CONFIRM[action], str(held["params"]["reason"]))
    return Turn(turn.state, (*done, *turn.effects))


def find(scene: Scene, number: str) -> TicketView | None:
    """This person's ticket of that number."""
    return next((each for each in scene.world.tickets if each.number == number), None)


def _confirm_withdraw(scene: Scene, ticket: TicketView, words: str) -> Turn:
    return _confirm(scene, ticket, "withdraw", {"reason": words}, scene.say(
        "withdraw.ask", number=ticket.number, summary=ticket.summary
    ))  # fmt: skip


def _confirm_reopen(scene: Scene, ticket: TicketView, words: str) -> Turn:
    say = scene.say(
        "reopen.ask",
        number=ticket.number,
        summary=ticket.summary,
        office=ticket.office,
        fulfilled=ticket.fulfilled_at.isoformat() if ticket.fulfilled_at else None,
        until=_until(scene, ticket),
        reason=words,
    )
    more = (pick("fresh"),) if scene.heard.reading.intent == "request" else ()
    return _confirm(scene, ticket, "reopen", {"reason": words}, say, pick("reason"), *more, pick("human"))


def reopen_one(scene: Scene, ticket: TicketView, words: str) -> Turn:
    """This ticket is to be opened again, if it still can; without a reason in the words it is asked for first."""
    if words or refusal(ticket, "reopen", scene.world):
        return _checked(scene, ticket, "reopen", _confirm_reopen, words)
    held = {"act": "reopen", "ticket": ticket.number}
    state = parked(scene.state).but(step="reason", held=held)
    state, say = ask(scene, state, scene.say("reopen.reason"))
    return scene.turn(say, state=state)


def _until(scene: Scene, ticket: TicketView) -> str | None:
    until = reopen_until(ticket, scene.world)
    return until.isoformat() if until else None


def _confirm(scene: Scene, ticket: TicketView, action: str, params: dict[str, Any], say: Say, *more: Choice) -> Turn:
    others = {key: each for key, each in scene.state.held.items() if key == "more"}
    held = {"act": action, "ticket": ticket.number, "params": params, **others}
    state = parked(scene.state).but(step="confirm_act", held=held)
    state, say = ask(scene, state, say, pick("yes", f"choice.{action}"), *(more or (pick("no"),)))
    return scene.turn(say, state=state)


def act(scene: Scene) -> Turn:
    """The confirmation of something that changes a ticket."""
    held = scene.state.held
    ticket = find(scene, str(held["ticket"]))
    action = str(held["act"])
    if ticket is None:
        return scene.turn(scene.say("ticket.unknown"), state=closed(scene.state))
    refused = trial(ticket, action, held.get("params", {}), scene.world)
    if refused:  # the desk was quicker, or what was said is not possible
        return scene.turn(scene.say(refused.key, number=ticket.number, **refused.params), state=closed(scene.state))
    deed = Act(ticket.number, action, _with_words(scene, dict(held.get("params", {}))))
    return _next(scene, action, deed, _done(scene, ticket, action))


def _with_words(scene: Scene, params: dict[str, Any]) -> dict[str, Any]:
    """What is told behind the yes joins the reason ("ya. jangan sampe 2 minggu lagi ya")."""
    more = scene.heard.text.strip()
    if "reason" not in params or len(more.split()) <= BARE:
        return params
    return {**params, "reason": f"{params['reason']} ({more})"}


def _done(scene: Scene, ticket: TicketView, action: str) -> Say:
    """What was done, with the date that it promises now."""
    due = renewed(ticket, scene.world) if action == "reopen" else None
    told = due.isoformat() if due else scene.state.held.get("due")
    return scene.say(f"{action}.done", number=ticket.number, due=told)


def refrain(scene: Scene) -> Turn:
    """No: nothing changes."""
    return after_form(scene, scene.say("act.left"))


def other_reason(scene: Scene) -> Turn:
    """The reason in better words."""
    state = scene.state.but(step="reason")
    state, say = ask(scene, state, scene.say("reopen.reason"))
    return scene.turn(say, state=state)


def reason(scene: Scene) -> Turn:
    """The reason was said; confirmed once more."""
    held = scene.state.held
    ticket = find(scene, str(held["ticket"]))
    if ticket is None:
        return scene.turn(scene.say("ticket.unknown"), state=closed(scene.state))
    return CONFIRM[str(held["act"])](scene, ticket, scene.heard.text.strip())


CONFIRM: dict[str, Confirm] = {"withdraw": _confirm_withdraw, "reopen": _confirm_reopen}
