"""The frame of a letter as offices write them: where its head ends and where its signature stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from intents.entities.load import words

_W = words("letter")
SAYS = 12  # words: a longer line belongs to what the letter says
SHORT = 9  # words that a line of farewell has at most
HEAD = 14  # lines among which a head is looked for
FEWEST = 3  # lines of a letter
TAIL = 24  # lines that a signature has at most
NAME = 6  # words of a name
REACHES = ("", "+", *"0123456789")  # a word that begins so is a number to reach somebody under
_ITEM = re.compile(r"(?:[a-z\d]{1,2}[.)]|[-*•])?\s*([^\W\d_][^:=]{1,40}?)\s*[:=]\s*\S", re.I)
_REFERENCE = r"(?:\b[A-Z]{1,4}-\d[\w./-]*|\b(?:nomor|no\.?)[\s:]+\S+)"
_NUMBERED = re.compile(rf"{_REFERENCE}[\s,]+(?:tanggal|tgl\.?|tertanggal)\s*$", re.I)
_ABOUT = re.compile(r"(?:hal|perihal)\s*:\s*(.+)", re.I)
_NUMBER = re.compile(r"\d{1,2}[.)][ \t]+\S")
_DAY = re.compile(r"tanggal|tgl|tertanggal", re.I)


def _begins(*lists: str) -> re.Pattern[str]:
    every = sorted((form for name in lists for form in _W[name]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, every))})(?!\w)", re.I)


_HEAD, _BESIDE, _AFTER = _begins("head"), _begins("beside"), re.compile("|".join(map(re.escape, _W["after"])), re.I)
_COURTESY = _begins("head", "courtesy")
_FAREWELL, _LABEL, TITLE = _begins("farewell"), _begins("labels"), _begins("titles")
_CLOSING = re.compile("|".join(rf"\b{re.escape(form)}\b" for form in _W["closing"]), re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """Places in the text: text[head[0]:head[1]] is the head, text[close:end] the signature.

    What follows `end` are copies and a disclaimer. Of a text without a frame the head is empty and
    both `close` and `end` are its length.
    """

    head: tuple[int, int]
    close: int
    end: int

    @property
    def framed(self) -> bool:
        """Whether there is a head or a signature at all."""
        return self.head[1] > 0 or self.close < self.end

    def heads(self, at: int) -> bool:
        """Whether the place is in the head."""
        return self.head[0] <= at < self.head[1]

    def signs(self, at: int) -> bool:
        """Whether the place is in the signature."""
        return self.close <= at < self.end

    def says(self, at: int) -> bool:
        """Whether the place is in what the letter says."""
        return at < self.close and not self.heads(at)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty, and its place in the text."""

    start: int
    stop: int
    text: str

    @property
    def long(self) -> bool:
        return len(self.text.split()) > SAYS


@lru_cache(maxsize=32)
def frame(text: str) -> Frame:
    """The frame of a letter; of a message of one or two lines there is none."""
    lines = _lines(text)
    if len(lines) < FEWEST:
        return Frame((0, 0), len(text), len(text))
    head = _head(lines)
    rest = [line for line in lines if line.start >= head[1]]
    after = next((n for n, line in enumerate(rest) if n and _AFTER.match(f"{line.text}:")), len(rest))
    end = rest[after].start if after < len(rest) else len(text)
    tail = range(max(1, after - TAIL), after)
    close = next((rest[n].start for n in tail if _opens(rest, n) and _signs(rest[n:after])), end)
    return Frame(head, close, end)


def said(text: str) -> list[Line]:
    """The lines of what a letter says, without greeting and thanks; a line stands where it stood."""
    around = frame(text)
    kept = [each for each in _lines(text) if around.says(each.start) and not _is_courtesy(each)]
    return [replace(each, text=_thankless(each.text)) for each in kept]


def _thankless(line: str) -> str:
    """A line without the sentence of thanks at its end."""
    told, _, last = line.rstrip(".!").rpartition(". ")
    return f"{told}." if told and _CLOSING.search(last) else line


def subject(text: str) -> str:
    """The line above a letter, or its "Hal: ..."; "" where there is none."""
    around, lines = frame(text), _lines(text)
    if not around.framed or not lines:
        return ""
    told = next((hit[1] for line in lines if around.heads(line.start) and (hit := _ABOUT.match(line.text))), "")
    above = text[: lines[0].stop + 1].endswith("\n\n") and not _HEAD.match(lines[0].text) and not lines[0].long
    return lines[0].text if above else told


def _is_courtesy(line: Line) -> bool:
    return (bool(_COURTESY.match(line.text)) and not line.long) or bool(_CLOSING.match(line.text))


def dated(text: str, at: int) -> bool:
    """Whether the day at this place is that of another letter ("nomor ND-3/WPB.1/2026 tanggal ...")."""
    told = "tanggal" if _DAY.match(text, at) else ""
    return bool(_NUMBERED.search(text[max(0, at - 80) : at] + told))


def numbers(text: str, at: int) -> bool:
    """Whether the figure at this place only numbers a line ("4. Keperluan: ...")."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip() and bool(_NUMBER.match(text, at))


def _lines(text: str) -> list[Line]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append(Line(at, at + len(line), line.strip()))
        at += len(line)
    return found


def _head(lines: Sequence[Line]) -> tuple[int, int]:
    """From the line below the subject to the last of the head's own."""
    until = next((n for n, line in enumerate(lines[:HEAD]) if n and line.long), min(HEAD, len(lines)))
    last = max((n for n, line in enumerate(lines[:until]) if _HEAD.match(line.text)), default=None)
    if last is None:
        return 0, 0
    numbered = any(not re.match(r"yth|kepada", line.text, re.I) for line in lines[: last + 1] if _HEAD.match(line.text))
    while last + 1 < until and _goes_on(lines[last], lines[last + 1], numbered):
        last += 1
    return (0 if _HEAD.match(lines[0].text) else lines[0].stop), lines[last].stop


def _goes_on(line: Line, below: Line, numbered: bool) -> bool:
    """Whether the head holds the next line too: its sender and day, or the rest of the address."""
    if numbered and _BESIDE.match(below.text):
        return True
    addressed = line.stop == below.start and not _ITEM.match(below.text)
    return addressed and bool(TITLE.match(below.text) or _BESIDE.match(below.text))


def _opens(lines: Sequence[Line], n: int) -> bool:
    """Whether the signature may begin with this line."""
    line = lines[n].text
    return (len(line.split()) <= SHORT and bool(_FAREWELL.match(line))) or bool(_CLOSING.search(lines[n - 1].text))


def _signs(lines: Sequence[Line]) -> bool:
    """Whether all these lines can be a signature, and one of them must be."""
    return bool(lines) and not any(_tells(line) for line in lines) and any(_marks(line.text) for line in lines)


def _tells(line: Line) -> bool:
    item = _ITEM.match(line.text)
    return line.long or bool(item and not _LABEL.match(item[1]))


def _marks(line: str) -> bool:
    parts = line.strip("()").split()
    capital = [part[0].isupper() for part in parts if part.strip("-,")[:1] not in REACHES]
    named = len(capital) > 0 and len(parts) <= NAME + 2 and all(capital)
    return named or any(pattern.match(line) for pattern in (_FAREWELL, _LABEL, TITLE))
