"""The reader: one message in, one `Reading` out. It knows nothing of the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import or_
from typing import get_args

import numpy as np

from intents import flags as said
from intents.bare import bare, values
from intents.decide import CONTROL, Gate, Limits, Shares, Verdict, decide, shares, signals
from intents.entities import find
from intents.frame import frame, subject
from intents.letter import LONG, body, clauses, sentences, signature, tells
from intents.match import Floats, Model
from intents.normalize import LONGEST, Lexicon, cleaned, squeezed, tokens
from intents.reading import Intent, Reading

COURTESY = ("greeting", "thanks")  # of a letter's sentence they say nothing
SENTENCES = 12  # of a long letter, at most so many are weighed one by one
ENDLESS = 120  # words without a full stop, of which only
HEAD = 20  # words at the beginning count
TITLE = 3  # words from which on a subject says more than its kind ("Dukungan rakor")
PIECES = 5  # clauses at the head, and at the end, looked at for a second request or a question
SHORT = 20  # characters of a message that holds one thing only
CLEAR = 0.85  # chance from which on the bare words may name another service than the whole message
PART = 0.7  # chance from which on a clause is a request of its own
CLAUSE = 400  # characters of the longest clause that may be one
SURE = 0.95  # chance from which on a clause that asks for nothing is one all the same
FEWEST = 2  # words of one, dates and places not counted
REASONS = 30  # words among which the deciding ones are looked for
ASKING = 1_000  # characters of a message that asks several things
QUESTION = re.compile(r"[^?.!,\n]{3,300}\?")
QUESTIONS = frozenset(i for i in get_args(Intent) if i.startswith("ask_"))
BESIDE_WISHES = QUESTIONS | {"cancel"}
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
    limits: Limits = field(default_factory=Limits)
    splits: Mapping[str, tuple[Split, ...]] = field(default_factory=dict)

    def match(self, text: str) -> Reading:
        """What is meant, without the values in the text; of an endless text its beginning counts."""
        plain = squeezed(text)[:LONGEST]
        if plain != text:
            return replace(self.match(plain), text=text)
        words = self._words(text)
        verdict = self._verdict(text, words)
        if verdict.decision != "accept":
            verdict = self._without_values(text, verdict)
        reading = self._flagged(text, verdict)
        if verdict.intent != "thanks" and said.only_answers(cleaned(text), self.flags):
            return replace(reading, intent="oos", decision="reject", service=None, variant=None, candidates=())
        pieces = self._pieces(text)
        parts = self._parts(text, pieces, verdict) if verdict.intent == "request" else ()
        asked, why = self._asked(verdict, pieces), self._why(verdict, words)
        questions, wish = self._questions(text, pieces), self._wish(verdict, pieces)
        return replace(reading, asked=asked, parts=parts, questions=questions, wish=wish, why=why)

    def read(self, text: str, now: datetime) -> Reading:
        """What is meant, with every value and its place in the text; dates are seen from `now`."""
        reading = self.match(text)
        parts = tuple(replace(p, entities=find(p.text, now)) for p in reading.parts)
        wish = replace(reading.wish, entities=find(reading.wish.text, now)) if reading.wish else None
        until = min(frame(text).close, signature(text, self.flags.farewell))
        found = find(text, now)
        told = tuple(each for each in found if tells(text, until, each))
        if not any(each.kind == "office" for each in told):  # only the signature names one
            told = (*told, *(each for each in found if each.kind == "office" and frame(text).signs(each.start)))
        return replace(reading, entities=told, parts=parts, wish=wish)

    def _flagged(self, text: str, verdict: Verdict) -> Reading:
        """The verdict with all that single words say."""
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
            topics=said.every(low, self.flags.topics),
            near_miss=verdict.near_miss,
            urgent=said.first(low, self.flags.urgent),
            yes=yes,
            no=no,
            correction=said.corrects(low, self.flags),
            restart=bool(self.flags.restart.search(low)),
            menyusul=bool(self.flags.menyusul.search(low)),
            still=bool(self.flags.still.search(low)),
        )

    def _words(self, text: str) -> list[str]:
        return tokens(body(text, self.flags.frame, self.flags.farewell), self.lexicon)

    def _verdict(self, text: str, words: Sequence[str]) -> Verdict:
        if not words:
            return NOTHING
        verdict = self._judged(self._scores(text, words), text, words)
        if not verdict.label.startswith(CONTROL):
            return verdict
        return self._about(verdict, words) if any(map(self.acts.features.knows, words)) else NOTHING

    def _without_values(self, text: str, verdict: Verdict) -> Verdict:
        """The same without dates, addresses, names and places: they say nothing of the service.

        Taken where it names the same service more surely, or one of those that were near very surely,
        so that a value in the words can lower a chance but never make up a request.
        """
        without = bare(text)
        again = self._verdict(without, self._words(without)) if without != text else NOTHING
        if again.intent != "request" or not verdict.candidates:
            return verdict
        first, second = verdict.candidates[0], again.candidates[0]
        known = first.service if second.score < CLEAR else second.service
        likely = known in [each.service for each in verdict.candidates] and second.service == known
        return again if likely and second.score > first.score else verdict

    def _judged(self, scores: Floats, text: str, words: Sequence[str]) -> Verdict:
        found = shares(self.acts.labels, scores, self.acts.chances(scores))
        sure = self.gate.chance(signals(found, self.lexicon.familiar(text, words), len(words)))
        verdict = decide(found, sure, self.limits)
        if verdict.service is None or verdict.variant is not None:
            return verdict
        return replace(verdict, variant=self._family(found, verdict.service))

    def _family(self, found: Shares, service: str) -> str | None:
        """The lower sibling of a threshold whose two variants together have most of the chance."""
        chances = found.variants[service]
        total = sum(chances.values())
        for split in self.splits.get(service, ()):
            both = chances.get(split.low, 0.0) + chances.get(split.high, 0.0)
            if total and both / total >= self.limits.variant:
                return split.low
        return None

    def _scores(self, text: str, words: Sequence[str]) -> Floats:
        """Of a long letter the clearest sentence that asks counts as much as the whole, and its subject as much
        as both; of endless words their head."""
        whole = self.acts.scores(words)
        if len(words) < LONG:
            return whole
        pieces = sentences(body(text, self.flags.frame, self.flags.farewell))[:SENTENCES]
        if len(pieces) < 2 and len(words) >= ENDLESS:
            return self.acts.scores(words[:HEAD])
        clearest = self._clearest(whole, pieces)
        told = (whole + clearest) / 2
        title = subject(text)
        above = tokens(title, self.lexicon) if len(title.split()) >= TITLE else []
        return np.asarray((told + self.acts.scores(above)) / 2 if above else told, np.float32)

    def _clearest(self, whole: Floats, pieces: Sequence[str]) -> Floats:
        """The best score of any sentence that asks, courtesies aside."""
        asking = [p for p in pieces if self.flags.wishes.search(cleaned(p))] or pieces
        each = [self.acts.scores(t) for t in (tokens(p, self.lexicon) for p in asking) if t]
        best = np.max([whole, *each], axis=0)
        polite = [self.acts.labels.index(CONTROL + c) for c in COURTESY]
        best[polite] = whole[polite]
        return np.asarray(best, np.float32)

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
                counts = [e.value for e in values(text) if e.kind == "number" and e.unit in split.units]
                if counts:
                    return split.high if max(counts) > split.above else split.low
        return verdict.variant

    def _pieces(self, text: str) -> list[tuple[str, Verdict]]:
        """The clauses at the head and at the end, each with its own verdict."""
        found = clauses(body(text, self.flags.frame, self.flags.farewell)) if len(text) > SHORT else []
        near = found if len(found) <= 2 * PIECES else [*found[:PIECES], *found[-PIECES:]]
        return [(piece, self._verdict(piece, self._words(piece))) for piece in near] if len(near) > 1 else []

    def _asked(self, verdict: Verdict, pieces: Sequence[tuple[str, Verdict]]) -> Intent | None:
        """A question beside a request or an answer ("..., perlu surat?"); who asks beside a clear
        request how it is done wants it done."""
        wanted = QUESTIONS - {"ask_procedure"} if verdict.decision == "accept" else QUESTIONS
        if verdict.intent in QUESTIONS:
            return verdict.intent
        return next((each.intent for _, each in pieces if each.intent in wanted), None)

    def _questions(self, text: str, pieces: Sequence[tuple[str, Verdict]]) -> tuple[Reading, ...]:
        """What asks, where several do ("bayar ga? berapa lama?", "bayar ga, berapa lama?")."""
        several = text.count("?", 0, ASKING) > 1
        found = QUESTION.findall(text[:ASKING])[:PIECES] if several else []
        asked = [(each.strip(), self._verdict(each, self._words(each))) for each in found]
        asked = [(each, one) for each, one in asked if one.intent != "request" or one.decision != "accept"]
        within = [(each, one) for each, one in pieces if one.intent in QUESTIONS and not (several and "?" in each)]
        told = [*within, *asked]
        return tuple(self._flagged(each, one) for each, one in told) if len(told) > 1 else ()

    def _wish(self, verdict: Verdict, pieces: Sequence[tuple[str, Verdict]]) -> Reading | None:
        """The one request beside a question or a cancellation, with all that does neither."""
        if verdict.intent not in BESIDE_WISHES:
            return None
        rest = [(each, one) for each, one in pieces if one.intent not in BESIDE_WISHES and "?" not in each]
        clear = [one for each, one in rest if self._clear(each, one)]
        alone = len({one.service for one in clear}) == 1
        return self._flagged(", ".join(each for each, _ in rest), max(clear, key=_top)) if alone else None

    def _parts(self, text: str, pieces: Sequence[tuple[str, Verdict]], whole: Verdict) -> tuple[Reading, ...]:
        """Two or more requests for different services, each clear by itself; the clearest words know its variant."""
        parts = self._told(pieces, whole)
        return tuple(self._flagged(", ".join(told), one) for told, one in parts) if self._apart(text, parts) else ()

    def _told(self, pieces: Sequence[tuple[str, Verdict]], whole: Verdict) -> list[tuple[list[str], Verdict]]:
        """The clauses of each service that is clearly asked for, and what they mean."""
        found: dict[str, tuple[list[str], Verdict]] = {}
        told: list[str] = []  # of the part that is being read; what comes before the first belongs to it
        for piece, verdict in pieces:
            service = verdict.service if self._clear(piece, verdict) else None
            if service and service not in found:
                told = [*(told if not found else ()), piece]
                found[service] = (told, whole if whole.service == service and whole.variant else verdict)
            else:
                told.append(piece)
            if service and _top(verdict) > _top(found[service][1]):
                found[service] = (found[service][0], verdict)
        return list(found.values())

    def _clear(self, piece: str, verdict: Verdict) -> bool:
        """Whether a clause is a request by itself, without the dates and places that stand in it."""
        if verdict.intent != "request" or _top(verdict) < PART or len(piece) > CLAUSE:
            return False
        rest = bare(piece)
        return len(rest.split()) >= FEWEST or bool(self.flags.asks.search(cleaned(rest)))

    def _apart(self, text: str, told: Sequence[tuple[list[str], Verdict]]) -> bool:
        """Whether these are requests of their own: each asks, or the words say that one is added.

        "tamu dari pusat datang, minta wifi" tells a reason and asks for one thing.
        """
        asks = [bool(self.flags.asks.search(cleaned(" ".join(pieces)))) for pieces, _ in told]
        joined = [self._joined(text, pieces[0], verdict) for pieces, verdict in told]
        asking = list(map(or_, asks, joined))
        added = bool(self.flags.adds.search(cleaned(text))) and all(asking[1:])
        doubtless = all(_top(verdict) >= SURE for _, verdict in told) and not any(asks)
        return len(told) > 1 and (all(asking) or added or doubtless)

    def _joined(self, text: str, piece: str, verdict: Verdict) -> bool:
        """ "pinjam proyektor, sama wifi tamu": what is asked for is said once for both."""
        before = cleaned(text[: max(0, text.find(piece))]).split()[-1:]
        return _top(verdict) >= SURE and bool(self.flags.joins.search(" ".join(before)))

    def _why(self, verdict: Verdict, words: Sequence[str]) -> tuple[str, ...]:
        """The deciding words."""
        label = verdict.label or f"{verdict.service}/{verdict.variant or ''}"
        return tuple(self.acts.reasons(words[:REASONS], label)) if label in self.acts.labels else ()


def _top(verdict: Verdict) -> float:
    return verdict.candidates[0].score
