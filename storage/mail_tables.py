"""Tables of the mailboxes and of whatever else is read round by round."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, Table

from storage.schema import Number, metadata
from storage.shapes import Moment

mail_places = Table(  # how far a mailbox was read; a UID means something under its UIDVALIDITY only
    "mail_places",
    metadata,
    Column("mailbox", String(320), primary_key=True),
    Column("validity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
)

rounds = Table(  # when each place that is looked at round by round was last read
    "rounds",
    metadata,
    Column("place", String(340), primary_key=True),  # "email/medan@kemenkeu.go.id", "telegram"
    Column("at", Moment),
    Column("alarmed_at", Moment),  # whoever runs the counter was told of its silence; NULL: nobody is worried
)

mails = Table(  # raw mails on the shelf, whatever became of them
    "mails",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("address", String(700), nullable=False, server_default="", index=True),  # whose it is, where known
    Column("at", Moment, nullable=False, index=True),
)

postage = Table(  # automatic mails to addresses that nobody vouches for
    "postage",
    metadata,
    Column("id", Number, primary_key=True),
    Column("user", String(320), nullable=False),
    Column("at", Moment, nullable=False),  # when it may go out
    Index(None, "user", "at"),
)
