"""Days, lengths and times that stand together are one statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from intents.entities.dates import Length, Said
from intents.entities.reckon import Parts, merge
from intents.entities.settle import Group, dated, settle
from intents.entities.signs import Sign
from intents.entities.times import Clock
from intents.reading import When

Item = Said | Length | Clock
_LINKS = {"sd": "sd", "dan": "dan", "atau": "atau", "back": "sd", ",": "dan"}
_GLUE = frozenset((
    ",", ":", "on", "hari", "tgl", "jam", "at", "zone", "pagi", "siang", "sore", "malam", "dini",
    "ini", "nanti", "mulai", "selama",
))  # fmt: skip
_DROP = frozenset(("bukan", "tiap", "setelah", "sekitar", "sejak"))
_AROUND = frozenset((",", ".", "zone", "on"))
_NEAR = 5  # signs that may stand between two parts of one statement


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reading and the signs [start, end) it was read from. `past`: it looks back."""

    when: When
    start: int
    end: int
    past: bool = False
    mends: bool = False


def join(items: list[Item], line: list[Sign], now: datetime) -> list[Phrase]:
    """Group by what stands between, then settle each group."""
    groups: list[Group] = []
    for item in items:
        gap = [s.name for s in line[groups[-1].end if groups else 0 : item.start]]
        if not groups or not _add(groups[-1], item, gap):
            groups.append(_open(item, line, gap))
    for group in groups:
        group.until = group.until or [s.name for s in line[group.end : group.end + 1]] == ["back"]
    return _mended([Phrase(settle(g, now), g.start, g.end, _past(g), g.mends) for g in groups if _worth(g, line)])


def _worth(group: Group, line: list[Sign]) -> bool:
    """A length alone is a count; a bare hh.mm alone may be a version."""
    if group.parts or group.clock is None:
        return bool(group.parts)
    return group.clock.firm or all(s.name in _AROUND for s in line[: group.start] + line[group.end :])


def _open(item: Item, line: list[Sign], gap: list[str]) -> Group:
    group = Group(item.start, item.end)
    group.mends = "fix" in gap[-4:] or _moved(line, item.start)
    if isinstance(item, Said):
        last = _word_before(line, item.start - len(gap), item.start)
        group.dropped = last.name if last and last.name in _DROP else ""
        group.until = last is not None and (last.name == "back" or (last.name == "sd" and last.end - last.start > 1))
    _put(group, item, "")
    return group


def _moved(line: list[Sign], at: int) -> bool:
    """ "digeser dari senin ke rabu": what follows "ke" takes the place of what was before."""
    return at > 0 and line[at - 1].name == "ke" and any(s.name == "fix" for s in line[:at])


def _word_before(line: list[Sign], first: int, at: int) -> Sign | None:
    """The last sign before `at` that is more than "pada hari"."""
    return next((s for s in reversed(line[first:at]) if s.name not in ("on", "hari", "tgl", "mulai")), None)


def _put(group: Group, item: Item, link: str) -> None:
    if isinstance(item, Clock):
        group.clock = item
    elif isinstance(item, Length):
        group.length = item
    else:
        group.links += [link] * bool(group.parts) + [item.link] * (len(item.parts) - 1)
        group.parts += item.parts
    group.end = max(group.end, item.end)


def _add(group: Group, item: Item, gap: list[str]) -> bool:
    """Put `item` into the group where it belongs to the same statement; answer whether it did."""
    loud = [g for g in gap if g not in _GLUE]
    if len(gap) > _NEAR:
        return False
    if isinstance(item, Said):
        return _add_days(group, item, gap, loud)
    if isinstance(item, Clock) and group.clock and "atau" in group.links:
        group.clock, group.end = None, item.end
        return True
    if not group.parts or loud not in ([], ["sekitar"]) or _has_one(group, item):
        return False
    _put(group, item, "")
    return True


