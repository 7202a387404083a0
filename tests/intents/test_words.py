"""Normalising: what is masked, spelt out, corrected, and what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.load import data, spellings
from intents.normalize import Lexicon, cleaned, tokens

KNOWN = {
    "printer": 9,
    "rusak": 9,
    "laptop": 9,
    "proyektor": 9,
    "tolong": 9,
    "macet": 5,
    "mati": 9,
    "berita": 3,
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    words = data("words.toml")
    right = words.pop("right")["words"].split()
    return Lexicon.of(spellings(words), KNOWN, right=right)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("TOLOOOONG", ["tolong"]),
        ("prnter rsk", ["printer", "rusak"]),
        ("printernya", ["printer"]),
        ("laptop2", ["laptop"]),
        ("pr\u200binter 🙏", ["printer"]),
        ("m4ti", ["mati"]),
        ("in focus", ["proyektor"]),
        ("proyekotr", ["proyektor"]),
        ("3 laptop", ["x4", "laptop"]),
        ("12laptop", ["x30", "laptop"]),
        ("budi@kemenkeu.go.id", ["xsurel"]),
        ("KPTIK-2611-0042", ["xtiket"]),
        ("cerita", ["cerita"]),  # a right word, though "berita" is near
        ("ＰＲＩＮＴＥＲ", ["printer"]),
    ],
)
def test_said_becomes_words(said, words, lexicon):
    assert tokens(said, lexicon) == words


def test_an_unknown_word_far_from_all_is_left_alone(lexicon):
    assert tokens("wicaksono", lexicon) == ["wicaksono"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_nothing_breaks_it(text):
    words = data("words.toml")
    words.pop("right")
    lexicon = Lexicon.of(spellings(words), KNOWN)
    assert all(word and " " not in word for word in tokens(text, lexicon))
    assert cleaned(text) == cleaned(text)


def test_spellings_end_where_they_should():
    """No target is spelt otherwise again, no word is spelt as itself, keys are what `tokens` sees."""
    words = data("words.toml")
    right = set(words.pop("right")["words"].split())
    spelt = spellings(words)
    again = {k: v for k, v in spelt.items() for w in v.split() if w in spelt and w not in spelt[w].split()}
    assert not again
    assert not [k for k, v in spelt.items() if k == v]
    assert not [k for k in spelt if k != " ".join(cleaned(k).split())]
    assert not right & set(spelt)
    assert sum(len(table) for table in words.values()) == len(spelt)  # none stands twice


def test_no_spelling_harms(reader, catalogue):
    """Without any one table of spellings held-out phrases are read no better."""
    from dataclasses import replace
    from functools import cache
    from pathlib import Path

    from intents import evaluate

    held = Path(__file__).resolve().parents[1] / "phrases" / "held_out.jsonl"
    words = data("words.toml")
    words.pop("right")
    read = cache(reader.match)
    whole = evaluate.figures(evaluate.rows(held, catalogue, read))["right or offered"]
    for name in words:
        fewer = spellings({other: table for other, table in words.items() if other != name})
        lexicon = Lexicon.of(fewer, reader.lexicon.known, reader.lexicon.own, reader.lexicon.right)
        other = replace(reader, lexicon=lexicon)

        def without(text, other=other):
            """Only what is spelt otherwise now needs another look."""
            alike = tokens(text, other.lexicon) == tokens(text, reader.lexicon)
            return read(text) if alike else other.match(text)

        found = evaluate.figures(evaluate.rows(held, catalogue, without))
        assert found["right or offered"] <= whole + 1, name
