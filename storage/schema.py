"""What all tables share: how constraints are named, and the columns that the two stores want differently."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Integer, MetaData, Row

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only an INTEGER key up

AnyRow: TypeAlias = Row[*tuple[Any, ...]]  # whichever columns were asked for
