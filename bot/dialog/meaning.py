"""What a message means at this point of the conversation: one word that the table is looked up by."""

from __future__ import annotations

import re

from bot.dialog import adding, before, joining, tidings
from bot.dialog.amends import Kept, changes, corrects, denies, mere, unplaced, wrong
from bot.dialog.beside import HOW
from bot.dialog.called import named
from bot.dialog.fields import parse
from bot.dialog.fields.base import brief
from bot.dialog.fields.courtesy import only
from bot.dialog.fields.who import surely_named
from bot.dialog.form import days_of, fields
from bot.dialog.gathering import unasked
from bot.dialog.labels import items
from bot.dialog.leaving import CONTROL, MILD, STRICT, TELLING, asks, open_field, opens, request, said, wants
from bot.dialog.questions import about_service, meant_service, questioning
from bot.dialog.scene import TICKET_BOUND, Scene
from bot.dialog.state import Draft
from bot.dialog.typed import short, typed
from bot.dialog.worded import known_words
from bot.messages import Refused
from catalog_data.model import Field
from intents.near import spoken

NAMED = {
    "names": "names", "name": "names", "software": "software", "company": "company", "asset": "asset_code",
    "place": "place",
}  # fmt: skip
DANGERS = ("request", "oos", "complaint", "human", "ask_")  # intents that words in danger may look like
SPOKEN = ("audio", "video")
DAYS = ("date", "dates", "datetime")
MOST = 0.5  # share of an answer that must be denied, where the words look like another request
CORRECTED = ("confirming", "filling", "too_soon")  # steps in which what was told can be put right
LEAST = 6  # words of a value that is said to be right, and no more
BARE = 2  # words of a bare yes or no
CONFIRMED = {"confirming": "yes", "confirm_act": "yes", "fulfilled": "done"}  # step -> what a yes means
EDIT = "edit:"  # the edit mark of one line of the summary

WEEKDAY = re.compile(r"\b(?:hari\s(?:apa|apaan)|what\sday)\b", re.I)
ASKED = 9  # words of a question about the open question
RATES = re.compile(r"\s*[1-5](?!\d)")  # "2. teknisinya telat 3 jam"


def understand(scene: Scene) -> Scene:
    """The scene with its `kind` (a key of engine.TABLE) and `name` (what was picked)."""
    for look in LOOKS:
        found = look(scene)
        if found:
            return scene.but(kind=found[0], name=found[1])
    return scene.but(kind="words")


def _emergency(scene: Scene) -> tuple[str, str] | None:
    """Danger goes before whatever is open, unless the open form is about one already."""
    reading, draft = scene.heard.reading, scene.state.draft
    asks_only = reading.intent.startswith("ask_") and questioning(scene)
    if not reading.urgent or (draft and draft.urgent) or asks_only:
        return None
    serious = reading.intent.startswith(DANGERS) and scene.state.step != "human"
    return ("emergency", "") if serious and len(scene.heard.text.split()) >= TELLING else None


def _in_step(scene: Scene) -> tuple[str, str] | None:
    """What only this step makes of words: a number to rate with, a ticket's number, a letter's list."""
    step, draft, text = scene.state.step, scene.state.draft, scene.heard.text
    if step == "rating" and RATES.match(text):
        return "words", ""
    if step == "which_ticket" and re.search(r"(?<!\w)\d", text):
        return "words", ""
    if step == "filling" and draft and scene.state.asked is None:
        return ("words", "") if items(scene.heard, fields(draft, scene.world)) else None
    return None


def _brings_files(scene: Scene) -> tuple[str, str] | None:
    """Files with a few words while nothing is open join a ticket; with a request they come along."""
    reading = scene.heard.reading
    request = reading.intent == "request" and reading.decision == "accept"
    joins = scene.state.draft is None or len(scene.heard.text.split()) < TELLING  # "ini" beside a paper
    return ("files", "") if scene.heard.files and joins and not request else None


def _of_ticket(scene: Scene) -> tuple[str, str] | None:
    """A ticket's number: what is wanted of it, else how it stands."""
    if scene.state.draft or not scene.heard.entities("ticket"):
        return None
    reading = scene.heard.reading
    if reading.decision == "accept" and reading.intent in CONTROL and reading.intent != "oos":
        return None
    words = f" {scene.heard.text.lower()} "
    again = any(f" {word} " in words for word in scene.world.words.tables["called"]["again"])
    return ("reopen" if again else "status"), ""


