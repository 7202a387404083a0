"""The two sides of a correction: what is denied, and what is said instead ("bukan lt 1, lt 2")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 600  # characters of words that are taken apart
_SHORTENED = "".join(
    rf"(?<!\b{each})" for each in ("dr", "drs", "dra", "ir", "prof", "h", "hj", "no", "jl", "lt", "tgl")
)
_CLAUSES = re.compile(
    rf"[,;\n?!]+|{_SHORTENED}\.(?=\s|$)|\s[-–—]+>?\s|\b(?:tapi|tp|tetapi|melainkan|but)\b"
    r"|(?=\b(?:yang|yg)\s(?:benar|bener|betul))",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:bukan(?:nya)?|bkn|not|coret|keluarkan|"
    r"(?:ga|gak|nggak|ngga|tidak|tdk)\s(?:jadi|usah|perlu|ikut|datang|hadir))\b",
    re.I,
)
_FROM = re.compile(
    r"\b(?:dari|from|ganti|ubah|pindah|geser|change)\s(.{1,120}?)\s(?:ke|jadi|menjadi|to)\s(.+)", re.I | re.S
)
_TURNS = re.compile(r"\s(?:(?:di)?(?:ganti|ubah|geser)\s(?:dengan|jadi|menjadi|ke)|jadi|menjadi|jadinya)\s", re.I)
# what stands before and behind a value without being a part of it
_BEFORE = frozenset((
    "eh", "oh", "oiya", "oya", "iya", "ya", "ups", "aduh", "waduh", "maaf", "sorry", "mohon", "tolong", "tlg",
    "min", "pak", "bu", "kak", "bro", "lho", "loh", "ralat", "koreksi", "correction", "typo", "salah", "keliru",
    "tunggu", "wait", "actually", "maksud", "maksudnya", "maksudku", "benar", "bener", "betul", "benarnya",
    "harusnya", "seharusnya", "mestinya", "sebenarnya", "ganti", "diganti", "ubah", "diubah", "geser", "jadi",
    "jadinya", "menjadi", "itu", "adalah", "mean", "meant", "no",
    "it's", "its", "it", "is", "sip", "ok", "oke", "siap",
))  # fmt: skip
_BEHIND = frozenset((
    "ya", "yaa", "pak", "bu", "min", "kak", "bro", "dong", "deh", "sih", "nih", "aja", "saja", "maksudnya",
    "maksudku", "harusnya", "itu", "please",
))  # fmt: skip
_LED = ("salah ketik", "salah tulis", "maksud saya", "yang benar", "yang bener", "yang betul", "yg benar", "yg bener",
        "yg betul", "i mean", "i meant", "make it", "should be", "it should")  # fmt: skip
_APART = re.compile(r"(?<=\w)\snya\b", re.I)  # "tgl nya"
_THE = re.compile(r"^(?:yang|yg|si)\s", re.I)
_COUNTED = re.compile(r"(\w{3,30}(?:\s\w{1,30})?)nya\s(\d{1,3}(?:\s(?:unit|buah|biji|set))?)", re.I)  # "laptopnya 3"
_WRONG = re.compile(r"\s(?:salah|keliru|typo|wrong)$", re.I)
_WONDERS = re.compile(r"\s*(?:\w+\s)?(?:kok|masa)\s", re.I)
_KINDS = ("nama ", "jumlah ", "alamat ", "email ", "nomor ", "no ", "kode ")  # "nama perusahaan"
_NAMES = re.compile(r"(?:nya\b)?[\s:=]+|(?:nya)?$")  # what parts a name from the value behind it
_MARKS = " .,:;=\"'()"


@dataclass(frozen=True, slots=True)
class Name:
    """What a line of the summary is called: of which field, and whether it may be a part of the value ("tgl 3")."""

    field: str
    within: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """`old` was wrong, `new` is right; `called`: the field that is named. Each may be ""."""

    old: str = ""
    new: str = ""
    called: str = ""


def sides(text: str, names: Mapping[str, Name]) -> list[Side]:
    """What the words correct, in their order. `names`: in lower case, what the lines of the summary are called."""
    found: list[Side] = []
    if len(text) > LONGEST:
        return found
    for clause in _CLAUSES.split(_APART.sub("nya", text)):
        side = _named(_side(clause), names)
        if found and _completes(found[-1], side):
            last = found[-1]
            found[-1] = Side(last.old or side.old, last.new or side.new, last.called or side.called)
        elif side != Side():
            found.append(side)
    return found


def _completes(last: Side, side: Side) -> bool:
    """Whether a clause goes on with the correction of the one before, and begins none of its own."""
    other = last.called and side.called and last.called != side.called
    return not (other or (last.old and side.old) or (last.new and (side.new or side.called)))


def _side(clause: str) -> Side:
    """What one clause says."""
    if hit := _FROM.search(clause):
        return Side(_bare(hit[1]), _bare(hit[2]))
    if hit := _DENIES.search(clause):
        old, new = _bare(clause[hit.end() :]), _bare(clause[: hit.start()])
        return Side(old, new) if old else Side(_THE.sub("", new).removesuffix("nya"))  # "yang Bima ga jadi"
    if hit := _TURNS.search(clause):
        return Side(_bare(clause[: hit.start()]), _bare(clause[hit.end() :]))
    if hit := _WONDERS.match(clause):
        return Side(_bare(clause[hit.end() :]))
    bare = _bare(clause)
    if hit := _WRONG.search(bare):
        return Side(_bare(bare[: hit.start()]))
    if hit := _COUNTED.fullmatch(bare):
        return Side(hit[1], hit[2])
    return Side(new=bare)


def _bare(said: str) -> str:
    """Without the words that only lead to a value or follow it."""
    words = said.split()
    while words and (led := _led(words)):
        words = words[led:]
    while words and words[-1].lower().strip(_MARKS) in _BEHIND:
        words.pop()
    return " ".join(words).strip(_MARKS)


def _led(words: list[str]) -> int:
    """How many words at the head only lead to what follows."""
    first = words[0].lower().strip(_MARKS)
    if " ".join(words[:2]).lower().strip(_MARKS) in _LED:
        return 2
    return 1 if first in _BEFORE or not first else 0


def _named(side: Side, names: Mapping[str, Name]) -> Side:
    """With the line that is named at the head of either side."""
    old, wrong = _headed(side.old, names)
    new, right = _headed(side.new, names)
    return Side(old, new, right or wrong)


def _headed(said: str, names: Mapping[str, Name]) -> tuple[str, str]:
    """(the value behind the name, the field named): "lokasinya di lt 2", "jumlah tamu"."""
    kind = next((each for each in _KINDS if said.lower().startswith(each)), "")
    name = _heads(said, names)
    if kind and name in ("", kind.strip()) and (inner := _heads(said[len(kind) :], names)):
        said, name = said[len(kind) :], inner  # "nama perusahaan PT ..." is no person's name
    marked = _NAMES.match(said[len(name) :]) if name else None
    return (_value(said, name, marked[0], names[name]), names[name].field) if marked else (said, "")


def _value(said: str, name: str, marked: str, of: Name) -> str:
    """What stands behind the name; with it, where it may be a part of the value and nothing parts them."""
    whole = of.within and said[len(name) :] and not marked.strip()
    return said if whole else _bare(said[len(name) + len(marked) :])


def _heads(said: str, names: Mapping[str, Name]) -> str:
    """The longest name that stands before the value; "" where none does."""
    low = said.lower()
    heads = [name for name in names if low.startswith(name) and _NAMES.match(low[len(name) :])]
    return max(heads, key=len, default="")
