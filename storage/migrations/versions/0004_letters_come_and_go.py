"""Letters come and go: how far each mailbox was read, and how many mails an address got."""

import sqlalchemy as sa
from alembic import op

from storage.shapes import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "mail_places",
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mail_places")),
    )
    op.create_table(
        "postage",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user", sa.String(length=320), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postage")),
    )
    with op.batch_alter_table("postage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postage_user_at"), ["user", "at"], unique=False)


def downgrade() -> None:
    """Both away."""
    op.drop_table("postage")
    op.drop_table("mail_places")
