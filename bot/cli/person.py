"""`loket person export|erase WHO`: what is kept of one person, shown whole or erased."""

from __future__ import annotations

import argparse
import json

from bot.cli.parts import settings, stop
from storage import privacy
from storage.files import Shelf
from storage.store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Two deeds. Nothing is erased unless it is said."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    for deed, about in (("export", "show everything as JSON"), ("erase", "replace personal text by a marker")):
        one = deeds.add_parser(deed, help=about, description=about)
        one.add_argument("who", help='"channel:user" (email:a@b.id), the number of a ticket, or an id')
    one.add_argument("--apply", action="store_true", help="erase; without it only the counts are shown")


def run(args: argparse.Namespace) -> int:
    """JSON on standard output. Somebody unknown, or with an open ticket, ends the command."""
    wanted = settings()
    store = Store.open(wanted.store)
    try:
        people = store.see(privacy.everybody, args.who)
        if not people:
            raise stop("Nobody is known as", [args.who])
        told = store.see(privacy.export, *people)
        if args.deed == "erase":
            told = _erased(args, store, Shelf(wanted.files), people, told)
    finally:
        store.close()
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return 0


def _erased(
    args: argparse.Namespace, store: Store, shelf: Shelf, people: list[str], kept: dict[str, list[object]]
) -> dict[str, object]:
    """The counts; with --apply after it was done."""
    if not args.apply:
        return {"would_erase": {name: len(rows) for name, rows in kept.items()}, "erased": False}
    try:
        done = store.do(privacy.erase, *people)
    except privacy.StillOpen as still:
        raise stop("Not erased:", [str(still)]) from None
    shelf.erase(done.contents)
    return {"erased": True, "rows": done.rows, "contents": len(done.contents)}
