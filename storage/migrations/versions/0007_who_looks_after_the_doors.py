"""Who looks after the doors: when each place was last read, and which raw mails lie on the shelf."""

import sqlalchemy as sa
from alembic import op

from storage.shapes import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "rounds",
        sa.Column("place", sa.String(length=340), nullable=False),
        sa.Column("at", Moment(), nullable=True),
        sa.Column("alarmed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_rounds")),
    )
    op.create_table(
        "mails",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=700), server_default="", nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_mails_at"), ["at"], unique=False)


def downgrade() -> None:
    """Both away."""
    op.drop_table("mails")
    op.drop_table("rounds")
