"""Times of day: "jam 2", "stengah 9 pagi", "13.30-15.00 WIB", "jam 9 kurang 15", "5pm"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Clock:
    """A time (and where it ends) at signs [start, end). `firm`: it needs no date beside it."""

    at: time
    until: time | None
    start: int
    end: int
    firm: bool = True


_P = r"pagi|siang|sore|malam|dini"
_ONE = (
    r"(?:(?P<half{0}>setengah|halfpast|quarterpast|quarterto) )?"
    r"(?:N(?P<h{0}>\d\d?)|[TU](?P<t{0}>\d\d?[:.]\d\d)(?::\d\d)?)(?= |$)"
    r"(?: (?P<sign{0}>lewat|kurang) (?:N(?P<by{0}>\d\d?)|(?P<q{0}>seperempat))(?: menit)?"
    r"| (?P<quarter{0}>seperempat)"
    r"| N(?P<m{0}>[1-5]\d)(?! ?(?:sd|M|x|menit))(?= (?:" + _P + r"|zone|[RW]-?\d|hari|tgl)|$))?"
    r"(?: (?:sd )?an)?"
)
_ZONE = r"(?: zone)?"
_TAIL = rf"{_ZONE}(?: (?:on )?(?:hari )?(?P<p{{0}}>{_P}))?{_ZONE}(?= |$)"
_UNTIL = rf"(?: sd (?:jam )?(?!N\d+ (?:M\d|bulan)){_ONE.format('2')}{_TAIL.format('2')})?"
_FULL = rf"{_ONE.format('1')}{_TAIL.format('1')}{_UNTIL}"
_PART = rf"(?:(?P<p0>{_P}) (?:(?:ini|nanti|sekitar|on|mulai|hari{{0}}) )*)?"
_JAM = r"(?:jam|at(?= [NTU]\S+(?: (?:" + _P + r"|zone|sd|on|,|\.|W\d|R\d|M\d)|$))) (?:: )?"
KEYED = re.compile(_PART.format("") + _JAM + _FULL)
BESIDE = re.compile(_PART.format("|,") + _JAM + _FULL)  # right after a day, a comma may stand there
BARE = re.compile(rf"{_FULL}")
_HALF = {None: 0, "setengah": -30, "halfpast": 30, "quarterpast": 15, "quarterto": -15}
# hours of a clock of 12 that lie after noon, by the part of the day that was said
_AFTERNOON = {None: (1, 6), "siang": (1, 6), "sore": (1, 7), "malam": (5, 11), "pagi": (0, -1), "dini": (0, -1)}
_DAY = 24 * 60
_MONTH_TOO = re.compile(r"\d\d?\.(?:0[1-9]|1[0-2])$")  # "1.12": as well the first of December
_COUNT_NEXT = re.compile(r" (?:hari|jam|kerja|bulan|tahun|minggu|pekan|M\d+|menit|x)(?= |$)")


class Width:
    """Number of signs before an offset of the line."""

    def __init__(self, offsets: list[int], size: int) -> None:
        self._at = {offset: i for i, offset in enumerate(offsets)}
        self._size = size

    def __call__(self, end: int) -> int:
        return self._at.get(end + 1, self._size)


def read(line: str, at: int, start: int, width: Width, beside: bool) -> Clock | None:
    """A time at `at` in the line of signs; `width` turns an offset into a number of signs.

    `beside`: a day stands right before.
    """
    hit = (BESIDE if beside else KEYED).match(line, at)
    keyed = hit is not None
    hit = hit or BARE.match(line, at)
    if hit is None or not (keyed or _is_time(hit, line)):
        return None
    found = _read(hit)
    if found is None:
        return None
    firm = keyed or "zone" in hit[0] or bool(hit["p1"]) or hit[0].startswith("T")
    return Clock(found[0], found[1], start, width(hit.end()), firm)


def _is_time(hit: re.Match[str], line: str) -> bool:
    """Without "jam": hh:mm or hh.mm, "8 pagi", "setengah 9 pagi"; "2 malam" are nights."""
    if hit["t1"]:
        return not (hit[0][0] == "U" and hit[0] == line and _MONTH_TOO.match(hit["t1"]))
    if hit["half1"] and not hit["p1"]:
        return not _COUNT_NEXT.match(hit.string, hit.end())
    part = hit["p1"] or hit["p2"]
    if not part or hit["sign1"]:
        return hit[0].endswith("zone")
    return part != "malam" or int(hit["h1"]) >= 6


def _read(hit: re.Match[str]) -> tuple[time, time | None] | None:
    """Start and end; a part of the day said once, at the end, holds for both ("jam 7-9 malam")."""
    last = hit["p2"]
    start = _one(hit, "1", hit.groupdict().get("p0") or hit["p1"] or last)
    end = _one(hit, "2", last)
    if start is None:
        return None
    if end and end <= start and end.hour < 12 and not last:
        end = end.replace(hour=end.hour + 12)
    return start, end if end and end > start else None


def _one(hit: re.Match[str], n: str, part: str | None) -> time | None:
    """The first or second time of the match; None where it is absent or impossible."""
    written = hit["t" + n] or (hit["h" + n] or "99") + ":" + (hit["m" + n] or "00")
    hour, minute = (int(x) for x in re.split("[:.]", written))
    if hour > 23 or minute > 59:
        return None
    minutes = in_day(hour, part) * 60 + minute + _HALF[hit["half" + n]]
    return time(*divmod((minutes + _step(hit, n)) % _DAY, 60))


def _step(hit: re.Match[str], n: str) -> int:
    """Minutes past ("lewat 10", "seperempat") or before ("kurang 15") the hour."""
    step = 15 if hit["q" + n] or hit["quarter" + n] else int(hit["by" + n] or 0)
    return -step if hit["sign" + n] == "kurang" else step


def in_day(hour: int, part: str | None) -> int:
    """The hour on a clock of 24; without a part of the day 1 to 6 lie in the working day."""
    if hour == 12:
        return 0 if part in ("malam", "dini") else 12
    first, last = _AFTERNOON[part]
    return hour + 12 if first <= hour <= last else hour
