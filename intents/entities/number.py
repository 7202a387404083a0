"""Counts in digits and words with the unit they count in ("selusin laptop": 12, perangkat).

`words_to_number` also serves the dates ("tanggal dua puluh lima").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intents.entities.load import forms, words
from intents.entities.page import Page

_W = words("number")
VALUE: dict[str, int] = _W["value"]
TIMES: dict[str, int] = _W["times"]
UNIT = forms(_W["unit"])
_KEYS, _NAMES, _CLASSES = (frozenset(_W["loose"][k]) for k in ("keys", "names", "classifiers"))
_VAGUE = {"puluhan": 0, "ratusan": 0, "belasan": 0}
MOST = 100_000

_WORD = r"(?:[a-z]+(?:-[a-z]+)?\d?²?)"
TOKEN = re.compile(r"(?P<n>\d{1,3}(?:[.,]\d{3})+(?![\d.,])|\d+(?:[.,]\d+)?)|(?P<w>[a-z]+(?:-[a-z]+)?²?)|(?P<s>[^\s\w])")


def words_to_number(run: Iterable[str]) -> int | None:
    """The value of number words in a row ("dua", "puluh", "lima" = 25); None when they make none."""
    total, last = 0, 0
    for word in run:
        if word in VALUE:
            last += VALUE[word]
        elif word == "belas":
            last += 10
        elif word in TIMES and last:
            total, last = _scale(total, last, TIMES[word])
        else:
            return None
    return total + last


def _scale(total: int, last: int, by: int) -> tuple[int, int]:
    """ "dua ratus" keeps what stands before; "dua ratus ribu" multiplies all of it."""
    return ((total + last) * by, 0) if by == 1000 else (total + last * by, 0)


def about(word: str) -> str:
    """ "sepuluhan" and "lima belasan" count as their number."""
    return word[:-2] if word.endswith("an") and (word[:-2] in VALUE or word[:-2] in TIMES) else word


def is_number_word(word: str, first: bool) -> bool:
    """May `word` begin (or go on) a number written in words?"""
    bare = about(word)
    return bare in VALUE or (not first and bare in TIMES)


class Tok:
    """A word, a number or a mark with its place; `value` is set where it is a number."""

    __slots__ = ("end", "spelt", "start", "value", "word")

    def __init__(self, word: str, start: int, end: int, value: int | None = None, spelt: bool = False) -> None:
        self.word, self.start, self.end, self.value, self.spelt = word, start, end, value, spelt


def tokens(text: str) -> list[Tok]:
    """Words, numbers and marks in order; number words in a row are one number."""
    out: list[Tok] = []
    run: list[Tok] = []
    for hit in TOKEN.finditer(text):
        tok = Tok(hit[0], hit.start(), hit.end(), _digits(hit["n"]))
        if tok.value is None and hit["w"] and is_number_word(tok.word, not run):
            run.append(tok)
            continue
        _flush(run, out)
        out.append(tok)
    _flush(run, out)
    return out


def _digits(written: str | None) -> int | None:
    if written is None or len(written) > 9:
        return None
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", written):
        return int(re.sub(r"[.,]", "", written))
    return int(written) if written.isdigit() else None


def _flush(run: list[Tok], out: list[Tok]) -> None:
    if run:
        value = words_to_number(about(t.word) for t in run)
        out.append(Tok(" ".join(t.word for t in run), run[0].start, run[-1].end, value, spelt=True))
        run.clear()


def find(page: Page) -> None:
    """Take every count; a bare number counts only where nothing else names it ("30", "jumlah 30")."""
    toks = tokens(page.left)
    alone = _alone(toks)
    i = 0
    while i < len(toks):
        i = _at(page, toks, i, alone)


def _at(page: Page, toks: list[Tok], i: int, alone: bool) -> int:
    """Read a count at `i`; answer where to go on."""
    tok, value = toks[i], toks[i].value
    if value is None:
        half = _half(toks, i)
        if half:
            page.take("number", half[0], (tok.start, toks[half[1] - 1].end), half[2])
            return half[1]
        return i + 1
    before = toks[i - 1].word if i else ""
    if before in _NAMES or value > MOST or _inside_word(page.left, tok):
        return i + 1
    unit, after = _unit(toks, i + 1)
    if unit or alone or before in _KEYS:
        page.take("number", value, (tok.start, toks[after - 1].end), unit or _before(toks, i))
    return after


def _alone(toks: list[Tok]) -> bool:
    """Is the number the whole answer, but for a polite word or two?"""
    return sum(t.word.isalnum() for t in toks) <= 3 and sum(t.value is not None for t in toks) == 1


def _inside_word(text: str, tok: Tok) -> bool:
    """Digits glued to letters before them ("l3210"), or a share ("50%")."""
    before, after = text[tok.start - 1 : tok.start], text[tok.end : tok.end + 1]
    return not tok.spelt and (before.isalpha() or before in "#_/" and before != "" or after in ("%", "/", "_") or before == "-" and text[tok.start - 2 : tok.start - 1].isalpha())


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
    return found, after


def _says_more(outer: str, inner: str) -> bool:
    return inner in ("perangkat", "akun", "kendaraan", "dokumen", "ruangan", "unit", "lembar") if outer == "unit" else outer == inner


def _before(toks: list[Tok], i: int) -> str:
    """ "laptop 5", "peserta: 30": the unit may stand before the number."""
    j = i - 1
    while j >= 0 and (toks[j].word in (":", "=", "nya") or toks[j].word in _KEYS):
        j -= 1
    return UNIT.get(toks[j].word, "") if j >= 0 else ""


def _half(toks: list[Tok], i: int) -> tuple[int, int, str] | None:
    """ "setengah lusin" is six; other halves count nothing here."""
    if toks[i].word in ("setengah", "stengah", "stgh") and i + 1 < len(toks) and toks[i + 1].word == "lusin":
        unit, after = _unit(toks, i + 2)
        return 6, after, unit
    return None
