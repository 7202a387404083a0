"""One person, several addresses: one-time codes that prove a mail address, and since when an address is joined."""

import sqlalchemy as sa
from alembic import op

from storage.shapes import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table and a column."""
    op.create_table(
        "codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.String(length=700), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("mail", sa.String(length=320), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
    )
    with op.batch_alter_table("codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_codes_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_codes_person_at"), ["person", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_codes_mail_at"), ["mail", "at"], unique=False)
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined_at", Moment(), nullable=True))


def downgrade() -> None:
    """Both away; who was joined stays joined."""
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_column("joined_at")
    op.drop_table("codes")
