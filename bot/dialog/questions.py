"""Questions in the conversation: answered out of the standard, then the open question once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.dialog.answering import answer
from bot.dialog.fields.base import brief
from bot.dialog.form import days_of
from bot.dialog.language import phrase
from bot.dialog.scene import Scene, offered, pick, reask
from bot.dialog.sources import source
from bot.dialog.state import Draft, Turn
from bot.dialog.worded import meant
from bot.messages import Say
from catalog_data.model import Service
from intents.near import flat, spoken
from intents.reading import Intent, Reading

NAMING = 5  # words that may name a service and say no more
LIKELY = 0.3  # chance from which on a question with a known topic is taken to be about a service


def question(scene: Scene) -> Turn:
    """A question about the standard, with or without an open form."""
    says = replies(scene, scene.state.draft)
    if scene.state.prompt is not None:  # a menu is no question that waits for its answer
        return scene.turn(*says, *(reask(scene) if scene.state.step != "menu" else ()))
    state = scene.state.but(held=_remembered(scene, says)) if scene.state.step == "idle" else scene.state
    return scene.turn(*says, state=state)


def _remembered(scene: Scene, says: tuple[Say, ...]) -> dict[str, str]:
    """What the next question is about when it names nothing; and what was asked when the service is still open."""
    reading = scene.heard.reading
    code = meant(reading, scene.world) or _named(reading) or _open_service(scene) or ""
    which = any(each.key == "answer.which_service" for each in says)
    return {"about": code, "asked": _intent(scene) if which else ""}


def _open_service(scene: Scene) -> str | None:
    """The service of what was last asked about, or of the ticket that is spoken of."""
    held = scene.state.held
    ticket = next((each for each in scene.world.tickets if each.number == held.get("ticket")), None)
    offered_now = {each.service for each in scene.state.options}
    if len(offered_now) == 1:
        return offered_now.pop()
    newest = scene.world.tickets[0].service if scene.world.tickets and scene.state.step == "idle" else None
    return str(held.get("about") or "") or (ticket.service if ticket else newest)


def meant_service(scene: Scene) -> Service | None:
    """The service that a question is about: named, of the open form, of what was spoken of last."""
    return scene.service() or scene.world.catalogue.services.get(_open_service(scene) or "")


def about_service(scene: Scene) -> bool:
    """ "pinjam laptop" behind "itu berbeda untuk tiap layanan": the service of the question that is open."""
    brief = len(scene.heard.text.split()) <= NAMING
    return bool(scene.state.step == "idle" and scene.state.held.get("asked") and _named(scene.heard.reading) and brief)


def opens_with(scene: Scene) -> Intent | None:
    """What the first words ask ("berapa lama instal ..."), whatever the rest looks like."""
    words, ways = flat(scene.heard.text), scene.world.words.tables["asked"]
    found: Iterable[Intent] = (each for each in ways if any(words.startswith(flat(way)) for way in ways[each]))
    return next(iter(found), None)


def _intent(scene: Scene) -> Intent:
    reading = scene.heard.reading
    asked: Intent | None = reading.asked or opens_with(scene) or (scene.state.held.get("asked") or None)
    return reading.intent if reading.intent.startswith("ask_") or not asked else asked


def replies(scene: Scene, draft: Draft | None) -> tuple[Say, ...]:
    """What the standard answers; the form's service is meant where the words name none."""
    reading = scene.heard.reading
    named = None if _beside(scene, draft) else _named(reading)
    reading = replace(reading, intent=_intent(scene))
    code = _called(scene) or named or (draft.service if draft else _open_service(scene))
    service = scene.world.catalogue.services.get(code or "")
    read = reading.variant if reading.service == code else None
    variant = _of_ticket(scene, service) or read or _variant(draft, code)
    return tuple(replace(each, to=scene.me) for each in answer(reading, service, variant, scene.world))


def _called(scene: Scene) -> str | None:
    """The one service that the words call by its name ("syarat sewa bmn untuk perorangan")."""
    names = {each.code: (each.name, each.product, *each.aliases) for each in scene.world.catalogue.services.values()}
    hits = spoken(scene.heard.text, names)
    return hits[0] if len(hits) == 1 else None


def _beside(scene: Scene, draft: Draft | None) -> bool:
    """Whether the question stands beside a request or an answer: that one's words name no service of the question."""
    reading = scene.heard.reading
    if draft is None:
        return False
    return bool(reading.asked and not reading.intent.startswith("ask_")) or not brief(scene.heard)


