"""`loket match`: what was meant."""

from __future__ import annotations

import argparse
from collections.abc import Container
from time import perf_counter
from typing import Any

from bot.cli import lines
from bot.cli.parts import catalogue, reader
from intents.reading import Reading

MOST = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """The text is optional: without it JSON lines are read."""
    parser.add_argument("text", nargs="*", help="a text, answered for a person to read")


def run(args: argparse.Namespace) -> int:
    """Answer the text, or every line of standard input."""
    source = catalogue()
    known = reader(source)
    incidents = frozenset(v.id for s in source.services.values() for v in s.variants if v.incident)
    if args.text:
        explain(known.match(" ".join(args.text)))
        return 0

    def answer(line: lines.Line) -> lines.Line:
        words, start = lines.text(line, "text"), perf_counter()
        reading = known.match(words)
        return {"id": line.get("id"), **shown(reading, incidents), "ms": round((perf_counter() - start) * 1000, 3)}

    return lines.each(answer)


def shown(reading: Reading, incidents: Container[str | None]) -> dict[str, Any]:
    """A reading as the contract names it; an incident is no listed variant."""
    return {
        "intent": reading.intent,
        "service": reading.service,
        "variant": None if reading.variant in incidents else reading.variant,
        "decision": reading.decision,
        "candidates": [
            {
                "service": one.service,
                "variant": None if one.variant in incidents else one.variant,
                "score": round(one.score, 4),
            }
            for one in reading.candidates[:MOST]
        ],
    }


def explain(reading: Reading) -> None:
    """The same for a person, with the reason."""
    found = " ".join(filter(None, (reading.service, reading.variant))) or "-"
    print(f"{reading.decision}: {reading.intent}, {found}")
    for one in reading.candidates[:MOST]:
        print(f"  {one.score:6.1%}  {' '.join(filter(None, (one.service, one.variant)))}")
    for reason in reading.why:
        print(f"  because: {reason}")
