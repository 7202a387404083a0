"""What one message answers without having been asked: first messages, letters, corrections.

Each entity is used once, and only where it can mean one field alone. A parser then has the last word,
so that what is gathered is as clean as what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as factory

from bot.dialog.copies import but
from bot.dialog.fields.apart import cued, told
from bot.dialog.fields.base import Heard, follows
from bot.dialog.fields.choice import options
from bot.dialog.fields.papers import LISTS, PAPERS
from bot.dialog.fields.parsing import parse
from bot.dialog.fields.reaching import own
from bot.dialog.fields.who import introduced, is_body
from bot.dialog.state import Draft, Given, World
from bot.messages import File, Refused
from catalog_data.model import Field
from intents.frame import frame
from intents.near import spoken
from intents.reading import Entity

_SUPERIOR = re.compile(r"\b(?:cc|atasan|tembus(?:an|kan)?|kabag|kabid|kasub\w*|kasi|superior|boss?)\b", re.I)
# "suratnya besok saya kirim": the day is the letter's
_PAPERS = r"\b(?:surat|berkas|lampiran|dokumen|daftar|data(?:\sdukung)?)(?:nya)?"
_PROMISED = re.compile(rf"{_PAPERS}\s(?:akan\s|baru\s|menyusul\s)?$", re.I)
_BARE_ANSWERS = frozenset({"ya", "tidak", "ada", "belum", "blm", "sudah", "sdh", "udah", "yes", "no"})
_DIGITS = 7  # of a telephone number at least
_LISTED = re.compile(r"daftar|list|rekap|data", re.I)  # what a list's name says, whatever its kind
_SHORTEST = 3  # letters of an option's words that may be met by chance in a sentence
_AS_WRITTEN = ("role", "software")  # of these the value is a name of ours
_DAYS = ("date", "dates", "datetime")
_BY_KIND: dict[str, tuple[str, ...]] = {
    "phone": ("phone",), "email": ("email",), "contact": ("phone",), "names": ("names",),
    "place": ("place",), "software": ("software",), "asset": ("asset_code", "serial"),
    "company": ("company",), "office": ("office",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """Answers by field id, and refusals of what was clearly meant for a field but cannot be taken."""

    answers: Mapping[str, Given] = factory(default_factory=dict)
    refused: Mapping[str, Refused] = factory(default_factory=dict)


def fill(fields: Sequence[Field], heard: Heard, world: World, draft: Draft) -> dict[str, Given]:
    """The answers of `gather` alone. Give it the fields that are open, or all of them to correct."""
    return dict(gather(fields, heard, world, draft).answers)


def gather(fields: Sequence[Field], heard: Heard, world: World, draft: Draft) -> Gathered:
    """All that the message answers of `fields`; numbers first, since lists are held against them."""
    answers: dict[str, Given] = {}
    refused: dict[str, Refused] = {}
    shares = _shares(fields, heard, world, draft)
    for each, part in sorted(shares, key=lambda share: share[0].kind != "number"):
        so_far = but(draft, answers={**draft.answers, **answers})
        try:
            answers[each.id] = parse(each, part, world, so_far)
        except Refused as refusal:
            refused[each.id] = refusal
    return Gathered(answers, {name: why for name, why in refused.items() if _clear(why)})


def _clear(refusal: Refused) -> bool:
    """Whether it tells something new; else the question will be asked anyway."""
    return not refusal.key.endswith((".none", ".empty"))


def _shares(fields: Sequence[Field], heard: Heard, world: World, draft: Draft) -> Iterable[tuple[Field, Heard]]:
    """(field, the part of the message that is its own)."""
    for each in fields:
        if each.kind == "choice":
            if option := _option(each, heard, world, draft):
                yield each, but(heard, choice=option)
        elif part := _PAPER.get(each.kind, _entities)(each, fields, _cued(each, heard, world, draft), world):
            yield each, part


def _cued(each: Field, heard: Heard, world: World, draft: Draft) -> Heard:
    """Without the places that the words before them give to another field."""
    if not each.cues:
        return heard
    siblings = [one for one in world.catalogue.services[draft.service].fields if one.cues]
    away = [one for one in heard.entities("place") if cued(siblings, one, heard.text) is not each]
    return heard.only(one for one in heard.reading.entities if one not in away)


def _option(each: Field, heard: Heard, world: World, draft: Draft) -> str | None:
    """An option whose words stand in the text; mere yes and no answer nothing unasked."""
    said = {
        name: [way for way in ways if way.casefold() not in _BARE_ANSWERS]
        for name, ways in options(each, world, draft).items()
    }
    named = spoken(_forms(heard), said) or spoken(heard.text, said, _SHORTEST)
    named = named or [each.id for each in each.options if each.topic and each.topic in heard.reading.topics]
    return named[-1] if len(named) == 1 or (named and heard.reading.correction) else None


def _forms(heard: Heard) -> str:
    """The legal forms of the companies named: "PT", "Koperasi"."""
    return " ".join(str(each.value).split()[0] for each in heard.entities("company"))


def _entities(each: Field, fields: Sequence[Field], heard: Heard, world: World) -> Heard | None:
    """The entities that only this field can mean, as a message of their own."""
    mine = _alone(each, fields, heard)
    if each.kind in _DAYS:
        mine = _days(each, fields, heard)
    mine = told(each, fields, heard) or mine or _counting(each, heard)
    taken = _spoken_for(each, fields, heard, world)
    mine = [entity for entity in mine if entity not in taken and not _repeats(each, entity, heard.text)]
    if not mine or _ambiguous(each, mine, heard):
        return None
    return but(heard.only(mine), text=_written(each, mine, heard.text), files=(), cc=())


def _repeats(each: Field, entity: Entity, text: str) -> bool:
    """ "laptop pimpinan": only what the line is called anyway."""
    return each.kind == "text" and text[entity.start : entity.end].casefold() == each.label.casefold()


def _alone(each: Field, fields: Sequence[Field], heard: Heard) -> list[Entity]:
    """What no other field claims; where cues have told places apart, all that are left."""
    rivals = [f for f in fields if f is not each and not each.cues]
    claimed = [one for one in heard.reading.entities if _claims(each, one)] or _otherwise(each, heard)
    return [one for one in claimed if not any(_claims(f, one) for f in rivals)]


def _otherwise(each: Field, heard: Heard) -> list[Entity]:
    """What else may be meant: a room is borrowed too, a body never."""
    return [one for one in heard.entities(*each.otherwise) if not is_body(str(one.value))]


def _counting(each: Field, heard: Heard) -> list[Entity]:
    """ "laptop 1", "2 proyektor": a bare number beside the thing, where things are counted."""
    if each.kind != "number" or "unit" not in each.takes:
        return []
    things = [(one.start, one.end) for one in heard.entities("goods")]
    bare = [one for one in heard.entities("number") if not one.unit]
    return [one for one in bare if any(0 <= one.start - end <= 1 or 0 <= start - one.end <= 1 for start, end in things)]


def _spoken_for(each: Field, fields: Sequence[Field], heard: Heard, world: World) -> list[Entity]:
    """Addresses that are the superior's; a place that is the unit of who writes."""
    if each.kind == "place":
        unit, places = introduced(heard).get("unit", ""), heard.entities("place")
        inside = [entity for entity in places if str(entity.value) in unit]
        return inside if len(inside) < len(places) else []
    if each.kind not in ("contact", "email"):
        return []
    parts = (_superior(f, fields, heard, world) for f in fields if f.kind == "superior")
    return [one for part in parts if part for one in part.reading.entities]


