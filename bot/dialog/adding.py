"""What is sent after a ticket is open: files and remarks join it, a date or a count still changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.desk.lifecycle import ENDED, FULFILLED
from bot.dialog import questions
from bot.dialog.amends import Kept, changes, corrects
from bot.dialog.choosing import unclear
from bot.dialog.closing import said_promise
from bot.dialog.correcting import corrected
from bot.dialog.fields import show
from bot.dialog.form import clock_params, fields, promised, settled
from bot.dialog.gathering import file_fault
from bot.dialog.life import refusal
from bot.dialog.scene import Scene, ask, closed, parked, pick, reask
from bot.dialog.state import Draft, Given, Turn, World
from bot.dialog.tickets import SHOWN, find, standing, ticket_choice
from bot.messages import Act, TicketView
from intents.near import spoken

OF_TICKET = 5  # words of a question that names nothing but what is spoken of


def alive(scene: Scene) -> list[TicketView]:
    """The person's tickets that something can still be added to, newest first."""
    return [each for each in scene.world.tickets if refusal(each, "add", scene.world) is None]


def files(scene: Scene) -> Turn:
    """Files while nothing is open: they join the ticket that waits for papers, or the one picked."""
    sound = [each for each in scene.heard.files if each.fault is None]
    if not sound:
        faulty = scene.heard.files[0]
        return scene.turn(file_fault(scene, faulty))
    mine = alive(scene)
    waiting = [each for each in mine if each.outstanding]
    if len(waiting) == 1:
        return _add(scene, waiting[0], [each.id for each in sound])
    names = [each.name for each in sound]
    if not mine:
        return scene.turn(scene.say("file.no_form", names=names))
    held = {"act": "add", "files": [each.id for each in sound]}
    return _which(scene, waiting or mine, held, names)


def _which(scene: Scene, mine: list[TicketView], held: dict[str, Any], names: list[str]) -> Turn:
    state = parked(scene.state).but(step="which_file", held=held)
    choices = [ticket_choice(each) for each in mine[:SHOWN]]
    state, say = ask(scene, state, scene.say("file.which", names=names), *choices, pick("no", "choice.none"))
    return scene.turn(say, state=state)


def file_picked(scene: Scene) -> Turn:
    """The ticket that the files belong to."""
    ticket = find(scene, scene.name)
    if ticket is None:
        return scene.turn(scene.say("ticket.unknown"))
    return _add(scene, ticket, list(scene.state.held["files"]))


def _add(scene: Scene, ticket: TicketView, files: list[str]) -> Turn:
    deed = Act(ticket.number, "add", {"files": files, "text": scene.heard.text.strip()})
    say = scene.say("add.done", number=ticket.number, count=len(files))
    return scene.turn(deed, say, state=closed(scene.state))


def about(scene: Scene) -> Turn:
    """Said from a ticket's own card: how it stands is answered, everything else joins it. A form stays open."""
    ticket = next((each for each in alive(scene) if each.number == scene.name), None)
    if ticket is None:
        return scene.turn(scene.say("ticket.unknown"), *reask(scene))
    heard = scene.heard
    sound = [each.id for each in heard.files if each.fault is None]
    if heard.files and not sound:
        return scene.turn(file_fault(scene, heard.files[0]), *reask(scene))
    if not sound and heard.reading.intent == "status":
        return scene.turn(scene.say("status.list", lines=[standing(ticket)], more=None), *reask(scene))
    deed = Act(ticket.number, "add", {"files": sound, "text": heard.text.strip()})
    return scene.turn(deed, scene.say("add.done", number=ticket.number, count=len(sound)), *reask(scene))


def words(scene: Scene) -> Turn:
    """Words while nothing is open: a change of the newest open ticket, or not understood."""
    if scene.heard.files:
        return files(scene)
    return _change(scene, alive(scene)[0]) if amends(scene) else unclear(scene)


def amends(scene: Scene) -> bool:
    """Whether the words correct, and hold another value for, something said of the newest open ticket."""
    mine = [each for each in scene.world.tickets[:1] if each.service and refusal(each, "change", scene.world) is None]
    if not mine or scene.heard.files:
        return False
    draft = _as_draft(mine[0], scene)
    there = scene.but(state=scene.state.but(draft=draft))
    if not corrects(there):
        return False
    try:
        return bool(changes(there, draft))
    except Kept:
        return True


