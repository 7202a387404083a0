"""`loket when`: dates in everyday words."""

from __future__ import annotations

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cli import lines
from bot.cli.parts import ZONE
from intents.entities.when import read


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: JSON lines are read."""


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input."""
    return lines.each(answer)


def answer(line: lines.Line) -> lines.Line:
    """What the text says as a whole, as the contract names it."""
    return read(lines.text(line, "text"), moment(lines.text(line, "now")))


def moment(written: str) -> datetime:
    """A local time; without an offset that of Jakarta. Raises Faulty."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise lines.Faulty(f'"{written}" is no date and time; write 2026-11-23T09:00') from None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(ZONE))
