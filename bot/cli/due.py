"""`loket due`: deadlines, each with its rules."""

from __future__ import annotations

import argparse

from bot.cli import lines
from bot.cli.parts import catalogue
from bot.desk.due import due


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: JSON lines are read."""


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input."""
    known = catalogue()
    return lines.each(lambda line: due(line, known))
