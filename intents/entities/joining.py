"""Days, lengths and times that stand together become one reading."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from intents.entities.dates import Length, Said
from intents.entities.reckon import DAY, Parts, add_months, days, merge
from intents.entities.signs import Sign
from intents.entities.times import Clock
from intents.reading import When

_LINKS = {"sd": "sd", "dan": "dan", "atau": "atau", "back": "sd", ",": "dan"}
_GLUE = frozenset({",", "on", "hari", "jam", "pagi", "siang", "sore", "malam", "dini", "ini", "nanti", "mulai", "selama", ":", "zone", "tgl"})
_DROP = frozenset({"bukan", "tiap", "setelah", "sekitar", "sejak"})


@dataclass(slots=True)
class Group:
    """What stands together: days as said with the links between them, a time, a length."""

    start: int
    end: int
    parts: list[Parts] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    clock: Clock | None = None
    length: Length | None = None
    before: str = ""
    until: bool = False
    mends: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reading and the signs it was read from; `past`: it looks back."""

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
            groups.append(_open(item, gap))
    out = [Phrase(_reckon(g, now), g.start, g.end, _past(g), g.mends) for g in groups if _worth(g, line)]
    return _mended([p for p in out])


def _worth(group: Group, line: list[Sign]) -> bool:
    """A length alone is a count; a bare hh.mm alone may be a version."""
    if group.parts:
        return True
    if group.clock is None:
        return False
    return group.clock.firm or group.end - group.start == len(line)


def _open(item: Said | Length | Clock, gap: list[str]) -> Group:
    near = [g for g in gap[-3:] if g not in ("on", "hari", "tgl", "x")]
    last = near[-1] if near else ""
    group = Group(item.start, item.end, before=last if last in _DROP else "", until=last == "sd" and isinstance(item, Said))
    group.mends = "fix" in gap[-4:]
    _put(group, item, "")
    return group


def _put(group: Group, item: Said | Length | Clock, link: str) -> None:
    if isinstance(item, Clock):
        group.clock = item
    elif isinstance(item, Length):
        group.length = item
    else:
        if group.parts:
            group.links.append(link)
        group.parts += item.parts
        group.links += [item.link] * (len(item.parts) - 1)
    group.end = max(group.end, item.end)


def _add(group: Group, item: Said | Length | Clock, gap: list[str]) -> bool:
    """Put `item` into the group where it belongs to the same statement; answer whether it did."""
    loud = [g for g in gap if g not in _GLUE]
    if isinstance(item, Clock):
        if loud or group.clock or not group.parts or len(gap) > 4:
            return False
        _put(group, item, "")
        return True
    if isinstance(item, Length):
        if loud or group.length or not group.parts or len(gap) > 3:
            return False
        _put(group, item, "")
        return True
    return _add_days(group, item, gap, loud)


def _add_days(group: Group, item: Said, gap: list[str], loud: list[str]) -> bool:
    if not group.parts:
        if loud or len(gap) > 4:
            return False
        _put(group, item, "")
        group.start = min(group.start, item.start)
        return True
    if not loud and len(gap) <= 4:
        whole = merge(group.parts[-1], item.parts[0])
        if whole is not None and len(item.parts) == 1 and not (group.clock and item.parts[0].weekday is not None and whole.day is None and group.parts[-1].dated and not whole.weekday == item.parts[0].weekday):
            group.parts[-1] = whole
            group.end = item.end
            return True
    link = _link(gap, loud)
    if link is None or not item.parts[0].dated:
        return False
    _put(group, item, link)
    return True


def _link(gap: list[str], loud: list[str]) -> str | None:
    """What joins two days: "-", "sampai", "dan", "atau", a comma, or "... dikembalikan"."""
    if "back" in gap and len(gap) <= 5:
        return "sd"
    if len(gap) > 5 or len(loud) > 2 or any(g not in _LINKS for g in loud):
        return None
    if loud:
        return _LINKS[loud[-1]]
    return "dan" if "," in gap else None


def _past(group: Group) -> bool:
    return bool(group.parts) and all(p.past for p in group.parts) or group.before == "sejak"


def _mended(found: list[Phrase]) -> list[Phrase]:
    """ "senin, eh selasa": what was mended is no reading any more."""
    out: list[Phrase] = []
    for phrase in found:
        if phrase.mends and phrase.when != When() and out:
            old = out[-1]
            if (old.when.date or old.when.ask) and (phrase.when.date or phrase.when.ask):
                out[-1] = replace(old, when=When())
        out.append(phrase)
    return out


def _reckon(group: Group, now: datetime) -> When:
    if group.before:
        return When()
    clock = group.clock
    at, until = (clock.at, clock.until) if clock else (None, None)
    if not group.parts:
        return When(time=at, end_time=until)
    found = _days(group, now)
    if found == When() and any(p.dated for p in group.parts):
        return When()
    return replace(found, time=at, end_time=until)


def _days(group: Group, now: datetime) -> When:
    today = now.date()
    first = days(_lent(group), today)
    if len(first) == 2 and first[0] == today and group.clock and group.clock.at <= now.time():
        first = first[1:]
    if len(group.parts) > 1:
        return _stretch(group, first, today)
    if len(first) != 1:
        return When(ask=first)
    if group.until:
        return When(end=first[0])
    return When(date=first[0], end=_last(first[0], group.length))


def _lent(group: Group) -> Parts:
    """The first day takes the month and week that only the last one names ("3 sd 5 des")."""
    first, last = group.parts[0], group.parts[-1]
    if len(group.parts) == 1:
        return first
    if first.weekday is not None and first.day is None and first.week is None and last.day is None:
        return replace(first, week=last.week, mode=first.mode or last.mode)
    if first.day is not None and first.month is None and first.months is None and first.week is None:
        if last.day is not None and last.day > first.day:
            return replace(first, month=last.month, months=last.months, year=last.year)
    if first.year is None and last.year is not None and first.month and last.month and first.month <= last.month:
        return replace(first, year=last.year)
    return first


def _stretch(group: Group, first: tuple[date, ...], today: date) -> When:
    """A range, days in a row, or several days of which one must be chosen."""
    if not first:
        return When()
    if len(first) > 1:
        return When(ask=first)
    found = [first[0]]
    for parts in group.parts[1:]:
        ahead = days(parts, today if _anchored(parts) else found[-1])
        ahead = tuple(d for d in ahead if d > found[-1]) or ahead
        if len(ahead) != 1:
            return When(ask=ahead) if ahead else When()
        found.append(ahead[0])
    if "atau" in group.links:
        return When(ask=tuple(sorted(set(found))))
    if found[-1] == found[0]:
        return When(date=found[0])
    if found[-1] < found[0]:
        return When()
    row = all(b - a == DAY for a, b in zip(found, found[1:], strict=False))
    if group.links[-1] == "sd" or row:
        return When(date=found[0], end=found[-1])
    return When(ask=tuple(sorted(set(found))))


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