def asks_when(scene: Scene) -> bool:
    """ "kapan selesainya?" behind a ticket, and of nothing else."""
    newest = next(iter(scene.world.tickets), None)
    if newest is None or newest.status in (*ENDED, *FULFILLED) or scene.state.step != "idle" or scene.state.held:
        return False
    reading = scene.heard.reading
    service = scene.world.catalogue.services.get(newest.service)
    other = service is None or spoken(scene.heard.text, {each.id: each.words for each in service.variants})
    about = reading.service in (None, newest.service) and len(scene.heard.text.split()) <= OF_TICKET
    return reading.intent == "ask_deadline" and about and not other


def concerns(scene: Scene) -> bool:
    """Whether the words are about the service of the newest open ticket, or name none."""
    reading = scene.heard.reading
    return reading.service in (None, alive(scene)[0].service) and not reading.urgent


def news(scene: Scene) -> Turn:
    """ "Oh iya, bocornya makin deras": joins the newest open ticket; what was to be confirmed is left."""
    return _add(scene, alive(scene)[0], [each.id for each in scene.heard.files if each.fault is None])


def urged(scene: Scene) -> Turn:
    """Impatience joins the newest open ticket, where its officer reads it; nothing is promised for it."""
    ticket = alive(scene)[0]
    deed = Act(ticket.number, "add", {"files": [], "text": scene.heard.text.strip()})
    return scene.turn(deed, scene.say("ticket.urged", standing=standing(ticket)), state=closed(scene.state))


def question(scene: Scene) -> Turn:
    """A question: of the newest ticket when it will be done, else of the standard."""
    return when(scene) if asks_when(scene) else questions.question(scene)


def when(scene: Scene) -> Turn:
    """How the newest ticket stands, and what was promised of it."""
    ticket = scene.world.tickets[0]
    then = replace(scene.world, now=ticket.opened_at)
    draft = _as_draft(ticket, scene)
    there = scene.but(state=scene.state.but(draft=draft), world=then)
    promise = None if ticket.due_at else said_promise(there, promised(draft, then), ticket.outstanding)
    return scene.turn(scene.say("ticket.when", standing=standing(ticket), promise=promise))


def _as_draft(ticket: TicketView, scene: Scene) -> Draft:
    answers = {key: Given(value) for key, value in ticket.answers.items()}
    variant = ticket.variant
    if ticket.type == "incident":
        service = scene.world.catalogue.services[ticket.service]
        variant = next((each.id for each in service.variants if each.incident), None)
    return Draft(ticket.service, variant, answers, marks=ticket.marks)


def _found(scene: Scene, ticket: TicketView) -> dict[str, Given]:
    return changes(scene, _as_draft(ticket, scene)) if ticket.service else {}


def _change(scene: Scene, ticket: TicketView) -> Turn:
    """Confirmed before it is done; every date is counted anew from the request."""
    try:
        found = _found(scene, ticket)
    except Kept as kept:
        return scene.turn(scene.say(kept.key, **kept.params), scene.say("correct.kept", label=kept.label))
    if not found:
        return unclear(scene)
    then = replace(scene.world, now=ticket.opened_at)
    draft = settled(corrected(_as_draft(ticket, scene), found, scene.world), then)
    promise = promised(draft, then)
    if not promise.accepted:
        earliest = promise.earliest_event_date
        say = scene.say("refused.too_soon", earliest=earliest.isoformat() if earliest else None)
        return scene.turn(say, scene.say("act.left"))
    labels = {each.id: each for each in fields(draft, then)}
    lines = [
        {"label": labels[key].label, "value": show(labels[key], given, scene.world.words)}
        for key, given in found.items()
        if key in labels
    ]
    due = promise.due_at.isoformat() if promise.due_at and not ticket.outstanding else None
    held = {"act": "change", "ticket": ticket.number, "params": _said_anew(draft, then, found), "due": due}
    state = parked(scene.state).but(step="confirm_act", held=held)
    say = scene.say("change.ask", number=ticket.number, lines=lines)
    state, say = ask(scene, state, say, pick("yes", "choice.change"), pick("no"))
    return scene.turn(say, state=state)


def _said_anew(draft: Draft, then: World, found: dict[str, Given]) -> dict[str, Any]:
    """The lifecycle counts the dates; it needs the answers and what the clock counts by."""
    answers = {key: each.value for key, each in found.items()}
    return {"answers": answers, "params": clock_params(draft, then)}
