"""The desk looks: tickets found by words, listed and counted by index; officers have mail addresses."""

import sqlalchemy as sa
from alembic import op

from storage import search

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_tickets_office_status_service": ("tickets", ["office", "status", "service"]),
    "ix_tickets_opened_at_number": ("tickets", ["opened_at", "number"]),
    "ix_tickets_fulfilled_at": ("tickets", ["fulfilled_at"]),
    "ix_ticket_events_action_at": ("ticket_events", ["action", "at"]),
    "ix_unheard_kind_id": ("unheard", ["kind", "id"]),
}
COLUMNS = {
    "officers": (
        sa.Column("mail", sa.String(length=320), server_default="", nullable=False),
        sa.Column("once", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    ),
    "unheard": (sa.Column("label", sa.String(length=80), server_default="", nullable=False),),
}


def upgrade() -> None:
    """Columns, indexes, and the words of the tickets that are there already."""
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    op.create_table(
        "ticket_words",
        sa.Column("word", word, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "place", name=op.f("pk_ticket_words")),
        sqlite_with_rowid=False,
    )
    for table, columns in COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    for name, (table, indexed) in INDEXES.items():
        op.create_index(op.f(name), table, indexed)
    _learn_words(op.get_bind())


def _learn_words(c: sa.Connection) -> None:
    plain: list[sa.ColumnClause[str]] = [sa.column(name) for name in ("number", "office", "summary", "owner")]
    tickets = sa.table("tickets", *plain, sa.column("answers", sa.JSON))
    persons = sa.table("persons", sa.column("id"), sa.column("name"))
    rows = sa.select(tickets.c.number, tickets.c.office, tickets.c.summary, tickets.c.answers, persons.c.name)
    for number, office, *texts in c.execute(rows.join(persons, persons.c.id == tickets.c.owner)).all():
        search.keep(c, number, office, texts)


def downgrade() -> None:
    """Back to the first day."""
    for name, (table, _) in INDEXES.items():
        op.drop_index(op.f(name), table_name=table)
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
    op.drop_table("ticket_words")
