"""Bring a store's schema up to today, from inside the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from storage.engine import in_memory
from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).with_name("migrations")
LOCK = 7_102_611  # any number that is ours: two processes must not migrate one store at once


def config(connection: Connection) -> Config:
    """Alembic's settings; no ini file."""
    from alembic.config import Config  # half a second, and seldom needed: see `at`

    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """The newest revision that this program knows: its files are numbered."""
    return max(path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))


def at(connection: Connection) -> str | None:
    """The revision that a store is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def migrate(engine: Engine) -> None:
    """Up to `head`. A store in memory is always new: its tables are made at once."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite" and in_memory(engine.url):
            metadata.create_all(connection)
            return
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        if at(connection) != head():
            from alembic import command

            command.upgrade(config(connection), "head")
