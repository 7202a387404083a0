"""Makes the reader: reads the data, trains the models or takes them from the cache."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from catalog_data.model import Catalogue
from intents.decide import Limits
from intents.examples import Example, LocalExample, examples
from intents.flags import Flags, listed
from intents.learnt import Learnt, unpacked
from intents.normalize import Lexicon
from intents.read import Reader, Split

__all__ = ["LocalExample", "Tables", "forget", "kept", "made", "reader", "tables"]

HERE = Path(__file__).parent
CODE = ("normalize.py", "features.py", "examples.py", "train.py", "learnt.py")
KEPT = 3  # caches: of this data, and of what was before it
STARTS = ("yes_head", "no_head", "not_no", "correction_head")
ANYWHERE = ("yes_alone", "no_alone", "filler", "correction", "restart", "menyusul", "still")


@dataclass(frozen=True, slots=True)
class Tables:
    """This room's data: `controls.toml`, `out_of_scope.toml`, `words.toml` as spellings and right words."""

    controls: Mapping[str, Any]
    outside: Mapping[str, Any]
    spelt: Mapping[str, str]
    right: Sequence[str]


def reader(catalogue: Catalogue, cache: Path | None = None, extra: Iterable[LocalExample] = ()) -> Reader:
    """A reader of this catalogue and of `extra` phrases learnt at the desk.

    Trained in seconds, or taken from the folder `cache` when the same data, code and versions made
    it. A cache that cannot be read is made anew.
    """
    return made(catalogue, tables(), cache, extra)


def kept(catalogue: Catalogue, cache: Path, extra: Iterable[LocalExample] = ()) -> Reader | None:
    """The same if it was made before, else None: nothing is trained."""
    known = tables()
    learnt = _take(cache, _key(examples(catalogue, known.controls, known.outside, extra), known))
    return None if learnt is None else _reader(catalogue, known, learnt)


def made(catalogue: Catalogue, known: Tables, cache: Path | None, extra: Iterable[LocalExample] = ()) -> Reader:
    """The same of given tables."""
    told = examples(catalogue, known.controls, known.outside, extra)
    key = _key(told, known)
    learnt = _take(cache, key)
    if learnt is None:
        from intents.train import train

        learnt = train(told, Lexicon.of(known.spelt, {}, right=known.right), known.controls["dress"])
        _keep(cache, key, learnt)
    return _reader(catalogue, known, learnt)


def _reader(catalogue: Catalogue, known: Tables, learnt: Learnt) -> Reader:
    lexicon = Lexicon.of(known.spelt, learnt.known, learnt.own, known.right)
    elsewhere = frozenset(kind for kind, table in known.outside.items() if table.get("elsewhere"))
    models = (learnt.acts, learnt.subjects, learnt.gate)
    return Reader(*models, lexicon, _flags(known.controls), Limits(elsewhere=elsewhere), _splits(catalogue))


def tables() -> Tables:
    """What the room's files say."""
    words = data("words.toml")
    right = words.pop("right")["words"].split()
    return Tables(data("controls.toml"), data("out_of_scope.toml"), spellings(words), right)


def data(name: str) -> dict[str, Any]:
    """One of this room's data files."""
    with (HERE / name).open("rb") as file:
        return tomllib.load(file)


def spellings(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """All tables of `words.toml` as one."""
    return {key: value for table in words.values() for key, value in table.items()}


def _splits(catalogue: Catalogue) -> dict[str, tuple[Split, ...]]:
    """The catalogue's thresholds, with the units that are counted for them."""
    found: dict[str, tuple[Split, ...]] = {}
    for code, service in catalogue.services.items():
        takes = {field.id: field.takes for field in service.fields}
        found[code] = tuple(Split(takes.get(t.field, ()), t.above, t.low, t.high) for t in service.thresholds)
    return found


def _flags(controls: Mapping[str, Any]) -> Flags:
    told, letter = controls["flags"], controls["letter"]
    return Flags(
        **{name: listed(told[name]) for name in (*STARTS, *ANYWHERE)},
        urgent={kind: listed(words) for kind, words in controls["urgent"].items()},
        topics={kind: listed(words) for kind, words in controls["topics"].items()},
        english=frozenset(controls["language"]["en"]),
        indonesian=frozenset(controls["language"]["id"]),
        frame=listed(letter["frame"]),
        farewell=listed(letter["farewell"]),
        wishes=listed(letter["wishes"]),
        adds=listed(controls["parts"]["adds"]),
        joins=listed(controls["parts"]["joins"]),
        asks=listed(controls["parts"]["asks"]),
    )


def _key(told: Sequence[Example], known: Tables) -> str:
    """Hash of everything that the models follow from."""
    words = {**known.spelt, **known.controls["dress"], "": list(known.right)}
    parts = [sys.version, *map(version, ("numpy", "scipy", "scikit-learn")), json.dumps(words, sort_keys=True)]
    parts += [repr((e.text, e.act, e.subject)) for e in told]
    parts += [(HERE / name).read_text("utf-8") for name in CODE]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _keep(cache: Path | None, key: str, learnt: Learnt) -> None:
    """Write beside, then rename: nobody ever sees half a file."""
    if cache is None:
        return
    cache.mkdir(parents=True, exist_ok=True)
    beside = cache / f"making-{key}.{os.getpid()}.npz"
    np.savez(beside, allow_pickle=False, **learnt.packed())
    beside.replace(cache / f"reader-{key}.npz")
    for old in sorted(cache.glob("reader-*.npz"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def forget(cache: Path) -> None:
    """Nothing learnt is kept: it may hold words of somebody who was erased. The next reader is trained."""
    for path in cache.glob("*.npz"):
        path.unlink(missing_ok=True)


def _take(cache: Path | None, key: str) -> Learnt | None:
    path = cache / f"reader-{key}.npz" if cache else None
    if path is None or not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as kept:
            return unpacked(kept)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
