"""`loket learn list|label`: what was not understood, and what was meant by it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Any

from bot.cli import lines
from bot.cli.parts import catalogue, open_store, settings, stop
from bot.learning import BESIDE, UNCLEAR, example
from catalog_data.model import Catalogue
from storage import unheard
from storage.store import Store

ALL = 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Two deeds. A process that is running learns a label at its next tick."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    about = "what waits for a label, as JSON lines"
    deeds.add_parser("list", help=about, description=about).add_argument(
        "--labelled", action="store_true", help="what has a label already"
    )
    about = "say what was meant; a second label replaces the first"
    label = deeds.add_parser("label", help=about, description=about)
    label.add_argument("id", type=int, help="number in the list")
    label.add_argument("meaning", metavar="SERVICE", help=f"a service's code, or {', '.join(BESIDE)}")
    label.add_argument("variant", nargs="?", default="", metavar="VARIANT", help="a variant of the service")


def run(args: argparse.Namespace) -> int:
    """JSON lines on standard output. What is unknown ends the command."""
    label = meaning(catalogue(), args.meaning, args.variant) if args.deed == "label" else ""
    store = open_store(settings().store)
    try:
        if label:
            lines.show(shown(_labelled(store, args.id, label)))
            return 0
        rows = store.see(unheard.labelled, UNCLEAR) if args.labelled else store.see(unheard.waiting, ALL, (UNCLEAR,))
        for row in rows:
            lines.show(shown(row))
    finally:
        store.close()
    return 0


def meaning(known: Catalogue, name: str, variant: str) -> str:
    """The label as the store keeps it. Raises SystemExit with what is allowed."""
    service = known.services.get(name)
    if service is None and name not in BESIDE:
        raise stop(f"Unknown service: {name}. Allowed are:", [", ".join(known.services), ", ".join(BESIDE)])
    allowed = [one.id for one in service.variants] if service else []
    if variant and variant not in allowed:
        raise stop(f"Unknown variant of {name}: {variant}. Allowed are:", allowed or ["none, it has no variants"])
    return f"{name}/{variant}" if service else name


def _labelled(store: Store, id: int, label: str) -> Any:
    """The row with its label. Raises SystemExit for an unknown number."""
    if store.see(unheard.find, id, UNCLEAR) is None:
        waiting = [str(row.id) for row in store.see(unheard.waiting, 20, (UNCLEAR,))]
        raise stop(f"Nothing is listed under {id}. Waiting are:", [", ".join(waiting) or "none"])
    store.do(unheard.done, id, datetime.now(UTC), label)
    return store.see(unheard.find, id, UNCLEAR)


def shown(row: Any) -> dict[str, Any]:
    """A row of the list; `decision`: the reader's then. The last three are null without a label."""
    said = example(row.words, row.label) if row.label else None
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "text": row.words,
        "decision": row.fault,
        "intent": said and said.intent,
        "service": said and said.service,
        "variant": said and said.variant,
    }
