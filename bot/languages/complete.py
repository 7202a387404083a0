"""Is a language whole? It is offered only when nothing is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.dialog.template import names
from bot.languages import load
from catalog_data.model import Catalogue, Field, Variant

APART = ("desk", "service")


def missing(catalogue: Catalogue, language: str) -> list[str]:
    """Why `language` is off: keys it lacks, or whose placeholders differ from the Indonesian ones.

    The officers' desk is Indonesian alone; a service's labels fall back to the catalogue's own.
    """
    ours, theirs = _flat(load("id")), _flat(load(language))
    lacking = [key for key in ours if key not in theirs]
    differing = [key for key in ours if key in theirs and _names(ours[key]) != _names(theirs[key])]
    return lacking + differing + _strange_labels(catalogue, load(language))


def _strange_labels(catalogue: Catalogue, tables: Mapping[str, Any]) -> list[str]:
    """Labels of a field, variant or option that the catalogue does not have."""
    known = {code: _labels(service.fields, service.variants) for code, service in catalogue.services.items()}
    known["any"] = set().union(*known.values(), _labels(catalogue.person, ()))
    return [
        f"service.{code}.{name}"
        for code, labels in tables.get("service", {}).items()
        for name in labels
        if name not in known.get(code, set())
    ]


def _labels(fields: Iterable[Field], variants: Iterable[Variant]) -> set[str]:
    """The names under which a service may have labels in a further language."""
    named = {"name", "short"} | {f"variant.{v.id}.{part}" for v in variants for part in ("name", "short", "family")}
    asked = {f"field.{f.id}.{part}" for f in fields for part in ("label", "ask", "again", "hint")}
    return named | asked | {f"field.{f.id}.option.{o.id}" for f in fields for o in f.options}


def _flat(tables: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Dotted key -> template or alternatives, without the tables that stand apart."""
    flat: dict[str, Any] = {}
    for name, value in tables.items():
        if isinstance(value, Mapping):
            flat |= {} if not prefix and name in APART else _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def _names(value: Any) -> set[str]:
    return set().union(*(names(each) for each in value)) if isinstance(value, list) else names(str(value))
