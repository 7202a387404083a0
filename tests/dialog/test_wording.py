"""The manner of every reply: short, courteous, nothing promised in passing, both languages alike."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot import languages
from tests.ready import catalogue

PAGES = (
    "web.", "format.", "subject.", "ways.", "source.", "clock.", "staff.", "supervisor.", "superior_copy.",
    "called.", "spoken.", "asked.",
)  # fmt: skip
LISTS = re.compile(r"\{\w+:(?:card|bullets|numbered|lines)\}")
LINES, LONGEST = 5, 260  # lines of a reply besides its lists; characters of one line without its values
COARSE = ("kamu", "kau", "anda", "lo", "gue", "elo", "kalian")
CARELESS = ("silahkan", "di tunggu", "di proses", "error", "invalid", "user", "bot", "klik", "ok", "oke")
PROMISES = ("segera", "secepatnya", "pasti", "dijamin", "asap", "sebentar lagi", "dalam waktu dekat")
SERVED = ("Bapak/Ibu", "Mohon", "mohon", "Silakan", "silakan", "Boleh", "Bila", "Terima kasih", "Maaf", "maaf")


def flat(tables: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tables.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found


def replies(language: str) -> list[tuple[str, str]]:
    """(key, words) of everything said in a conversation, alternatives one by one."""
    told = {key: value for key, value in flat(languages.load(language)).items() if not key.startswith(PAGES)}
    return [(key, each) for key, value in told.items() for each in (value if isinstance(value, list) else [value])]


SAID = {language: replies(language) for language in ("id", "en")}
CATALOGUE = catalogue()
ASKS = [
    (f"{owner}.{field.id}", field.ask)
    for owner, fields in [*((s.code, s.fields) for s in CATALOGUE.services.values()), ("person", CATALOGUE.person)]
    for field in fields
]


def spoken(text: str) -> str:
    """The words without placeholders and marks."""
    return re.sub(r"\{[^}]*\}|\[\[|\]\]|\*\*", "", text)


def having(words: tuple[str, ...], texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """(key, word) wherever one of the words is said."""
    return [
        (key, word) for key, text in texts for word in words if re.search(rf"\b{word}\b", spoken(text), re.IGNORECASE)
    ]


@pytest.mark.parametrize("language", SAID)
def test_replies_are_short(language: str) -> None:
    long = []
    for key, text in SAID[language]:
        lines = [line for line in text.strip().splitlines() if line.strip() and not LISTS.search(line)]
        if key not in ("ticket.opened",) and (len(lines) > LINES or any(len(spoken(each)) > LONGEST for each in lines)):
            long.append(key)
    assert not long


def test_nobody_is_addressed_coarsely() -> None:
    assert not having(COARSE, SAID["id"]) + having(COARSE, ASKS)


def test_no_careless_words() -> None:
    assert not having(CARELESS, SAID["id"]) + having(CARELESS, ASKS)


def test_only_the_clock_promises() -> None:
    """ "Segera" is a promise that no rule computed; what is safe to do now in danger is none."""
    assert not [each for each in having(PROMISES, SAID["id"]) if not each[0].startswith(("urgent.", "desk."))]


def test_questions_are_courteous() -> None:
    said = [(key, text) for key, text in (*SAID["id"], *ASKS) if not key.startswith("desk.")]  # officers' own page
    asked = [(key, text) for key, text in said if "?" in text and len(spoken(text).split()) > 4]
    assert not [key for key, text in asked if not any(word in text for word in SERVED)]


def test_one_question_at_a_time() -> None:
    assert not [key for key, text in (*SAID["id"], *ASKS) if spoken(text).count("?") > 1]


def test_exclamations_stay_out() -> None:
    assert not [key for key, text in (*SAID["id"], *ASKS) if "!" in spoken(text)]


def test_english_is_english() -> None:
    foreign = ("Bapak/Ibu", "mohon", "silakan", "petugas", "tiket", "berkas")
    assert not [(key, word) for key, text in SAID["en"] for word in foreign if word in spoken(text)]


@pytest.mark.parametrize("key", [key for key, value in flat(languages.load("id")).items() if isinstance(value, list)])
def test_alternatives_differ(key: str) -> None:
    said = [text for name, text in SAID["id"] if name == key]
    assert len(said) == len(set(said)) and len(said) != 1
