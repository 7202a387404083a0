"""Which label do these words deserve? A linear model over n-grams, its scores made probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.features import Features, Row

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """`weights`: one line per n-gram, one column per label. `sharpness`: fitted on held-out phrases."""

    features: Features
    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    sharpness: float

    def scores(self, words: Sequence[str]) -> Floats:
        """The raw score of every label."""
        return self.of(self.features.row(words))

    def of(self, row: Row) -> Floats:
        """The raw scores of a row that is already made."""
        columns, values = row
        return np.asarray(values @ self.weights[columns] + self.bias, np.float32)

    def chances(self, scores: Floats) -> Floats:
        """Scores as calibrated probabilities that sum to one."""
        powers = np.exp(self.sharpness * (scores - scores.max()))
        return np.asarray(powers / powers.sum(), np.float32)

    def reasons(self, words: Sequence[str], label: str, most: int = 4) -> list[str]:
        """The words that spoke most for `label`, best first."""
        column = self.labels.index(label)
        said = {w: self._weight(w, column) for w in words}
        best = sorted((w for w in said if said[w] > 0), key=lambda w: -said[w])
        return best[:most]

    def _weight(self, word: str, column: int) -> float:
        columns, values = self.features.row([word])
        return float(values @ self.weights[columns, column])
