"""Fit the linear models and the gate. scikit-learn is imported only here, when data are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.decide import CONTROL, OUTSIDE, Gate, shares, signals
from intents.examples import SEED, Example, dressed, noisy
from intents.features import Features, learn
from intents.learnt import Learnt
from intents.match import Floats, Model
from intents.normalize import SHORTEST, Lexicon, spelt, tokens

FOLDS = 3
PRIVATE = OUTSIDE + "private"
AT_HOME = 0.05  # share of the requests told once more as a private wish
NOISE = 0.3  # share of words with a slip in the noisy copies
OWNERS = ("nya", "ku", "mu")  # endings that say whose it is
STEPS = np.geomspace(1.0, 40.0, 60)
SOFT = 0.4  # what a single phrase may bend the weights (C) where noisy copies are learnt too
SCARCE = 12  # examples a label on average
FOREIGN = 1.5  # a wrong ticket costs more than a question: weight of what is no request
Ints = NDArray[np.int64]


def train(told: Sequence[Example], bare: Lexicon, dress: Mapping[str, Sequence[str]]) -> Learnt:
    """Requests are learnt from noisy copies too, subjects from the phrases alone.

    `bare`: spellings and right words, no vocabulary yet. `dress`: courtesies "before" and "after".
    """
    lexicon = _lexicon(told, bare)
    acting = [e for e in told if e.act]
    rows = [*_read(acting, lexicon), *_read(_copies(acting, dress), lexicon)]
    acts, held = fit([w for _, w in rows], [e.act for e, _ in rows], [e.group for e, _ in rows])
    judge = _gate(acts, held, rows[: len(acting)], lexicon)
    named = [(w, e.subject) for e, w in _read(told, lexicon) if e.subject is not None]
    subjects = plain([w for w, _ in named], [s for _, s in named], acts.sharpness)
    return Learnt(acts, subjects, judge, dict(lexicon.known), tuple(sorted(lexicon.own)))


def _gate(acts: Model, held: Floats, rows: Sequence[tuple[Example, list[str]]], lexicon: Lexicon) -> Gate:
    """Fitted on what the controls leave over, without noisy copies."""
    left = [i for i, (e, _) in enumerate(rows) if not e.act.startswith(CONTROL)]
    about = [(lexicon.familiar(rows[i][0].text, rows[i][1]), len(rows[i][1])) for i in left]
    return gate(acts, held[left], [rows[i][0].service for i in left], about)


def _lexicon(told: Sequence[Example], bare: Lexicon) -> Lexicon:
    """The vocabulary of the phrases, and that of the requests among them."""
    read = [(e, spelt(e.text, bare)) for e in told]
    own = vocabulary([w for e, w in read if e.service])
    return Lexicon.of(bare.spelt, vocabulary([w for _, w in read]), own, bare.right)


def _read(told: Iterable[Example], lexicon: Lexicon) -> list[tuple[Example, list[str]]]:
    return [(e, tokens(e.text, lexicon)) for e in told]


def _copies(told: Sequence[Example], dress: Mapping[str, Sequence[str]]) -> list[Example]:
    """Requests once more with slips of the finger, some in courteous dress; and some for private ends."""
    chance = Random(SEED)
    asked = [e for e in told if e.service]
    ours = [replace(e, text=noisy(dressed(e.text, dress, chance), NOISE, chance)) for e in asked]
    return ours + [
        replace(e, text=f"{e.text} {chance.choice(dress['private'])}", act=PRIVATE, subject="")
        for e in chance.sample(asked, int(len(asked) * AT_HOME))
    ]


def fit(texts: Sequence[Sequence[str]], labels: Sequence[str], groups: Sequence[int]) -> tuple[Model, Floats]:
    """A calibrated model, and its scores on each text when the text's group was held out.

    `groups`: copies of one phrase share a number, so that none is judged by its twin.
    """
    features = learn(texts)
    names = tuple(sorted(set(labels)))
    rows, truth = _matrix(features, texts), np.array([names.index(label) for label in labels])
    held = np.zeros((len(texts), len(names)), np.float32)
    fold = np.array(groups) % FOLDS
    for part in range(FOLDS):
        weights, bias = _linear(rows[fold != part], truth[fold != part], len(names), SOFT)
        held[fold == part] = rows[fold == part] @ weights + bias
    weights, bias = _linear(rows, truth, len(names), SOFT)
    inner = np.array([not label.startswith(OUTSIDE) for label in labels])
    return Model(features, names, weights, bias, _sharpness(held[inner], truth[inner])), held


def plain(texts: Sequence[Sequence[str]], labels: Sequence[str], sharpness: float) -> Model:
    """A model whose scores are made chances by another's sharpness."""
    features = learn(texts)
    names = tuple(sorted(set(labels)))
    truth = np.array([names.index(label) for label in labels])
    weights, bias = _linear(_matrix(features, texts), truth, len(names))
    return Model(features, names, weights, bias, sharpness)


