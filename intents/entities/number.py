"""Counts in digits and words with the unit they count in ("selusin laptop": 12, perangkat)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intents.entities.load import forms, words
from intents.entities.page import CROWD, Page
from intents.entities.spelt import TIMES, spelt

_W = words("number")
UNIT = forms(_W["unit"])
_KEYS, _NAMES, _CLASSES = (frozenset(_W["loose"][k]) for k in ("keys", "names", "classifiers"))
_PLACES = frozenset(_W["loose"]["places"])
_CLOSERS = frozenset(_W["loose"]["closers"])
_TOGETHER: dict[str, int] = _W["together"]
_INNER = frozenset({"perangkat", "akun", "kendaraan", "dokumen", "ruangan", "unit", "lembar"})
THINGS = frozenset(words("goods")["goods"]["nouns"])
MOST = 100_000
NOTHING = "-"
_GLUED_BEFORE = re.compile(r"(?:[a-z#_/]|[a-z]-)$")
_GLUED_AFTER = re.compile(r"\s?%|[/_]|\.\d")
TOKEN = re.compile(
    r"(?P<n>\d{1,3}(?:[.,]\d{3})+(?![\d.,])|\d+(?:[.,]\d+)?)|(?P<w>[a-z]+(?:-[a-z]+){0,2}[²]?2?(?![a-z\d]))|[^\s\w]|\w"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A count with its unit ("": none named, NOTHING: no count) and the token to go on from."""

    value: int
    unit: str
    after: int


@dataclass(frozen=True, slots=True)
class Tok:
    """A word, a number or a mark with its place; `value` is set where it is a number."""

    word: str
    start: int
    end: int
    value: int | None = None
    spelt: bool = False


def tokens(text: str) -> list[Tok]:
    """Words, numbers and marks in order; number words in a row are one number."""
    hits = list(TOKEN.finditer(text))
    out: list[Tok] = []
    i = 0
    while i < min(len(hits), CROWD):
        value, size = spelt([h[0] for h in hits[i : i + 8]]) if hits[i]["w"] else (0, 0)
        if size:
            out.append(Tok(hits[i][0], hits[i].start(), hits[i + size - 1].end(), value, spelt=True))
        else:
            out.append(Tok(hits[i][0], hits[i].start(), hits[i].end(), _digits(hits[i]["n"])))
        i += size or 1
    return _told_twice(out)


def _told_twice(toks: list[Tok]) -> list[Tok]:
    """ "3 (tiga)" is said once, and so is "20an"."""
    out: list[Tok] = []
    i = 0
    while i < len(toks):
        last = _last_of(toks, i)
        out.append(replace(toks[i], end=toks[last].end) if last > i else toks[i])
        i = last + 1
    return out


def _last_of(toks: list[Tok], i: int) -> int:
    first, *rest = toks[i : i + 4]
    if first.value is None or not rest:
        return i
    if [t.word for t in rest[:1]] == ["("] and len(rest) == 3 and rest[1].value == first.value and rest[2].word == ")":
        return i + 3
    return i + 1 if rest[0].word == "an" and rest[0].start == first.end else i


def _digits(written: str | None) -> int | None:
    if written is None or len(written) > 9:
        return None
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", written):
        return int(re.sub(r"[.,]", "", written))
    return int(written) if written.isdigit() else None


def find(page: Page) -> None:
    """Take every count; a bare number counts only where nothing else names it ("30", "jumlah 30")."""
    text = page.left
    toks = [tok for tok in tokens(text) if not _inside_word(text, tok)]
    alone = _alone(toks)
    i = 0
    while i < len(toks):
        count = _count(toks, i, alone)
        if count.unit != NOTHING:
            page.take("number", count.value, (toks[i].start, _end(toks, i, count.after)), count.unit)
        i = count.after


def _end(toks: list[Tok], i: int, after: int) -> int:
    """Where the count ends: the thing counted ("2 proyektor epson") is a value of its own."""
    last = after - 2 if after - 1 > i and _of_things(toks[after - 1].word) else after - 1
    return toks[last].end


def _of_things(word: str) -> bool:
    """Whether this is a thing with a value of its own, be it many ("laptops")."""
    return bool({word, word.removesuffix("s")} & THINGS)


