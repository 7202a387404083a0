"""Which service, which variant: from the first words to a draft that can be filled."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog import asking, before
from bot.dialog.fields.base import Heard
from bot.dialog.fields.courtesy import bare
from bot.dialog.form import PERSON, fields, seeded, service_of
from bot.dialog.gathering import labelled, refusals, unasked
from bot.dialog.labels import plain
from bot.dialog.naming import meant_variant, worded
from bot.dialog.questions import questioning, replies, told_anyway
from bot.dialog.scene import Scene, answered, ask, closed, offered, parked, pick, reask
from bot.dialog.state import Draft, Given, Turn
from bot.messages import Choice, Say
from intents.near import spoken
from intents.reading import Reading

GROUPS = ("TIK", "BMN", "TU", "LPSE")
TELLING = 3  # words that an opening message must have to count as a description


def drafted(scene: Scene, reading: Reading, service: str, variant: str | None) -> Draft:
    """A draft with everything that the words, the files and the person's past already answer."""
    words = reading.text.strip()
    urgent = reading.urgent or ""
    known = scene.world.catalogue.services[service]
    variant = meant_variant(scene, known, variant, words)
    draft = Draft(service, variant, words=words, urgent=urgent if urgent in known.priority_classes else "")
    person = scene.world.person
    if _names_office(reading):  # said now: it goes before what is remembered
        person = replace(person, office="")
    draft = seeded(draft, person)
    heard = replace(scene.heard, reading=reading, text=words)
    for _ in range(2):  # an answer may open a further field ("acara sabtu": on which day?)
        for look in (unasked, labelled):
            draft = answered(draft, look(scene.but(heard=heard, state=scene.state.but(draft=draft))))
        heard = _unused(heard, draft)
    return answered(draft, _told(scene, draft, words))


def _unused(heard: Heard, draft: Draft) -> Heard:
    """Without the addresses that are an answer already: an account to reset is not how to reach its owner."""
    used = [each.value for each in draft.answers.values()]
    return heard.only(each for each in heard.reading.entities if each.kind != "email" or each.value not in used)


def _common(scene: Scene, draft: Draft) -> Draft:
    """Who and which office are told once for all requests of a message."""
    told = unasked(scene.but(state=scene.state.but(draft=draft)))
    return answered(draft, {key: each for key, each in told.items() if key in PERSON})


def _wholly(scene: Scene, draft: Draft) -> Draft:
    """With what stands in the questions beside a wish, or between them."""
    asks = scene.heard.reading.wish and scene.heard.reading.intent.startswith("ask_")
    return answered(draft, unasked(scene.but(state=scene.state.but(draft=draft)))) if asks else draft


def _names_office(reading: Reading) -> bool:
    """Whether the words name one of the offices."""
    return len({each.value for each in reading.entities if each.kind == "office"}) == 1


def _told(scene: Scene, draft: Draft, words: str) -> dict[str, Given]:
    """The opening words themselves are the symptom or the question, where a field asks for that."""
    if len(words.split()) < TELLING:
        return {}
    every = fields(draft, scene.world)
    wanted = (each for each in every if each.opening)
    return {each.id: Given(bare(plain(words, every))) for each in wanted if each.id not in draft.answers}


def start(scene: Scene) -> Turn:
    """A request that was understood; a second one in the same message waits its turn."""
    reading = scene.heard.reading
    parts = reading.parts or (reading.wish or reading,)
    drafts = [drafted(scene, each, each.service, each.variant) for each in parts if each.service]
    drafts = [_common(scene, each) for each in drafts] if len(drafts) > 1 else [_wholly(scene, drafts[0])]
    first, *rest = drafts
    first, taken = before.beside(scene, first)
    notes = (scene.say("choosing.several", count=len(drafts)),) if rest else ()
    state = closed(scene.state).but(draft=first, waiting=(*rest, *scene.state.waiting))
    scene = scene.but(state=state)
    turn = asking.proceed(scene)
    refused = refusals(scene)
    told = (scene.say("ask.refused", reasons=refused),) if refused else ()
    return Turn(turn.state, (*notes, *_aside(scene, first), *noted(scene, turn), *taken, *told, *turn.effects))


def begin(scene: Scene, draft: Draft) -> Turn:
    """The form of one request is opened, with what was understood of it."""
    scene = scene.but(state=scene.state.but(draft=draft))
    turn = asking.proceed(scene)
    return Turn(turn.state, (*noted(scene, turn), *turn.effects))


