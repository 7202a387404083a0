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
from intents.entities.signs import Sign, signs
from intents.entities.times import Clock, Width
from intents.entities.times import read as read_clock
from intents.reading import When

Item = Said | Length | Clock
_QUIET = frozenset({"x", ",", ".", ":"})


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
    page = Page(text)
    found = [p.when for p in phrases(signs(page.left), now)]
    dated = list(dict.fromkeys(w for w in found if w.date or w.ask or w.end))
    timed = [w for w in found if w.time]
    if not dated:
        return timed[0] if timed else When()
    whole = dated[0] if len(dated) == 1 else _several(dated)
    if whole.time is None and len(timed) == 1:
        whole = replace(whole, time=timed[0].time, end_time=timed[0].end_time)
    return whole


def _several(dated: list[When]) -> When:
    all_of = sorted({d for w in dated for d in (w.ask or tuple(x for x in (w.date,) if x))})
    if len(all_of) == 1:
        return next(w for w in dated if w.date)
    return When(ask=tuple(all_of))


def find(page: Page, now: datetime) -> None:
    """Take each date with its time; what looks back ("kemarin") is closed, not taken."""
    line = signs(page.left)
    for phrase in phrases(line, now):
        span = line[phrase.start].start, line[phrase.end - 1].end
        if phrase.past or phrase.when == When():
            page.close(span)
        else:
            page.take("when", phrase.when, span)


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
    if name in _QUIET:
        return i + 1
    for pattern in SKIP:
        hit = pattern.match(flat, at)
        if hit:
            return width(hit.end())
    item = _length(flat, at, i, width) or _said(flat, at, i, width) or read_clock(flat, at, i, width)
    if item is None:
        return i + 1
    out.append(item)
    return max(item.end, i + 1)


def _length(flat: str, at: int, i: int, width: Width) -> Length | None:
    hit = LENGTH.match(flat, at)
    return Length(int(hit["n"]), hit["u"], i, width(hit.end())) if hit and len(hit["n"]) < 4 else None


def _said(flat: str, at: int, i: int, width: Width) -> Said | None:
    for pattern, meaning in ROWS:
        hit = pattern.match(flat, at)
        parts = meaning(hit) if hit else None
        if hit and parts:
            link = next((w for w in ("atau", "sd", "dan") if f" {w} " in hit[0]), "dan") if len(parts) > 1 else ""
            return Said(parts, i, width(hit.end()) if hit.end() > at else i, link)
    return None
