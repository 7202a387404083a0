"""What the desk did and what fell due, told to the person; a question of the desk waits its turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.desk.standing import rating_open
from bot.dialog.asking import proceed
from bot.dialog.choosing import drafted
from bot.dialog.closing import after_form
from bot.dialog.feedback import open_rating
from bot.dialog.form import gone_cold, without_past
from bot.dialog.gathering import meanwhile
from bot.dialog.handover import UNANSWERED, handed_back, replied, unanswered
from bot.dialog.joining import AWAITS
from bot.dialog.life import refusal, reopen_until
from bot.dialog.scene import TICKET_BOUND, Scene, answered, ask, parked, pick
from bot.dialog.state import Draft, State, Turn
from bot.dialog.tickets import find
from bot.messages import Act, DeskDid, FellDue, Say, TicketView
from intents.near import flat

BUSY = {"filling", "confirming", "variant", "too_soon", "choosing", "switch", "giving_up", "rating", "human", *AWAITS}
TOLD = {  # deeds of the desk and timers that the person simply hears of
    "take", "complete", "set_due", "reclassify", "transfer", "decline", "cancel", "reopen", "triage", "third_party",
    "complain", "apologise", "auto_close", "document.reminder", "accept_event",
}  # fmt: skip


TOLD_UNLESS = {"confirm": "ask_rating", "accept_document": "accepted"}  # the question after it says as much


def desk_did(scene: Scene, event: DeskDid) -> Turn:
    """An officer's action reaches the person: told at once, or asked when nothing else is open."""
    scene = settled(scene)
    if event.action == "reply":
        name, text = str(event.params.get("name", "")), str(event.params.get("text", ""))
        return replied(scene, name, text, speaking=not event.ticket)
    if event.action == "hand_back":
        return handed_back(scene) if scene.state.step == "human" else scene.turn()
    return _reaches(scene, event.action, event.ticket, event)


def fell_due(scene: Scene, event: FellDue) -> Turn:
    """A timer of this conversation. What a timer does to a ticket is the desk's own (lifecycle)."""
    scene = settled(scene)
    if event.key == UNANSWERED:
        return unanswered(scene)
    ticket = find(scene, event.ticket) if event.ticket else None
    if ticket and (event.key != "document.reminder" or ticket.outstanding):
        return _reaches(scene, event.key, ticket.number, event)
    return scene.turn()


def _reaches(scene: Scene, action: str, number: str, event: DeskDid | FellDue) -> Turn:
    """What of it the person hears, and what they are asked."""
    params: Mapping[str, Any] = event.params if isinstance(event, DeskDid) else {}
    kind = _question(action, event.effects)
    heard = action in TOLD or TOLD_UNLESS.get(action, kind) != kind
    if action == "note":
        heard = "tell_person" in event.effects
    told = (_notice(scene, number, action.replace(".", "_"), params),) if heard else ()
    turn = put(scene, {"kind": kind, "ticket": number, **params}) if kind else scene.turn()
    return Turn(turn.state, (*told, *turn.effects))


def _question(action: str, effects: tuple[str, ...]) -> str | None:
    """What the person is asked after it, if anything."""
    if action in QUESTIONS:
        return action
    asked = {"ask_rating": "ask_rating", "ask_confirmation": "accepted"}
    return next((asked[effect] for effect in effects if effect in asked), None)


def settled(scene: Scene) -> Scene:
    """Without an open question that the ticket has outgrown: nothing is asked any more of one that is closed."""
    ticket = find(scene, str(scene.state.held.get("ticket", "")))
    moot = MOOT.get(scene.state.step)
    if ticket is None or moot is None or not moot(scene, ticket):
        return scene
    return scene.but(state=parked(scene.state))


def _ended(scene: Scene, ticket: TicketView) -> bool:
    return ticket.status not in ("fulfilled", "waiting_document", "confirmed")


MOOT: dict[str, Callable[[Scene, TicketView], bool]] = {
    "fulfilled": _ended,
    "rating": lambda scene, ticket: refusal(ticket, "rate", scene.world) is not None,
    "desk_question": lambda _, ticket: not (ticket.question or ticket.outstanding),
}


def _notice(scene: Scene, number: str, action: str, params: Mapping[str, Any]) -> Say:
    """What was done, with the dates and papers of the ticket as it stands now."""
    ticket = find(scene, number)
    told = {**params, "number": number, **(_facts(scene, ticket, action) if ticket else {})}
    return scene.say(f"notice.{action}", **told)


def _facts(scene: Scene, ticket: TicketView, action: str) -> dict[str, Any]:
    service = scene.world.catalogue.services.get(ticket.service)
    names = {each.id: each.called for each in service.documents} if service else {}
    until, due = reopen_until(ticket, scene.world), ticket.due_at
    return {
        "summary": ticket.summary,
        "office": scene.world.catalogue.offices[ticket.office].name,
        "due": due.isoformat() if due else None,
        "until": until.isoformat() if until else None,
        "documents": [names.get(each, each) for each in ticket.outstanding],
    }


def put(scene: Scene, item: Mapping[str, Any]) -> Turn:
    """A question to the person: now if nothing is open, else after what is."""
    if scene.state.step in BUSY and not gone_cold(scene.state.at, scene.world.now):
        told = _told_now(scene, item)
        item = {**item, "told": True} if told else item
        return scene.turn(*told, state=scene.state.but(queue=(*scene.state.queue, item)))
    return QUESTIONS[str(item["kind"])](scene, item)


def _told_now(scene: Scene, item: Mapping[str, Any]) -> tuple[Say, ...]:
    """While an officer speaks with the person no form is disturbed: that it is fulfilled is told at once."""
    if scene.state.step != "human" or item["kind"] != "fulfil":
        return ()
    return (_notice(scene, str(item["ticket"]), "fulfilled_now", item),)