def noted(scene: Scene, turn: Turn) -> tuple[Say, ...]:
    """What was understood at once, before the first question; the summary says it better."""
    draft = turn.state.draft
    if draft is None or turn.state.step not in ("filling", "too_soon", "variant"):
        return ()
    told = [each for each in asking.lines(scene.but(state=turn.state)) if _just_said(draft, each["field"])]
    key = "choosing.noted" if draft.variant else "choosing.noted_service"
    return (scene.say(key, service=draft.service, variant=draft.variant, lines=told),)


def _just_said(draft: Draft, field: str) -> bool:
    given = draft.answers[field]
    return given.source != "known" and given.value not in (draft.words, bare(draft.words))


def _aside(scene: Scene, draft: Draft) -> tuple[Say, ...]:
    """An emergency hears how to be safe first; a question beside a request is answered at once."""
    first = (scene.say(f"urgent.{_danger(scene, draft)}"),) if draft.urgent else ()
    asked = scene.heard.reading.asked
    own = any(each.topic != "ticket" for each in service_of(draft, scene.world).procedures)
    if asked == "ask_procedure" and not own:  # how it is done is what the form shows by itself
        asked = None
    if asked is None or not questioning(scene):
        return (*first, *told_anyway(scene, draft))
    return (*first, *replies(scene, draft))


def _danger(scene: Scene, draft: Draft) -> str:
    """What to warn of: a fire that is none of wires has its own advice."""
    called = scene.world.words.tables["called"]
    named = spoken(scene.heard.text, {"fire": called["fire"], "electric": called["electric"]})
    return "api" if named == ["fire"] else draft.urgent


def start_point(scene: Scene) -> Turn:
    """A starting point of the chat page was pressed: "ITSM.5/internet_tamu"."""
    service, _, variant = scene.name.partition("/")
    offered = scene.world.catalogue.services.get(service)
    if offered is None:
        return menu(scene)
    known = variant if any(each.id == variant for each in offered.variants) else None  # anybody writes a link
    draft = seeded(Draft(service, known), scene.world.person)
    return asking.proceed(scene.but(state=closed(scene.state).but(draft=draft)))


def unsure(scene: Scene) -> Turn:
    """Two or three services are possible: one question, and a way out. Asked again, in other words."""
    if scene.state.step == "choosing":
        scene = scene.but(state=scene.state.but(misses=scene.state.misses + 1))
    found = scene.heard.reading.candidates
    drafts = tuple(drafted(scene, scene.heard.reading, each.service, each.variant) for each in found)
    turn = _choose(scene, "choosing.which" if len(drafts) > 1 else "choosing.one", drafts)
    alike = len({each.service for each in drafts}) == 1
    return Turn(turn.state, (*(told_anyway(scene, drafts[0]) if alike else ()), *turn.effects))


def beside(scene: Scene) -> Turn:
    """Words that answer a part of the form to come while the service is still open: kept for each."""
    filled = tuple(_with(scene, each) for each in scene.state.options)
    if filled == scene.state.options:
        return unclear(scene)
    state = scene.state.but(options=filled)
    return scene.turn(scene.say("choosing.kept"), *reask(scene), state=state)


def _with(scene: Scene, draft: Draft) -> Draft:
    return answered(draft, unasked(scene.but(state=scene.state.but(draft=draft))))


def _choose(scene: Scene, key: str, drafts: tuple[Draft, ...], *more: Choice) -> Turn:
    choices = [_named(scene, place, each) for place, each in enumerate(drafts)]
    state = closed(scene.state).but(step="choosing", options=drafts, misses=scene.state.misses)
    of = drafts[0].service if drafts else None
    say = scene.say(key, n=scene.state.misses, service=of)
    state, say = ask(scene, state, say, *choices, pick("none"), *more)
    return scene.turn(say, state=state)


def _named(scene: Scene, place: int, draft: Draft) -> Choice:
    if draft.variant:
        return pick(f"option/{place}", "variant", service=draft.service, variant=draft.variant)
    return pick(f"option/{place}", "service", service=draft.service)


def chosen(scene: Scene) -> Turn:
    """One of the offered services was picked."""
    draft = scene.state.options[int(scene.name)]
    return asking.proceed(scene.but(state=closed(scene.state).but(draft=draft)))


