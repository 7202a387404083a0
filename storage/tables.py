"""Every table of the store. `address` columns hold `shapes.key_of`; moments are UTC."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.mail_tables import mail_places as mail_places
from storage.mail_tables import mails as mails
from storage.mail_tables import postage as postage
from storage.mail_tables import rounds as rounds
from storage.schema import Number
from storage.schema import metadata as metadata  # with every table in it
from storage.shapes import Moment

Word = String(40).with_variant(String(40, collation="C"), "postgresql")  # compared byte by byte everywhere

persons = Table(
    "persons",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("unit", Text, nullable=False, server_default=""),
    Column("kind", String(20), nullable=False, server_default=""),
    Column("contact", Text, nullable=False, server_default=""),
    Column("office", String(20), nullable=False, server_default=""),
    Column("language", String(8), nullable=False, server_default="id"),
    Column("proved", Boolean, nullable=False, server_default=text("false")),
    Column("greeted", Boolean, nullable=False, server_default=text("false")),
)

addresses = Table(  # one person may be known by several; a thread is not part of who it is
    "addresses",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("user", String(320), primary_key=True),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False, index=True),
    Column("joined_at", Moment),  # since when it is another's too; NULL: it was always this person's
)

codes = Table(  # one-time codes, asked for in a conversation to prove a mail address
    "codes",
    metadata,
    Column("id", Number, primary_key=True),
    Column("address", String(700), nullable=False, index=True),  # the conversation in which it is awaited
    Column("person", String(32), nullable=False),
    Column("mail", String(320), nullable=False),
    Column("seed", String(32), nullable=False),  # makes the digits, with the house's secret; "": was not sent
    Column("at", Moment, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("open", Boolean, nullable=False, server_default=text("true")),
    Index(None, "person", "at"),
    Index(None, "mail", "at"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Number, primary_key=True),
    Column("address", String(700), nullable=False, unique=True),
    Column("person", String(32), ForeignKey("persons.id"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("at", Moment, nullable=False),
    Column("human", Text),  # why an officer is wanted; NULL: the bot answers
    Column("human_since", Moment),
)
Index(
    "ix_conversations_human",
    conversations.c.human_since,
    sqlite_where=conversations.c.human.is_not(None),
    postgresql_where=conversations.c.human.is_not(None),
)

receipts = Table(  # what came in, masked, as it was told to us
    "receipts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("far_id", String(500), nullable=False),
    Column("address", String(700), nullable=False),
    Column("at", Moment, nullable=False),
    Column("raw", Text, nullable=False),
    Column("status", String(10), nullable=False, server_default="new"),  # new, heard, failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    UniqueConstraint("channel", "far_id"),
    Index(None, "address", "id"),
)
Index(
    "ix_receipts_new",
    receipts.c.address,
    receipts.c.id,
    sqlite_where=receipts.c.status == "new",
    postgresql_where=receipts.c.status == "new",
)

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("service", String(20), nullable=False),
    Column("variant", String(60)),
    Column("status", String(24), nullable=False),
    Column("office", String(20), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("summary", Text, nullable=False),
    Column("params", JSON, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("close_by", Moment),
    Column("response_due_at", Moment),
    Column("fulfilled_at", Moment),
    Column("type", String(20), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("rank", Integer, nullable=False, server_default="0"),  # on the office's scale of disturbances (K15)
    Column("outstanding", JSON, nullable=False),
    Column("marks", JSON, nullable=False),
    Column("rating", Integer),
    Column("question", Text, nullable=False, server_default=""),
    Column("superior", Text, nullable=False, server_default=""),
    Column("parent", String(20)),
    Column("owner", String(32), ForeignKey("persons.id"), nullable=False),
    Column("address", String(700), nullable=False),  # where its person is told
    Column("officer", String(64), nullable=False, server_default=""),
    Column("group", String(60), nullable=False, server_default=""),
    Column("handled_at", Moment),  # an officer's first action (K18)
    Column("version", Integer, nullable=False, server_default="0"),
    Index(None, "owner", "opened_at"),
    Index(None, "status", "opened_at"),
    Index(None, "office", "status", "service"),
    Index(None, "opened_at", "number"),
    Index(None, "fulfilled_at"),
)

ticket_words = Table(  # what tickets are found by: see storage/search.py
    "ticket_words",
    metadata,
    Column("word", Word, primary_key=True),
    Column("place", BigInteger, primary_key=True, autoincrement=False),  # of the number: newer is greater
    sqlite_with_rowid=False,
)

ticket_events = Table(  # only ever added to
    "ticket_events",
    metadata,
    Column("id", Number, primary_key=True),
    Column("ticket", String(20), ForeignKey("tickets.number"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),  # "person", "timer", "officer:ID"
    Column("action", String(40), nullable=False),
    Column("before", String(24), nullable=False, server_default=""),
    Column("after", String(24), nullable=False),
    Column("params", JSON, nullable=False),
    Index(None, "action", "at"),
)

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("fault", String(30)),
    Column("sheet", Text),
    Column("address", String(700), nullable=False),  # whose it is
    Column("at", Moment, nullable=False),
)

ticket_files = Table(
    "ticket_files",
    metadata,
    Column("ticket", String(20), ForeignKey("tickets.number"), primary_key=True),
    Column("file", String(32), ForeignKey("files.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)

owed = Table(  # words owed to an address; one row is one letter, or several bubbles
    "owed",
    metadata,
    Column("id", Number, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(700), nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", JSON, nullable=False),
    Column("ticket", String(20)),
    Column("status", String(10), nullable=False, server_default="owed"),  # owed, sent, given_up, held, dropped
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Moment),
    Column("far_ids", JSON, nullable=False),
    Column("fault", Text),
    Index(None, "address", "id"),
)
Index(
    "ix_owed_open",
    owed.c.address,
    owed.c.id,
    sqlite_where=owed.c.status == "owed",
    postgresql_where=owed.c.status == "owed",
)

timers = Table(
    "timers",
    metadata,
    Column("id", Number, primary_key=True),
    Column("address", String(700), nullable=False),
    Column("key", String(60), nullable=False),
    Column("ticket", String(20), nullable=False, server_default=""),
    Column("due_at", Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", Moment),
    UniqueConstraint("address", "key", "ticket"),
)

counters = Table(
    "counters",
    metadata,
    Column("series", String(20), primary_key=True),  # "KPTIK-2611"
    Column("n", Integer, nullable=False),
)

officers = Table(
    "officers",
    metadata,
    Column("id", String(64), primary_key=True),  # what is typed to log in
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),  # argon2
    Column("office", String(20), nullable=False, server_default=""),  # "": all
    Column("rights", JSON, nullable=False),
    Column("groups", JSON, nullable=False, server_default="[]"),  # empty: all
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("mail", String(320), nullable=False, server_default=""),  # where mails for them go and come from
    Column("once", Boolean, nullable=False, server_default=text("false")),  # the password must be changed
)

accesses = Table(  # who looked at a ticket's files; only ever added to
    "accesses",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("ticket", String(20), nullable=False, index=True),
    Column("file", String(32), nullable=False),
)

directory = Table(
    "directory",
    metadata,
    Column("email", String(320), primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("echelon", String(4), nullable=False),
    Column("unit", Text, nullable=False),
)

deliveries = Table(  # what became of each message at the far side
    "deliveries",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("far_id", String(300), primary_key=True),
    Column("owed", BigInteger),
    Column("part", Integer, nullable=False, server_default="0"),
    Column("status", String(12), nullable=False, server_default=""),  # sent, delivered, read, failed
    Column("kind", String(8), nullable=False, server_default=""),  # of the fault
    Column("fault", Text, nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
)

unheard = Table(  # what the bot gave up: for the console's list
    "unheard",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("address", String(700), nullable=False),
    Column("kind", String(20), nullable=False),  # turn, timer, delivery, understanding, mail
    Column("words", Text, nullable=False),
    Column("fault", Text, nullable=False),
    Column("done_at", Moment),
    Column("label", String(80), nullable=False, server_default=""),  # what was meant, as an officer says
    Index(None, "kind", "id"),
)
