"""Words and letters of a message as a sparse, weighted row: word 1-2 and character 2-5 n-grams."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

Row = tuple[NDArray[np.int32], NDArray[np.float32]]  # feature numbers, their weights
LETTERS = (2, 3, 4, 5)
MANY = 1000
WORD_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class Features:
    """The n-grams that count and their rarity. `numbers`: n-gram -> column; words end in a tab."""

    numbers: dict[str, int]
    rarity: NDArray[np.float32]
    memory: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False)

    def row(self, words: Sequence[str]) -> Row:
        """The weighted columns of a message; either block (words, letters) has length one."""
        get = self.numbers.get
        by_word = Counter(n for n in map(get, word_grams(words)) if n is not None)
        by_letter: Counter[int] = Counter()
        for word in words:
            by_letter.update(self._letters(word))
        blocks = [self._weighted(by_word, WORD_WEIGHT), self._weighted(by_letter, 1.0)]
        columns = np.concatenate([b[0] for b in blocks])
        return columns, np.concatenate([b[1] for b in blocks])

    def knows(self, word: str) -> bool:
        """Whether the word itself was seen, not only letters of it."""
        return f"{word}\t" in self.numbers

    def _letters(self, word: str) -> tuple[int, ...]:
        known = self.memory.get(word)
        if known is None:
            get = self.numbers.get
            known = tuple(n for n in map(get, letter_grams(word)) if n is not None)
            if len(self.memory) < 20_000:
                self.memory[word] = known
        return known

    def _weighted(self, counts: Counter[int], weight: float) -> Row:
        columns = np.fromiter(counts.keys(), np.int32, len(counts))
        times = np.fromiter(counts.values(), np.float32, len(counts))
        values = (1 + np.log(times)) * self.rarity[columns]
        length = float(np.sqrt((values * values).sum())) or 1.0
        return columns, (values * (weight / length)).astype(np.float32)


def word_grams(words: Sequence[str]) -> Iterable[str]:
    """Words and pairs of neighbours, told from letters by a tab at the end."""
    yield from (f"{word}\t" for word in words)
    yield from (f"{a} {b}\t" for a, b in itertools.pairwise(words))


def letter_grams(word: str) -> Iterable[str]:
    """Runs of 2 to 5 letters of a word between blanks."""
    padded = f" {word} "
    for n in LETTERS:
        yield from (padded[i : i + n] for i in range(max(1, len(padded) - n + 1)))


def learn(texts: Sequence[Sequence[str]]) -> Features:
    """The n-grams of `texts`; of many texts only those that occur twice (words: always)."""
    seldom = 1 if len(texts) < MANY else 2
    seen: Counter[str] = Counter()
    for words in texts:
        seen.update({*word_grams(words), *(g for w in set(words) for g in letter_grams(w))})
    kept = sorted(g for g, n in seen.items() if n >= seldom or (g.endswith("\t") and " " not in g))
    rarity = [log((1 + len(texts)) / (1 + seen[g])) + 1 for g in kept]
    return Features({g: i for i, g in enumerate(kept)}, np.array(rarity, np.float32))