def all_of_them(scene: Scene) -> Turn:
    """ "Dua-duanya": each of the offered services is wanted, one after the other."""
    first, *rest = scene.state.options
    state = closed(scene.state).but(draft=first, waiting=(*rest, *scene.state.waiting))
    return asking.proceed(scene.but(state=state), scene.say("choosing.several", count=len(rest) + 1))


def none_of_these(scene: Scene) -> Turn:
    """ "Bukan semuanya": the whole list, and an officer."""
    return menu(scene.but(state=closed(scene.state).but(misses=scene.state.misses + 1)))


def menu(scene: Scene) -> Turn:
    """What Loket is for, by group: two levels, so that it fits every channel."""
    choices = [pick(f"group/{each}", f"choice.group_{each}") for each in GROUPS]
    state = closed(scene.state).but(step="menu", misses=scene.state.misses)
    state, say = ask(scene, state, scene.say("menu.groups"), *choices, pick("human"))
    return scene.turn(say, state=state)


def group(scene: Scene) -> Turn:
    """The services of one group."""
    services = [each for each in scene.world.catalogue.services.values() if each.group == scene.name]
    choices = [pick(f"service/{each.code}", "service", service=each.code) for each in services]
    state, say = ask(scene, scene.state.but(step="menu"), scene.say("menu.services"), *choices, pick("menu"))
    return scene.turn(say, state=state)


def service_picked(scene: Scene) -> Turn:
    """A service was picked from the menu."""
    draft = seeded(Draft(scene.name), scene.world.person)
    return asking.proceed(scene.but(state=closed(scene.state).but(draft=draft)))


def variant_picked(scene: Scene) -> Turn:
    """The one question between the variants is answered."""
    draft = replace(scene.draft(), variant=scene.name)
    return asking.proceed(scene.but(state=scene.state.but(draft=draft)))


def variant_in_words(scene: Scene) -> Turn:
    """The variant said in other words, perhaps with more; else the question again."""
    draft, reading = scene.draft(), scene.heard.reading
    named = [each.variant for each in reading.candidates if each.service == draft.service and each.variant]
    found = _by_words(scene) or (reading.variant if reading.service == draft.service else None)
    found = found or next(iter(named), None)
    fresh = unasked(scene)
    draft = answered(draft, fresh)
    state = scene.state.but(draft=replace(draft, variant=found or draft.variant))
    if found or fresh:
        return asking.proceed(scene.but(state=state))
    return unclear(scene)


def _by_words(scene: Scene) -> str | None:
    """A variant whose own words stand in the message, if it is the only one."""
    return worded(service_of(scene.draft(), scene.world), scene.heard.text)


def emergency(scene: Scene) -> Turn:
    """Danger: the form of the class that the standard serves first, whatever else is open."""
    reading = scene.heard.reading
    services = scene.world.catalogue.services.values()
    first = next((each for each in services if reading.urgent in each.priority_classes), None)
    if first is None or reading.urgent is None:
        return unclear(scene)
    filed = first.priority_classes[reading.urgent]
    draft = drafted(scene, reading, first.code, reading.variant if reading.service == first.code else filed)
    draft = replace(draft, variant=draft.variant or filed)
    state = parked(scene.state).but(draft=draft)
    return asking.proceed(scene.but(state=state), *_aside(scene, draft))


def unclear(scene: Scene) -> Turn:
    """Not understood. Never the same sentence twice: other words, then the closest, then a person."""
    again = 2 if scene.state.step == "choosing" else 1  # to ask "which?" was a first miss already
    misses = max(scene.state.misses + 1, again)
    state = scene.state.but(misses=misses)
    if state.prompt is not None:
        more = (pick("menu"), pick("human")) if again == 2 else (pick("human"),) if misses > 1 else ()
        return _repeat(scene.but(state=state), *more)
    closest = scene.heard.reading.candidates[:3]
    if misses == 1 or not closest:
        state, say = ask(scene, state, scene.say("unclear.start", n=misses - 1), pick("menu"), pick("human"))
        return scene.turn(say, state=state)
    drafts = tuple(drafted(scene, scene.heard.reading, each.service, each.variant) for each in closest)
    return _choose(scene.but(state=state), "choosing.closest", drafts, pick("menu"), pick("human"))


def _repeat(scene: Scene, *more: Choice) -> Turn:
    """The open question once more after a sentence that did not answer it."""
    state = offered(scene.state, *more)
    return scene.turn(scene.say("unclear.here", n=state.misses - 1), *reask(scene.but(state=state)), state=state)
