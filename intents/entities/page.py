"""The text under reading: what one kind has taken, the next kinds no longer see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from intents.reading import Entity

LIMIT = 6_000  # characters read; a letter's facts stand well before this
CROWD = 1_200  # words, numbers and marks read of it: more is no letter but noise
TAKEN = "\x00"  # stands for a character that already belongs to a value
_SPACE = re.compile(r"[^\S\n]|[\u200b-\u200f\ufeff]")
_GAP = re.compile(r"\s{24,}")  # no value reaches across so much emptiness, and patterns need not try
_PLAIN = str.maketrans("–—‑−“”’‘´`", "----\"\"''''")


class Page:
    """`text` as written, cut at LIMIT; `left`: the same length in lower case, taken spans blanked.

    Every character keeps its place, so spans found in `left` hold in the person's own text.
    """

    def __init__(self, text: str) -> None:
        self.text = text[:LIMIT]
        plain = _SPACE.sub(" ", self.text.translate(_PLAIN)).replace(TAKEN, " ")
        self.open = _GAP.sub(lambda gap: TAKEN * len(gap[0]), plain)
        self._low = ("", "")
        self.found: list[Entity] = []

    @property
    def left(self) -> str:
        """Lower case of what is still open; letters whose lower case is longer stay as they are."""
        if self._low[0] is not self.open:
            low = self.open.lower()
            if len(low) != len(self.open):
                low = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.open)
            self._low = (self.open, low)
        return self._low[1]

    def take(self, kind: str, value: object, span: tuple[int, int], unit: str = "") -> None:
        """Record a value and close its span."""
        self.found.append(Entity(kind, value, *span, unit=unit))
        self.close(span)

    def close(self, span: tuple[int, int]) -> None:
        """Close a span that is no value (a price, a model's name) to the kinds that follow."""
        start, end = span
        self.open = self.open[:start] + TAKEN * (end - start) + self.open[end:]

    def each(self, pattern: re.Pattern[str], *, cased: bool = False) -> Iterator[re.Match[str]]:
        """Matches of `pattern` in what is open now; taking one while going on is safe."""
        yield from list(pattern.finditer(self.open if cased else self.left))


Kind = Callable[[Page], None]


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longest first; one space or line break between words."""
    return "|".join(re.escape(n).replace(r"\ ", r"\s") for n in sorted(names, key=lambda n: (-len(n), n)))
