"""Several addresses, one person: a work mail address is proved by a code that was sent to it.

Somebody who asks for it, and (by setting) whoever wants an internal service's ticket, is asked for the
address and then for the code; an open form waits meanwhile. What is answered never tells whether an
address is known.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.dialog import adding, changing, choosing, closing, editing, filling, questions
from bot.dialog.fields.reaching import addresses, within
from bot.dialog.form import missing, service_of
from bot.dialog.scene import Scene, ask, closed, pick, reask
from bot.dialog.state import State, Turn
from bot.dialog.typed import short
from bot.messages import Choice, Effect, Join, Part, SendCode

Rule = Callable[[Scene], Turn]
OVER = ("late", "spent")  # codes that no digits make good; another one is wanted
AWAITS = ("join_mail", "join_code")  # steps in which an address or a code is wanted


def types_code(scene: Scene) -> tuple[str, str] | None:
    """Digits where a code is awaited."""
    return ("code", "") if scene.world.joining.typed else None


def wishes(scene: Scene) -> tuple[str, str] | None:
    """An address where one is wanted, or the wish to join or to part."""
    joining, step = scene.world.joining, scene.state.step
    if step in AWAITS and addresses(scene.heard):
        return "words", ""
    if joining.wanted == "off" or scene.state.draft or step == "human" or not short(scene.heard.text):
        return None
    said, called = f" {scene.heard.text.lower()} ", scene.world.words.tables["called"]
    return next(((wish, "") for wish in ("join", "part") if any(f" {each} " in said for each in called[wish])), None)


def open_ticket(scene: Scene) -> Turn:
    """Yes to the summary: where the setting wants it, somebody unknown says first who they are."""
    return _begin(scene, "join.first") if _required(scene) else closing.open_ticket(scene)


def _required(scene: Scene) -> bool:
    """Never of a service for the public, nor in an emergency."""
    draft, joining = scene.draft(), scene.world.joining
    internal = service_of(draft, scene.world).audience == "internal"
    wanted = joining.wanted == "required" and internal and not draft.urgent
    return wanted and not joining.mail and not missing(draft, scene.world)


def wish(scene: Scene) -> Turn:
    """ "Hubungkan akun": unless it is so already."""
    mail = scene.world.joining.mail
    if mail:
        return scene.turn(scene.say("join.already", mail=mail), *reask(scene))
    return _begin(scene.but(state=closed(scene.state)), "join.ask")


def _begin(scene: Scene, key: str) -> Turn:
    """Which address? The one told as contact is offered."""
    contact = scene.world.person.contact.lower()
    told = [pick(f"mail/{contact}", "text", text=contact)] if within(contact, scene.world.domains) else []
    state = scene.state.but(step="join_mail", asked=None)
    say = scene.say(key, domains=list(scene.world.domains))
    state, say = ask(scene, state, say, *told, pick("later"), again="join.ask")
    return scene.turn(say, state=state)


def mail_said(scene: Scene) -> Turn:
    """An address, in words."""
    found = addresses(scene.heard)
    found = [each for each in found if within(each, scene.world.domains)] or found
    if scene.world.joining.mail:  # the letter itself shows who writes
        return _go_on(scene, ())
    if len(found) != 1:
        key = "join.which" if found else "join.none"
        return scene.turn(scene.say(key, addresses=found), *reask(scene))
    return _send(scene, found[0])


def mail_picked(scene: Scene) -> Turn:
    """The address that was told before."""
    return _send(scene, scene.name)


def _send(scene: Scene, mail: str) -> Turn:
    """A code, unless the address is no work address or too many were asked for."""
    next_at = scene.world.joining.next_at
    if not within(mail, scene.world.domains):
        return scene.turn(scene.say("join.domain", domains=list(scene.world.domains)), *reask(scene))
    if next_at:
        return scene.turn(scene.say("join.often", at=next_at.isoformat()), *reask(scene))
    state = scene.state.but(step="join_code", held={"mail": mail})
    state, say = ask(scene, state, scene.say("join.sent", mail=mail), *_ways(), again="join.sent_again")
    return scene.turn(SendCode(mail), say, state=state)


def _ways() -> tuple[Choice, ...]:
    return pick("resend"), pick("other"), pick("later")


def resend(scene: Scene) -> Turn:
    """Once more, to the same address."""
    return _send(scene, str(scene.state.held["mail"]))


def other(scene: Scene) -> Turn:
    """To another address."""
    return _begin(scene, "join.ask")


def code(scene: Scene) -> Turn:
    """Digits where a code is awaited. The right ones join, wherever the talk is by now."""
    typed = scene.world.joining.typed
    assert typed is not None, "a code is looked at when there is one"
    if typed.outcome == "right":
        return _go_on(scene, (Join(typed.mail), scene.say("join.done", mail=typed.mail)))
    said = scene.say(f"join.{typed.outcome}", left=typed.left)
    if typed.outcome not in OVER or scene.state.step != "join_code":
        return scene.turn(said, *reask(scene))
    state, said = ask(scene, scene.state, said, *_ways(), again="join.sent_again")
    return scene.turn(said, state=state)


def _go_on(scene: Scene, told: tuple[Effect, ...]) -> Turn:
    """The form goes on where it waited; a ticket that was agreed to opens."""
    if scene.state.draft is None:
        return scene.turn(*told, state=closed(scene.state))
    agreed = scene.state.step in AWAITS
    turn = closing.open_ticket(scene) if agreed else scene.turn(*reask(scene))
    return Turn(turn.state, (*told, *turn.effects))


def code_words(scene: Scene) -> Turn:
    """Other words where the code is wanted: an address means that one."""
    return mail_said(scene) if addresses(scene.heard) else scene.turn(*reask(scene))


def later(scene: Scene) -> Turn:
    """Not now: the form is kept, and waits before its summary."""
    if scene.state.draft is None:
        return scene.turn(scene.say("join.left"), state=closed(scene.state))
    turn = closing.back(scene)
    return Turn(turn.state, (scene.say("join.kept"), *turn.effects))


def wish_apart(scene: Scene) -> Turn:
    """ "Lepas akun ini": confirmed before it is done."""
    joining = scene.world.joining
    if not joining.joined:
        return scene.turn(scene.say("join.alone"), *reask(scene))
    state = closed(scene.state).but(step="join_part")
    say = scene.say("join.part", mail=joining.mail)
    state, say = ask(scene, state, say, pick("yes", "choice.part"), pick("no"))
    return scene.turn(say, state=state)


def apart(scene: Scene) -> Turn:
    """Yes: nothing that was said here is known any more."""
    state = State(question=scene.state.question, language=scene.state.language)
    return scene.turn(Part(), scene.say("join.parted", mail=scene.world.joining.mail), state=state)


def stay(scene: Scene) -> Turn:
    """No: everything stays."""
    return scene.turn(scene.say("act.left"), state=closed(scene.state))


def _with_form(rule: Rule, without: Rule) -> Rule:
    """One rule while a form is open, another while none is."""
    return lambda scene: (rule if scene.state.draft else without)(scene)


MEANWHILE: dict[str, Rule] = {
    "request": _with_form(changing.another, choosing.start),
    "cancel": _with_form(closing.give_up, later),
    "restart": closing.restart,
    "files": _with_form(filling.files, adding.files),
    "edit": _with_form(editing.edit, questions.stale),
    "help": questions.help_here,
    "menu": _with_form(questions.help_here, choosing.menu),
    "later": later,
    "no": later,
}
STEPS: dict[str, dict[str, Rule]] = {
    "join_mail": {**MEANWHILE, "words": mail_said, "mail": mail_picked},
    "join_code": {**MEANWHILE, "words": code_words, "resend": resend, "other": other},
    "join_part": {"yes": apart, "no": stay},
}
ALWAYS: dict[str, Rule] = {"code": code, "join": wish, "part": wish_apart}
