"""Keys and words fit each other: what the code says has words, what has words is said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import languages
from bot.dialog.language import load_words
from bot.dialog.template import names
from bot.languages.complete import missing
from tests.ready import catalogue

BOT = Path(languages.__file__).parents[1]
KEY_AT = {"Say": 1, "say": 0, "phrase": 0, "Refused": 0, "text": 0}  # where a call takes its key
SURFACES = ("format.", "web.", "desk.", "telegram.", "whatsapp.")  # tables that are read whole, by days and by pages
SPECS = re.compile(r"\{\w+:word\.([\w.]+)\}")


def flat(tables: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tables.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found


KEYS = flat(languages.load("id"))


@cache
def sources() -> tuple[tuple[Path, ast.AST], ...]:
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(BOT.rglob("*.py")))


def pattern(node: ast.JoinedStr) -> str:
    """A regular expression for what an f-string may become."""
    return "".join(re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w./]+" for p in node.values)


def strings(node: ast.AST) -> Iterator[str]:
    """Patterns of the strings in an expression; the parts of an f-string are not strings of their own."""
    if isinstance(node, ast.JoinedStr):
        yield pattern(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from strings(part.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from strings(child)


def keyed(node: ast.expr) -> Iterator[str]:
    """Patterns of the strings that an argument can be: both sides of a condition, not the condition."""
    if isinstance(node, ast.IfExp):
        yield from keyed(node.body)
        yield from keyed(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield pattern(node)
    elif isinstance(node, ast.Constant):
        yield from strings(node)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def said() -> list[tuple[str, str]]:
    """(place, pattern of a key) for every call that says one."""
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in KEY_AT and len(node.args) > KEY_AT[called(node)]:
                place = f"{path.relative_to(BOT)}:{node.lineno}"
                found += [(place, key) for key in keyed(node.args[KEY_AT[called(node)]])]
    return found


def picked() -> set[str]:
    """Keys of quick choices: `pick("edit/...")` is called `choice.edit` unless another key is told."""
    keys = set()
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) == "pick" and len(node.args) == 1:
                keys |= {"choice\\." + key.partition("/")[0] for key in keyed(node.args[0])}
    return keys


def test_whatever_is_said_has_words() -> None:
    dotted = [(place, key) for place, key in said() if re.match(r"[a-z_]+\\\.|[a-z_]+$", key)]
    lacking = [
        f"{place} {key}"
        for place, key in dotted
        if not key.startswith(("field\\.", "{value")) and not any(re.fullmatch(key, known) for known in KEYS)
    ]
    assert not lacking


def test_whatever_can_be_picked_has_words() -> None:
    assert not [key for key in picked() if not any(re.fullmatch(key, known) for known in KEYS)]


def test_no_words_are_left_that_nobody_says() -> None:
    pieces = {piece for _, tree in sources() for piece in strings(tree)} | picked()
    tables = {table for value in KEYS.values() for table in SPECS.findall(str(value))}
    whole = {re.sub(r"\\(.)", r"\1", piece) for piece in pieces if "[\\w" not in piece}
    open_ended = re.compile("|".join(p for p in pieces if "[\\w" in p and re.search(r"\\\.[a-z_]{4}|[a-z_]{4}\\\.", p)))
    unused = [
        key
        for key in KEYS
        if not key.startswith(SURFACES)
        and key not in whole
        and not open_ended.fullmatch(key)
        and not key.startswith(("called.", "spoken.", "asked.", "letter."))  # what people say; what frames a mail
        and key.rpartition(".")[0] not in tables
    ]
    assert not unused


@pytest.mark.parametrize("language", [name for name in languages.NAMES if name != "id"])
def test_every_language_is_whole(language: str) -> None:
    assert missing(catalogue(), language) == []


def test_alternatives_ask_for_the_same_values() -> None:
    lists = {key: value for key, value in KEYS.items() if isinstance(value, list)}
    assert not [key for key, value in lists.items() if len({frozenset(names(each)) for each in value}) > 1]


def test_english_asks_for_every_field_in_english() -> None:
    words = load_words(catalogue(), "en")
    asked = [(code, f) for code, service in catalogue().services.items() for f in service.fields]
    silent = [f"{code} {f.id}" for code, f in asked if words.of(code, f"field.{f.id}.ask", "") == ""]
    assert not silent


def test_labels_of_quick_choices_are_short_enough_for_a_list() -> None:
    labels = flat({"service": languages.load("en")["service"]})
    assert not [name for name, label in labels.items() if name.endswith("short") and len(label) > 24]
