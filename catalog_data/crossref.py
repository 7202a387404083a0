"""What one part of the catalogue says about another must hold: ids, variants, clauses, offices."""

from __future__ import annotations

from catalog_data.model import Catalogue
from catalog_data.source import Fault, Source


def crossref(catalogue: Catalogue, services: dict[str, Source], shared: dict[str, Source]) -> list[Fault]:
    """Every broken reference. `services`: code -> its file."""
    return []
