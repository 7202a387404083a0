"""Reads `*.talk` files: conversations as they were heard, and what the counter must have done.

A file holds several talks. `## title` begins one, `name: value` lines set its stage (those above the first
title hold for the whole file), then:

    > words              the person writes; a line that begins with two spaces goes on with the letter
    > [Ya, buat tiket]   the person presses the choice of that label or name; where there are no buttons, types it
    > {files: surat.pdf; cc: a@b.id; subject: x} words
    > after P1D          time passes, and what falls due does so
    > kodenya <code>     the code that was mailed last; <wrong>: another one
    ! {"desk": "take"}   a deed of the desk, as in the contract
    < key key            the keys of all replies since the last deed; nothing after it: silence
    = path value         how it stands now (checks.py)

Stage: `in:` channels (default: all three), `now:`, `office:`, `person:`, `given:`, `directory:`, `joining:`. A mark may
be bound to some channels: `>email`, `<chat` (chat: those that are asked one question at a time).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CHANNELS = ("web", "terminal", "email")
GROUPS = {"chat": ("web", "terminal"), **{name: (name,) for name in CHANNELS}}
MARK = re.compile(r"([><!=])([a-z]*)(?: (.*))?$")
STAGE = re.compile(r"(in|now|office|person|given|directory|joining):\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One marked line; `rest` may hold several lines of a letter."""

    number: int
    mark: str
    channels: tuple[str, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: its stage as written, and its lines in order."""

    path: Path
    title: str
    stage: dict[str, list[str]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that it is played in."""
        named = self.told("in").split()
        return tuple(dict.fromkeys(each for name in named for each in GROUPS[name])) or CHANNELS

    def told(self, name: str, default: str = "") -> str:
        """A line of the stage that occurs once."""
        return self.stage.get(name, [default])[-1]


class Unreadable(ValueError):
    """A talk file holds a line that means nothing."""


def talks(folder: Path) -> Iterator[Talk]:
    """Every talk below `folder`, file by file."""
    for path in sorted(folder.rglob("*.talk")):
        yield from read(path)


def read(path: Path) -> Iterator[Talk]:
    """The talks of one file."""
    talk, common = None, Talk(path, "")
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        if raw.startswith("## "):
            if talk:
                yield talk
            talk = Talk(path, raw[3:].strip(), {name: list(told) for name, told in common.stage.items()})
        elif raw.strip() and not raw.startswith("# "):
            _take(talk or common, number, raw)
    if common.lines:
        raise Unreadable(f"{path.name}: words before the first title")
    if talk:
        yield talk


def _take(talk: Talk, number: int, raw: str) -> None:
    if raw.startswith("  ") and talk.lines:
        last = talk.lines[-1]
        talk.lines[-1] = Line(last.number, last.mark, last.channels, f"{last.rest}\n{raw[2:]}")
        return
    stage, marked = STAGE.match(raw), MARK.match(raw)
    if stage and not talk.lines:
        talk.stage.setdefault(stage[1], []).append(stage[2].strip())
    elif marked and (marked[2] in GROUPS or not marked[2]):
        channels = GROUPS.get(marked[2], CHANNELS)
        talk.lines.append(Line(number, marked[1], channels, marked[3] or ""))
    else:
        raise Unreadable(f"{talk.path.name}:{number}: {raw}")
