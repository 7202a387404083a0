"""The desk keeps its promises: first handling, versions, who looked at a ticket's files."""

import sqlalchemy as sa
from alembic import op

from storage.shapes import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New columns with their defaults, and the list of looks."""
    op.add_column("tickets", sa.Column("handled_at", Moment()))
    op.add_column("tickets", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "accesses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("ticket", sa.String(length=20), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accesses")),
    )
    op.create_index(op.f("ix_accesses_ticket"), "accesses", ["ticket"])


def downgrade() -> None:
    """As before."""
    op.drop_table("accesses")
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_column("handled_at")
        tickets.drop_column("version")
