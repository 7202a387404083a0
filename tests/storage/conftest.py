"""Every test of this folder runs on a SQLite file and on a real PostgreSQL."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from storage.engine import connect
from storage.store import Store
from storage.tables import metadata
from tests.peers import postgres


@pytest.fixture(scope="session")
def postgres_url():
    """A server's URL."""
    with postgres() as url:
        if url is None:
            pytest.skip("no PostgreSQL programs: apt-get install postgresql, or make test")
        _until_ready(url)
        yield url


def _until_ready(url):
    engine = connect(url)
    for _ in range(200):
        try:
            with engine.connect():
                return engine.dispose()
        except OperationalError:
            continue
    raise AssertionError("the server takes no connections")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty store's URL."""
    if request.param == "sqlite":
        return f"sqlite+pysqlite:///{tmp_path}/loket.db"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def store(url):
    """An empty store."""
    made = Store.open(url)
    yield made
    if url.startswith("postgresql"):
        made.do(_emptied)
    made.close()


def _emptied(c: Connection) -> None:
    names = ", ".join(f'"{table.name}"' for table in metadata.tables.values())
    c.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
