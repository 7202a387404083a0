"""Values of one kind told apart: places by the words before them, goods by the counts beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.dialog.fields.base import Heard
from catalog_data.model import Field
from intents.reading import Entity

BEHIND = re.compile(r"\s(\d{1,3})(?![\w.:/-]|\s(?:hari|jam|minggu|bulan|lantai|lt)\b)")
PIECES = ("", "unit", "perangkat", "kendaraan", "ruangan")
MEASURES = ("meter", "liter", "kg", "m2")  # of these no number says how many there are
JOINED = re.compile(r"\s?(?:[,+&]|\b(?:dan|sama|serta|plus|and|with|dengan)\b)\s?", re.I)  # between things of one list
LINK = 10  # characters of such a word with its blanks
NEXT = 1  # characters between a thing and its count

Pairs = list[tuple[Entity, Entity]]  # (count, thing)


def cued(fields: Sequence[Field], place: Entity, text: str) -> Field | None:
    """The field whose cue stands nearest before the place ("jemput kepala kanwil di bandara juanda")."""
    before = text[: place.start].lower()
    heard = [(_last(each, before), at) for at, each in enumerate(fields) if each.cues]
    nearest = max(heard, default=(-1, -1))
    return fields[nearest[1]] if nearest[0] >= 0 else None


def _last(field: Field, before: str) -> int:
    ways = "|".join(re.escape(each) for each in field.cues)
    return max((hit.end() for hit in re.finditer(rf"\b(?:{ways})\b", before)), default=-1)


def told(field: Field, fields: Sequence[Field], heard: Heard) -> list[Entity]:
    """Several goods with a count each, where the form lists goods: all together, and each thing with its own."""
    pairs = _counted(heard)
    if len(pairs) < 2 or not any("goods" in one.entity for one in fields):
        return []
    if field.kind == "number" and "unit" in field.takes:
        return [replace(pairs[0][0], value=_whole([count for count, _ in pairs]), unit="unit")]
    if field.kind == "text" and "goods" in field.entity:
        return [replace(thing, value=f"{_amount(count)} {thing.value}") for count, thing in pairs]
    return []


def _whole(counts: Sequence[Entity]) -> int:
    """How many pieces all together; of what is not counted by the piece, the first count."""
    pieces = [each.value for each in counts if each.unit not in MEASURES]
    return sum(pieces) if pieces else int(counts[0].value)


def _amount(count: Entity) -> str:
    """ "3", and "50 meter" of what is not counted by the piece."""
    return str(count.value) if count.unit in PIECES else f"{count.value} {count.unit}"


def _counted(heard: Heard) -> Pairs:
    """(count, thing) side by side, every thing with its count on the same side: "2 laptop dan 1 proyektor"."""
    things = heard.entities("goods")
    counts = [*heard.entities("number"), *_bare(things, heard)]
    before = [(count, thing) for thing in things for count in counts if 0 <= thing.start - count.end <= NEXT]
    after = [(count, thing) for thing in things for count in counts if 0 <= count.start - thing.end <= NEXT]
    pairs = _with_single(things, before, heard.text) if len(before) >= len(after) else after
    once = {(count.value, str(thing.value).lower()): (count, thing) for count, thing in pairs}  # a letter says it twice
    return list(once.values()) if all(_again(thing, pairs) for thing in _left(things, pairs)) else []


def _left(things: Iterable[Entity], pairs: Pairs) -> list[Entity]:
    """The things without a count."""
    with_count = {id(one) for _, one in pairs}
    return [each for each in things if id(each) not in with_count]


def _with_single(things: list[Entity], pairs: Pairs, text: str) -> Pairs:
    """ "2 laptop sama proyektor": what is joined to a counted thing without a count is one."""
    starts, ends = {count.start for count, _ in pairs}, {thing.end for _, thing in pairs}
    joined = [each for each in _left(things, pairs) if _joined(text, each, starts, ends) and not _again(each, pairs)]
    single = [(Entity("number", 1, each.start, each.start), each) for each in joined]
    return sorted([*pairs, *single], key=lambda pair: pair[1].start)


def _joined(text: str, thing: Entity, starts: Collection[int], ends: Collection[int]) -> bool:
    """Whether nothing but "dan" or a comma stands between the thing and one that is counted."""
    behind = JOINED.match(text, thing.end)
    before = (at for at in range(thing.start - LINK, thing.start) if at in ends)
    return bool(behind and behind.end() in starts) or any(JOINED.fullmatch(text, at, thing.start) for at in before)


def _again(thing: Entity, pairs: Iterable[tuple[Entity, Entity]]) -> bool:
    """Whether a thing without a count is named a second time ("Peminjaman proyektor" above "2 proyektor")."""
    said = str(thing.value).lower()
    return any(str(one.value).lower() in said or said in str(one.value).lower() for _, one in pairs)


def _bare(things: Iterable[Entity], heard: Heard) -> list[Entity]:
    """ "speaker 2": a bare number behind a thing that is nothing else."""
    hits = [hit for thing in things if (hit := BEHIND.match(heard.text, thing.end))]
    taken = {at for one in heard.reading.entities for at in range(one.start, one.end)}
    return [Entity("number", int(hit[1]), *hit.span(1)) for hit in hits if hit.start(1) not in taken]
