"""Days, lengths and times that stand together become one reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from intents.entities.dates import Length, Said
from intents.entities.reckon import DAY, Parts, add_months, days, merge
from intents.entities.signs import Sign
from intents.entities.times import Clock
from intents.reading import When

_LINKS = {"sd": "sd", "dan": "dan", "atau": "atau", "back": "sd", ",": "dan"}
_GLUE = frozenset(
    {",", "on", "hari", "jam", "at", "pagi", "siang", "sore", "malam", "dini", "ini", "nanti", "mulai", "selama", ":", "zone", "tgl"}
)
_DROP = frozenset({"bukan", "tiap", "setelah", "sekitar", "sejak"})
_NEAR = 5  # signs that may stand between two parts of one statement


@dataclass(slots=True)
class Group:
    """What stands together: days as said with the links between them, a time, a length.

    `dropped`: a word before that makes it no date ("bukan", "tiap"); `until`: only an end is named.
    """

    start: int
    end: int
    parts: list[Parts] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    clock: Clock | None = None
    length: Length | None = None
    dropped: str = ""
    until: bool = False
    mends: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reading and the signs it was read from. `past`: it looks back. `mends`: it replaces the one before."""

    when: When
    start: int
    end: int
    past: bool = False
    mends: bool = False


def join(items: list[Said | Length | Clock], line: list[Sign], now: datetime) -> list[Phrase]:
    """Group by what stands between, then reckon each group."""
    groups: list[Group] = []
    for item in items:
        gap = [s.name for s in line[groups[-1].end if groups else 0 : item.start]]
        if not groups or not _add(groups[-1], item, gap):
            groups.append(_open(item, line, gap))
    for group in groups:
        after = line[group.end].name if group.end < len(line) else ""
        group.until = group.until or after == "back"
    return _mended([Phrase(_reckon(g, now), g.start, g.end, _past(g), g.mends) for g in groups if _worth(g, line)])


def _worth(group: Group, line: list[Sign]) -> bool:
    """A length alone is a count; a bare hh.mm alone may be a version."""
    if group.parts or group.clock is None:
        return bool(group.parts)
    return group.clock.firm or all(s.name in (",", ".", "zone", "on") for s in line[: group.start] + line[group.end :])


def _open(item: Said | Length | Clock, line: list[Sign], gap: list[str]) -> Group:
    group = Group(item.start, item.end)
    group.mends = "fix" in gap[-4:] or (gap[-1:] == ["ke"] and any(s.name == "fix" for s in line[: item.start]))
    if isinstance(item, Said):
        near = [k for k, name in enumerate(gap) if name not in ("on", "hari", "tgl", "mulai")][-1:]
        last = line[item.start - len(gap) + near[0]] if near else None
        group.dropped = last.name if last and last.name in _DROP else ""
        group.until = last is not None and (last.name == "back" or (last.name == "sd" and last.end - last.start > 1))
    _put(group, item, "")
    return group


def _put(group: Group, item: Said | Length | Clock, link: str) -> None:
    if isinstance(item, Clock):
        group.clock = item
    elif isinstance(item, Length):
        group.length = item
    else:
        group.links += [link] * bool(group.parts) + [item.link] * (len(item.parts) - 1)
        group.parts += item.parts
    group.end = max(group.end, item.end)


def _add(group: Group, item: Said | Length | Clock, gap: list[str]) -> bool:
    """Put `item` into the group where it belongs to the same statement; answer whether it did."""
    loud = [g for g in gap if g not in _GLUE]
    if isinstance(item, Said):
        return _add_days(group, item, gap, loud)
    if isinstance(item, Clock) and group.clock and "atau" in group.links:
        group.clock, group.end = None, item.end
        return True
    if loud not in ([], ["sekitar"]) or len(gap) > _NEAR or not group.parts:
        return False
    if (group.clock if isinstance(item, Clock) else group.length) is not None:
        return False
    _put(group, item, "")
    return True


def _add_days(group: Group, item: Said, gap: list[str], loud: list[str]) -> bool:
    if len(gap) > _NEAR:
        return False
    if not group.parts:
        if loud:
            return False
        _put(group, item, "")
        return True
    if _merged(group, item, loud):
        group.end = item.end
        return True
    link = _link(gap, loud)
    if link is None or group.dropped or not item.parts[0].dated:
        return False
    _put(group, item, link)
    return True


def _merged(group: Group, item: Said, loud: list[str]) -> bool:
    """Is it said of the same day or days? Then put together what was said."""
    place = _missing(group, item)
    if place is not None and (not loud or loud == ["sd"]):
        pairs = [(place, item.parts[0])]
    elif loud:
        return False
    elif len(item.parts) == len(group.parts):
        pairs = list(enumerate(item.parts))
    elif len(item.parts) == 1:
        pairs = [(len(group.parts) - 1, item.parts[0])]
    elif len(group.parts) == 1 and not group.parts[0].dated:
        group.parts, group.links = group.parts * len(item.parts), [item.link] * (len(item.parts) - 1)
        pairs = list(enumerate(item.parts))
    else:
        return False
    whole = [(k, merge(group.parts[k], parts)) for k, parts in pairs]
    if any(parts is None for _, parts in whole) or _another(group, item):
        return False
    for k, parts in whole:
        if parts is not None:
            group.parts[k] = parts
    return True


