"""Whether the words of a message leave the open form: a question, another request, a wish, another subject."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dialog.form import field_named, fields, service_of
from bot.dialog.gathering import unasked
from bot.dialog.life import refusal
from bot.dialog.questions import meant_service, opens_with, questioning
from bot.dialog.scene import Scene
from bot.dialog.state import Draft
from bot.dialog.worded import known_words
from catalog_data.model import Field, Service
from intents.near import spoken
from intents.reading import Reading

STRICT = {
    "number", "date", "dates", "datetime", "choice", "phone", "email", "superior", "office", "contact",
    "file", "list",
}  # fmt: skip
SURE = 0.6  # in the middle of a form a message must be this clear to leave it
WISHES = ("cancel", "reopen", "status", "complaint")
PLAIN = 4  # words of what may be a stray answer, where none of them asks for anything
DOUBTED = ("giving_up", "switch")  # steps in which it is open whether the form goes on
MILD = ("bisa", "boleh")  # words that may only ask whether it can be
FILLING = ("office", "number", "when", "email", "phone", "names")  # values that a form asks for
SEVERAL = 3  # kinds of them that one only tells to fill it
WHO = ("name", "unit", "contact")  # kinds that tell who writes
TELLING = 3  # words from which on a message says more than hello

UNCONFIRMED = "fulfilled"  # the status of what nobody has said is right

CONTROL = {
    "greeting": "greeting", "thanks": "thanks", "help": "help", "human": "human", "cancel": "cancel",
    "status": "status", "reopen": "reopen", "complaint": "complaint", "oos": "oos",
}  # fmt: skip


def said(scene: Scene) -> tuple[str, str] | None:
    """What the words alone say, as far as this step may be left for it."""
    reading = scene.heard.reading
    if not any(char.isalpha() for char in scene.heard.text):  # a bare number asks for nothing
        return None
    if reading.intent == "oos":
        return _outside(scene)
    if reading.decision != "accept":
        unsure = reading.decision == "clarify" and scene.state.draft is None
        return ("unsure", "") if unsure else None
    return request(scene) if reading.intent == "request" else _control(scene)


def asks(scene: Scene) -> bool:
    """A question about the standard: by what is asked, or by a subject that the standard speaks of."""
    reading = scene.heard.reading
    if reading.intent.startswith("ask_"):
        return reading.decision == "accept"
    if _ordered(scene) and not _whether(scene):
        return False
    words = known_words(reading, meant_service(scene), scene.world)
    known = words or (bool(reading.topics) and not _wishes(scene))  # "bisa dibatalin nanti ga?" wishes nothing
    return _only_asks(scene) or (known and (questioning(scene) or reading.intent == "help"))


def _ordered(scene: Scene) -> bool:
    reading = scene.heard.reading
    return reading.intent == "request" and reading.decision == "accept" and wants(scene)


def _whether(scene: Scene) -> bool:
    """ "sewa per hari bisa?": of what the standard speaks, only whether it can be is asked."""
    words = re.sub(r"[^\w\s]", " ", scene.heard.text.lower()).split()
    mild = all(word in MILD or word not in scene.world.words.tables["called"]["wanting"] for word in words)
    return mild and bool(scene.heard.reading.topics) and "?" in scene.heard.text


def opens(scene: Scene) -> bool:
    """A question by its first words, though the rest looks like a request ("berapa lama instal di 10 pc")."""
    reading = scene.heard.reading
    about = reading.decision == "clarify" or (reading.intent in ("request", "help") and reading.service is not None)
    return about and opens_with(scene) is not None


def _wishes(scene: Scene) -> bool:
    reading = scene.heard.reading
    return reading.decision == "accept" and reading.intent in WISHES


def _only_asks(scene: Scene) -> bool:
    """A question where any words could be the answer ("eselon IV itu apa?"); one that tells a trouble is none."""
    field = open_field(scene)
    told = field is None or _wishes(scene) or field.opening or scene.heard.entities(*field.entity)
    return not told and _free(scene) and questioning(scene) and scene.heard.text.rstrip(" !.").endswith("?")


def request(scene: Scene) -> tuple[str, str] | None:
    """A request where a form is open is the form's own words, unless it is clearly another one."""
    draft, reading = scene.state.draft, scene.heard.reading
    if draft is None:
        return "reopen" if _again(scene) else "request", ""
    score = reading.candidates[0].score if reading.candidates else 1.0
    other = reading.service != draft.service or _other_variant(reading, draft, scene)
    doubted = scene.state.step in DOUBTED
    return ("request", "") if other and score >= SURE and (doubted or _in_earnest(scene)) else None


def _in_earnest(scene: Scene) -> bool:
    """Words enough, and an asking one among them; without one more words, where not any would be an answer."""
    words = len(scene.heard.text.split())
    return words >= TELLING and (wants(scene) or _besides(scene) or (not _free(scene) and words > PLAIN))


