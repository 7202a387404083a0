"""One message, one rule: what happens next is looked up in a table, by the step and the meaning.

Pure: the state and the world come in, a Turn goes out, and nothing has happened yet.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.dialog import (
    adding,
    anew,
    before,
    beside,
    changing,
    choosing,
    closing,
    complaints,
    correcting,
    disappointed,
    editing,
    feedback,
    filling,
    handover,
    joining,
    notices,
    questions,
)
from bot.dialog import tickets as own
from bot.dialog.copies import but
from bot.dialog.fields.base import Heard
from bot.dialog.form import gone_cold, learned
from bot.dialog.meaning import understand
from bot.dialog.scene import Scene
from bot.dialog.state import State, Turn, World
from bot.messages import Address, DeskDid, Event, FellDue, Inbound, Know, Say
from intents.reading import Reading

Rule = Callable[[Scene], Turn]
CONFIRMED: dict[str, Rule] = {"complain": complaints.send, "both": complaints.send_both}  # else it acts on the ticket
ANY = "*"


def _confirmed(scene: Scene) -> Turn:
    return CONFIRMED.get(str(scene.state.held["act"]), own.act)(scene)


def _rating_words(scene: Scene) -> Turn:
    return feedback.rate_in_words(scene) or choosing.unclear(scene)


def _again(scene: Scene) -> Turn:
    """ "Belum beres": the button carries its ticket."""
    ticket = own.find(scene, scene.name or str(scene.state.held.get("ticket", "")))
    if ticket is None:
        return questions.stale(scene)
    return own.reopen_one(scene, ticket, scene.heard.text.strip())


def _unless_still(otherwise: Rule) -> Rule:
    """ "Masih mati": what was fulfilled is not right, whatever else the words look like."""

    def rule(scene: Scene) -> Turn:
        ticket = own.find(scene, str(scene.state.held["ticket"]))
        if ticket is None or not scene.heard.reading.still:
            return otherwise(scene)
        return own.CONFIRM["reopen"](scene, ticket, scene.heard.text)

    return rule


# What people say at any time. A step's own row goes before these.
ALWAYS: dict[str, Rule] = {
    **joining.ALWAYS,
    "empty": questions.empty,
    "nothing_open": questions.nothing_open,
    "unread": handover.call,
    "stale": questions.stale,
    "greeting": questions.greeting,
    "thanks": questions.thanks,
    "question": adding.question,
    "oos": questions.out_of_scope,
    "weekday": questions.weekday,
    "wait": questions.wait,
    "news": adding.news,
    "urge": adding.urged,
    "same": before.same,
    "human": handover.call,
    "menu": choosing.menu,
    "help": choosing.menu,
    "start": choosing.start_point,
    "restart": closing.restart,
    "status": anew.status,
    "cancel": anew.cancel,
    "reopen": anew.reopen,
    "complaint": complaints.complaint,
    "request": choosing.start,
    "emergency": choosing.emergency,
    "unsure": choosing.unsure,
    "rate": feedback.rate,
    "done": notices.done,
    "again": _again,
    "about": adding.about,
    "files": adding.files,
    "voice": questions.voice,
    "edited": correcting.edited,
    "words": choosing.unclear,
}

# While a form is open nothing that was said is dropped.
FORM: dict[str, Rule] = {
    "complaint": complaints.in_form,
    "request": changing.another,
    "cancel": closing.give_up,
    "restart": closing.restart,
    "files": filling.files,
    "edit": editing.edit,
    "no": closing.give_up,
    "help": questions.help_here,
    "menu": questions.help_here,
    "emergency": choosing.emergency,
}

YES_NO: dict[str, Rule] = {
    "yes": _confirmed,
    "no": own.refrain,
    "reason": own.other_reason,
    "fresh": anew.fresh,
    "all": complaints.both,
    "words": anew.back_to_form,
}

STEPS: dict[str, dict[str, Rule]] = {
    "idle": {"words": adding.words},
    "choosing": {
        "option": choosing.chosen,
        "all": choosing.all_of_them,
        "none": choosing.none_of_these,
        "words": choosing.beside,
    },
    "menu": {"group": choosing.group, "service": choosing.service_picked},
    "variant": {**FORM, "variant": choosing.variant_picked, "words": choosing.variant_in_words},
    "filling": {
        **FORM,
        "words": filling.answer,
        "how": beside.how,
        "office": filling.set_office,
        "set": filling.set_option,
        "follow": filling.follow,
        "skip": filling.skip,
    },
    "too_soon": {
        **FORM,
        "shift": filling.shift,
        "assess": filling.assess,
        "question": questions.about_date,
        "words": filling.new_date,
    },
    "confirming": {
        **FORM,
        "yes": joining.open_ticket,
        "words": editing.correct,
        "back": closing.back,
    },
    "switch": {
        **FORM,
        "replace": changing.replaced,
        "after": changing.afterwards,
        "answer": changing.was_answer,
        "request": changing.instead,
        "words": changing.pending,
    },
    "giving_up": {
        **FORM,
        "cancel": closing.dropped,
        "drop": closing.dropped,
        "yes": closing.dropped,
        "back": closing.back,
        "no": closing.back,
        "request": changing.instead,
        "words": filling.went_on,
    },
    "resume": {
        **FORM,
        "resume": notices.resumed,
        "yes": notices.resumed,
        "drop": closing.dropped,
        "no": closing.dropped,
    },
    "which_ticket": {
        "ticket": own.which,
        "words": own.which_in_words,
        "all": own.every,
        "status": own.which_in_words,
        "no": own.refrain,
    },
    "which_file": {"ticket": adding.file_picked, "no": own.refrain},
    **joining.STEPS,
    "confirm_act": YES_NO,
    "reason": {"words": own.reason, "request": own.reason, "complaint": own.reason, "reopen": own.reason},
    "complaint_office": {
        "office": complaints.office_picked,
        **dict.fromkeys(("words", "request", "unsure"), complaints.office_named),
    },
    "fulfilled": {
        "done": notices.done,
        "yes": notices.done,
        "again": _again,
        "words": _unless_still(choosing.unclear),
        "unsure": _unless_still(choosing.unsure),
        "request": _unless_still(choosing.start),
    },
    "desk_question": {ANY: notices.answered_desk},
    "rating": {"words": _rating_words, "complaint": _rating_words},
    "remark": {ANY: feedback.remark, "skip": feedback.no_remark, "thanks": feedback.no_remark},
    "low_rating": {
        "low": disappointed.chosen,
        "no": feedback.no_remark,
        "question": disappointed.told_or_asked,
        **dict.fromkeys(("words", "request", "unsure", "complaint", "reopen"), feedback.low_words),
    },
    "human": {ANY: handover.listen, "bot": handover.left},
}
SILENT_STEPS = ("human",)  # here even what is said at any time goes to the officer


def rule(step: str, kind: str) -> Rule:
    """The rule of (step, kind): the step's own row, its catch-all, then what holds at any time."""
    rows = STEPS[step]
    if kind in rows:
        return rows[kind]
    if ANY in rows and (step in SILENT_STEPS or kind not in GETS_THROUGH):
        return rows[ANY]
    return ALWAYS.get(kind, choosing.unclear)


