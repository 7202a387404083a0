"""The words of a date turned into signs, so that a phrase can be read as a short formula.

"rabu tgl 25 nop jam 2 siang" becomes "W2 tgl N25 M11 jam N2 siang". Signs with a value:
N number, O ordinal (5th), W weekday (0 = Monday), V weekday in a form that needs a date beside it,
M month, R days from today, I an ISO date, F day/month/year, G day/month, T hh:mm, U hh.mm, H (H+3),
B (H-3), K first/second/... Every other word is "x", "," or the sign of `when.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from intents.entities.load import words
from intents.entities.page import CROWD
from intents.entities.spelt import JOINED, VALUE, spelt

_LEX = re.compile(
    r"""(?P<I>(?<![\d.,/-])(?:\d{4}-\d{1,2}-\d{1,2}(?:t(?=\d\d))?|20\d\d/\d{1,2}/\d{1,2})(?![\d/]))
    |(?P<F>(?<![\d.,/])\d{1,2}\ ?(?P<s>[/.-])\ ?\d{1,2}\ ?(?P=s)\ ?(?:\d{4}|\d{2})(?![\d/]|[.,-]\d))
    |(?P<T>(?<![\d.,:/])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
    |(?P<U>(?<![\d.,:/])\d{1,2}\.\d{2}(?![\d:]|[.,]\d))
    |(?P<half>(?<![\d/])1/2(?![\d/]))
    |(?P<allday>(?<!\d)24/7(?!\d))
    |(?P<G>(?<![\d.,/])\d{1,2}/\d{1,2}(?![\d/]|[.,]\d))
    |(?P<H>\bh\ ?\+\ ?\d{1,3}\b)
    |(?P<B>\bh\ ?-\ ?\d{1,3}\b)
    |(?P<O>\b\d{1,2}(?:st|nd|rd|th)\b)
    |(?P<N>(?<!\d)\d{1,6}(?!\d))
    |(?P<long>\d+)
    |(?P<w>"""
    + JOINED
    + r"""(?:an)?(?![^\W\d_])
    |s\.\ ?d\b\.?|s\ ?/\ ?d\b|[ap]\.m\b\.?|y\.a\.d\b\.?|[^\W\d_]+(?:'[^\W\d_]+)?)
    |(?P<p>\S)""",
    re.X,
)
_MARK = {"-": "sd", "/": "atau", "&": "dan", ":": ":", "@": "jam"}
_MARK |= dict.fromkeys(",()", ",") | dict.fromkeys(";.!?", ".")
_SE = {
    "sehari": "hari", "seminggu": "minggu", "sepekan": "pekan", "sebulan": "bulan", "setahun": "tahun", "sejam": "jam",
}  # fmt: skip
_CALLS = frozenset(("pak", "bapak", "bu", "ibu", "mas", "mbak", "bli", "bang", "sdr", "sdri"))
_LONG = 5  # words in the longest form of when.toml


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign with its place in the text."""

    name: str
    start: int
    end: int


def _forms() -> dict[str, str]:
    """Every form of when.toml, its words as `_LEX` cuts them, with its signs."""
    out: dict[str, str] = {}
    lists = words("when")
    for letter, table in (("V", "short"), ("W", "weekday"), ("M", "month"), ("R", "relative")):
        for value, ways in lists[table].items():
            out.update((way, f"{letter}{value}") for way in ways)
    for table in ("daypart", "sign"):
        for sign, ways in lists[table].items():
            out.update((way, sign) for way in ways)
    return {" ".join(hit[0] for hit in _LEX.finditer(form)): sign for form, sign in out.items()}


_FORM = _forms()
_HEADS = frozenset(form.split(" ", 1)[0] for form in _FORM if " " in form)
_MONTHS = tuple(form for form, sign in _FORM.items() if sign[0] == "M" and len(form) > 6)


def signs(text: str) -> list[Sign]:
    """The signs of `text` (lower case), in order."""
    hits = list(_LEX.finditer(text))
    out: list[Sign] = []
    i = 0
    while i < min(len(hits), CROWD):
        i = _one(hits, i, out)
        _say_once(text, out)
    return out


def _say_once(text: str, out: list[Sign]) -> None:
    """ "2 (dua) tahun": the number in brackets is the one before it."""
    if len(out) < 4 or out[-1].end - out[-1].start != 1 or text[out[-1].start] != ")":
        return
    first, opens, again, closes = out[-4:]
    if text[opens.start] == "(" and again.name == first.name and first.name[0] == "N":
        out[-4:] = [replace(first, end=closes.end)]


def _one(hits: list[re.Match[str]], i: int, out: list[Sign]) -> int:
    """Read the sign at `i`; answer where to go on."""
    hit = hits[i]
    if hit["w"]:
        return _word(hits, i, out)
    out.append(Sign(_valued(hit), hit.start(), hit.end()))
    return i + 1


def _valued(hit: re.Match[str]) -> str:
    """The sign of digits or of a mark."""
    for kind in "IFTUGHBON":
        if hit[kind] is not None:
            return kind + re.sub(r"[^\d/:.-]|(?<=\d)[a-z]+", "", hit[0]).lstrip("-")
    if hit["half"]:
        return "setengah"
    return "weekend" if hit["allday"] else _MARK.get(hit[0], "x")


def _word(hits: list[re.Match[str]], i: int, out: list[Sign]) -> int:
    hit = hits[i]
    for size in range(min(_LONG, len(hits) - i), 0, -1) if hit[0] in _HEADS else (1,):
        sign = _formed(hits, i, size)
        if sign:
            out += [Sign(name, hit.start(), hits[i + size - 1].end()) for name in sign.split()]
            return i + size
    if hit[0] in _SE:
        out += [Sign("N1", hit.start(), hit.end()), Sign(_SE[hit[0]], hit.start(), hit.end())]
        return i + 1
    value, size = _two_digits(hits, i) or spelt([h[0] for h in hits[i : i + 8]])
    if size:
        out.append(Sign(f"N{value}", hit.start(), hits[i + size - 1].end()))
        return i + size
    out.append(Sign(_misspelt(hit[0]), hit.start(), hit.end()))
    return i + 1


def _two_digits(hits: list[re.Match[str]], i: int) -> tuple[int, int] | None:
    """ "dua lima november": a day said digit by digit before its month."""
    ten, one = (VALUE.get(h[0], 10) for h in hits[i : i + 2]) if len(hits) > i + 2 else (10, 10)
    month = ten in (1, 2, 3) and one < 10 and _formed(hits, i + 2, 1)[:1] == "M"
    return (10 * ten + one, 2) if month else None


def _formed(hits: list[re.Match[str]], i: int, size: int) -> str:
    """The sign of `size` words from `i` on, or ""; "pak agus" is no August."""
    sign = _FORM.get(" ".join(h[0] for h in hits[i : i + size]), "")
    return "" if sign[:1] == "M" and i and hits[i - 1][0] in _CALLS else sign


def _misspelt(word: str) -> str:
    """A long month's name with one or two slips; shorter words are too easily something else."""
    if not 6 <= len(word) <= 10:
        return "x"
    close = next((m for m in _MONTHS if m[0] == word[0] and _near(word, m)), None)
    return _FORM[close] if close else "x"


def _near(word: str, name: str) -> bool:
    return OSA.distance(word, name, score_cutoff=2) <= (2 if len(name) > 7 else 1)