def _besides(scene: Scene) -> bool:
    """ "sekalian lampunya juga kedip": told besides, where only who writes is asked."""
    field = open_field(scene)
    also = scene.world.words.tables["called"]["also"]
    return field is not None and field.kind in WHO and bool(spoken(scene.heard.text, {"": also}))


def _again(scene: Scene) -> bool:
    """ "wifi tamunya putus lagi", "kok ga bisa konek": of a service that was fulfilled, and may be opened again."""
    called = scene.world.words.tables["called"]
    mine = [each for each in scene.world.tickets if each.service == scene.heard.reading.service]
    recent = [each for each in mine if refusal(each, "reopen", scene.world) is None]
    doubted = [each for each in recent if each.status == UNCONFIRMED]
    words = called["again"] if not doubted else (*called["again"], *called["trouble"])
    return bool(recent and spoken(scene.heard.text, {"": words}))


def wants(scene: Scene) -> bool:
    """Whether the words ask for something: "meja dan daftar hadir" only answers what was asked."""
    words = f" {scene.heard.text.lower()} "
    return any(f" {word} " in words for word in scene.world.words.tables["called"]["wanting"])


def _instead(scene: Scene, draft: Draft) -> bool:
    """ "ga jadi deh, mending wifi tamu aja": what is wanted instead is named."""
    reading = scene.heard.reading.wish or scene.heard.reading
    return reading.service is not None and (reading.service != draft.service or _other_variant(reading, draft, scene))


def _other_variant(reading: Reading, draft: Draft, scene: Scene) -> bool:
    """Another product of the same service, and not the same one for another number."""
    service, variant = service_of(draft, scene.world), reading.variant
    siblings = [{each.low, each.high} for each in service.thresholds]
    if variant is None or draft.variant is None or variant == draft.variant:
        return False
    return not any({variant, draft.variant} <= pair for pair in siblings)


def _control(scene: Scene) -> tuple[str, str] | None:
    intent, draft = scene.heard.reading.intent, scene.state.draft
    if draft is None:
        return CONTROL[intent], ""
    if intent == "cancel" and _instead(scene, draft):
        return "request", ""
    courtesy = intent in ("greeting", "thanks")
    # a free answer ("terima tamu dari pusat") may look like one of these
    return None if courtesy and _free(scene) and not _brief(scene) else (CONTROL[intent], "")


def _outside(scene: Scene) -> tuple[str, str] | None:
    """Another subject; but an answer that was not understood, or a free one, is none."""
    if (scene.state.prompt or scene.state.draft) and not _far_off(scene):
        return None
    if scene.state.draft and (_free(scene) or _answers_all(scene)):
        return None
    return _own_subject(scene) or _elsewhere(scene)


def _elsewhere(scene: Scene) -> tuple[str, str] | None:
    unheard = _brief(scene) and scene.heard.reading.near_miss in (None, "gibberish")
    return None if unheard else ("oos", "")  # of a word or two nobody knows what they are about


def _own_subject(scene: Scene) -> tuple[str, str] | None:
    """What the open form's own service speaks of: "belum ada spt" where proof of tax is one of the papers."""
    draft = scene.state.draft
    if draft is None:
        return None
    service, asks = service_of(draft, scene.world), questioning(scene)
    known = known_words(scene.heard.reading, service, scene.world)
    if known or (not asks and spoken(scene.heard.text, _papers(service))):
        return ("question" if asks else "words"), ""
    return None


@lru_cache(maxsize=64)
def _short_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """ "SPT", "NPWP": what papers are called in capitals."""
    return tuple(dict.fromkeys(word for name in names for word in re.findall(r"\b[A-Z]{3,}\b", name)))


def _papers(service: Service) -> dict[str, tuple[str, ...]]:
    return {"": _short_names(tuple(each.name for each in service.documents))}


def _answers_all(scene: Scene) -> bool:
    """Whether a letter tells what was asked for, whatever else it speaks of ("sosialisasi coretax")."""
    return scene.state.step == "filling" and scene.state.asked is None and bool(unasked(scene))


def _far_off(scene: Scene) -> bool:
    """Clearly another subject, and not a stray word where a date was wanted."""
    return scene.heard.reading.near_miss is not None and len(scene.heard.text.split()) > 2 and not _fills(scene)


def _fills(scene: Scene) -> bool:
    """Values of several kinds fill the form, whatever the purpose among them is about ("sosialisasi coretax")."""
    return scene.state.draft is not None and len({each.kind for each in scene.heard.entities(*FILLING)}) >= SEVERAL


def _brief(scene: Scene) -> bool:
    return len(scene.heard.text.split()) < TELLING


def open_field(scene: Scene) -> Field | None:
    """The field that the open question is about; where a date was too soon, the date."""
    draft = scene.state.draft
    if draft is None:
        return None
    if scene.state.step == "too_soon":
        return next((each for each in fields(draft, scene.world) if each.param == "event_date"), None)
    return field_named(draft, scene.world, scene.state.asked)


def _free(scene: Scene) -> bool:
    """Whether any words could be the answer to the open question."""
    field = open_field(scene)
    return field is not None and field.kind not in STRICT