def _claims(each: Field, entity: Entity) -> bool:
    if each.kind == "number":
        return entity.kind == "number" and entity.unit != "" and entity.unit in each.takes
    if each.kind == "text":
        return entity.kind in each.entity
    return entity.kind in (*each.entity, *_BY_KIND.get(each.kind, ()))


def _ambiguous(each: Field, mine: list[Entity], heard: Heard) -> bool:
    """Two values for what takes one: ask rather than guess, unless the last corrects the first."""
    if each.kind not in ("number", "phone", "email", "company", "office"):
        return False
    return len({str(entity.value) for entity in mine}) > 1 and not heard.reading.correction


def _days(each: Field, fields: Sequence[Field], heard: Heard) -> list[Entity]:
    """Days go to the only field of days, else to the only one of their shape (range, hour, day)."""
    whens = [each for each in heard.entities("when") if not _PROMISED.search(heard.text[: each.start])]
    rivals = [f for f in fields if f.kind in _DAYS]
    if len(rivals) > 1 and whens:
        shape = "dates" if any(w.value.end for w in whens) else "datetime" if _hour(whens) else "date"
        rivals = [f for f in rivals if f.kind == shape]
    return whens if rivals == [each] else []


def _hours(each: Field, fields: Sequence[Field], heard: Heard, world: World) -> Heard | None:
    """The hours of the day that is told, which goes to a field of its own; without a day, any."""
    timed = [one for one in heard.entities("when") if one.value.time]
    mine = [one for one in timed if one.value.date] or timed
    return but(heard.only(mine), files=(), cc=()) if mine else None


def _hour(whens: list[Entity]) -> bool:
    return any(entity.value.time for entity in whens)