def _count(toks: list[Tok], i: int, alone: bool) -> Count:
    """The count at `i`."""
    value = toks[i].value
    if value is None:
        return _worded(toks, i)
    before = toks[i - 1].word if i else ""
    value, after = _dozens(toks, i + 1, value)
    unit, after = _unit(toks, after)
    if before in (_PLACES if unit else _NAMES) or value > MOST:
        return Count(0, NOTHING, i + 1)
    return _counted(toks, i, Count(value, unit or _owned(before), after), alone)


def _counted(toks: list[Tok], i: int, count: Count, alone: bool) -> Count:
    """The count with the unit before it, or nothing where no unit and no word names it."""
    before = toks[i - 1].word if i else ""
    if count.unit or alone or before in _KEYS or _closes(toks, i, count.after):
        return Count(count.value, count.unit or _before(toks, i), count.after)
    return Count(0, NOTHING, count.after)


def _closes(toks: list[Tok], i: int, after: int) -> bool:
    """ "di laptop satu", "laptop 3, proyektor 1": the count behind the thing, and then nothing more of it."""
    before = toks[i - 1].word if i else ""
    return before in THINGS and before in UNIT and (after >= len(toks) or toks[after].word in _CLOSERS)


def _owned(before: str) -> str:
    """The unit in "laptopnya 3", "pesertanya 40"."""
    return UNIT.get(before.removesuffix("nya"), "") if before.endswith("nya") else ""


def _dozens(toks: list[Tok], i: int, value: int) -> tuple[int, int]:
    """ "2 lusin" are 24, "3 kodi" 60."""
    word = toks[i].word if i < len(toks) else ""
    return (value * TIMES[word], i + 1) if word in ("lusin", "kodi") else (value, i)


def _alone(toks: list[Tok]) -> bool:
    """Is the number the whole answer, but for a polite word or two?"""
    return sum(t.word.isalnum() for t in toks) <= 3 and sum(t.value is not None for t in toks) == 1


def _inside_word(text: str, tok: Tok) -> bool:
    """Digits glued to letters before them ("l3210"), or a share ("50%")."""
    if tok.spelt or tok.value is None:
        return False
    return bool(_GLUED_BEFORE.search(text[max(0, tok.start - 2) : tok.start]) or _GLUED_AFTER.match(text, tok.end))


def _unit(toks: list[Tok], i: int) -> tuple[str, int]:
    """The unit at `i`; a classifier gives way to what it counts ("3 buah laptop")."""
    found, after = "", i
    for step in range(3):
        word = toks[i + step].word if i + step < len(toks) else ""
        if word not in UNIT and word not in _CLASSES:
            break
        if found and not (toks[i + step - 1].word in _CLASSES and _says_more(found, UNIT[word])):
            break
        found, after = UNIT[word], i + step + 1
    return (found, after) if found or not _thing(toks, i) else ("unit", i)


def _thing(toks: list[Tok], i: int) -> bool:
    """Whether a thing stands here ("6 HT", "2 wireless mic"), which counts in units."""
    words = [tok.word for tok in toks[i : i + 2]]
    return bool({words[0] if words else "", " ".join(words)} & THINGS)


def _says_more(outer: str, inner: str) -> bool:
    return inner in _INNER if outer == "unit" else inner in (outer, "staf_acara")


def _before(toks: list[Tok], i: int) -> str:
    """ "laptop 5", "peserta: 30": the unit may stand before the number."""
    j = i - 1
    while j >= 0 and (toks[j].word in (":", "=", "nya") or toks[j].word in _KEYS):
        j -= 1
    return UNIT.get(toks[j].word, "") if j >= 0 else ""


def _worded(toks: list[Tok], i: int) -> Count:
    """ "bertiga" are three people, "setengah lusin" is six; other halves count nothing here."""
    if toks[i].word in _TOGETHER:
        return Count(_TOGETHER[toks[i].word], "orang", i + 1)
    if [t.word for t in toks[i : i + 2]] in (["setengah", "lusin"], ["stengah", "lusin"]):
        unit, after = _unit(toks, i + 2)
        return Count(6, unit, after)
    return Count(0, NOTHING, i + 1)
