"""Every test of this folder runs on a SQLite file and on a real PostgreSQL."""

import pytest

from storage.store import Store


@pytest.fixture
def store(url):
    """An empty store."""
    made = Store.open(url)
    yield made
    made.close()
