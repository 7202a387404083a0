"""Words as the matcher sees them: masked, spelt out and corrected against our own vocabulary.

Only for matching. Values (names, numbers, addresses) are read from the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

LONGEST = 6_000  # characters of a message that are looked at
SHORTEST = 4  # letters of a word that may be corrected
CORRECTIONS = 60  # unknown words of one message that are compared with the vocabulary

TOKEN = re.compile(r"[a-z]+(?:\d+[a-z]*)?|\d+(?:[a-z]+)?|\?")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\n(?: ?\n){2,}")
LONG_DRAWN = re.compile(r"([a-z])\1{2,}")
TWICE = re.compile(r"^([a-z]{2,})2$")
WITH_DIGITS = re.compile(r"^([a-z]+)(\d+)([a-z]*)$|^(\d+)([a-z]+)$")
LEET = str.maketrans("013457", "oieast")
SUFFIXES = (
    "nya", "kan", "lah", "kah", "pun", "ipun", "aken", "ake", "in", "an", "ang", "ku", "mu", "ki", "ka", "mi", "ji",
    "ta", "pi", "ne", "ke", "no", "i", "k", "e",
)  # fmt: skip
PREFIXES = (
    "meng", "meny", "mem", "men", "nge", "ng", "ny", "me", "peng", "pem", "pen", "pe",
    "di", "ter", "ber", "ke", "se", "n", "m",
)  # fmt: skip
VOWELS = frozenset("aiueo")
MASKS = (
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"), " xsurel "),
    (re.compile(r"(?:https?://|www\.)\S+"), " xtautan "),
    (re.compile(r"\bkptik-\d{4}-\d{3,5}\b|#\d{3,6}\b"), " xtiket "),
    (re.compile(r"\b(?:tiket|ticket)(?: (?:no\.?|nomor))? ?#?\d{3,6}\b"), " xtiket "),
    (re.compile(r"\b\d{1,2}[.:]\d{2}\b"), " xjam "),
    (re.compile(r"\+?\d[\d.\- ]{6,}\d"), " xnomor "),
    (re.compile(r"\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b"), " xtanggal "),
)  # fmt: skip
MASK = re.compile(r"\?|x[a-z]{3,}")
SIZES = ((1, "x1"), (4, "x4"), (9, "x9"), (30, "x30"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`spelt`: a short, slang or regional word (or two) -> the usual words.

    `known`: vocabulary -> how often it was seen; words are corrected towards the more frequent.
    """

    spelt: Mapping[str, str]
    known: Mapping[str, int]
    own: frozenset[str] = frozenset()  # words that requests are made of
    right: frozenset[str] = frozenset()  # words that are no slips though our phrases lack them
    by_length: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    memory: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @staticmethod
    def of(
        spelt: Mapping[str, str], known: Mapping[str, int], own: Iterable[str] = (), right: Iterable[str] = ()
    ) -> Lexicon:
        """A lexicon ready to correct; the targets of `spelt` are known words too."""
        targets = {w: 1 for words in spelt.values() for w in words.split()}
        every = {**targets, **known}
        lengths: dict[int, list[str]] = {}
        for word in sorted(every):
            lengths.setdefault(len(word), []).append(word)
        by_length = {n: tuple(words) for n, words in lengths.items()}
        return Lexicon(spelt, every, frozenset(own), frozenset(right), by_length)

    def familiar(self, text: str, words: Sequence[str]) -> tuple[float, float, float]:
        """Shares, 0 to 1: of the words as written that are known; of all after correction; of what
        requests are made of, rare words counting more. `words`: what `tokens` made of `text`."""
        written = TOKEN.findall(cleaned(text))
        as_written = _share(w in self.known or w in self.spelt or not w.isalpha() for w in written)
        known = _share(w in self.known or not w.isalpha() for w in words)
        weights = [1 / log(2 + self.known.get(w, 0)) for w in words]
        own = sum(x for w, x in zip(words, weights, strict=True) if w in self.own or not w.isalpha())
        return as_written, known, own / (sum(weights) or 1.0)


def _share(held: Iterable[bool]) -> float:
    every = list(held)
    return sum(every) / len(every) if every else 0.0


def spelt(text: str, lexicon: Lexicon) -> list[str]:
    """The words of `text` as they are, short and regional ones as the usual words."""
    words = _pairs(TOKEN.findall(cleaned(text)), lexicon.spelt)
    return [usual for word in words for usual in lexicon.spelt.get(word, word).split()]