def _has_one(group: Group, item: Length | Clock) -> bool:
    return (group.clock if isinstance(item, Clock) else group.length) is not None


def _add_days(group: Group, item: Said, gap: list[str], loud: list[str]) -> bool:
    if group.parts and _merged(group, item, loud):
        group.end = item.end
        return True
    link = _link(gap, loud) if group.parts else ("" if not loud else None)
    if link is None or (group.parts and (group.dropped or not item.parts[0].dated)):
        return False
    _put(group, item, link)
    return True


def _merged(group: Group, item: Said, loud: list[str]) -> bool:
    """Is it said of the same day or days? Then put together what was said."""
    if group.clock and group.parts[-1].dated and item.parts[0].weekday is not None:
        return False  # "besok jam 9, rabu jam 10": after a time, a further weekday is another day
    whole = next((found for way in _PAIRINGS if _may(way, loud) and (found := way(group.parts, item.parts))), None)
    if whole is None:
        return False
    if len(whole) > len(group.parts):
        group.links = [item.link] * (len(whole) - 1)
    group.parts = whole
    return True


def _pairs(ours: list[Parts], theirs: tuple[Parts, ...]) -> list[Parts] | None:
    """ "Senin-Rabu, 7-9 Desember", or "desember, tgl 5-7": each with each."""
    if len(ours) == 1 and not ours[0].dated:
        ours = ours * len(theirs)
    if len(ours) != len(theirs):
        return None
    both = [merge(a, b) for a, b in zip(ours, theirs, strict=True)]
    return [p for p in both if p is not None] if None not in both else None


def _to_last(ours: list[Parts], theirs: tuple[Parts, ...]) -> list[Parts] | None:
    """ "Senin, 7 Desember s.d. Rabu, 9 Desember": said of the last day."""
    whole = merge(ours[-1], theirs[0]) if len(theirs) == 1 else None
    return [*ours[:-1], whole] if whole else None


def _lacking(ours: list[Parts], theirs: tuple[Parts, ...]) -> list[Parts] | None:
    """ "7-9 Desember (Senin-Rabu)": for the day that still lacks its weekday, or its date, first then last."""
    lacks = "weekday" if theirs[0].only_weekday else "day"
    has = "day" if lacks == "weekday" else "weekday"
    if len(theirs) > 1 or len(ours) < 2 or any(getattr(p, has) is None for p in ours):
        return None
    if getattr(ours[0], lacks) is None:
        first = merge(ours[0], theirs[0])
        return [first, *ours[1:]] if first else None
    return _to_last(ours, theirs) if getattr(ours[-1], lacks) is None else None


_PAIRINGS: tuple[Callable[[list[Parts], tuple[Parts, ...]], list[Parts] | None], ...] = (_lacking, _pairs, _to_last)


def _may(way: Callable[[list[Parts], tuple[Parts, ...]], list[Parts] | None], loud: list[str]) -> bool:
    """Something between them parts two days; only a second weekday in brackets may follow "-"."""
    return not loud or (way is _lacking and loud in (["sd"], ["dan"]))


def _link(gap: list[str], loud: list[str]) -> str | None:
    """What joins two days: "-", "sampai", "dan", "atau", a comma, or "... dikembalikan"."""
    if "back" in gap:
        return "sd"
    if len(loud) > 2 or any(g not in _LINKS for g in loud):
        return None
    return _LINKS[loud[-1]] if loud else ("dan" if "," in gap else None)


def _past(group: Group) -> bool:
    return group.dropped == "sejak" or (bool(group.parts) and all(p.past for p in group.parts))


def _mended(found: list[Phrase]) -> list[Phrase]:
    """ "senin, eh selasa": what was mended is no reading any more."""
    out: list[Phrase] = []
    for phrase in found:
        if phrase.mends and dated(phrase.when):
            out = [replace(old, when=When()) if dated(old.when) else old for old in out]
        out.append(phrase)
    return out
