"""The reader: one message in, one `Reading` out. It knows nothing of the conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from intents import flags as said
from intents.decide import CONTROL, Gate, Limits, Verdict, decide, shares, signals
from intents.entities import find
from intents.letter import LONG, body, clauses, sentences
from intents.match import Floats, Model
from intents.normalize import Lexicon, cleaned, tokens
from intents.reading import Intent, Reading

SENTENCES = 12  # of a long letter, at most so many are weighed one by one
PIECES = 6
ANY_DAY = datetime(2026, 1, 1)  # counts do not depend on the day
NOTHING = Verdict("oos", "reject", None, None, (), None, "")


@dataclass(frozen=True, slots=True)
class Split:
    """More than `above` counted `units` make `low` into `high` (the catalogue's thresholds)."""

    units: tuple[str, ...]
    above: int
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Reader:
    """`acts`: what is meant. `subjects`: about which service. Both made by `load.reader`."""

    acts: Model
    subjects: Model
    gate: Gate
    lexicon: Lexicon
    flags: said.Flags
    limits: Limits = Limits()
    splits: Mapping[str, tuple[Split, ...]] = field(default_factory=dict)

    def match(self, text: str) -> Reading:
        """What is meant, without the values in the text."""
        reading = self._one(text)
        return replace(reading, parts=self._parts(text, reading)) if reading.intent == "request" else reading

    def read(self, text: str, now: datetime) -> Reading:
        """What is meant, with every value and its place in the text; dates are seen from `now`."""
        reading = self.match(text)
        parts = tuple(replace(p, entities=find(p.text, now)) for p in reading.parts)
        return replace(reading, entities=find(text, now), parts=parts)

    def _one(self, text: str) -> Reading:
        words = self._words(text)
        verdict = self._verdict(text, words)
        low = cleaned(text)
        yes, no = said.answer(low, self.flags)
        return Reading(
            text=text,
            intent=verdict.intent,
            service=verdict.service,
            variant=self._counted(verdict, text),
            decision=verdict.decision,
            candidates=verdict.candidates,
            language=said.language(low, self.flags),
            asked=self._asked(verdict, text),
            topics=said.every(low, self.flags.topics),
            near_miss=verdict.near_miss,
            urgent=said.first(low, self.flags.urgent),
            yes=yes,
            no=no,
            correction=bool(self.flags.correction.search(low)),
            restart=bool(self.flags.restart.search(low)),
            menyusul=bool(self.flags.menyusul.search(low)),
            why=tuple(self._why(verdict, words)),
        )

    def _words(self, text: str) -> list[str]:
        return tokens(body(text, self.flags.frame, self.flags.farewell), self.lexicon)

    def _verdict(self, text: str, words: Sequence[str]) -> Verdict:
        if not words:
            return NOTHING
        verdict = self._judged(self._scores(text, words), words)
        return self._about(verdict, words) if verdict.label.startswith(CONTROL) else verdict

    def _judged(self, scores: Floats, words: Sequence[str]) -> Verdict:
        found = shares(self.acts.labels, scores, self.acts.chances(scores))
        sure = self.gate.chance(signals(found, self.lexicon.share(words), len(words)))
        return decide(found, sure, self.limits)

    def _scores(self, text: str, words: Sequence[str]) -> Floats:
        """Of a long letter the clearest sentence counts as much as the whole."""
        whole = self.acts.scores(words)
        if len(words) < LONG:
            return whole
        pieces = sentences(body(text, self.flags.frame, self.flags.farewell))[:SENTENCES]
        each = [self.acts.scores(t) for t in (tokens(p, self.lexicon) for p in pieces) if t]
        return np.asarray((whole + np.max([whole, *each], axis=0)) / 2, np.float32)

    def _about(self, verdict: Verdict, words: Sequence[str]) -> Verdict:
        """A question or an action names its service or none: a finding of its own."""
        scores = self.subjects.scores(words)
        parts = shares(self.subjects.labels, scores, self.subjects.chances(scores))
        if not parts.services:
            return verdict
        code = max(parts.services, key=lambda s: parts.services[s])
        if parts.services[code] < self.limits.subject:
            return verdict
        variants = parts.variants[code]
        best = max(variants, key=lambda v: variants[v])
        sure = variants[best] >= self.limits.variant * parts.services[code]
        return replace(verdict, service=code, variant=best or None if sure else None)

    def _counted(self, verdict: Verdict, text: str) -> str | None:
        """A count in the text decides between the siblings of a threshold."""
        for split in self.splits.get(verdict.service or "", ()):
            if verdict.variant in (split.low, split.high):
                counts = [e.value for e in find(text, ANY_DAY) if e.kind == "number" and e.unit in split.units]
                if counts:
                    return split.high if max(counts) > split.above else split.low
        return verdict.variant

    def _asked(self, verdict: Verdict, text: str) -> Intent | None:
        if verdict.intent.startswith("ask_"):
            return verdict.intent
        if "?" not in text and len(text.split()) < 6:
            return None
        for piece in clauses(text)[-PIECES:]:
            words = tokens(piece, self.lexicon)
            found = self._judged(self.acts.scores(words), words) if words else NOTHING
            if found.intent.startswith("ask_"):
                return found.intent
        return None

    def _parts(self, text: str, whole: Reading) -> tuple[Reading, ...]:
        """Two or more requests for different services, each clear by itself."""
        found: list[Reading] = []
        for piece in clauses(body(text, self.flags.frame, self.flags.farewell))[:PIECES]:
            one = self._one(piece)
            clear = one.intent == "request" and one.decision == "accept" and one.candidates[0].score >= 0.75
            if clear and all(one.service != f.service for f in found):
                found.append(one)
        return tuple(found) if len(found) > 1 else ()

    def _why(self, verdict: Verdict, words: Sequence[str]) -> list[str]:
        label = verdict.label or f"{verdict.service}/{verdict.variant or ''}"
        return self.acts.reasons(words, label) if label in self.acts.labels else []