def tokens(text: str, lexicon: Lexicon) -> list[str]:
    """The words of `text`, normalised, in order."""
    words = _pairs(TOKEN.findall(cleaned(text)), lexicon.spelt)
    budget = CORRECTIONS
    done: list[str] = []
    for word in words:
        known = lexicon.memory.get(word)
        if known is None:
            budget -= 1
            known = _word(word, lexicon, budget > 0)
            if budget > 0 and len(lexicon.memory) < 20_000:
                lexicon.memory[word] = known
        done.extend(known)
    return done


def squeezed(text: str) -> str:
    """One blank, or one empty line, where there were many."""
    return EMPTY_LINES.sub("\n\n", BLANKS.sub(" ", text))


@lru_cache(maxsize=64)
def cleaned(text: str) -> str:
    """Lower case without look-alikes, invisible signs and accents; addresses and numbers masked."""
    plain = unicodedata.normalize("NFKD", INVISIBLE.sub("", text[:LONGEST])).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for pattern, mask in MASKS:
        plain = pattern.sub(mask, plain)
    return LONG_DRAWN.sub(r"\1", plain.replace("'", "").replace("`", ""))


def _pairs(words: list[str], spelt: Mapping[str, str]) -> Iterable[str]:
    """Two words that mean one thing ("in focus") are put together before anything else."""
    skip = False
    for here, after in zip(words, [*words, ""][1:], strict=True):
        pair = f"{here} {after}"
        if skip:
            skip = False
        elif after and pair in spelt:
            skip = True
            yield from spelt[pair].split()
        else:
            yield here


def _word(word: str, lexicon: Lexicon, correct: bool) -> tuple[str, ...]:
    if word in lexicon.spelt:
        return tuple(lexicon.spelt[word].split())
    if word in lexicon.known or MASK.fullmatch(word):
        return (word,)
    if word.isdigit():
        return (_size(word),)
    if not word.isalpha():
        return _mixed(word, lexicon)
    return tuple((_root(word, lexicon) or (correct and _corrected(word, lexicon)) or word).split())


def _size(digits: str) -> str:
    """A number by its size only, so that "12" and "14" are the same word."""
    if len(digits) > 4:
        return "xnomor"
    return next((name for most, name in SIZES if int(digits) <= most), "xbanyak")


def _mixed(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """ "laptop2" is laptops, "3org" three people, "m4ti" a word in disguise, "l3210" a model."""
    if twice := TWICE.match(word):
        return _word(twice[1], lexicon, True)
    leet = word.translate(LEET)
    if leet in lexicon.known:
        return (leet,)
    found = WITH_DIGITS.match(word)
    parts = [p for p in found.groups() if p] if found else [word]
    known = [p for p in parts if p in lexicon.spelt or p in lexicon.known]
    if not known:
        return (word,)
    return tuple(chain.from_iterable(_word(p, lexicon, False) for p in parts))


def _root(word: str, lexicon: Lexicon) -> str | None:
    """A known word inside an unknown one: "proyektornya", "ngecek", "pinjemin"."""
    stems = [word[: -len(s)] for s in SUFFIXES if word.endswith(s)]
    for stem in stems:
        if stem in lexicon.spelt and len(stem) > 2:
            return lexicon.spelt[stem]
    bare = (body[len(p) :] for body in (word, *stems) for p in PREFIXES if _prefixed(body, p))
    long = (w for w in (*stems, *bare) if len(w) >= SHORTEST)
    return next((lexicon.spelt.get(w, w) for w in long if w in lexicon.known or w in lexicon.spelt), None)


def _prefixed(word: str, prefix: str) -> bool:
    """A single nasal stands before a consonant ("mbayar", "ndaftar"): "nanda" is a name, not "anda"."""
    return word.startswith(prefix) and (len(prefix) > 1 or word[1:2] not in VOWELS)


def _corrected(word: str, lexicon: Lexicon) -> str | None:
    """The nearest known word: one slip in four letters or more, two in eight or more; the first
    letter is seldom mistaken, and a right word that we do not use is left alone."""
    if not SHORTEST <= len(word) <= 20 or word in lexicon.right:
        return None
    slips = 1 if len(word) < 8 else 2
    near = [w for n in range(len(word) - slips, len(word) + slips + 1) for w in lexicon.by_length.get(n, ())]
    near = [w for w in near if w[0] == word[0] or w[:2] == word[1::-1]]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=8)
    ranked = [(distance, -lexicon.known[w], w) for w, distance, _ in found]
    return min(ranked)[-1] if ranked else None