def next_in_queue(scene: Scene, turn: Turn) -> Turn:
    """After a turn that left nothing open, what waited is asked."""
    if turn.state.step != "idle" or not turn.state.queue:
        return turn
    item, *rest = turn.state.queue
    asked = put(scene.but(state=turn.state.but(queue=tuple(rest))), item)
    return Turn(asked.state, (*turn.effects, *asked.effects))


def _fulfilled(scene: Scene, item: Mapping[str, Any]) -> Turn:
    """Fulfilled: is it right? The papers to be signed, the right to reopen."""
    number = str(item["ticket"])
    return _is_it_right(scene, number, _notice(scene, number, "fulfil_again" if item.get("told") else "fulfil", item))


def _is_it_right(scene: Scene, number: str, say: Say) -> Turn:
    """The answer may come long afterwards: it names its ticket."""
    state = parked(scene.state).but(step="fulfilled", held={"ticket": number})
    done, again = (pick(f"{TICKET_BOUND}{name}/{number}", f"choice.{name}") for name in ("done", "again"))
    state, say = ask(scene, state, say, done, again, again="notice.fulfil_again")
    return scene.turn(say, state=state)


def _accepted(scene: Scene, item: Mapping[str, Any]) -> Turn:
    """The paper is there; whether the work is right nobody has said yet."""
    number = str(item["ticket"])
    return _is_it_right(scene, number, _notice(scene, number, "accepted", item))


def _asked(scene: Scene, item: Mapping[str, Any]) -> Turn:
    """An officer's question; the next words are its answer."""
    number = str(item["ticket"])
    state = _holding(scene, "desk_question", number)
    state, say = ask(scene, state, _notice(scene, number, "ask", item))
    return scene.turn(say, state=state)


def _incomplete(scene: Scene, item: Mapping[str, Any]) -> Turn:
    """What is missing, as one message; the next files join the ticket."""
    number = str(item["ticket"])
    state = _holding(scene, "desk_question", number)
    state, say = ask(scene, state, _notice(scene, number, str(item["kind"]), item))
    return scene.turn(say, state=state)


def _holding(scene: Scene, step: str, number: str) -> State:
    return parked(scene.state).but(step=step, held={"ticket": number})


def _confirmed(scene: Scene, item: Mapping[str, Any]) -> Turn:
    """Fulfilment is confirmed: how was it?"""
    state, say = open_rating(scene, parked(scene.state), str(item["ticket"]))
    return scene.turn(say, state=state)


QUESTIONS: dict[str, Callable[[Scene, Mapping[str, Any]], Turn]] = {
    "fulfil": _fulfilled,
    "ask": _asked,
    "incomplete": _incomplete,
    "reject_document": _incomplete,
    "accepted": _accepted,
    "ask_rating": _confirmed,
}


def done(scene: Scene) -> Turn:
    """ "Sudah beres": the person's own confirmation, then the rating."""
    ticket = find(scene, scene.name or str(scene.state.held.get("ticket", "")))
    if ticket is None:
        return scene.turn(scene.say("choice_stale"))
    deed = Act(ticket.number, "confirm_done")
    if refusal(ticket, deed.action, scene.world):
        return scene.turn(scene.say("choice_stale"), state=parked(scene.state))
    thanks = scene.say("done.noted", number=ticket.number)
    if ticket.outstanding:  # noted, but the paper gates the closing
        reminder = _notice(scene, ticket.number, "document_reminder", {})
        return scene.turn(deed, thanks, reminder, state=parked(scene.state))
    if not rating_open(ticket):
        return scene.turn(deed, thanks, state=parked(scene.state))
    state, say = open_rating(scene, parked(scene.state), ticket.number)
    return scene.turn(deed, thanks, say, state=state)


def answered_desk(scene: Scene) -> Turn:
    """The person's answer to an officer's question, with its files."""
    number = str(scene.state.held["ticket"])
    files = [each.id for each in scene.heard.files if each.fault is None]
    deed = Act(number, "answer", {"text": scene.heard.text.strip(), "files": files})
    return after_form(scene, deed, scene.say("answered.passed", number=number))


def cold(scene: Scene) -> Turn:
    """Back after days with a form half filled: the draft is kept, and the person is asked.

    Who says to go on ("iya lanjut") has answered that already.
    """
    draft = scene.draft()
    if _goes_on(scene):
        return resumed(scene.but(state=scene.state.but(options=())))
    service = scene.world.catalogue.services[draft.service]
    state = scene.state.but(step="resume", options=(answered(draft, meanwhile(scene)),), waiting=_behind(scene))
    say = scene.say("resume.ask", service=service.name)
    state, say = ask(scene, state, say, pick("resume"), pick("drop", "choice.start_fresh"))
    return scene.turn(say, state=state)


def _goes_on(scene: Scene) -> bool:
    ways = scene.world.words.tables["spoken"]
    words = [word for word in flat(scene.heard.text).split() if word not in ways["beside"]]
    return " ".join(words) in ways["resume"] and not scene.heard.files


def _behind(scene: Scene) -> tuple[Draft, ...]:
    """What waits, and another request that came with the return."""
    reading, draft = scene.heard.reading, scene.draft()
    fresh = reading.intent == "request" and reading.decision == "accept" and reading.service != draft.service
    if not fresh or reading.service is None:
        return scene.state.waiting
    return (*scene.state.waiting, drafted(scene, reading, reading.service, reading.variant))


def resumed(scene: Scene) -> Turn:
    """Go on where the form stood, with what was said on coming back; a day that has passed is asked anew."""
    draft = scene.state.options[0] if scene.state.options else scene.draft()
    return proceed(scene.but(state=scene.state.but(draft=without_past(draft, scene.world))))
