"""Whatever a mail is, it is read in time, and the next one is read after it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.mail import shown
from channels.email.cutting import newest
from channels.email.reading import read
from channels.email.shapes import Letter, Ours, Quarantined
from tests.channels.email.letters import mail
from tests.channels.email.mutating import SEEDS, mutated

OURS = Ours(frozenset({"medan@k.id"}), "mx.k.id")
SLOW = 2.0  # seconds of this process


def survives(mails):
    """Every mail is read in time and can be shown."""
    for raw in mails:
        began = time.process_time()
        found = read(raw, OURS)
        took = time.process_time() - began
        assert took < SLOW, raw[:2_000]
        assert found != Quarantined("unreadable"), raw[:2_000]
        shown(found)
        letter = getattr(found, "letter", found)
        if isinstance(letter, Letter):
            assert len(letter.text) <= len(letter.full_text) + 1
    assert isinstance(read(mail("halo"), Ours()), Letter)


def test_the_mails_themselves_are_read():
    assert all(not isinstance(read(raw, OURS), Quarantined) for raw in SEEDS)


def test_mails_made_wrong():
    survives(mutated(3, 600))


@pytest.mark.soak
def test_mails_made_wrong_by_the_thousand():
    survives(mutated(4, 40_000))


HOSTILE = {
    "subject": b"From: a@b.id\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx",
    "comments": b"From: " + b"(" * 100_000 + b"a@b.id\n\nx",
    "quotes": b"From: " + b'"\\' * 60_000 + b"a@b.id\n\nx",
    "deep html": b"From: a@b.id\nContent-Type: text/html\n\n" + b"<div>" * 100_000 + b"x",
    "deep quotes": b"From: a@b.id\nContent-Type: text/html\n\n" + b"<blockquote>" * 50_000 + b"x",
    "deep parts": b"From: a@b.id\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)),
    "signatures": b"From: a@b.id\nIn-Reply-To: <x@y>\n\n" + b"-- \n" * 60_000,
    "attributions": b"From: a@b.id\nIn-Reply-To: <x@y>\n\n" + b"Pada 1 Jan 2026 10.15 a <a@b.id>\n" * 5_000,
    "answers between": b"From: a@b.id\nIn-Reply-To: <x@y>\n\n"
    + b"Pada 1 Jan 2026 10.15 a <a@b.id> menulis:\n> x\ny\n" * 4_000,
    "heads": b"From: a@b.id\nIn-Reply-To: <x@y>\n\n" + (b"dari:" * 190 + b"\n") * 200,
    "files in words": b"From: a@b.id\n\n" + b"begin 644 x\n" * 90_000 + b"\n" * 90_000,
    "hidden": b"From: a@b.id\nContent-Type: text/html\n\n" + b"<p hidden><div hidden>" * 30_000,
    "no end of headers": b"From: a@b.id\nX: " + b"y" * 20_000_000,
    "boundaries": b"From: a@b.id\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b " * 4_000_000,
    "attachment": b"From: a@b.id\nContent-Transfer-Encoding: base64\nContent-Type: image/png\n\n" + b"QUFB" * 6_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_take_no_longer(name):
    survives([HOSTILE[name]])


WORDS = st.lists(
    st.sampled_from(["ya", "Pada", "3 Des 2026", "10.15", ">", "Dari:", "--", "menulis:", "a@b.id", "\n", "-- \n"])
)


@given(WORDS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_is_cut_was_there_in_that_order(words, reply):
    text = " ".join(words)
    lines = [line.strip() for line in text.split("\n")]
    left = iter(lines)
    assert all(line.strip() in left for line in newest(text, reply).split("\n") if line.strip())
