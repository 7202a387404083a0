"""The newest words of replies in the manners of many clients; in doubt a word stays."""

import re
from pathlib import Path

import pytest

from channels.email import html
from channels.email.cutting import handed_on, newest

FIXTURES = Path(__file__).parents[2] / "fixtures/email"
EXACT = 0.95


def cases(file):
    """(name, whether it is a reply, the letter, its new words) of each in the file."""
    pieces = re.split(r"^##### (.*)\n", (FIXTURES / file).read_text("utf-8"), flags=re.M)[1:]
    titled = list(zip(pieces[::2], pieces[1::2], strict=True))
    for (name, letter), (expect, words) in zip(titled[::2], titled[1::2], strict=True):
        assert expect == "expect"
        yield name, not name.startswith(("fresh", "a ", "two", "data", "signature")), letter, words.strip("\n")


CASES = [*cases("replies.txt"), *cases("replies-abroad.txt")]
PAGES = list(cases("pages.txt"))


def test_there_are_many_and_nearly_all_are_exact():
    wrong = [name for name, reply, letter, words in CASES if newest(letter, reply) != words]
    assert len(CASES) >= 120
    assert len(wrong) <= len(CASES) * (1 - EXACT), wrong


@pytest.mark.parametrize(("name", "reply", "letter", "words"), CASES, ids=[case[0] for case in CASES])
def test_no_new_word_is_lost(name, reply, letter, words):
    kept = newest(letter, reply).split()
    assert [word for word in words.split() if word not in kept] == []


QUOTATIONS = [
    letter.removeprefix(words) for _, reply, letter, words in CASES if reply and words and letter.startswith(words)
]


def test_no_word_of_anybody_s_is_lost_above_anybody_s_quotation():
    for number, (_, _, _, words) in enumerate(CASES):
        said = newest(words, reply=True).split()
        for quotation in QUOTATIONS[number % 5 :: 5]:
            kept = newest(words + quotation, reply=True).split()
            assert [word for word in said if word not in kept] == [], quotation


@pytest.mark.parametrize(("name", "reply", "page", "words"), PAGES, ids=[case[0] for case in PAGES])
def test_replies_that_are_pages(name, reply, page, words):
    assert newest(html.words(page), reply) == words


def test_a_letter_handed_on_is_told_from_the_words_above_it() -> None:
    passed = (
        "Mohon ditindaklanjuti.\n\n---------- Forwarded message ---------\nDari: Budi <budi@kemenkeu.go.id>\n"
        "Date: Sen, 23 Nov 2026 08.15\nSubject: AC mati\nTo: Umum <umum@kemenkeu.go.id>\n\nAC ruang rapat mati.\n"
    )
    head, words = handed_on(passed)
    assert head.startswith("Dari: Budi") and words == "AC ruang rapat mati."
    assert handed_on("AC ruang rapat mati.") == ("", "")
