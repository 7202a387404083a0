"""Questions in the conversation: answered out of the standard, then the open question once more."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog.answering import answer
from bot.dialog.scene import Scene, offered, pick, reask
from bot.dialog.state import Draft, Turn
from bot.messages import Say
from intents.reading import Reading

LIKELY = 0.3  # chance from which on a question with a known topic is taken to be about a service


def question(scene: Scene) -> Turn:
    """A question about the standard, with or without an open form."""
    draft = scene.state.draft
    says = replies(scene, draft)
    if scene.state.prompt is not None:
        return scene.turn(*says, *reask(scene))
    return scene.turn(*says)


def replies(scene: Scene, draft: Draft | None) -> tuple[Say, ...]:
    """What the standard answers; the form's service is meant where the words name none."""
    reading, named = scene.heard.reading, _named(scene.heard.reading)
    if reading.asked and not reading.intent.startswith("ask_"):  # beside a request or an answer
        reading, named = replace(reading, intent=reading.asked), None
    code = named or (draft.service if draft else None)
    service = scene.world.catalogue.services.get(code or "")
    variant = _variant(draft, code) or reading.variant
    return tuple(replace(each, to=scene.me) for each in answer(reading, service, variant, scene.world))


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
    likely = reading.candidates[0] if reading.candidates and reading.topics else None
    return reading.service or (likely.service if likely and likely.score >= LIKELY else None)


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


def out_of_scope(scene: Scene) -> Turn:
    """Not our field: kindly, with what Loket is for; another unit is named by nobody."""
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
