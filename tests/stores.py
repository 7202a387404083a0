"""The stores that tests run on, a SQLite file and a real PostgreSQL (one for a whole run), and a look at them."""

import time
from itertools import count

import pytest
from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from storage.engine import connect
from storage.owed import OWED
from storage.store import Store
from storage.tables import deliveries, metadata, owed
from tests import ready
from tests.peers import postgres

BOTH = ["sqlite", "postgresql"]
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_server():
    """A server that takes connections."""
    with postgres() as server:
        if server is None:
            pytest.skip("no PostgreSQL programs: apt-get install postgresql, or make test")
        until_ready(server.url)
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server):
    """Its URL, and tables are there."""
    Store.open(postgres_server.url).close()
    return postgres_server.url


def until_ready(url):
    """Wait until the server takes connections."""
    engine, until = connect(url), time.monotonic() + 30
    while True:
        try:
            with engine.connect():
                return engine.dispose()
        except OperationalError:
            assert time.monotonic() < until, "the server takes no connections"
            time.sleep(0.02)


@pytest.fixture(params=BOTH)
def url(request, tmp_path):
    """An empty store's URL; what is in it on PostgreSQL is taken out afterwards."""
    if request.param == "sqlite":
        ready.empty_store(tmp_path / "loket.db").close()
        yield ready.url_of(tmp_path / "loket.db")
        return
    shared = request.getfixturevalue("postgres_url")
    yield shared
    store = ready.store_at(shared)
    store.do(_emptied)
    store.close()


def _emptied(c: Connection) -> None:
    """TRUNCATE would write new files for every table and index; these few rows are deleted in a tenth of the time."""
    gone = [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]
    c.execute(text("; ".join(gone)))
    c.execute(text("SELECT setval(seqrelid, seqstart, false) FROM pg_sequence"))


@pytest.fixture(params=BOTH)
def place(request, tmp_path):
    """A store's URL that nothing was ever made in, not even tables: for processes of their own."""
    if request.param == "sqlite":
        yield f"sqlite+pysqlite:///{tmp_path}/loket.db"
        return
    yield from database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def postgres_place(postgres_url):
    """The same, on PostgreSQL only."""
    yield from database(postgres_url)


def database(server):
    """A database of its own."""
    name = f"place{next(_NUMBERS)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as c:
        c.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()  # a test may stop the server
    yield make_url(server).set(database=name).render_as_string(False)
    with engine.connect() as c:
        c.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def still_owed(c: Connection) -> int:
    """How many rows are still to be delivered."""
    return c.scalar(select(func.count()).select_from(owed).where(owed.c.status == OWED)) or 0


def status_of(c: Connection, channel: str, far_id: str) -> str:
    """How far a message has come: sent, delivered, read, failed."""
    kept = (deliveries.c.channel == channel) & (deliveries.c.far_id == far_id)
    return c.scalar(select(deliveries.c.status).where(kept)) or ""