def _written(each: Field, mine: list[Entity], text: str) -> str:
    """The words of the entities as they stand in the message."""
    if each.kind in ("phone", "contact"):
        return ", ".join(str(one.value) for one in mine)
    if each.kind == "text":
        said = (text[each.start : each.end] if each.kind in _AS_WRITTEN else str(each.value) for each in mine)
        return ", ".join(_widest(list(said)) if mine[0].kind == "place" else dict.fromkeys(said))
    if each.kind == "place":
        return ", ".join(_widest([str(entity.value) for entity in mine]))
    return ", ".join(text[entity.start : entity.end] for entity in mine)


def _widest(said: list[str]) -> list[str]:
    """Each once, without what stands in another ("ruang server" beside "ruang server lantai 3")."""
    inner = {one for one in said for other in said if one != other and one.casefold() in other.casefold()}
    return [one for one in dict.fromkeys(said) if one not in inner]


def _superior(each: Field, fields: Sequence[Field], heard: Heard, world: World) -> Heard | None:
    """Addresses in CC; one in the text only where the words speak of a superior."""
    cc = tuple(address for address in heard.cc if not own(address.strip().lower(), world))
    addresses = _unsigned(heard) if heard.entities("role") or _SUPERIOR.search(heard.text) else []
    if not cc and not addresses:
        return None
    return but(heard.only(addresses), text="", cc=cc, files=())


def _unsigned(heard: Heard) -> list[Entity]:
    """Addresses but for those in a signature, which are the writer's own."""
    around = frame(heard.text)
    return [each for each in heard.entities("email") if not around.signs(each.start)]


def _reached(each: Field, fields: Sequence[Field], heard: Heard, world: World) -> Heard | None:
    """The number or address of a signature goes before others in the text."""
    around = frame(heard.text)
    signed = [found for found in heard.entities("phone", "email") if around.signs(found.start) and _whole(found)]
    first = sorted(signed, key=lambda found: found.kind == "email")[:1] or _only_mail(fields, heard)
    if not first:
        return _entities(each, fields, heard, world)
    return but(heard.only(first), text=str(first[0].value), files=(), cc=())


def _only_mail(fields: Sequence[Field], heard: Heard) -> list[Entity]:
    """The one address told, where no other field waits for one."""
    mails = heard.entities("email", "phone")
    others = [each for each in fields if each.kind in ("superior", "email") or "email" in each.entity]
    return mails if len(mails) == 1 and mails[0].kind == "email" and not others else []


def _whole(found: Entity) -> bool:
    """Whether it reaches somebody from outside: no extension ("ext. 204")."""
    return found.kind == "email" or len(re.sub(r"\D", "", str(found.value))) >= _DIGITS


def _paper(each: Field, fields: Sequence[Field], heard: Heard, world: World) -> Heard | None:
    """Files of the kind that this field takes, if it is the only field that takes them."""
    wanted = [f for f in fields if f.kind in ("file", "list")]
    if [f for f in wanted if f.kind == each.kind] != [each]:
        return None
    files = _sent(each, heard.files, alone=wanted == [each])
    late = each.follow and follows(heard)
    return but(heard, choice=None, files=files) if files or late else None


def _sent(each: Field, files: tuple[File, ...], alone: bool) -> tuple[File, ...]:
    """Those that are right; else, where nothing else asks for files, those that were meant to be."""
    fitting = tuple(file for file in files if _fits(each, file, alone))
    return fitting or tuple(file for file in files if alone and _meant(each, file))


def _meant(each: Field, file: File) -> bool:
    """Sent for this field, though of a kind that it does not take: so that the person is told."""
    return each.kind == "file" or bool(_LISTED.search(file.name))


def _fits(each: Field, file: File, alone: bool) -> bool:
    """Of the field's kind; or faulty and of no kind that would say where it belongs."""
    if file.kind in (LISTS if each.kind == "list" else PAPERS):
        return True
    return alone and file.fault is not None and file.kind not in (*LISTS, *PAPERS)


def _introduced(each: Field, fields: Sequence[Field], heard: Heard, world: World) -> Heard | None:
    """What the person says of themselves: "saya Bambang dari KPPN Surabaya I"."""
    told = introduced(heard).get(each.kind)
    companies = heard.entities("company") if each.kind == "unit" else []
    if not told and len(companies) == 1:
        told = str(companies[0].value)
    return but(heard.only(()), text=told, files=(), cc=()) if told else None


_PAPER: dict[str, Callable[[Field, Sequence[Field], Heard, World], Heard | None]] = {
    "name": _introduced,
    "unit": _introduced,
    "contact": _reached,
    "superior": _superior,
    "hours": _hours,
    "file": _paper,
    "list": _paper,
}
