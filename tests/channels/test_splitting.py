"""Pieces fit, lose no sign, and each is whole markup."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.splitting import split, units
from channels.telegram.markup import html

SIGNS = st.sampled_from([
    "a", "b ", ". ", "\n", "\n\n",
    "🙂", "👨‍👩‍👧", "é", "*", "<", "&", "> ", "kata kata ", "é", "日本",
])  # fmt: skip
TEXTS = st.lists(SIGNS, max_size=400).map("".join)


def bare(text):
    """All signs but white space and marks."""
    return re.sub(r"\s|\*\*|^>", "", text, flags=re.M).replace(">", "").replace("*", "")


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(40, 200))
def test_every_piece_fits_and_nothing_is_lost(text, limit):
    pieces = split(text, limit)
    assert all(units(piece) <= limit and piece.strip() for piece in pieces)
    assert bare("".join(pieces)) == bare(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["**tebal sekali**", "biasa", "> **Kantor:** Medan", "Satu. Dua."]), max_size=60))
def test_bold_and_cards_stay_whole(words):
    for piece in split("\n".join(words), 120):
        assert all(line.count("**") % 2 == 0 for line in piece.split("\n"))
        assert "**" not in html(piece)


def test_cut_at_the_end_of_a_sentence():
    assert split("Satu dua tiga. Empat lima enam. Tujuh delapan", 40)[0] == "Satu dua tiga. Empat lima enam."


def test_a_bold_line_longer_than_a_piece_is_bold_in_both():
    first, second = split("> **" + "kata " * 12 + "akhir**", 50)
    assert first.startswith("> **") and first.endswith("**")
    assert second.startswith("> **") and second.endswith("**")


def test_what_fits_is_left_alone():
    assert split("Halo.\n\nApa kabar?", 4096) == ["Halo.\n\nApa kabar?"]
    assert split("  ", 100) == []


def test_a_sign_of_several_points_is_not_torn():
    family = "👨‍👩‍👧"
    for piece in split("x" * 30 + family * 20, 48):
        assert piece.replace("x", "").replace(family, "") == ""
