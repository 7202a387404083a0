"""`loket check`: the catalogue, the languages and the settings."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.check import faults


def arguments(parser: argparse.ArgumentParser) -> None:
    """Another catalogue may be named."""
    parser.add_argument("--catalogue", type=Path, metavar="FOLDER", help="check this catalogue (default: our own)")


def run(args: argparse.Namespace) -> int:
    """Print what is wrong. Exit status 1 when something is."""
    found = faults(args.catalogue)
    for subject, wrong in found.items():
        print(f"{subject}: {'ok' if not wrong else f'{len(wrong)} faults'}")
        for fault in wrong:
            print(f"  {fault}")
    return 1 if any(found.values()) else 0
