"""One counter for the whole session: the reader is trained once, the store's schema made once."""

from __future__ import annotations

import pytest

from tests.conversations.counter import Counter, shared


@pytest.fixture(scope="session")
def counter() -> Counter:
    return shared()
