"""Accept, ask or reject: what the chances of all labels amount to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import cast

import numpy as np
from numpy.typing import NDArray

from intents.match import Floats
from intents.reading import Candidate, Decision, Intent

CONTROL, OUTSIDE = "=", "-"  # first letter of a label that is no service's
SPOKEN_AS = {"ask_about": "help"}  # a question that only its topics tell apart
MOST = 3  # candidates offered
FAINT = 1e-3  # chances below are all the same
LOWEST = -2.0  # raw score of what is not there


@dataclass(frozen=True, slots=True)
class Limits:
    """Chances from which on one acts.

    `accept`, `ask`: the gate's chance that the likeliest service is right, to go on with it or to
    offer it; `least`: its own chance, below which nothing is taken for granted;
    `wish`: of all requests together, from which on some are offered. `control`: of a
    control intent, which wins at `tie` times the chance of a request (a question about a service
    looks like a request for it). `variant`, `subject`: share of siblings, of services.
    `trace`: of the first candidate's chance, below which none is offered beside it.
    """

    accept: float = 0.65
    least: float = 0.30
    ask: float = 0.25
    wish: float = 0.45
    control: float = 0.20
    tie: float = 0.75
    variant: float = 0.55
    subject: float = 0.35
    near: float = 0.10
    trace: float = 0.03
    elsewhere: frozenset[str] = frozenset()  # outside kinds that another unit serves


@dataclass(frozen=True, slots=True)
class Gate:
    """A logistic weighing of several signals, fitted on held-out phrases and held-out kinds."""

    weights: NDArray[np.float32]
    bias: float

    def chance(self, signals: Sequence[float]) -> float:
        """How likely it is that the likeliest service is what was meant."""
        return 1 / (1 + exp(-float(np.dot(self.weights, signals)) - self.bias))


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
    """Chances summed (siblings to their service, outside kinds to one) and best raw scores."""

    services: Mapping[str, float]
    variants: Mapping[str, Mapping[str, float]]
    controls: Mapping[str, float]
    outside: Mapping[str, float]
    margins: Mapping[str, float]  # service code, CONTROL, OUTSIDE -> best raw score


@lru_cache(maxsize=8)
def _split(labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(service code or first letter, variant or the rest) of every label; ("", "") for none."""
    cuts = ((x[0], "", x[1:]) if x[:1] in (CONTROL, OUTSIDE) else x.partition("/") for x in labels)
    return tuple((code, rest) for code, _, rest in cuts)


def shares(labels: tuple[str, ...], scores: Floats, chances: Floats) -> Shares:
    """Sum siblings to the service first, so that a tie between siblings is one question."""
    variants: dict[str, dict[str, float]] = {}
    margins: dict[str, float] = {CONTROL: LOWEST, OUTSIDE: LOWEST}
    for (code, rest), score, chance in zip(_split(labels), scores.tolist(), chances.tolist(), strict=True):
        variants.setdefault(code, {})[rest] = chance
        margins[code] = max(margins.get(code, LOWEST), score)
    controls, outside = variants.pop(CONTROL, {}), variants.pop(OUTSIDE, {})
    variants.pop("", None)
    services = {code: sum(chances.values()) for code, chances in variants.items()}
    return Shares(services, variants, controls, outside, margins)


def signals(found: Shares, familiar: Sequence[float], length: int) -> list[float]:
    """What the gate weighs. `familiar`: see `Lexicon.familiar`; `length`: words of the message."""
    ordered = [*sorted(found.services, key=lambda s: -found.services[s])[:2], "", ""]
    first, second = (found.services.get(s, 0.0) for s in ordered[:2])
    wanted, outside = sum(found.services.values()), sum(found.outside.values())
    return [
        _odds(first, 1 - first),
        _odds(first, second),
        _odds(wanted, outside),
        _odds(wanted, max(found.controls.values(), default=0.0)),
        found.margins[ordered[0]] if ordered[0] else LOWEST,
        *familiar,
        log(1 + length),
    ]


def _odds(one: float, other: float) -> float:
    return log((one + FAINT) / (other + FAINT))


def sibling(chances: Mapping[str, float], limits: Limits) -> str | None:
    """The variant that has most of its service's chance, or None (one question is due)."""
    total = sum(chances.values())
    best = max(chances, key=chances.__getitem__)
    return best or None if total and chances[best] / total >= limits.variant else None


def decide(found: Shares, sure: float, limits: Limits) -> Verdict:
    """The verdict on one message. `sure`: the gate's chance of the likeliest service."""
    candidates = _ranked(found, sure, limits)
    control = max(found.controls, key=lambda c: found.controls[c], default="")
    outside = max(found.outside, key=lambda k: found.outside[k], default="")
    chance, wanted = found.controls.get(control, 0.0), sum(found.services.values())
    if chance > max(limits.control, limits.tie * max(wanted, sum(found.outside.values()))):
        intent = cast(Intent, SPOKEN_AS.get(control, control))
        return Verdict(intent, "accept", None, None, candidates, None, CONTROL + control)
    if not candidates or (sure < limits.ask and wanted < limits.wish):
        near = outside if outside in limits.elsewhere and found.outside[outside] >= limits.near else None
        return Verdict("oos", "reject", None, None, candidates, near, OUTSIDE + outside)
    top = candidates[0]
    clear = sure >= limits.accept and found.services[top.service] >= limits.least
    decision: Decision = "accept" if clear else "clarify"
    return Verdict("request", decision, top.service, top.variant, candidates, None, "")


def _ranked(found: Shares, sure: float, limits: Limits) -> tuple[Candidate, ...]:
    """The likeliest services; the first has the gate's chance, the others share what is left, none above it."""
    best = sorted(found.services.items(), key=lambda item: -item[1])[:MOST]
    best = [item for item in best if item[1] >= limits.trace * best[0][1]]
    left = sum(p for _, p in best[1:]) or 1.0
    scores = [sure, *(min(sure, p, (1 - sure) * p / left) for _, p in best[1:])]
    return tuple(
        Candidate(code, sibling(found.variants[code], limits), round(score, 4))
        for (code, _), score in zip(best, scores, strict=False)
    )
