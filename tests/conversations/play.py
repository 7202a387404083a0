"""Plays a talk through the house in one channel; the first line that does not hold ends it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.cli.clock import duration
from bot.messages import Person
from channels.base import TRAITS
from tests.conversations import attachments, checks
from tests.conversations.counter import MONDAY, Counter, Rehearsal
from tests.conversations.transcript import Line, Talk

QUIET = ("privacy", "choosing.noted", "choosing.noted_service", "noted.also")  # in a `<` line only where they matter
PRESS = re.compile(r"\[([^\]]+)\]")
PARTS = re.compile(r"\{([^}]*)\}\s*(.*)", re.S)
AFTER = re.compile(r"after (P\S+)\s*(.*)", re.S)
PLACEHOLDER = re.compile(r"\{\w*[:}]|\bKeyError\b|\bNone\b")


class Broke(AssertionError):
    """A talk went another way; the words are the whole transcript."""


@dataclass
class Player:
    """One talk under way. `shown`: the transcript as it really went."""

    talk: Talk
    channel: str
    counter: Counter
    shown: list[str] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)
    offered: list[dict[str, str]] = field(default_factory=list)  # every choice ever seen, newest first

    async def play(self) -> None:
        """From the first line to the last. Raises Broke."""
        self.rehearsal = self._staged()
        for line in self.talk.lines:
            if self.channel in line.channels:
                await self._line(line)

    def _staged(self) -> Rehearsal:
        talk = self.talk
        now = _moment(talk.told("now", MONDAY))
        rehearsal = self.counter.rehearsal(self.channel, now, talk.told("joining", "off"))
        if wanted := talk.told("person"):
            rehearsal.know(Person(**dict(part.strip().split("=", 1) for part in wanted.split(";"))))
        if office := talk.told("office"):
            rehearsal.know(Person(office=office))
        for ticket in talk.stage.get("given", []):
            rehearsal.give(json.loads(ticket))
        if entries := talk.stage.get("directory"):
            path = self.counter.folder / "directory.csv"
            path.write_text("\n".join(["address;name;position;echelon;unit", *entries]), "utf-8")
            rehearsal.direct(path)
        return rehearsal

    async def _line(self, line: Line) -> None:
        self.shown.append(f"{line.number:>4} {line.mark} {line.rest}")
        wrong = await self.MARKS[line.mark](self, line.rest)
        if wrong:
            self.broke(wrong)

    def broke(self, wrong: str) -> None:
        """Raise with all that was said so far."""
        where = f"{self.talk.path.name}: {self.talk.title} [{self.channel}]"
        raise Broke("\n".join(["", where, *self.shown, f"     ^ {wrong}"]))

    async def _says(self, rest: str) -> str | None:
        if after := AFTER.fullmatch(rest):
            await self.rehearsal.talk.wait(duration(after[1]))
            if not after[2]:
                return await self._heard()
            rest = after[2]
        parts, words = {}, self.rehearsal.coded(rest)
        if found := PARTS.fullmatch(words):
            parts, words = _parts(found[1]), found[2]
        pressed = PRESS.fullmatch(words)
        if pressed:
            parts["choice"], words = self._pressed(pressed[1])
        await self._say(words * int(parts.pop("repeat", "1")), parts)
        return await self._heard()

    async def _say(self, words: str, parts: dict[str, str | None]) -> None:
        talk = self.rehearsal.talk
        paths = [attachments.made(name, self.counter.folder) for name in _listed(parts.get("files"))]
        await talk.say(
            words,
            choice=parts.get("choice"),
            files=await talk.upload(paths),
            cc=tuple(_listed(parts.get("cc"))),
            subject=parts.get("subject") or "",
        )

    def _pressed(self, wanted: str) -> tuple[str | None, str]:
        """The choice's id, or its label typed where there are no buttons; a starting point is an id of its own."""
        if wanted.startswith(("start/", "edit:")):
            return wanted, ""
        found = next((each for each in self.offered if wanted in (each["label"], each["id"].partition(":")[2])), None)
        if found is None:
            self.broke(f"no choice {wanted!r} was offered, only {[each['label'] for each in self.offered]}")
            raise AssertionError
        return (found["id"], "") if TRAITS[self.channel].buttons else (None, found["label"])

    async def _heard(self) -> str | None:
        self.answer = await self.rehearsal.talk.shown()
        for reply in self.answer["replies"]:
            self.offered = reply["choices"] + self.offered
            labels = "".join(f" [{choice['label']}]" for choice in reply["choices"])
            self.shown.append(f"       {reply['key']}: {reply['text']}{labels}".replace("\n", "\n" + " " * 10))
        return next((_broken(reply) for reply in self.answer["replies"] if _broken(reply)), None)

    async def _deed(self, rest: str) -> str | None:
        deed = json.loads(rest)
        number = deed.pop("ticket", None)
        await self.rehearsal.talk.do(deed.pop("desk"), number, deed)
        return await self._heard()

    async def _replies(self, rest: str) -> str | None:
        wanted = rest.split()
        keys = [reply["key"] for reply in self.answer["replies"]]
        told = [key for key in keys if key not in QUIET or key in wanted]
        return None if told == wanted else f"said {' '.join(told) or 'nothing'}"

    async def _stands(self, rest: str) -> str | None:
        if rest == "no-ticket":
            return checks.ticketless(self.answer)
        return checks.fault(self.rehearsal.coded(rest), self.answer, self.rehearsal)

    MARKS: ClassVar = {">": _says, "!": _deed, "<": _replies, "=": _stands}


def _moment(written: str) -> str:
    return written if "+" in written else f"{written}+07:00"


def _parts(written: str) -> dict[str, str | None]:
    return {name.strip(): value.strip() for name, _, value in (part.partition(":") for part in written.split(";"))}


def _listed(written: str | None) -> list[str]:
    return [part.strip() for part in (written or "").split(",") if part.strip()]


def _broken(reply: dict[str, Any]) -> str | None:
    """No reply may show a placeholder, and none is our own fault's."""
    if reply["key"] == "error.ours":
        return "our own fault (see the log)"
    return f"a placeholder in {reply['key']}" if PLACEHOLDER.search(reply["text"]) else None