def _pressed(scene: Scene) -> tuple[str, str] | None:
    pressed = scene.heard.choice
    if pressed is None:
        return None
    if pressed.startswith(EDIT):
        return "edit", pressed.removeprefix(EDIT)
    if pressed.startswith(TICKET_BOUND):
        return _split(pressed.removeprefix(TICKET_BOUND))
    if any(each.id == pressed for each in scene.state.choices):
        return _split(pressed.partition(":")[2])
    if pressed.startswith("start/"):  # a starting point of the chat page
        return _split(pressed)
    return "stale", ""


def _edited(scene: Scene) -> tuple[str, str] | None:
    """A message that was answered already is changed; one that was not understood is simply heard anew."""
    misunderstood = scene.state.draft is None and (scene.state.step != "idle" or scene.state.misses)
    return None if misunderstood or not scene.heard.edited else ("edited", "")


def _split(name: str) -> tuple[str, str]:
    head, _, rest = name.partition("/")
    return head, rest


def _empty(scene: Scene) -> tuple[str, str] | None:
    if scene.heard.text.strip():
        return None
    if scene.heard.files and all(each.kind in SPOKEN for each in scene.heard.files):
        return "voice", ""
    if scene.heard.files:
        return "files", ""
    return ("unread", "") if scene.heard.unread else ("empty", "")


def _answers_strictly(scene: Scene) -> tuple[str, str] | None:
    """A date to a question for a date is an answer, whatever else the words look like."""
    field, draft = open_field(scene), scene.state.draft
    if not field or not draft or scene.state.step not in ("filling", "too_soon"):
        return None
    if scene.heard.files and field.kind in ("file", "list"):
        return "words", ""
    if not _reads(scene, field):
        return None
    try:
        parse(field, scene.heard, scene.world, draft)
    except Refused:
        return None
    return "words", ""


def _reads(scene: Scene, field: Field) -> bool:
    """Whether the field takes only what has its shape; a day inside a question known by its words is no date."""
    if field.kind in DAYS and _known(scene):
        return False
    if field.kind == "name" and surely_named(scene.heard):
        return True
    return field.kind in STRICT or bool(scene.heard.entities(NAMED.get(field.kind, ""), *field.entity))


def _corrects(scene: Scene) -> tuple[str, str] | None:
    """ "tanggalnya jadi kamis", "eh bukan 5, 7 orang": something said before gets a new value."""
    draft = scene.state.draft
    if draft is None or scene.state.step not in CORRECTED or _wants_other(scene, draft):
        return None
    summed = scene.state.step == "confirming" and _against_summary(scene, draft)
    right = corrects(scene) or (_strict(scene) and mere(scene))
    return ("words", "") if summed or (right and _changes(scene, draft)) else None


def _wants_other(scene: Scene, draft: Draft) -> bool:
    """ "bukan diperbaiki, saya mau pinjam printer"."""
    return wants(scene) and bool(request(scene)) and not denies(scene, draft, MOST)


def _strict(scene: Scene) -> bool:
    """Whether what is asked takes no free words: then a place, a day or a count alone puts right what was told."""
    field = open_field(scene)
    return field is not None and field.kind in STRICT


def _against_summary(scene: Scene, draft: Draft) -> bool:
    """At the summary a line's name is enough, and a value that is said to be right."""
    return bool(named(scene, draft) or wrong(scene, draft) or _says_else(scene))


def _says_else(scene: Scene) -> bool:
    """ "eh Budi Hakim" at the summary: right instead of what, the words do not tell."""
    reading = scene.heard.reading
    leaves = (reading.decision == "accept" and reading.intent not in ("request", "cancel")) or questioning(scene)
    return not leaves and len(scene.heard.text.split()) <= LEAST and bool(unplaced(scene))


def _tells(scene: Scene) -> tuple[str, str] | None:
    """A word or two that answer a part of the form not asked yet ("semarang") are no new subject."""
    if scene.state.step not in ("filling", "too_soon", "variant", "confirming") or not short(scene.heard.text):
        return None
    if questioning(scene) and (scene.heard.reading.intent.startswith("ask_") or _known(scene)):
        return None
    return _told(scene)


