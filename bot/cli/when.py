"""`loket when`: dates in everyday words."""

from __future__ import annotations

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cli import lines
from bot.cli.parts import ZONE
from intents.entities import find
from intents.reading import When


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: JSON lines are read."""


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input."""
    return lines.each(answer)


def answer(line: lines.Line) -> lines.Line:
    """The first date of the text, as the contract names it."""
    words, now = lines.text(line, "text"), moment(lines.text(line, "now"))
    found = next((entity.value for entity in find(words, now) if entity.kind == "when"), When())
    return {
        "date": found.date.isoformat() if found.date else None,
        "time": found.time.strftime("%H:%M") if found.time else None,
        "end": found.end.isoformat() if found.end else None,
        "ask": [day.isoformat() for day in found.ask],
    }


def moment(written: str) -> datetime:
    """A local time; without an offset that of Jakarta. Raises Faulty."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        raise lines.Faulty(f'"{written}" is no date and time; write 2026-11-23T09:00') from None
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(ZONE))