def _missing(group: Group, item: Said) -> int | None:
    """ "7-9 Desember (Senin-Rabu)": the date that still lacks the weekday said now."""
    names_weekday = len(item.parts) == 1 and item.parts[0].weekday is not None and item.parts[0].day is None
    if not names_weekday or len(group.parts) < 2 or any(p.day is None for p in group.parts):
        return None
    lacking = [k for k, p in enumerate(group.parts) if p.weekday is None]
    return (0 if lacking[0] == 0 else len(group.parts) - 1) if lacking else None


def _another(group: Group, item: Said) -> bool:
    """ "besok jam 9, rabu jam 10": after a time, a further weekday is another day."""
    return group.clock is not None and group.parts[-1].dated and item.parts[0].weekday is not None


def _link(gap: list[str], loud: list[str]) -> str | None:
    """What joins two days: "-", "sampai", "dan", "atau", a comma, or "... dikembalikan"."""
    if "back" in gap:
        return "sd"
    if len(loud) > 2 or any(g not in _LINKS for g in loud):
        return None
    if loud:
        return _LINKS[loud[-1]]
    return "dan" if "," in gap else None


def _past(group: Group) -> bool:
    return group.dropped == "sejak" or (bool(group.parts) and all(p.past for p in group.parts))


def _mended(found: list[Phrase]) -> list[Phrase]:
    """ "senin, eh selasa": what was mended is no reading any more."""
    out: list[Phrase] = []
    for phrase in found:
        if phrase.mends and _dated(phrase.when):
            out = [replace(old, when=When()) if _dated(old.when) else old for old in out]
        out.append(phrase)
    return out


def _dated(when: When) -> bool:
    return bool(when.date or when.ask or when.end)


def _reckon(group: Group, now: datetime) -> When:
    if group.dropped:
        return When()
    clock = group.clock
    at, until = (clock.at, clock.until) if clock else (None, None)
    if not group.parts:
        return When(time=at, end_time=until)
    found = _days(group, now)
    if not _dated(found) and any(p.dated for p in group.parts):
        return When()
    return replace(found, time=at, end_time=until)


def _days(group: Group, now: datetime) -> When:
    today = now.date()
    if len(group.parts) > 1:
        return _several(group, today)
    found = days(group.parts[0], today)
    if len(found) == 2 and found[0] == today and group.clock and group.clock.at <= now.time():
        found = found[1:]
    if len(found) != 1:
        return When(ask=found)
    if group.until:
        return When(end=found[0])
    return When(date=found[0], end=_last(found[0], group.length))


def _several(group: Group, today: date) -> When:
    """A range, days in a row, or several days of which one must be chosen."""
    if "atau" in group.links:
        readings = [days(p, today) for p in _lent(group.parts)]
        return _one_of(d for r in readings for d in r) if all(readings) else When()
    first, *rest = _lent(group.parts)
    if _backwards(first, rest[-1]):
        return _back_from(first, rest[-1], today)
    start = days(first, today)
    if len(start) != 1:
        return When(ask=start)
    found = list(start)
    for parts in rest:
        ahead = days(parts, today if _anchored(parts) else found[-1])
        ahead = tuple(d for d in ahead if d > found[-1]) or ahead
        if len(ahead) != 1 or ahead[0] < found[-1]:
            return When(ask=ahead if len(ahead) > 1 else ())
        found.append(ahead[0])
    row = all(b - a == DAY for a, b in zip(found, found[1:], strict=False))
    if found[0] != found[-1] and (row or group.links[-1] == "sd"):
        return When(date=found[0], end=found[-1])
    return _one_of(found)


def _one_of(found: Iterable[date]) -> When:
    """One day said in two ways is that day; else they are asked about."""
    each = tuple(sorted(set(found)))
    return When(date=each[0]) if len(each) == 1 else When(ask=each)


def _backwards(first: Parts, last: Parts) -> bool:
    """ "rabu sampai kamis depan": the week is that of the last day."""
    plain = first.weekday is not None and first.day is None and first.week is None and not first.mode
    return plain and last.weekday is not None and last.day is None and (last.week is not None or last.mode == "depan")


def _back_from(first: Parts, last: Parts, today: date) -> When:
    end = days(last, today)
    if len(end) != 1 or first.weekday is None:
        return When(ask=end)
    start = end[0] - DAY * ((end[0].weekday() - first.weekday) % 7)
    return When(date=start, end=end[0]) if start >= today and start != end[0] else When()


def _lent(parts: list[Parts]) -> list[Parts]:
    """The first days take the month and year that only the last one names ("3 sd 5 des")."""
    last = parts[-1]
    return [_lend(p, last) for p in parts[:-1]] + [last]


def _lend(first: Parts, last: Parts) -> Parts:
    bare = first.day is not None and first.month is None and first.months is None and first.week is None
    if bare and last.day is not None and last.day > (first.day or 0):
        return replace(first, month=last.month, months=last.months, year=first.year or last.year)
    if first.year is None and last.year is not None and (first.month or 13) <= (last.month or 0):
        return replace(first, year=last.year)
    return first


def _anchored(parts: Parts) -> bool:
    """Counted from today, whatever the range's first day is."""
    return parts.offset is not None or parts.week is not None or parts.months is not None or parts.mode != ""


def _last(first: date, length: Length | None) -> date | None:
    """The last day of a stretch that begins on `first`."""
    if length is None or length.count < 1:
        return None
    if length.unit in ("bulan", "tahun"):
        last = add_months(first, length.count * (12 if length.unit == "tahun" else 1)) - DAY
    else:
        last = first + timedelta(days=length.count * (7 if length.unit in ("minggu", "pekan") else 1) - 1)
    return last if last > first else None
