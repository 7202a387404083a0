"""Is a language whole? It is offered only when nothing is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialog.template import names
from bot.languages import load
from catalog_data.model import Catalogue

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
    """Labels for a service or field that the catalogue does not have."""
    strange = []
    for code, labels in tables.get("service", {}).items():
        fields = {f.id for f in catalogue.services[code].fields} if code in catalogue.services else set()
        named = {name: name.split(".")[1] for name in labels if name.startswith("field.")}
        strange += [f"service.{code}.{name}" for name, field_id in named.items() if field_id not in fields]
    return strange


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
