"""What a letter says to the dialogue: a letter handed on is said too, but for one of ours."""

from __future__ import annotations

import pytest

from bot.messages import File
from channels.email.mailbox import Account
from channels.email.shapes import Letter, Ours
from channels.email.translating import translate
from tests.channels.email.letters import ANI, OFFICE
from tests.turn.conftest import NOW

HANDED_ON = (
    "Tolong ya.\n\nDari: {} <{}>\nDikirim: 23 November 2026 08.15\nKepada: Umum\nSubjek: AC\n\nAC ruang rapat mati."
)


@pytest.mark.parametrize(
    ("subject", "sender", "said"),
    [
        ("Fwd: AC", "budi@kemenkeu.go.id", "Tolong ya.\n\nAC ruang rapat mati."),
        ("Trs: AC", "budi@kemenkeu.go.id", "Tolong ya.\n\nAC ruang rapat mati."),
        ("Fwd: AC", OFFICE, "Tolong ya."),
        ("Re: AC", "budi@kemenkeu.go.id", "Tolong ya."),
    ],
)
def test_a_letter_handed_on_is_said_too(subject: str, sender: str, said: str) -> None:
    whole = HANDED_ON.format("Budi", sender)
    letter = Letter(ANI, subject=subject, text="Tolong ya.", full_text=whole, to=(OFFICE,))
    raw = File("f1", "surat.eml", "other", "", 1)
    made = translate(letter, raw, NOW, Account("medan", OFFICE, "u", "p"), Ours(frozenset({OFFICE})), "s" * 40)
    assert made is not None and made.text == said


def test_a_letter_handed_on_without_a_word_is_for_a_person() -> None:
    letter = Letter(ANI, subject="Fwd: AC", text="", full_text=HANDED_ON.format("Budi", "b@k.id"), to=(OFFICE,))
    raw = File("f1", "surat.eml", "other", "", 1)
    made = translate(letter, raw, NOW, Account("medan", OFFICE, "u", "p"), Ours(frozenset({OFFICE})), "s" * 40)
    assert made is not None and made.text == ""
