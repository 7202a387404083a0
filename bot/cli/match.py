"""`loket match`: what was meant."""

from __future__ import annotations

import argparse
from collections.abc import Container, Iterable
from time import perf_counter
from typing import Any

from bot.cli import lines
from bot.cli.parts import catalogue, labelled, reader
from catalog_data.model import Catalogue
from intents.decide import CONTROL
from intents.examples import LocalExample, alike, examples
from intents.load import tables
from intents.reading import Reading

MOST = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """The text is optional: without it JSON lines are read."""
    parser.add_argument("text", nargs="*", help="a text, answered for a person to read")


def run(args: argparse.Namespace) -> int:
    """Answer the text, or every line of standard input."""
    source = catalogue()
    if args.text:
        taught = labelled(source)
        words = " ".join(args.text)
        reading = reader(source, taught).match(words)
        explain(reading, _examples(source, taught, words, reading))
        return 0
    known = reader(source)
    incidents = frozenset(v.id for s in source.services.values() for v in s.variants if v.incident)

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


def _examples(source: Catalogue, taught: Iterable[LocalExample], words: str, reading: Reading) -> list[str]:
    """What was learnt of the same meaning and is most alike, phrases of the desk among it."""
    room = tables()
    told = examples(source, room.controls, room.outside, taught)
    meant = reading.service if reading.intent == "request" else CONTROL + reading.intent
    return alike(words, told, meant or "")


def explain(reading: Reading, near: Iterable[str]) -> None:
    """The same for a person, with the reason: deciding words, and examples learnt (`near`)."""
    found = " ".join(filter(None, (reading.service, reading.variant))) or "-"
    print(f"{reading.decision}: {reading.intent}, {found}")
    for one in reading.candidates[:MOST]:
        print(f"  {one.score:6.1%}  {' '.join(filter(None, (one.service, one.variant)))}")
    for reason in reading.why:
        print(f"  because: {reason}")
    for example in near:
        print(f"  like: {example}")