GETS_THROUGH = {
    "code", "stale", "human", "status", "rate", "done", "again", "about", "menu", "start", "voice", "edited",
}  # fmt: skip


def take(state: State, event: Event, reading: Reading | None, world: World) -> Turn:
    """The turn that answers `event`. An Inbound comes with its `reading`."""
    heard = _heard(event, reading)
    me = event.sender if isinstance(event, Inbound) else Address("", "")  # whoever this conversation is with
    scene = Scene(state.but(language=language(state, reading)), heard, world, me)
    if isinstance(event, DeskDid):
        turn = notices.desk_did(scene, event)
    elif isinstance(event, FellDue):
        turn = notices.fell_due(scene, event)
    else:
        turn = _first_contact(scene, _answer(scene))
    turn = notices.next_in_queue(scene, turn)
    turn = _known(scene, turn)
    return Turn(turn.state.but(at=world.now), turn.effects)


def _heard(event: Event, reading: Reading | None) -> Heard:
    if not isinstance(event, Inbound):
        return Heard("", Reading("", "oos", None, None, "reject"))
    assert reading is not None, "a message comes with its reading"
    unread = not event.text.strip() and bool(event.full_text.strip())
    return Heard(event.text, reading, event.choice, event.files, event.cc, event.edited, unread)


def language(state: State, reading: Reading | None) -> str:
    """English is answered in English, from a whole sentence on; a name or a number changes nothing."""
    if reading is None or len(reading.text.split()) < 3:
        return state.language
    return reading.language or state.language


def _answer(scene: Scene) -> Turn:
    if scene.state.draft and scene.state.step != "human" and gone_cold(scene.state.at, scene.world.now):
        return notices.cold(scene)
    scene = understand(notices.settled(scene))
    turn = rule(scene.state.step, scene.kind)(scene)
    if any(each.kind == "secret" for each in scene.heard.reading.entities):
        return Turn(turn.state, (scene.say("secret.masked"), *turn.effects))
    return turn


def _first_contact(scene: Scene, turn: Turn) -> Turn:
    """The line on privacy, once."""
    if scene.world.person.greeted:
        return turn
    return Turn(turn.state, (*turn.effects, scene.say("privacy")))


def _known(scene: Scene, turn: Turn) -> Turn:
    """What was learned of the person, if anything."""
    draft = turn.state.draft or scene.state.draft
    told = any(isinstance(each, Say) and each.key == "privacy" for each in turn.effects)
    person = learned(draft, scene.world.person)
    person = but(person, greeted=person.greeted or told, language=turn.state.language)
    return turn if person == scene.world.person else Turn(turn.state, (*turn.effects, Know(person)))
