"""What a message means at this point of the conversation: one word that the table is looked up by."""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz import fuzz

from bot.dialog import adding
from bot.dialog.correcting import Kept, changes, corrects, named
from bot.dialog.fields import parse
from bot.dialog.form import field_named, fields
from bot.dialog.gathering import unasked
from bot.dialog.scene import Scene
from bot.dialog.state import Draft
from bot.messages import Choice, Refused
from catalog_data.model import Field

STRICT = {
    "number", "date", "dates", "datetime", "choice", "phone", "email", "superior", "office", "contact",
    "file", "list",
}  # fmt: skip
NAMED = {
    "names": "names", "name": "names", "software": "software", "company": "company", "asset": "asset_code",
    "place": "place",
}  # fmt: skip
SPOKEN = ("audio", "video")
SURE = 0.8  # in the middle of a form a message must be this clear to leave it
COMMANDS = ("edit", "cancel", "menu", "human")
AGREED = ("yes", "drop", "resume", "done")  # names of the choices that a plain yes means
REFUSED = ("no", "back", "edit", "again", "none")
BARE = 2  # words of a bare yes or no
LIKE = 88  # two spellings of one label (rapidfuzz ratio, 0 to 100)
TICKET_BOUND = "t:"  # a choice that carries its ticket and may be pressed long after its question
EDIT = "edit:"  # the edit mark of one line of the summary
BARE_NUMBER = re.compile(
    r"\s*(?:no(?:mor)?\.?|nomer|pilih(?:an)?|opsi|option|yang)?\s*(\d{1,2})\s*[.)!]*\s*", re.I
)

CONTROL = {
    "greeting": "greeting", "thanks": "thanks", "help": "help", "human": "human", "cancel": "cancel",
    "status": "status", "reopen": "reopen", "complaint": "complaint", "oos": "oos",
}  # fmt: skip


def understand(scene: Scene) -> Scene:
    """The scene with its `kind` (a key of engine.TABLE) and `name` (what was picked)."""
    for look in (_pressed, _empty, _typed, _answers_strictly, _corrects, _tells, _amends, _said):
        found = look(scene)
        if found:
            return scene.but(kind=found[0], name=found[1])
    return scene.but(kind="words")


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


def _split(name: str) -> tuple[str, str]:
    head, _, rest = name.partition("/")
    return head, rest


def _empty(scene: Scene) -> tuple[str, str] | None:
    if scene.heard.text.strip():
        return None
    if scene.heard.files and all(each.kind in SPOKEN for each in scene.heard.files):
        return "voice", ""
    return ("files", "") if scene.heard.files else ("empty", "")


def _typed(scene: Scene) -> tuple[str, str] | None:
    """A choice answered by typing: its number, its label, or a yes or no that fits one."""
    if scene.heard.reading.restart:
        return "restart", ""
    choices = scene.state.choices
    found = _by_number(scene, choices) or _by_label(scene, choices) or _command(scene)
    if found is None and _short(scene.heard.text):
        found = _by_agreement(scene, choices)
    return _split(found.id.partition(":")[2]) if found else None


def _by_agreement(scene: Scene, choices: tuple[Choice, ...]) -> Choice | None:
    """The choice that a plain yes or no means; one that means none is no answer to "which?"."""
    reading = scene.heard.reading
    names = (AGREED if reading.yes else ()) + (REFUSED if reading.no else ())
    found = next((each for name in names for each in choices if _name(each) == name), None)
    if found is None and names and choices and scene.state.step != "filling":
        return Choice(":words", "")
    return found


def _name(choice: Choice) -> str:
    return choice.id.partition(":")[2].partition("/")[0]


def _short(text: str) -> bool:
    """Short enough that a yes or no at its head is all that it says."""
    return len(text.split()) <= 6


def _by_number(scene: Scene, choices: tuple[Choice, ...]) -> Choice | None:
    found = BARE_NUMBER.fullmatch(scene.heard.text)
    field = _open_field(scene)
    if not found or (field and field.kind in ("number", "date", "dates", "datetime")):
        return None
    place = int(found.group(1)) - 1
    return choices[place] if 0 <= place < len(choices) else None


def _by_label(scene: Scene, choices: tuple[Choice, ...]) -> Choice | None:
    said = _plain(scene.heard.text)
    best: Callable[[Choice], float] = lambda each: fuzz.ratio(said, _plain(scene.world.words.label(each)))  # noqa: E731
    likeliest = max(choices, key=best, default=None)
    return likeliest if likeliest and best(likeliest) >= LIKE else None


