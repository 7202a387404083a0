"""`loket migrate`: bring the store's schema up to date."""

from __future__ import annotations

import argparse

from bot.cli.parts import settings
from storage.engine import connect
from storage.migrate import head, migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: the store is a setting."""


def run(args: argparse.Namespace) -> int:
    """Migrate; done twice it changes nothing."""
    engine = connect(settings().store)
    migrate(engine)
    engine.dispose()
    print(f"the store is at {head()}")
    return 0
