"""Lines "2. ..." and "Label : ..." of a letter, and the field that each is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice

from bot.dialog.fields.base import Heard
from catalog_data.model import Field
from intents.entities import find
from intents.entities.load import words
from intents.frame import Line, frame, said, subject

_W = words("letter")
_LINE = re.compile(
    r"(?:^|;[ \t]+(?=[a-z\d]{1,2}[.)]\s)|(?<=[.;])[ \t]+(?=[^\W\d_][^:=.\n]{1,38}:\s))[ \t]*"
    r"(?:(?P<number>\d{1,2})[ \t]*[.):]|[a-z][.)]|[-*•])?[ \t]*"
    r"(?P<whole>(?:(?P<label>[^\W\d][^:=\n]{1,39}?)[ \t]{0,40}[:=][ \t]*)?(?P<said>[^\n]*?))"
    r"(?=;[ \t]+[a-z\d]{1,2}[.)]\s|(?<=[.;])[ \t]+[^\W\d_][^:=.\n]{1,38}:\s|$)",
    re.M | re.I,
)
_KINDS = {"date": "day", "dates": "day", "datetime": "day"}
ROWS = 200  # lines of a message that are looked at
_ATTACHED = ("file", "list")
ANY_DAY = datetime(2026, 1, 1)  # names and goods do not depend on the day
LIKE = 0.5  # share of the words that a label and a field have in common, from which on it is meant
FIRST = 1.5  # weight of a label's first word, which says what it is; of a weak one 0.3
WEAK = 0.3


@dataclass(frozen=True, slots=True)
class _Row:
    """A line: its number, its label, where it begins, and where what it says begins and ends."""

    number: int
    label: str
    start: int
    whole: int
    said: int
    stop: int


def items(heard: Heard, wanted: Sequence[Field], numbered: bool = True) -> list[tuple[Field, Heard]]:
    """Lines that name a field of `wanted`, by label or by their number in it, each as a message of its own."""
    found: list[tuple[Field, Heard]] = []
    around = frame(heard.text)
    rows = [row for row in _rows(heard.text) if not around.heads(row.start)]
    for place, row in enumerate(rows):
        field, start = called(row.label, wanted), row.said
        if field is None and numbered and 0 < row.number <= len(wanted):
            field, start = wanted[row.number - 1], row.whole
        stop = _stop(heard.text, rows[place:], wanted, field) if field else row.stop
        if field and heard.text[start:stop].strip():
            found.append((field, _part(heard, start, stop)))
    return found


def lines(heard: Heard) -> list[Heard]:
    """The lines of a message, each as a message of its own; none where one has a label or a number."""
    rows = [row for row in _rows(heard.text) if heard.text[row.whole : row.stop].strip()]
    return [] if any(row.label or row.number for row in rows) else [_part(heard, row.whole, row.stop) for row in rows]


def called(label: str, wanted: Sequence[Field]) -> Field | None:
    """The field that a label means most, if no other is meant as much."""
    if not label:
        return None
    likely = [(_likeness(label, each), each) for each in wanted if each.kind not in _ATTACHED]
    best = max((like for like, _ in likely), default=0.0)
    meant = [each for like, each in likely if like == best >= LIKE]
    return meant[0] if len({each.label for each in meant}) == 1 and len(meant) == 1 else None


def plain(text: str, wanted: Sequence[Field]) -> str:
    """What a letter says in sentences: without head, signature, courtesies and lines that name a field.

    A message of a line or two, and a letter of such lines alone, is left as it is.
    """
    around = frame(text)
    if not around.framed:
        return text
    taken = [row for row in _rows(text) if called(row.label, wanted)]
    kept = [line for line in said(text) if not any(row.start <= line.start < row.stop for row in taken)]
    return "\n".join(line.text for line in _below(subject(text), kept)) or text


def _below(above: str, kept: Sequence[Line]) -> Sequence[Line]:
    """Without the subject, where what follows says it again."""
    if len(kept) < 2 or kept[0].text != above:
        return kept
    told = set(_words(" ".join(line.text for line in kept[1:])))
    again = {word for word in _words(above) if word not in _W["asking"]} <= told
    return kept[1:] if again else kept


def _rows(text: str) -> list[_Row]:
    return [
        _Row(int(hit["number"] or 0), hit["label"] or "", hit.start(), hit.start("whole"), hit.start("said"), hit.end())
        for hit in islice(_LINE.finditer(text), ROWS)
    ]


def _stop(text: str, rows: Sequence[_Row], wanted: Sequence[Field], field: Field) -> int:
    """Where the answer ends: with its line, the hour below a day, or the list below a bare label."""
    first, *below = rows
    stop, bare = first.stop, not text[first.said : first.stop].strip()
    for row in below:
        hour = field.kind in _KINDS and _flat(row.label) in _W["hours"]
        listed = bare and not called(row.label, wanted) and bool(text[row.whole : row.stop].strip())
        if not hour and not listed:
            break
        stop = row.stop
    return stop


def _part(heard: Heard, start: int, stop: int) -> Heard:
    """A part of the message as a message of its own, with the values that begin in it.

    One that runs over its end ("PT Maju\nAlamat") is read again within it.
    """
    text = heard.text[start:stop]
    begun = [each for each in heard.reading.entities if start <= each.start < stop]
    whole = [each for each in begun if each.end <= stop or each.kind == "when"]
    moved = [replace(each, start=each.start - start, end=min(each.end, stop) - start) for each in whole]
    cut = {(each.kind, each.start - start) for each in begun if each not in whole}
    again = [each for each in find(text, ANY_DAY) if (each.kind, each.start) in cut] if cut else []
    return replace(heard.only([*moved, *again]), text=text.strip(" \t\n;"), files=(), cc=())


def _likeness(label: str, field: Field) -> float:
    """Share of weighted words in common with what the field is called; 1 where they are the same."""
    kind = _KINDS.get(field.kind, field.kind)
    names = {field.label, *field.label.split("/"), *_W["called"].get(kind, ())}
    return max(_share(_words(label), frozenset(_words(name))) for name in names)


def _share(label: tuple[str, ...], name: frozenset[str]) -> float:
    weights = dict.fromkeys(name, 1.0) | dict.fromkeys(label, 1.0)
    weights |= {word: WEAK for word in weights if word in _W["weak"]}
    head = next((word for word in label if word not in _W["weak"]), None)
    if head:
        weights[head] = FIRST
    return sum(weights[word] for word in set(label) & name) / sum(weights.values()) if weights else 0.0


@lru_cache(maxsize=1024)
def _words(said: str) -> tuple[str, ...]:
    """The words that count, without "-nya"."""
    found = re.findall(r"[^\W_]+", said.lower())
    return tuple(word.removesuffix("nya") for word in found if word not in _W["fill"])


def _flat(label: str) -> str:
    return " ".join(_words(label))
