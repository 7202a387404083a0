"""What an officer's mail says, and whether it may say it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.lifecycle import ACTIONS
from bot.desk.mail_actions import SHAPES, acts, parse, ticket_of, token, tokens
from bot.messages import Refused
from tests.ready import catalogue

CATALOGUE = catalogue()
NUMBER = "KPTIK-2611-0051"


@pytest.mark.parametrize(
    ("words", "action", "params"),
    [
        ("ambil", "take", {}),
        ("Ambil.\n\nSalam,\nSri", "take", {}),
        ("ambil: pemohon sudah menunggu di loket", "take", {"reason": "pemohon sudah menunggu di loket"}),
        ("eskalasi TIK", "escalate", {"group": "TIK"}),
        ("ESKALASI: bmn", "escalate", {"group": "BMN"}),
        ("catatan: sudah dicek,\nkabelnya putus", "note", {"text": "sudah dicek,\nkabelnya putus"}),
        ("lengkap", "complete", {}),
        ("kurang: surat kuasa", "incomplete", {"text": "surat kuasa"}),
        ("dipenuhi selesai: kabel diganti", "fulfil", {"label": "selesai", "text": "kabel diganti"}),
        ("dipenuhi Selesai Sebagian: 2 dari 3", "fulfil", {"label": "selesai_sebagian", "text": "2 dari 3"}),
        ("tanya: lantai berapa?", "ask", {"text": "lantai berapa?"}),
        ("\n\n  tanya : lantai berapa?\n> dipenuhi selesai: dikutip\n> ambil", "ask", {"text": "lantai berapa?"}),
        ("catatan: kabelnya\nambil di gudang besok", "note", {"text": "kabelnya\nambil di gudang besok"}),
        ("catatan: ya\n-- \nSri Wahyuni\nKPTIK BMN", "note", {"text": "ya"}),
    ],
)
def test_one_line_says_what_to_do(words: str, action: str, params: dict[str, str]) -> None:
    assert parse(words, CATALOGUE) == (action, params)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("terima kasih pak", "mail.unclear"),
        ("> ambil", "mail.unclear"),
        ("", "mail.unclear"),
        ("ambilkan berkasnya", "mail.unclear"),
        ("ambil besok saja ya", "mail.unclear"),
        ("eskalasi", "mail.no_group"),
        ("eskalasi ke tim TIK", "mail.no_group"),
        ("catatan:", "mail.no_text"),
        ("catatan sudah dicek", "mail.no_text"),
        ("dipenuhi: sudah", "mail.label"),
        ("dipenuhi beres: sudah", "mail.label"),
        ("dipenuhi selesai", "mail.no_text"),
        ("dipenuhi selesai:  ", "mail.no_text"),
        ("ambil\ncatatan: dicek", "mail.two"),
        ("catatan: dicek\n\ndipenuhi selesai: kabel diganti", "mail.two"),
        ("tanya: lantai berapa?\nambil", "mail.two"),
    ],
)
def test_what_is_not_clear_is_refused_and_said(words: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(words, CATALOGUE)
    assert refused.value.key == key


def test_every_word_of_the_data_means_an_action_of_the_lifecycle() -> None:
    assert set(CATALOGUE.verbs) == set(SHAPES)
    assert set(SHAPES) <= set(ACTIONS)
    assert all(acts(word, CATALOGUE) for words in CATALOGUE.verbs.values() for word in words)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_words_break_it(words: str) -> None:
    try:
        action, _ = parse(words, CATALOGUE)
    except Refused:
        return
    assert action in SHAPES


def test_a_token_stands_for_one_ticket_and_one_recipient() -> None:
    made = token("s" * 32, NUMBER, "Helpdesk@kemenkeu.go.id")
    assert ticket_of("s" * 32, made.upper(), ["x@y.id", "helpdesk@kemenkeu.go.id"]) == NUMBER
    assert ticket_of("s" * 32, made, ["x@y.id"]) is None
    assert ticket_of("t" * 32, made, ["helpdesk@kemenkeu.go.id"]) is None
    assert ticket_of("s" * 32, made.replace("0051", "0052"), ["helpdesk@kemenkeu.go.id"]) is None
    assert ticket_of("s" * 32, made[:-1], ["helpdesk@kemenkeu.go.id"]) is None


def test_a_token_is_found_in_message_ids_the_newest_first() -> None:
    old, new = token("s", NUMBER, "a@b.id"), token("s", "PGD-2611-0007", "a@b.id")
    assert tokens([f"<loket.5.{old}@kemenkeu.go.id>", "<x@y>", f"<loket.7.{new}@kemenkeu.go.id>"]) == [new, old]
    assert tokens(["<loket.5.0-abcdefghijklmnopqrst@kemenkeu.go.id>"]) == []
