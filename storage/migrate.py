"""Bring a store's schema up to today, from inside the program."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.engine import in_memory
from storage.tables import metadata

SCRIPTS = Path(__file__).with_name("migrations")
LOCK = 7_102_611  # any number that is ours: two processes must not migrate one store at once


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings; no ini file."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def migrate(engine: Engine) -> None:
    """Up to `head`. A store in memory is always new: its tables are made at once."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite" and in_memory(engine.url):
            metadata.create_all(connection)
            return
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        command.upgrade(config(connection), "head")
