"""A letter's two dresses say the same, and nothing in it can break out of its place."""

from datetime import UTC, datetime

from bot.messages import Address
from channels.base import Bubble, Outgoing
from channels.email.writing import Before, Envelope, letter, page, subject

WORDS = {"subject": "Permintaan layanan", "foot": "kaki", "name": "Loket"}
ENVELOPE = Envelope("Loket, KPTIK", "loket@k.id", "<loket.1.t@k.id>", datetime(2026, 11, 23, tzinfo=UTC))


def out(*bubbles, said=""):
    """What is owed."""
    return Outgoing(1, Address("email", "ani@k.id"), bubbles, said)


def test_html_is_escaped_and_links_are_links():
    shown = page([Bubble("k", "a <b> **tebal** https://k.id/x?y=1&z=2.\n> kartu\nakhir", (("1", "Ya & oke"),))], "kaki")
    assert "a &lt;b&gt; <strong>tebal</strong>" in shown
    assert '<a href="https://k.id/x?y=1&amp;z=2">https://k.id/x?y=1&amp;z=2</a>.' in shown
    assert ">kartu</p>" in shown and "&gt; kartu" not in shown
    assert "1. Ya &amp; oke" in shown


def test_a_subject_cannot_bring_headers():
    made = letter(out(Bubble("k", "x")), ENVELOPE, Before(("<a@b>",), "hai\r\nBcc: x@y.id"), WORDS, ())
    assert made["Bcc"] is None and made["Subject"] == "Re: hai Bcc: x@y.id"


def test_subjects():
    assert subject(out(), Before(), WORDS) == "Permintaan layanan"
    assert subject(out(), Before(subject="Bls: wifi"), WORDS) == "Bls: wifi"
    assert subject(out(said="Tiket baru"), Before(subject="wifi"), WORDS) == "Tiket baru"


def test_many_references_keep_the_newest():
    refs = tuple(f"<r{n}@k.id>" for n in range(60))
    made = letter(out(Bubble("k", "x")), ENVELOPE, Before(refs), WORDS, ())
    assert made["References"].split()[-1] == made["In-Reply-To"] == "<r59@k.id>"
    assert len(made["References"].split()) == 20


def test_without_a_letter_before_it_is_no_reply():
    made = letter(out(Bubble("k", "x")), ENVELOPE, Before(), WORDS, ())
    assert (made["Auto-Submitted"], made["In-Reply-To"]) == ("auto-generated", None)
