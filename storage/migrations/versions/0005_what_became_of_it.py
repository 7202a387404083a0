"""What became of each message at the far side."""

import sqlalchemy as sa
from alembic import op

from storage.shapes import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table."""
    op.create_table(
        "deliveries",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("far_id", sa.String(length=300), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=True),
        sa.Column("part", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.String(length=12), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=8), server_default="", nullable=False),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "far_id", name=op.f("pk_deliveries")),
    )


def downgrade() -> None:
    """Away."""
    op.drop_table("deliveries")
