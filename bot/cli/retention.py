"""`loket retention`: count what is older than the settings allow; with --apply, erase it."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from bot.cli.parts import open_store, settings
from storage import retention
from storage.files import Shelf
from storage.retention import Periods


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing is erased unless it is said."""
    parser.add_argument("--apply", action="store_true", help="erase; without it only the counts are shown")


def run(args: argparse.Namespace) -> int:
    """One JSON line: how many rows of each kind are too old, and whether they were erased."""
    wanted, now = settings(), datetime.now(UTC)
    periods = Periods(
        wanted.keep_messages_days, wanted.keep_files_days, wanted.keep_tickets_days, wanted.keep_lists_days
    )
    store = open_store(wanted.store)
    try:
        if args.apply:
            counts, contents = store.do(retention.apply, now, periods)
            Shelf(wanted.files).erase(contents)
        else:
            counts = store.see(retention.overdue, now, periods)
    finally:
        store.close()
    print(json.dumps({"too_old": counts, "erased": args.apply}))
    return 0