def _told(scene: Scene) -> tuple[str, str] | None:
    draft = scene.state.draft
    anew = scene.state.step == "confirming" and draft is not None and _changes(scene, draft)
    return ("words", "") if anew or (draft and unasked(scene)) else None


def _known(scene: Scene) -> bool:
    """A question in the words of an answer held ready ("malam ini ada yg datang?"), whatever day stands in it."""
    ready = known_words(scene.heard.reading, meant_service(scene), scene.world)
    return ready and brief(scene.heard) and scene.heard.text.rstrip(" !.").endswith("?")


def _changes(scene: Scene, draft: Draft) -> bool:
    """A new value of what stands in the summary ("0812345678" instead of the address)."""
    try:
        return bool(changes(scene, draft))
    except Kept:
        return True


def _amends(scene: Scene) -> tuple[str, str] | None:
    """ "eh tanggalnya jadi 4 desember" with nothing open: the newest open ticket is meant."""
    return ("words", "") if scene.state.step == "idle" and adding.amends(scene) else None


def _other(scene: Scene, draft: Draft) -> bool:
    return scene.heard.reading.service != draft.service and wants(scene) and request(scene) is not None


def _agrees(scene: Scene) -> tuple[str, str] | None:
    """ "iya!! satpam sudah saya kasih tau": a yes is one however much is told behind it."""
    reading, draft = scene.heard.reading, scene.state.draft
    if scene.state.step not in CONFIRMED or not reading.yes or reading.correction or questioning(scene):
        return None
    if draft and (_other(scene, draft) or _changes(scene, draft)):
        return None
    return CONFIRMED[scene.state.step], ""


def _signs(scene: Scene) -> tuple[str, str] | None:
    """Faces and dots; a thumb up is a yes."""
    reading = scene.heard.reading
    if only(scene.heard.text):  # "kak"
        return "greeting", ""
    said_something = any(char.isalnum() for char in scene.heard.text) or reading.yes or reading.no
    return None if said_something or scene.heard.files else ("empty", "")


def _asks_weekday(scene: Scene) -> tuple[str, str] | None:
    """ "hari apa itu?": asks, and is no day itself."""
    if not WEEKDAY.search(scene.heard.text):
        return None
    known = scene.heard.entities("when") or days_of(scene.state.draft, scene.world)
    return ("weekday", "") if known else None


def _bare_answer(scene: Scene) -> tuple[str, str] | None:
    """A bare yes or no in a form is an answer, whatever else it sounds like."""
    reading = scene.heard.reading
    if not (reading.yes or reading.no) or len(scene.heard.text.split()) > BARE or reading.intent == "thanks":
        return None
    return ("words", "") if scene.state.draft else ("nothing_open", "") if scene.state.step == "idle" else None


def _how(scene: Scene) -> tuple[str, str] | None:
    """What is asked about the open question itself: "contohnya?", "cara ngasih cc gimana"."""
    field = open_field(scene)
    if field is None or field.kind not in HOW or scene.state.step != "filling":
        return None
    explain = scene.world.words.tables["called"]["explain"]
    return ("how", "") if spoken(scene.heard.text, {"": explain}) and len(scene.heard.text.split()) <= ASKED else None


def _asks_and_wants(scene: Scene) -> tuple[str, str] | None:
    """ "mau pinjam proyektor, perlu surat? bayar ga?" with nothing open: what is wanted, and the answers beside it."""
    wish = scene.heard.reading.wish
    if scene.state.draft or wish is None or not scene.heard.reading.intent.startswith("ask_"):
        return None
    called = scene.world.words.tables["called"]
    asks_only = spoken(wish.text, {"": (*called["supposing"], *called["asking"], *MILD)})
    return ("request", "") if spoken(wish.text, {"": called["wanting"]}) and not asks_only else None


def _question(scene: Scene) -> tuple[str, str] | None:
    return ("question", "") if opens(scene) or asks(scene) or about_service(scene) else None


# The first look that finds something wins; their order is the design (docs/decisions/003).
LOOKS = (
    _pressed, _empty, joining.types_code, _edited, _emergency, joining.wishes, _in_step, _asks_weekday,
    before.wishes, tidings.waits, tidings.progress, tidings.urges, tidings.news, typed,
    _answers_strictly, _corrects, _tells,
    _agrees, _brings_files, _amends, _of_ticket, _signs, _bare_answer, _how, _asks_and_wants, _question, said,
)  # fmt: skip
