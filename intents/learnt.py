"""What training leaves behind: two models, a gate, a vocabulary; as plain arrays for the cache."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from intents.decide import Gate
from intents.features import Features
from intents.match import Model


@dataclass(frozen=True, slots=True)
class Learnt:
    """`acts`: what is meant. `subjects`: about which service. `known`: word -> how often seen.

    `own`: the words of requests.
    """

    acts: Model
    subjects: Model
    gate: Gate
    known: dict[str, int]
    own: tuple[str, ...]

    def packed(self) -> dict[str, Any]:
        """Arrays and strings only, so that reading them back runs nothing."""
        gate = np.array([*self.gate.weights, self.gate.bias])
        words = {"known": np.array(json.dumps(self.known)), "own": np.array(json.dumps(self.own))}
        return {"gate": gate} | words | _packed("acts", self.acts) | _packed("subjects", self.subjects)


def unpacked(kept: Mapping[str, Any]) -> Learnt:
    """The inverse of `packed`. Raises KeyError or ValueError where something is missing."""
    gate = kept["gate"]
    judge = Gate(gate[:-1].astype(np.float32), float(gate[-1]))
    known, own = (json.loads(str(kept[name])) for name in ("known", "own"))
    return Learnt(_model(kept, "acts"), _model(kept, "subjects"), judge, known, tuple(own))


def _packed(name: str, model: Model) -> dict[str, Any]:
    return {
        f"{name}.grams": np.array("\n".join(model.features.numbers)),
        f"{name}.labels": np.array(json.dumps(model.labels)),
        f"{name}.rarity": model.features.rarity,
        f"{name}.weights": model.weights,
        f"{name}.bias": model.bias,
        f"{name}.sharpness": np.array(model.sharpness),
    }


def _model(kept: Mapping[str, Any], name: str) -> Model:
    grams = str(kept[f"{name}.grams"]).split("\n")
    features = Features({g: i for i, g in enumerate(grams)}, kept[f"{name}.rarity"])
    labels = tuple(json.loads(str(kept[f"{name}.labels"])))
    return Model(features, labels, kept[f"{name}.weights"], kept[f"{name}.bias"], float(kept[f"{name}.sharpness"]))
