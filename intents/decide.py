"""Accept, ask or reject: what the chances of all labels amount to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from intents.match import Floats
from intents.reading import Candidate, Decision, Intent

CONTROL, OUTSIDE = "=", "-"  # first letter of a label that is no service's
SPOKEN_AS = {"ask_about": "help"}  # a question that only its topics tell apart


@dataclass(frozen=True, slots=True)
class Limits:
    """Chances from which on one acts; fitted on our own held-out phrases (`data/limits`)."""

    accept: float = 0.50
    gap: float = 0.15
    ask: float = 0.25
    control: float = 0.40
    variant: float = 0.55
    subject: float = 0.50


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, before values are looked for."""

    intent: Intent
    decision: Decision
    service: str | None
    variant: str | None
    candidates: tuple[Candidate, ...]
    near_miss: str | None
    label: str  # the label that decided, for the explanation


@dataclass(frozen=True, slots=True)
class Shares:
    """The chances, summed: siblings to their service, kinds of outside subjects to one."""

    services: Mapping[str, float]
    variants: Mapping[str, Mapping[str, float]]
    controls: Mapping[str, float]
    outside: Mapping[str, float]


def shares(labels: Sequence[str], chances: Floats) -> Shares:
    """Sum siblings to the service first, so that a tie between siblings is one question."""
    services: dict[str, float] = defaultdict(float)
    variants: dict[str, dict[str, float]] = defaultdict(dict)
    controls: dict[str, float] = {}
    outside: dict[str, float] = {}
    for label, chance in zip(labels, map(float, chances), strict=True):
        if label.startswith(CONTROL):
            controls[label[1:]] = chance
        elif label.startswith(OUTSIDE):
            outside[label[1:]] = chance
        elif label:
            code, _, variant = label.partition("/")
            services[code] += chance
            variants[code][variant] = chance
    return Shares(services, variants, controls, outside)


def ranked(parts: Shares, limits: Limits, most: int = 3) -> tuple[Candidate, ...]:
    """The likeliest services, each with its variant where the words decide it."""
    best = sorted(parts.services.items(), key=lambda item: -item[1])[:most]
    return tuple(Candidate(code, sibling(parts.variants[code], limits), round(p, 4)) for code, p in best)


def sibling(chances: Mapping[str, float], limits: Limits) -> str | None:
    """The variant that has most of its service's chance, or None (one question is due)."""
    total = sum(chances.values())
    best = max(chances, key=lambda v: chances[v])
    return best or None if total and chances[best] / total >= limits.variant else None


def decide(parts: Shares, limits: Limits) -> Verdict:
    """The verdict on one message."""
    candidates = ranked(parts, limits)
    control = max(parts.controls, key=lambda c: parts.controls[c], default="help")
    outside = max(parts.outside, key=lambda k: parts.outside[k], default="")
    asked = sum(parts.services.values())
    if parts.controls.get(control, 0.0) >= max(limits.control, asked):
        intent = cast(Intent, SPOKEN_AS.get(control, control))
        return Verdict(intent, "accept", None, None, candidates, None, CONTROL + control)
    decision = _decision(candidates, asked, parts, limits)
    if decision == "reject":
        near = outside if parts.outside.get(outside, 0.0) >= 0.15 else None
        return Verdict("oos", "reject", None, None, candidates, near, OUTSIDE + outside)
    top = candidates[0]
    return Verdict("request", decision, top.service, top.variant, candidates, None, "")


def _decision(found: Sequence[Candidate], asked: float, parts: Shares, limits: Limits) -> Decision:
    outside = sum(parts.outside.values())
    scores = [c.score for c in found] + [0.0, 0.0]
    if scores[0] >= limits.accept and scores[0] - scores[1] >= limits.gap and outside < scores[0]:
        return "accept"
    return "clarify" if asked >= limits.ask and asked > outside / 2 else "reject"
