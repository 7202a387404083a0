"""The ways a day is said, one row each: a formula over the signs and what it says of the day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from intents.entities.reckon import Parts


@dataclass(frozen=True, slots=True)
class Said:
    """A day (or several: `link` "sd", "dan", "atau") at signs [start, end)."""

    parts: tuple[Parts, ...]
    start: int
    end: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time, "selama 3 hari", at signs [start, end)."""

    count: int
    unit: str
    start: int
    end: int


Row = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[Parts, ...] | None]]

_D = r"N(?P<{0}>[0-3]?\d)(?!\d)"
_WK = r"(?:minggu|pekan)"
_END = r"(?= |$)"
_YEAR = r"(?: (?:tahun )?N(?P<y>20\d\d)\b| tahun N(?P<y2>\d\d)\b)?"
_M = r"(?:bulan )?M(?P<m>\d+)"


def _n(hit: re.Match[str], name: str) -> int | None:
    value = hit.groupdict().get(name)
    return int(value) if value else None


def _year(hit: re.Match[str]) -> int | None:
    year = _n(hit, "y") or _n(hit, "y2")
    return year + 2000 if year is not None and year < 100 else year


def _iso(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    y, m, d = (int(n) for n in re.split("[-/]", hit["i"]))
    return (Parts(day=d, month=m, year=y),)


def _dmy(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    d, m, y = (int(n) for n in re.split(r"[/.-]", hit["f"])[:3])
    return (Parts(day=d, month=m, year=y + 2000 if y < 100 else y),)


def _dm(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    d, m = (int(n) for n in re.split(r"[/.]", hit["g"])[:2])
    return (Parts(day=d, month=m),) if d >= 1 and 1 <= m <= 12 else (Parts(day=99),)


def _range_dm(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    d, m, *y = (int(n) for n in re.split(r"[/.-]", hit["g"]))
    year = (y[0] + 2000 if y[0] < 100 else y[0]) if y else None
    return Parts(day=_n(hit, "a"), month=m, year=year), Parts(day=d, month=m, year=year)


def _day(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    months = {"depan": 1, "ini": 0, "lalu": -1}.get(hit.groupdict().get("rel") or "")
    return (Parts(day=_n(hit, "a"), month=_n(hit, "m"), year=_year(hit), months=months),)


def _dash(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    """ "tgl 25-11": no range, for it would run backwards; the day and the month."""
    d, m = (int(n) for n in re.findall(r"\d+", hit["g"])[:2])
    return (Parts(day=d, month=m, year=_year(hit)),) if d > m and m <= 12 else None


def _many(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    months = {"depan": 1, "ini": 0}.get(hit.groupdict().get("rel") or "")
    numbers = [int(n) for n in re.findall(r"[NO](\d+)", hit["list"])]
    if "m" not in hit.groupdict() and numbers[1] < numbers[0] <= 31 and numbers[1] <= 12:
        return None
    return tuple(Parts(day=n, month=_n(hit, "m"), year=_year(hit), months=months) for n in numbers)


def _weekday(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    mode = hit.groupdict().get("mode") or ""
    found: str = {"next": "depan", "this": "ini", "last": "lalu", "nanti": ""}.get(mode, mode)
    return (Parts(weekday=int(hit["w"]), mode=found),)  # type: ignore[arg-type]


def _const(**said: int | str | bool) -> Callable[[re.Match[str]], tuple[Parts, ...]]:
    return lambda hit: (Parts(**said),)  # type: ignore[arg-type]


def _ahead(hit: re.Match[str]) -> tuple[Parts, ...] | None:
    n, unit = int(hit["n"]) * (-1 if hit.groupdict().get("ago") else 1), hit["u"]
    if unit == "hari":
        return (Parts(offset=n),)
    if unit in ("minggu", "pekan"):
        return (Parts(week=n) if hit.groupdict().get("w") else Parts(offset=7 * n),)
    return None


_LIST = r"(?:tgl )?[NO][0-3]?\d(?: (?:sd|dan|atau|,|\.|mulai)(?: (?:sd|dan|atau))? (?:tgl )?[NO][0-3]?\d){1,9}"
_NOT_COUNT = r"(?! (?:hari|bulan|minggu|pekan|tahun|jam(?! [NTU])|kerja|an\b|unit\b))"

# "sabtu dan minggu": beside a weekday it is Sunday, else a week
_AFTER_SATURDAY = r"(?:(?<=W[45] sd )|(?<=W5 dan )|(?<=W5 , )|(?<=W\d sd hari ))"

_SPECS: tuple[tuple[str, Callable[[re.Match[str]], tuple[Parts, ...] | None]], ...] = (
    (r"(?:tgl )?I(?P<i>\d+[-/]\d+[-/]\d+)", _iso),
    (rf"(?:tgl )?{_D.format('a')} sd [FG](?P<g>\d+[/.-]\d+(?:[/.-]\d+)?)", _range_dm),
    (
        rf"(?:tgl )?G(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d) (?:bulan )?M(?P<m>\d+){_YEAR}{_END}",
        lambda hit: tuple(Parts(day=_n(hit, d), month=_n(hit, "m"), year=_year(hit)) for d in "ab"),
    ),
    (r"(?:tgl )?F(?P<f>\S+)", _dmy),
    (r"(?:tgl )?G(?P<g>\d+/\d+)", _dm),
    (r"tgl U(?P<g>\d+\.\d+)", _dm),
    (rf"(?P<list>{_LIST}) (?:on )?{_M}{_YEAR}{_END}", _many),
    (rf"(?P<list>{_LIST}) bulan (?:N(?P<m>1[0-2]|[1-9])|(?P<rel>depan|ini)){_YEAR}{_END}", _many),
    (rf"(?P<list>tgl {_LIST}){_END}{_NOT_COUNT}", _many),
    (rf"M(?P<m>\d+) (?P<list>[NO][0-3]?\d(?: (?:sd|dan|atau) [NO][0-3]?\d)+){_YEAR}{_END}{_NOT_COUNT}", _many),
    (rf"(?:on )?(?:tgl )?[NO](?P<a>[0-3]?\d) (?:sd )?(?:on )?{_M}{_YEAR}{_END}", _day),
    (rf"(?:on )?(?:tgl )?[NO](?P<a>[0-3]?\d) (?:sd )?(?:on )?{_M} (?:sd )?N(?P<y2>2[6-9]){_END}{_NOT_COUNT}", _day),
    (rf"tgl [NO](?P<a>\d\d?) bulan N(?P<m>1[0-2]|[1-9]){_YEAR}{_END}", _day),
    (rf"(?:tgl )?[NO](?P<a>\d\d?) bulan (?P<rel>depan|ini|lalu){_END}", _day),
    (rf"(?:on )?[NO](?P<a>\d\d?) (?:on )*next bulan{_END}", lambda hit: (Parts(day=_n(hit, "a"), months=1),)),
    (rf"bulan (?P<rel>depan|ini|lalu) (?:, )?(?:hari )?(?:on )?tgl [NO](?P<a>\d\d?){_END}", _day),
    (
        rf"tgl N(?P<ten>[123]) N(?P<one>\d)(?= M\d| bulan| jam| tahun|$)(?: (?:bulan )?M(?P<m>\d+))?{_YEAR}{_END}",
        lambda hit: (Parts(day=int(hit["ten"] + hit["one"]), month=_n(hit, "m"), year=_year(hit)),),
    ),
    (rf"(?:on )?tgl (?:on )?[NO](?P<a>\d\d?){_END}", _day),
    (rf"on O(?P<a>\d\d?){_END}(?! lt)", _day),
    (rf"(?:bulan )?M(?P<m>\d+) (?:, )?(?:hari )?(?P<list>tgl {_LIST}){_YEAR}{_END}{_NOT_COUNT}", _many),
    (rf"(?:bulan )?M(?P<m>\d+) (?:, )?(?:hari )?tgl [NO](?P<a>[0-3]?\d){_YEAR}{_END}", _day),
    (rf"M(?P<m>\d+) [NO](?P<a>[0-3]?\d)(?: ,)?{_YEAR}{_END}{_NOT_COUNT}", _day),
    (rf"(?:bulan )?M(?P<m>\d+) N(?P<y>20\d\d){_END}", lambda hit: (Parts(month=_n(hit, "m"), year=_year(hit)),)),
    (rf"(?:bulan )?M(?P<m>\d+){_END}", lambda hit: (Parts(month=_n(hit, "m")),)),
    (rf"tahun N(?P<y>20\d\d){_END}", lambda hit: (Parts(year=_n(hit, "y")),)),
    (
        rf"(?:tahun (?P<rel>depan|ini)|(?P<en>next|this) tahun){_END}",
        lambda hit: (Parts(years=1 if (hit["rel"] or hit["en"]) in ("depan", "next") else 0),),
    ),
    (rf"bulan N(?P<m>1[0-2]|[1-9]) tgl [NO](?P<a>[0-3]?\d){_YEAR}{_END}", _day),
    (rf"tgl N(?P<g>\d\d? sd N\d\d?){_YEAR}{_END}{_NOT_COUNT}", _dash),
    (r"now(?= sd)", _const(offset=0)),
    (rf"within N(?P<n>\d+) (?P<u>hari|pekan|minggu){_END}", _ahead),
    (
        rf"(?:hari )?W(?P<w>\d) K(?P<k>\d)(?: on)*(?: (?:bulan )?M(?P<m>\d+)| bulan (?P<rel>depan|ini))?{_END}",
        lambda hit: (
            Parts(
                weekday=int(hit["w"]),
                nth=int(hit["k"]),
                month=_n(hit, "m"),
                months={"depan": 1, "ini": 0}.get(hit["rel"] or ""),
            ),
        ),
    ),
    (rf"(?<=W5 dan )minggu depan{_END}", lambda hit: (Parts(weekday=6, mode="depan"),)),
    (
        rf"K(?P<k>\d) W(?P<w>\d)(?: on)*(?: (?:bulan )?M(?P<m>\d+)| (?:bulan depan|(?P<rel>next) bulan)){_END}",
        lambda hit: (
            Parts(weekday=int(hit["w"]), nth=int(hit["k"]), month=_n(hit, "m"), months=None if hit["m"] else 1),
        ),
    ),
    (rf"(?:{_WK} depan|next {_WK}|depan {_WK}|{_WK} next){_END}", _const(week=1)),
    (rf"(?:{_WK} ini|this {_WK}){_END}", _const(week=0)),
    (rf"(?:{_WK} lalu|last {_WK}){_END}", _const(week=-1)),
    (
        rf"(?:hari )?W(?P<w>\d) (?:N(?P<n>\d+) (?P<u>minggu|pekan) lagi){_END}",
        lambda hit: (Parts(weekday=int(hit["w"]), week=int(hit["n"])),),
    ),
    (
        rf"N(?P<n>\d+) (?P<u>minggu|pekan) lagi (?:, )?(?:hari )?W(?P<w>\d){_END}",
        lambda hit: (Parts(weekday=int(hit["w"]), week=int(hit["n"])),),
    ),
    (
        rf"malam (?:W(?P<w>\d)|minggu|V6)(?: (?P<mode>depan|ini|lalu))?{_END}",
        lambda hit: (Parts((int(hit["w"] or 6) - 1) % 7, mode=hit["mode"] or "ini", evening=True),),  # type: ignore[arg-type]
    ),
    (rf"(?:hari )?W5 minggu{_END}(?! (?:depan|ini|lalu|ke|[NK]\d))", lambda hit: (Parts(weekday=5), Parts(weekday=6))),
    (rf"(?P<mode>next|this|last) W(?P<w>\d){_END}", _weekday),
    (rf"(?:hari )?W(?P<w>\d) (?P<mode>depan|ini|lalu){_END}", _weekday),
    (rf"(?:hari )?W(?P<w>\d){_END}", _weekday),
    (rf"hari (?:V6|minggu) (?P<mode>depan|ini|lalu){_END}", lambda hit: (Parts(weekday=6, mode=hit["mode"]),)),  # type: ignore[arg-type]
    (rf"hari V(?P<w>\d){_END}", _weekday),
    (rf"hari minggu{_END}", _const(weekday=6)),
    (rf"V(?P<w>\d) (?P<mode>depan|ini|lalu){_END}", _weekday),
    (r"V(?P<w>\d)(?= (?:, )?(?:tgl|[NO]\d+ M|[GFI]\d|pagi|siang|sore|malam|jam|(?:minggu|pekan) depan))", _weekday),
    (r"(?<!\S )O(?P<a>\d\d?)$", _day),
    (r"(?<![\w,] )V(?P<w>\d)$", _weekday),
    (r"minggu(?= (?:, )?(?:tgl|[NO]\d+ M|[GFI]\d|pagi|siang|sore|malam|jam|nanti|R1))", _const(weekday=6)),
    (rf"(?:(?<!\S )minggu$|{_AFTER_SATURDAY}minggu{_END})", _const(weekday=6)),
    (rf"(?:on )?R(?P<o>-?\d+){_END}", lambda hit: (Parts(offset=int(hit["o"])),)),
    (rf"H(?P<o>\d+){_END}(?! feast)", lambda hit: (Parts(offset=int(hit["o"])),)),
    (
        rf"N(?P<n>\d+) (?:sd|atau) N(?P<n2>\d+) (?P<u>hari|minggu|pekan) lagi{_END}",
        lambda hit: tuple(Parts(offset=int(hit[n]) * (1 if hit["u"] == "hari" else 7)) for n in ("n", "n2")),
    ),
    (
        rf"(?<!\d [,.] )N(?P<n>\d{{1,3}}) (?P<u>jam|menit)(?: N(?P<more>\d\d?) menit)? lagi{_END}",
        lambda hit: (Parts(minutes=int(hit["n"]) * (60 if hit["u"] == "jam" else 1) + int(hit["more"] or 0)),),
    ),
    (rf"setengah jam lagi{_END}", _const(minutes=30)),
    (rf"within N(?P<n>\d+) bulan{_END}", lambda hit: (Parts(months=int(hit["n"]), day=0),)),
    (rf"N(?P<n>\d+) (?P<u>hari|minggu|pekan) (?:lagi|(?P<ago>lalu)){_END}", _ahead),
    (
        rf"N(?P<n>\d+) (?P<u>bulan|tahun) lagi{_END}",
        lambda hit: (Parts(months=int(hit["n"]) * (12 if hit["u"] == "tahun" else 1), day=0),),
    ),
    (r"(?:nanti(?= (?:jam|pagi|siang|sore|malam|setengah))|this(?= (?:pagi|sore|malam)))", _const(offset=0, weak=True)),
    (rf"(?=(?:pagi|siang|sore|malam) (?:ini|nanti){_END})", _const(offset=0, weak=True)),
    (rf"(?:(?<=pagi )|(?<=siang )|(?<=sore )|(?<=malam ))(?:ini|nanti){_END}", _const(offset=0, weak=True)),
    (r"(?<!\S )now(?: x)?$", _const(offset=0)),
    (rf"(?:tadi (?:pagi|siang|sore|malam)|(?:pagi|siang|sore|malam) tadi){_END}", _const(offset=0, mode="lalu")),
    (rf"eve{_END}", _const(day=31, month=12)),
)
ROWS: tuple[Row, ...] = tuple((re.compile(pattern), meaning) for pattern, meaning in _SPECS)

# Phrases that look like days or times and are none; read before the rows.
_PART = r"(?: (?:pagi|siang|sore|malam))?"
SKIP = re.compile(
    "(?:"
    + "|".join(
        (
            r"weekend",
            rf"{_WK} (?:ke )?(?:sd )?[NKO]\d+(?: (?:on )?(?:bulan )?(?:M\d+|ini|depan))?",
            r"hari ke (?:sd )?N\d+",
            r"lt (?:\. )?(?:, )?[NG]\d\S*",
            rf"awal (?:{_WK}|bulan|tahun)(?: (?:depan|ini))?",
            r"[HB]\d+ feast",
            r"B\d+(?: (?:tgl )?[NO]\d+(?: M\d+)?)?",
            rf"(?:W\d|{_WK}) depan lagi",
            r"N\d+ (?:sd N\d+ )?hari (?:sebelum|setelah)",
            r"N\d+ hari kerja(?: lagi)?",
            r"N\d+ (?:hari|minggu|pekan|bulan) (?:on )?ke depan",
            rf"jam [NTU]\S+{_PART} atau (?:jam )?[NTU]\S+{_PART}",
            r"tiap \S+",
            r"N\d+ jam(?: N\d+ menit)?(?! N| T| U| setengah| lagi)",
        )
    )
    + ")"
    + _END
)
LENGTH = re.compile(
    rf"(?:selama )?N(?P<n>\d+) (?P<u>hari|minggu|pekan|bulan|tahun){_END}(?! (?:lagi|lalu|kerja|setelah|ke|feast))"
)