def told_anyway(scene: Scene, draft: Draft) -> tuple[Say, ...]:
    """What a request takes for granted and the service does not give ("sama sopirnya")."""
    service = scene.world.catalogue.services[draft.service]
    hits = spoken(
        scene.heard.text, {each.topic: (*each.words, *each.anywhere) for each in service.answers if each.tell}
    )
    told = [each for each in service.answers if each.topic in hits]
    return tuple(scene.say("answer.own", text=each.text, source=source(each.clause)) for each in told)


def questioning(scene: Scene) -> bool:
    """Whether the words ask at all: "atasan saya x@..." only names what could be asked about."""
    said = f" {scene.heard.text.lower()} "
    return "?" in said or any(f" {word} " in said for word in scene.world.words.tables["called"]["asking"])


def about_date(scene: Scene) -> Turn:
    """A question where a date was too soon: about the date nothing more can be said; the rest is answered."""
    reading = scene.heard.reading
    if reading.topics or reading.intent in ("ask_fee", "ask_contact", "ask_requirements"):
        return question(scene)
    return scene.turn(*reask(scene))


def _named(reading: Reading) -> str | None:
    """The service that a question names, or is likeliest about."""
    likely = reading.candidates[0] if reading.candidates and (reading.topics or reading.decision == "clarify") else None
    return reading.service or (likely.service if likely and likely.score >= LIKELY else None)


def _of_ticket(scene: Scene, service: Service | None) -> str | None:
    """The variant of the newest ticket, where a question behind it names none in so many words."""
    ticket = next(iter(scene.world.tickets), None)
    if scene.state.step != "idle" or ticket is None or service is None or ticket.service != service.code:
        return None
    named = spoken(scene.heard.text, {each.id: each.words for each in service.variants})
    return None if named else ticket.variant


def _variant(draft: Draft | None, code: str | None) -> str | None:
    return draft.variant if draft and draft.service == code else None


def greeting(scene: Scene) -> Turn:
    """A greeting is returned; with a form open, its question follows."""
    if scene.state.prompt is not None:
        return scene.turn(scene.say("greeting.back"), *reask(scene))
    name = scene.world.person.name
    return scene.turn(scene.say("greeting.known", name=name) if name else scene.say("greeting.hello"))


def thanks(scene: Scene) -> Turn:
    """Thanks never reopen or change anything."""
    return scene.turn(scene.say("thanks.welcome"), *reask(scene))


def help_here(scene: Scene) -> Turn:
    """Help in the middle of a form: what Loket is for, and the open question again."""
    return scene.turn(scene.say("help.here"), *reask(scene))


def wait(scene: Scene) -> Turn:
    """ "Bentar ya": nothing is asked meanwhile."""
    return scene.turn(scene.say("wait"))


def weekday(scene: Scene) -> Turn:
    """ "hari apa itu?": of the day in the words, else of those in the open form."""
    told = [each.value.date.isoformat() for each in scene.heard.entities("when") if each.value.date]
    days = told or days_of(scene.state.draft, scene.world)
    return scene.turn(scene.say("date.weekday", days=[phrase("date.one", date=each) for each in days]), *reask(scene))


def out_of_scope(scene: Scene) -> Turn:
    """Not our field: kindly, with what Loket is for; another unit is named by nobody."""
    if meant(scene.heard.reading, scene.world):  # where the standard itself draws the line
        return question(scene)
    near = scene.heard.reading.near_miss
    known = near and near not in ("chit_chat", "private", "gibberish")
    misses = scene.state.misses + 1
    say = scene.say("oos.near", n=misses - 1) if known else scene.say("oos.far", n=misses - 1)
    state = scene.state.but(misses=misses)
    if state.prompt is not None:
        state = offered(state, pick("human")) if misses > 1 else state
        return scene.turn(say, *reask(scene.but(state=state)), state=state)
    state = offered(state.but(question=state.question + 1, choices=()), pick("menu"), pick("human"))
    return scene.turn(replace(say, choices=state.choices), state=state)


def nothing_open(scene: Scene) -> Turn:
    """A yes or no where nothing was asked."""
    return scene.turn(scene.say("nothing_open"))


def empty(scene: Scene) -> Turn:
    """Nothing but signs, or nothing at all."""
    return scene.turn(scene.say("empty"), *reask(scene))


def voice(scene: Scene) -> Turn:
    """A voice message or video: kept for the officer, and the open question once more."""
    state, draft = scene.state, scene.state.draft
    if draft is not None:
        kept = (each.id for each in scene.heard.files if each.fault is None)
        state = state.but(draft=replace(draft, files=(*draft.files, *kept)))
    return scene.turn(scene.say("voice"), *reask(scene), state=state)


def stale(scene: Scene) -> Turn:
    """A button of a question that is no longer open is refused kindly."""
    return scene.turn(scene.say("choice_stale"), *reask(scene))
