"""Makes the reader: reads the data, trains the models or takes them from the cache."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from catalog_data.model import Catalogue
from intents.decide import CONTROL, OUTSIDE, Gate
from intents.examples import SEED, Example, LocalExample, examples, noisy
from intents.features import Features
from intents.flags import Flags, listed
from intents.match import Model
from intents.normalize import Lexicon, tokens
from intents.read import Reader, Split

__all__ = ["LocalExample", "reader"]

HERE = Path(__file__).parent
NOISE = 0.3  # share of words with a slip in the noisy copies
CODE = ("normalize.py", "features.py", "examples.py", "train.py", "load.py")


def reader(catalogue: Catalogue, cache: Path | None = None, extra: Iterable[LocalExample] = ()) -> Reader:
    """A reader of this catalogue and of `extra` phrases learnt at the desk.

    Trained in seconds, or taken from the folder `cache` when the same data, code and versions made
    it. A cache that cannot be read is made anew.
    """
    controls, outside = _toml("controls.toml"), _toml("out_of_scope.toml")
    spelt = _spelt(_toml("words.toml"))
    learnt = examples(catalogue, controls, outside, extra)
    key = _key(learnt, spelt)
    held = _take(cache, key)
    if held is None:
        held = _train(learnt, spelt)
        _keep(cache, key, held)
    acts, subjects, known, gate = held
    return Reader(acts, subjects, gate, Lexicon.of(spelt, known), _flags(controls), splits=_splits(catalogue))


Held = tuple[Model, Model, dict[str, int], Gate]


def _train(learnt: Sequence[Example], spelt: Mapping[str, str]) -> Held:
    """Acts are learnt from noisy copies too, subjects from the phrases alone."""
    from intents.train import fit, gate, plain, vocabulary

    bare = Lexicon.of(spelt, {})
    known = dict(vocabulary([tokens(e.text, bare) for e in learnt]))
    lexicon, chance = Lexicon.of(spelt, known), Random(SEED)
    read = [(e, tokens(e.text, lexicon)) for e in learnt]
    told = [(e, w) for e, w in read if e.act]
    told += [(e, tokens(noisy(e.text, NOISE, chance), lexicon)) for e, _ in told if e.act[0] != CONTROL or e.group % 2]
    acts, held = fit([w for _, w in told], [e.act for e, _ in told], [e.group for e, _ in told])
    truth = ["" if e.act[0] in (CONTROL, OUTSIDE) else e.act.partition("/")[0] for e, _ in told]
    judge = gate(acts, held, truth, [lexicon.share(w) for _, w in told], [len(w) for _, w in told])
    about = [(e.subject, w) for e, w in read if e.subject is not None]
    subjects = plain([w for _, w in about], [s for s, _ in about], acts.sharpness)
    return acts, subjects, known, judge


def _splits(catalogue: Catalogue) -> dict[str, tuple[Split, ...]]:
    """The catalogue's thresholds, with the units that are counted for them."""
    found: dict[str, tuple[Split, ...]] = {}
    for code, service in catalogue.services.items():
        takes = {field.id: field.takes for field in service.fields}
        found[code] = tuple(Split(takes.get(t.field, ()), t.above, t.low, t.high) for t in service.thresholds)
    return found


def _toml(name: str) -> dict[str, Any]:
    with (HERE / name).open("rb") as file:
        return tomllib.load(file)


def _spelt(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {key: value for table in words.values() for key, value in table.items()}


def _flags(controls: Mapping[str, Any]) -> Flags:
    told = controls["flags"]
    starts = {name: re.compile(listed(told[name]).pattern) for name in ("yes_head", "no_head", "not_no")}
    return Flags(
        **starts,
        **{name: listed(told[name]) for name in ("yes_alone", "no_alone", "filler", "correction", "restart", "menyusul")},
        urgent={kind: listed(words) for kind, words in controls["urgent"].items()},
        topics={kind: listed(words) for kind, words in controls["topics"].items()},
        english=frozenset(controls["language"]["en"]),
        indonesian=frozenset(controls["language"]["id"]),
        frame=listed(controls["letter"]["frame"]),
        farewell=listed(controls["letter"]["farewell"]),
    )


def _key(learnt: Sequence[Example], spelt: Mapping[str, str]) -> str:
    """Hash of everything that the models follow from."""
    parts = [sys.version, *map(version, ("numpy", "scipy", "scikit-learn")), json.dumps(spelt, sort_keys=True)]
    parts += [repr((e.text, e.act, e.subject)) for e in learnt]
    parts += [(HERE / name).read_text("utf-8") for name in CODE]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _keep(cache: Path | None, key: str, held: Held) -> None:
    """Write beside, then rename: a reader never sees half a file."""
    if cache is None:
        return
    acts, subjects, known, gate = held
    cache.mkdir(parents=True, exist_ok=True)
    beside = cache / f"reader-{key}.{os.getpid()}.npz"
    np.savez(beside, allow_pickle=False, known=np.array(json.dumps(known)), gate=np.array([*gate.weights, gate.bias]), **_packed("acts", acts), **_packed("subjects", subjects))
    beside.replace(cache / f"reader-{key}.npz")


def _take(cache: Path | None, key: str) -> Held | None:
    path = cache / f"reader-{key}.npz" if cache else None
    if path is None or not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as kept:
            known, gate = json.loads(str(kept["known"])), kept["gate"]
            judge = Gate(gate[:-1].astype(np.float32), float(gate[-1]))
            return _unpacked(kept, "acts"), _unpacked(kept, "subjects"), known, judge
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _packed(name: str, model: Model) -> dict[str, Any]:
    return {
        f"{name}.numbers": np.array(json.dumps(list(model.features.numbers))),
        f"{name}.labels": np.array(json.dumps(model.labels)),
        f"{name}.rarity": model.features.rarity,
        f"{name}.weights": model.weights,
        f"{name}.bias": model.bias,
        f"{name}.sharpness": np.array(model.sharpness),
    }


def _unpacked(kept: Mapping[str, Any], name: str) -> Model:
    grams = json.loads(str(kept[f"{name}.numbers"]))
    features = Features({g: i for i, g in enumerate(grams)}, kept[f"{name}.rarity"])
    labels = tuple(json.loads(str(kept[f"{name}.labels"])))
    return Model(features, labels, kept[f"{name}.weights"], kept[f"{name}.bias"], float(kept[f"{name}.sharpness"]))
