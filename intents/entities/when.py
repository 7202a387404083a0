"""Dates and times of a message: `read` answers for one phrase (`loket when`), `find` takes all.

Days are calendar days of the office; `now` is its local time. Vague words give nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from intents.entities.dates import LENGTH, ROWS, SKIP, Length, Said
from intents.entities.joining import Phrase, join
from intents.entities.page import Page
from intents.entities.reckon import Parts
from intents.entities.settle import dated
from intents.entities.signs import Sign, signs
from intents.entities.times import Clock, Width
from intents.entities.times import read as read_clock
from intents.reading import When

Item = Said | Length | Clock
_QUIET = frozenset((  # signs that begin nothing
    "x", ",", ".", ":", "sd", "dan", "atau", "ke", "fix", "back", "bukan", "setelah", "sekitar", "sejak",
    "mulai", "zone", "an", "kerja", "lagi", "lalu", "lewat", "kurang", "feast",
))  # fmt: skip


def read(text: str, now: datetime) -> dict[str, Any]:
    """The contract's answer of `loket when`: ISO strings or None, `ask` a list of dates."""
    found = when(text, now)
    return {
        "date": found.date and found.date.isoformat(),
        "time": found.time and found.time.strftime("%H:%M"),
        "end": found.end and found.end.isoformat(),
        "ask": [d.isoformat() for d in found.ask],
    }


def when(text: str, now: datetime) -> When:
    """What the phrase as a whole says; two different days that nothing joins are asked about."""
    found = [p.when for p in phrases(signs(Page(text).left), now)]
    timed = list(dict.fromkeys(w for w in found if w.time))
    whole = _whole([w for w in dict.fromkeys(found) if dated(w)])
    if whole.time is None and len(timed) == 1:
        return replace(whole, time=timed[0].time, end_time=timed[0].end_time)
    return whole


def _whole(found: list[When]) -> When:
    """Several dated readings in one text: start and end, the same day twice, or days to ask about."""
    if len(found) == 2 and _start_and_end(*found):
        return replace(found[0], end=found[1].end)
    each = sorted({d for w in found for d in (w.ask or (w.date or w.end,)) if d})
    if len(found) > 1 and len(each) > 1:
        return When(ask=tuple(each))
    return next((w for w in found if w.date), (*found, When())[0])


def _start_and_end(first: When, second: When) -> bool:
    if first.date is None or second.end is None or first.end or second.date:
        return False
    return second.end > first.date


def find(page: Page, now: datetime) -> None:
    """Take each date with its time; what looks back ("kemarin") is closed, not taken.

    A time said apart from the only date ("besok ya, jam 2") goes with that date.
    """
    line = signs(page.left)
    found = phrases(line, now)
    apart = _apart([p for p in found if not p.past])
    for phrase in found:
        span = line[phrase.start].start, line[phrase.end - 1].end
        value = apart.get(phrase.start, phrase.when)
        if phrase.past or value == When():
            page.close(span)
        else:
            page.take("when", value, span)


def _apart(found: list[Phrase]) -> dict[int, When]:
    """Where one date lacks a time and one time stands alone: the date with it, the time emptied."""
    days = [p for p in found if p.when.time is None and dated(p.when)]
    times = [p for p in found if p.when.time and not dated(p.when)]
    if len(days) != 1 or len(times) != 1:
        return {}
    whole = replace(days[0].when, time=times[0].when.time, end_time=times[0].when.end_time)
    return {days[0].start: whole, times[0].start: When()}


def phrases(line: list[Sign], now: datetime) -> list[Phrase]:
    """All readings in order; impossible and vague ones are there too, as an empty `When`."""
    return join(scan(line), line, now)


def scan(line: list[Sign]) -> list[Item]:
    """The days, lengths and times said, in order, none overlapping."""
    names = [s.name for s in line]
    flat = " ".join(names)
    offsets, at = [], 0
    for name in names:
        offsets.append(at)
        at += len(name) + 1
    width = Width(offsets, len(names))
    out: list[Item] = []
    i = 0
    while i < len(names):
        i = _at(flat, offsets[i], i, names[i], width, out)
    return out


def _at(flat: str, at: int, i: int, name: str, width: Width, out: list[Item]) -> int:
    """Read what begins at sign `i` into `out`; answer where to go on."""
    if name in _QUIET:
        return i + 1
    skipped = SKIP.match(flat, at)
    if skipped:
        return width(skipped.end())
    item: Item | None = _length(flat, at, i, width) or _said(flat, at, i, width)
    if item and item.end == i:  # "malam ini jam 7": the day takes no sign of its own
        out.append(item)
        item = None
    item = item or read_clock(flat, at, i, width, bool(out) and out[-1].end == i)
    out += [item] if item else []
    return max(item.end, i + 1) if item else i + 1


def _length(flat: str, at: int, i: int, width: Width) -> Length | None:
    hit = LENGTH.match(flat, at)
    return Length(int(hit["n"]), hit["u"], i, width(hit.end())) if hit and len(hit["n"]) < 4 else None


def _said(flat: str, at: int, i: int, width: Width) -> Said | None:
    for pattern, meaning in ROWS:
        hit = pattern.match(flat, at)
        parts = meaning(hit) if hit else None
        if hit and parts:
            return Said(parts, i, width(hit.end()) if hit.end() > at else i, _link(hit[0], parts))
    return None


def _link(said: str, parts: tuple[Parts, ...]) -> str:
    """How the days of one row hang together; "2-3 hari lagi" is one day or the other."""
    if len(parts) < 2:
        return ""
    if said[0] in "G" or (" G" in said and " M" in said) or parts[0].offset is not None:
        return "atau"
    return next((w for w in ("atau", "sd") if f" {w} " in said), "dan")