def _command(scene: Scene) -> Choice | None:
    """"ubah", "batal", "menu": the common choices may be typed though they are not offered now."""
    common = tuple(Choice(f"0:{each}", f"choice.{each}") for each in COMMANDS)
    return _by_label(scene, common if scene.state.draft else common[2:])


def _plain(text: str) -> str:
    return re.sub(r"[^\w\s]", " ", text.lower()).strip()


def _open_field(scene: Scene) -> Field | None:
    """The field that the open question is about; where a date was too soon, the date."""
    draft = scene.state.draft
    if draft is None:
        return None
    if scene.state.step == "too_soon":
        return next((each for each in fields(draft, scene.world) if each.param == "event_date"), None)
    return field_named(draft, scene.world, scene.state.asked)


def _answers_strictly(scene: Scene) -> tuple[str, str] | None:
    """A date to a question for a date is an answer, whatever else the words look like."""
    field, draft = _open_field(scene), scene.state.draft
    if not field or not draft or scene.state.step not in ("filling", "too_soon"):
        return None
    if scene.heard.files and field.kind in ("file", "list"):
        return "words", ""
    named_kinds = (NAMED.get(field.kind, ""), *field.entity)
    if field.kind not in STRICT and not scene.heard.entities(*named_kinds):
        return None
    try:
        parse(field, scene.heard, scene.world, draft)
    except Refused:
        return None
    return "words", ""


def _corrects(scene: Scene) -> tuple[str, str] | None:
    """"tanggalnya jadi kamis", "eh bukan 5, 7 orang": something said before gets a new value."""
    draft = scene.state.draft
    if draft is None or scene.state.step not in ("confirming", "filling", "too_soon"):
        return None
    if scene.state.step == "confirming" and named(scene, draft):
        return "words", ""
    return ("words", "") if corrects(scene) and _changes(scene, draft) else None


def _tells(scene: Scene) -> tuple[str, str] | None:
    """A word or two that answer a part of the form not asked yet ("semarang") are no new subject."""
    if scene.state.step not in ("filling", "too_soon", "variant", "confirming") or not _short(scene.heard.text):
        return None
    draft = scene.state.draft
    anew = scene.state.step == "confirming" and draft is not None and _changes(scene, draft)
    return ("words", "") if anew or (draft and unasked(scene)) else None


def _changes(scene: Scene, draft: Draft) -> bool:
    """A new value of what stands in the summary ("0812345678" instead of the address)."""
    try:
        return bool(changes(scene, draft))
    except Kept:
        return True


def _amends(scene: Scene) -> tuple[str, str] | None:
    """"eh tanggalnya jadi 4 desember" with nothing open: the newest open ticket is meant."""
    return ("words", "") if scene.state.step == "idle" and adding.amends(scene) else None


def _said(scene: Scene) -> tuple[str, str] | None:
    """What the words alone say, as far as this step may be left for it."""
    reading = scene.heard.reading
    if scene.state.draft and (reading.yes or reading.no) and len(scene.heard.text.split()) <= BARE:
        return None  # a bare yes is an answer, whatever else it sounds like
    if reading.intent == "oos":
        return _control(scene)
    if reading.decision != "accept":
        unsure = reading.decision == "clarify" and scene.state.draft is None
        return ("unsure", "") if unsure else None
    if reading.intent.startswith("ask_"):
        return "question", ""
    return _request(scene) if reading.intent == "request" else _control(scene)


def _request(scene: Scene) -> tuple[str, str] | None:
    """A request where a form is open is the form's own words, unless it is clearly another one."""
    draft, reading = scene.state.draft, scene.heard.reading
    if draft is None:
        return "request", ""
    score = reading.candidates[0].score if reading.candidates else 1.0
    other = reading.service != draft.service or (
        reading.variant not in (None, draft.variant) and scene.state.step == "variant"
    )
    long_enough = len(scene.heard.text.split()) >= 3
    return ("request", "") if other and score >= SURE and long_enough else None


def _far_off(scene: Scene) -> bool:
    """Clearly another subject, and not a stray word where a date was wanted."""
    return scene.heard.reading.near_miss is not None and len(scene.heard.text.split()) > 2


def _control(scene: Scene) -> tuple[str, str] | None:
    intent = scene.heard.reading.intent
    if scene.state.draft is None:
        return CONTROL[intent], ""
    if intent in ("oos", "greeting", "thanks"):
        # a free answer ("Budi Santoso", "terima tamu") or a new value may look like one of these
        field = _open_field(scene)
        free = (field and field.kind not in STRICT) or (intent == "oos" and not _far_off(scene))
        return None if free else (CONTROL[intent], "")
    return CONTROL[intent], ""
