"""How good is the reader on a labelled file? `python -m intents.evaluate FILE [--picture curve.svg]`.

A line of the file: {"id", "text", "intent", "service", "variant"} and, where known, "style".
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalog_data.load import load
from catalog_data.model import Catalogue
from intents.load import reader
from intents.reading import Reading

BINS = 10
OUTCOMES = ("right", "wrong", "offered", "missed", "control right", "control wrong", "kept out", "let in")
CURVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-40 -10 360 350" font-family="sans-serif" font-size="11">'
    '<rect width="300" height="300" fill="none" stroke="#999"/>'
    '<path d="M0 300L300 0" stroke="#bbb" stroke-dasharray="4"/>{marks}'
    '<text x="90" y="325">said (chance of the first candidate)</text>'
    '<text transform="translate(-20 230) rotate(-90)">was right (share)</text></svg>\n'
)


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled message and what became of it."""

    text: str
    intent: str
    service: str | None
    variant: str | None
    style: str
    reading: Reading
    outcome: str


def rows(path: Path, known: Catalogue, match: Callable[[str], Reading]) -> list[Row]:
    """Every line of `path` with the reader's answer; an incident is no listed variant (facts, 18)."""
    incidents = {v.id for s in known.services.values() for v in s.variants if v.incident}
    found = []
    for said in map(json.loads, path.read_text("utf-8").splitlines()):
        reading = match(said["text"])
        if reading.variant in incidents:
            reading = replace(reading, variant=None)
        labels = (said["text"], said["intent"], said["service"], said["variant"], said.get("style", ""))
        found.append(Row(*labels, reading, judged(said["intent"], said["service"], reading)))
    return found


def judged(intent: str, service: str | None, reading: Reading) -> str:
    """One of OUTCOMES: what the person would have met."""
    accepted = reading.intent == "request" and reading.decision == "accept"
    if intent == "oos":
        return "let in" if accepted else "kept out"
    if intent != "request":
        return "control right" if reading.intent == intent else "control wrong"
    return ("right" if reading.service == service else "wrong") if accepted else _offered(service, reading)


def _offered(service: str | None, reading: Reading) -> str:
    among = reading.decision == "clarify" and service in {c.service for c in reading.candidates}
    return "offered" if among else "missed"


def figures(found: Sequence[Row]) -> dict[str, float]:
    """What the README and the thresholds of the tests speak of, in per cent."""
    count = Counter(row.outcome for row in found)
    requests = sum(count[o] for o in OUTCOMES[:4])
    decided = [r for r in found if r.outcome == "right" and r.variant]
    return {
        "right at once": _percent(count["right"], requests),
        "wrong service accepted": _percent(count["wrong"], requests),
        "right or offered": _percent(count["right"] + count["offered"], requests),
        "variant right": _percent(sum(r.reading.variant == r.variant for r in decided), len(decided)),
        "control right": _percent(count["control right"], count["control right"] + count["control wrong"]),
        "outside let in": _percent(count["let in"], count["let in"] + count["kept out"]),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def table(found: Iterable[Row], by: str) -> list[str]:
    """Outcomes by "service" or "style", one line each."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        counts[str(getattr(row, by) or row.intent)][row.outcome] += 1
    head = f"{by:18}" + "".join(f"{o:>15}" for o in OUTCOMES)
    return [head, *(f"{key:18}" + "".join(f"{c[o]:15}" for o in OUTCOMES) for key, c in sorted(counts.items()))]


def confusions(found: Iterable[Row]) -> list[str]:
    """What was taken for what, most frequent first, with one example each."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in found:
        if row.outcome in ("wrong", "missed", "control wrong", "let in"):
            meant = row.service or row.intent if row.intent == "request" else row.intent
            seen[meant, row.reading.service or row.reading.intent].append(row.text)
    ordered = sorted(seen.items(), key=lambda item: -len(item[1]))
    return [f"{len(texts):4} {meant} -> {got}: {texts[0][:90]}" for (meant, got), texts in ordered]


def calibration(found: Iterable[Row]) -> list[tuple[float, float, int]]:
    """(mean chance said, share right, how many) of the first candidate, in equal steps."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for row in found:
        if row.reading.candidates and row.reading.intent in ("request", "oos"):
            top = row.reading.candidates[0]
            right = row.intent == "request" and top.service == row.service
            bins[min(int(top.score * BINS), BINS - 1)].append((top.score, right))
    full = [b for b in bins if b]
    return [(sum(s for s, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in full]


def picture(points: Iterable[tuple[float, float, int]]) -> str:
    """The calibration curve as SVG; the bigger a dot, the more messages."""
    dot = '<circle cx="{:.0f}" cy="{:.0f}" r="{:.1f}" fill="#2563eb"/>'
    return CURVE.format(marks="".join(dot.format(300 * s, 300 - 300 * r, 2 + n**0.5 / 2) for s, r, n in points))


def main() -> None:
    """Print the tables; write the picture where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    args = parser.parse_args()
    known = load()
    found = rows(args.file, known, reader(known, args.cache).match)
    for name, value in figures(found).items():
        print(f"{name:24}{value:6.1f} %")
    print("\n".join(["", *table(found, "service"), "", *table(found, "style"), "", *confusions(found)]))
    if args.picture:
        args.picture.write_text(picture(calibration(found)), "utf-8")


if __name__ == "__main__":
    main()
