"""Every test of this folder runs on a SQLite file and on a real PostgreSQL."""

import pytest

from tests.ready import store_at


@pytest.fixture
def store(url):
    """An empty store."""
    made = store_at(url)
    yield made
    made.close()