def gate(model: Model, held: Floats, truth: Sequence[str], about: Sequence[tuple[Sequence[float], int]]) -> Gate:
    """When is the likeliest service right? `held`: scores by `fit`; `truth`: service code or "".

    `about`: how familiar the words of each text are, and how many.
    """
    from sklearn.linear_model import LogisticRegression

    seen, right = [], []
    for scores, code, (familiar, length) in zip(held, truth, about, strict=True):
        found = shares(model.labels, scores, model.chances(scores))
        seen.append(signals(found, familiar, length))
        right.append(bool(code) and max(found.services, key=lambda s: found.services[s]) == code)
    matrix = np.array(seen)
    scale = matrix.std(axis=0) + 1e-6
    weight = [1.0 if code else FOREIGN for code in truth]
    fitted = LogisticRegression(C=1.0, max_iter=500).fit(matrix / scale, right, weight)
    return Gate((fitted.coef_[0] / scale).astype(np.float32), float(fitted.intercept_[0]))


def _matrix(features: Features, texts: Sequence[Sequence[str]]) -> Any:
    from scipy.sparse import csr_matrix

    rows = [features.row(words) for words in texts]
    starts = np.cumsum([0, *(len(c) for c, _ in rows)])
    columns = np.concatenate([c for c, _ in rows])
    values = np.concatenate([v for _, v in rows])
    return csr_matrix((values, columns, starts), shape=(len(texts), len(features.numbers)))


def _linear(rows: Any, truth: Ints, width: int, c: float = 1.0) -> tuple[Floats, Floats]:
    """One against the rest; a label that is absent from this part keeps a score far below. `c`: see SOFT.

    With very few examples a label all are weighed against all, which needs fewer but takes longer.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    few = len(truth) / width <= SCARCE
    kind = LogisticRegression(C=20.0, max_iter=100) if few else LinearSVC(C=c, random_state=0, tol=1e-2)
    svc = kind.fit(rows, truth)
    weights = np.zeros((rows.shape[1], width), np.float32)
    bias = np.full(width, -2.0, np.float32)
    weights[:, svc.classes_] = svc.coef_.T
    bias[svc.classes_] = svc.intercept_
    return weights, bias


def _sharpness(scores: Floats, truth: Ints) -> float:
    """The factor under which held-out phrases are least surprising."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    right = shifted[np.arange(len(truth)), truth]
    losses = [float(np.mean(np.log(np.exp(s * shifted).sum(axis=1)) - s * right)) for s in STEPS]
    return float(STEPS[int(np.argmin(losses))])


def vocabulary(texts: Sequence[Sequence[str]], seldom: int = 2) -> Counter[str]:
    """The words of the phrases that are no slip of the pen: those used more than once.

    "printernya" is no word of its own where "printer" is one.
    """
    counts = Counter(word for words in texts for word in words)
    told = {w: n for w, n in counts.items() if n >= seldom and w.isalpha()}
    return Counter({w: n for w, n in told.items() if not any(stem in told for stem in _owned(w))})


def _owned(word: str) -> list[str]:
    return [word.removesuffix(s) for s in OWNERS if word.endswith(s) and len(word) >= len(s) + SHORTEST]
