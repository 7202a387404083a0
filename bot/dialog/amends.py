"""What a message puts right of the answers that stand: denied, named, of the same shape, or spelt nearly so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.dialog.called import DENIED, TURNED, named, sayings
from bot.dialog.counted import counted
from bot.dialog.fields import fill, parse
from bot.dialog.fields.base import Heard
from bot.dialog.fields.who import introduced
from bot.dialog.fields.wording import added
from bot.dialog.form import field_named, fields
from bot.dialog.holding import LISTS, floored, holder, liker, part, put, without
from bot.dialog.scene import Scene
from bot.dialog.sides import Side, sides
from bot.dialog.state import Draft, Given
from bot.messages import Refused
from catalog_data.model import Field
from intents.reading import Entity

PAPERS = ("file", "list")
SHORT = 200  # characters of words that may be values and nothing else
FREE = ("text", "place", "asset")  # kinds that any words may answer
MARKED = re.compile(r"\w{3}nya\b|\w\s?:", re.I)  # a line's name parted from its value
UNTIL = re.compile(
    r"(?:(?:eh|oh|ya|iya|oke?|itu|oiya|tanggalnya|pinjam|pakai|dipakai)[\s,]+){0,3}"
    r"(?:sampai|sampe|smp|s\.?/?d\.?|hingga|until|till)\s(.{1,60})$",
    re.I,
)


class Kept(Refused):
    """A correction that was refused: the old value, if there is one, stays."""

    def __init__(self, refused: Refused, label: str) -> None:
        super().__init__(refused.key, **refused.params)
        self.label = label


def changes(scene: Scene, draft: Draft) -> dict[str, Given]:
    """Answers of `draft` that the words replace. Raises Kept where a named one is refused."""
    for look in _LOOKS:
        found = {key: each for key, each in look(scene, draft).items() if _another(each, draft.answers.get(key))}
        if found:
            return found
    return {}


def _another(new: Given, old: Given | None) -> bool:
    return old is None or new.value != old.value


def _struck(scene: Scene, draft: Draft) -> dict[str, Given]:
    """ "Bima ga jadi", "coret Bima": one of several names or programs is struck off."""
    lists = [each for each in _known(scene, draft) if each.kind in LISTS and len(draft.answers[each.id].value) > 1]
    for side in _sides(scene, draft):
        field = holder(scene, lists, side.old, draft) if side.old and not side.new else None
        if field:
            return {field.id: Given(without(draft.answers[field.id].value, side.old))}
    return {}


def _bared(scene: Scene, draft: Draft) -> Scene:
    """ "eh koperasi maksudnya": the one value alone, without the words around it."""
    told = _sides(scene, draft)
    if len(told) != 1 or told[0] != Side(new=told[0].new) or scene.heard.files:
        return scene
    return scene.but(heard=part(scene, told[0].new))


def _counted(scene: Scene, draft: Draft) -> dict[str, Given]:
    return counted(scene, draft, _sides(scene, draft))


def _until(scene: Scene, draft: Draft) -> dict[str, Given]:
    """ "sampai tgl 6 ya": the end of the only range that was told; its month is counted from the first day on."""
    ranges = [each for each in _known(scene, draft) if each.kind == "dates"]
    hit = UNTIL.match(scene.heard.text.strip())
    if not hit or len(ranges) != 1:
        return {}
    first = draft.answers[ranges[0].id].value[0]
    whens = part(scene, hit[1], datetime.fromisoformat(first)).entities("when")
    ends = [each.value.date.isoformat() for each in whens if each.value.date]
    return {ranges[0].id: Given([first, ends[0]])} if len(ends) == 1 and ends[0] >= first else {}


def unplaced(scene: Scene) -> str:
    """What is said to be right where nothing tells of which line ("eh Budi Hakim"); else empty."""
    told = _sides(scene, scene.draft()) if corrects(scene) else []
    return told[0].new if len(told) == 1 and told[0] == Side(new=told[0].new) else ""


def mere(scene: Scene) -> bool:
    """Whether the words are values and hardly anything else ("di kantor medan ruang TU lt 2")."""
    text = scene.heard.text
    if len(text) > SHORT:
        return False
    spans = [range(each.start, each.end) for each in scene.heard.entities("place", "office", "when", "number")]
    rest = "".join(char for at, char in enumerate(text) if not any(at in span for span in spans))
    return bool(spans) and len(re.findall(r"\w{4,}", rest)) <= 1


def wrong(scene: Scene, draft: Draft) -> Field | None:
    """A line of the summary that is said to be wrong and no more ("tanggalnya salah", "bukan lt 1")."""
    known = _known(scene, draft)
    told = _sides(scene, draft)
    if scene.state.step != "confirming" or any(side.new for side in told) or _struck(scene, draft):
        return None
    return next((field for side in told if (field := _meant(scene, known, side, draft))), None)


def _told_apart(scene: Scene, draft: Draft) -> dict[str, Given]:
    """What is denied or named, and what is right instead; what is told beside it by its value."""
    known, found, used = _known(scene, draft), dict[str, Given](), list[str]()
    for side in _sides(scene, draft):
        field = _meant(scene, known, side, draft) if side.new else None
        if field:
            found[field.id] = _put(scene, field, draft, side)
            used += [side.old, side.new]
    if not found:
        return {}
    beside = _told_beside(scene, draft, used)
    return {**beside, **{key: each for key, each in found.items() if each.value != draft.answers[key].value}}


def _told_beside(scene: Scene, draft: Draft, used: list[str]) -> dict[str, Given]:
    """Other new values, and counts told for the first time ("pesertanya 35, di lt 3 bukan lt 2")."""
    rest = [each for each in scene.heard.reading.entities if not _used(scene.heard.text, each, used)]
    if not rest:
        return {}
    heard = scene.heard.only(rest)
    untold = [each for each in fields(draft, scene.world) if each.kind == "number" and each.id not in draft.answers]
    return {**_by_value(scene.but(heard=heard), draft), **fill(untold, heard, scene.world, draft)}


def _sides(scene: Scene, draft: Draft) -> list[Side]:
    return [] if scene.heard.edited else sides(scene.heard.text, sayings(scene, draft))


def _used(text: str, entity: Entity, used: list[str]) -> bool:
    """Whether a value stands, if only in part, in what was used already."""
    spans = [(at, at + len(said)) for said in used if said and (at := text.find(said)) >= 0]
    return any(entity.start < end and start < entity.end for start, end in spans)


def _known(scene: Scene, draft: Draft) -> list[Field]:
    """The fields with an answer that words can replace."""
    every = (each for each in fields(draft, scene.world) if each.kind not in PAPERS and each.id in draft.answers)
    return [each for each in every if draft.answers[each.id].value not in ("", None, [])]


def _meant(scene: Scene, known: list[Field], side: Side, draft: Draft) -> Field | None:
    """The field that a side names, or of which it denies the answer; a name that fits none of its own gives way."""
    called = [each for each in known if each.id == side.called]
    holds = holder(scene, called, side.old, draft) or holder(scene, known, side.old, draft) if side.old else None
    return holds or next(iter(called), None) or _number_of(known, side)


def _number_of(known: list[Field], side: Side) -> Field | None:
    """ "tamunya jadi 2": the number whose name has that word."""
    word = side.old.lower().removesuffix("nya")
    numbers = [each for each in known if each.kind == "number" and word in each.label.lower().split()]
    return numbers[0] if len(numbers) == 1 and side.new[:1].isdigit() else None


def _put(scene: Scene, field: Field, draft: Draft, side: Side) -> Given:
    try:
        return put(scene, field, draft, side.old, side.new)
    except Refused as refused:
        raise Kept(refused, field.label) from refused


def _by_likeness(scene: Scene, draft: Draft) -> dict[str, Given]:
    """ "maaf, sri.n@..." of sri.m@...: another spelling of one answer alone."""
    new = [side.new for side in _sides(scene, draft) if side.new]
    known = _known(scene, draft)
    mails = [each for each in known if "email" in each.entity and "@" in "".join(new)]  # whose account it is
    field = liker(mails or known, new[0], draft) or next(iter(mails), None) if len(new) == 1 else None
    return {field.id: _put(scene, field, draft, Side(new=new[0]))} if field else {}


def _in_line(scene: Scene, draft: Draft) -> dict[str, Given]:
    """The value behind a name in the middle of the words, and what is corrected before it."""
    line = None if scene.heard.edited else named(scene, draft)
    if line is None:
        return {}
    field, words = line
    heard = replace(_without_denied(scene.heard), text=words)
    try:
        return {**_before(scene, draft, words), field.id: parse(field, heard, scene.world, draft)}
    except Refused as refused:
        raise Kept(refused, field.label) from refused


def _before(scene: Scene, draft: Draft, words: str) -> dict[str, Given]:
    """What is corrected before the line that is named: "eh 3 orang, terus tanggalnya jadi 4 desember"."""
    at = scene.heard.text.rfind(words)
    told = [each for each in _without_denied(scene.heard).reading.entities if each.end <= at]
    if not told:
        return {}
    return _by_value(scene.but(heard=replace(scene.heard.only(told), text=scene.heard.text[:at])), draft)


def corrects(scene: Scene) -> bool:
    """Whether the words mean to correct, and not to answer: they say so, deny what stands, or turn a line."""
    if scene.heard.reading.correction:
        return True
    text = scene.heard.text
    if TURNED.match(text.strip()) or _until(scene, scene.draft()):  # "jadi 11 desember aja"
        return True
    if _counted(scene, scene.draft()) or _struck(scene, scene.draft()):
        return True
    turned = TURNED.search(text) or DENIED.search(text)
    return (bool(turned) and named(scene, scene.draft()) is not None) or denies(scene, scene.draft())


def denies(scene: Scene, draft: Draft, least: float = 0.0) -> bool:
    """ "lt 2 bukan lt 1", "ubah jumlah peserta jadi 80": what stands, or a line by its name, is said to be another."""
    known = _known(scene, draft)
    told = [side for side in _sides(scene, draft) if side.new]
    if any(side.called for side in told) and (TURNED.search(scene.heard.text) or _on_a_line(scene, draft)):
        return True
    return any(side.old and holder(scene, known, side.old, draft, least) for side in told)


def _on_a_line(scene: Scene, draft: Draft) -> bool:
    """ "tempatnya lantai 5" where no free words are asked for, which might begin so."""
    asked = field_named(draft, scene.world, scene.state.asked)
    return MARKED.search(scene.heard.text) is not None and (asked is None or asked.kind not in FREE)


def _by_bare_value(scene: Scene, draft: Draft) -> dict[str, Given]:
    return _by_value(_bared(scene, draft), draft)


def _by_value(scene: Scene, draft: Draft) -> dict[str, Given]:
    """Answered fields for which the words hold another value of the same kind."""
    heard = _without_denied(scene.heard)
    known = [each for each in fields(draft, scene.world) if each.id in draft.answers]
    kinds = {each.id: each.kind for each in known}
    names = {each.id: draft.answers[each.id] for each in known if each.kind == "names"}  # one may be added
    found = fill(known, heard, scene.world, replace(draft, answers=names)) or _bare_count(scene, known, draft)
    more = {key: Given([*each.value, *added(heard.text)]) for key, each in names.items() if key not in found}
    meant = {key: each for key, each in found.items() if not _unmeant(kinds[key], each, names.get(key), heard)}
    floors = {key: _floored(draft, key, each) for key, each in meant.items() if kinds[key] == "place"}
    told = {**more, **meant, **floors}
    return {key: each for key, each in told.items() if each.value != draft.answers[key].value}


def _floored(draft: Draft, place: str, new: Given) -> Given:
    return Given(floored(str(draft.answers[place].value), str(new.value)))


def _unmeant(kind: str, new: Given, names: Given | None, heard: Heard) -> bool:
    """The place of who writes is no new place; fewer names are not all of them, unless counted anew."""
    if names and not heard.entities("number"):
        some = len(new.value) > 1 and set(new.value) <= set(names.value)  # those who still come
        return len(new.value) < len(names.value) and not some
    return kind == "place" and str(new.value) in introduced(heard).get("unit", "")


def _bare_count(scene: Scene, known: list[Field], draft: Draft) -> dict[str, Given]:
    """ "eh 30 aja": a number without a unit, where only one number was told."""
    counts = [each for each in known if each.kind == "number"]
    said = [side.new for side in _sides(scene, draft)]
    return {counts[0].id: Given(int(said[0]))} if len(counts) == len(said) == 1 and said[0].isdecimal() else {}


def _without_denied(heard: Heard) -> Heard:
    """ "bukan 5, 7 orang": what is denied is no value."""
    spans = [hit.span() for hit in DENIED.finditer(heard.text)]
    kept = [each for each in heard.reading.entities if not any(start <= each.start < end for start, end in spans)]
    heard = heard.only(kept)
    return replace(heard, reading=replace(heard.reading, no=False))  # "salah, 80 orang" refuses nothing


# The surest first: the first look that finds another value wins.
_LOOKS: tuple[Callable[[Scene, Draft], dict[str, Given]], ...] = (
    _until, _counted, _struck, _told_apart, _in_line, _by_likeness, _by_bare_value,
)  # fmt: skip
