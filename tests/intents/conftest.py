"""One reader for the whole session, trained once and kept in the repository's cache."""

from pathlib import Path

import pytest

from catalog_data.load import load
from catalog_data.model import Catalogue
from intents.load import reader as make
from intents.read import Reader

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def reader(catalogue: Catalogue) -> Reader:
    return make(catalogue, ROOT / ".cache")
