"""Who goes first: the office's scale of disturbances, the groups of its officers, and who waits for one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITING = sa.text("human IS NOT NULL")


def upgrade() -> None:
    """Two columns and an index."""
    op.add_column("tickets", sa.Column("rank", sa.Integer(), server_default="0", nullable=False))
    op.add_column("officers", sa.Column("groups", sa.JSON(), server_default="[]", nullable=False))
    op.create_index(
        "ix_conversations_human", "conversations", ["human_since"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    """Away."""
    op.drop_index("ix_conversations_human", table_name="conversations")
    with op.batch_alter_table("officers", schema=None) as batch_op:
        batch_op.drop_column("groups")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_column("rank")
