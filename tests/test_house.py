"""The house keeps its shape: who may import whom, and no vendor's name in the rooms that decide."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "channels", "intents", "catalog_data", "storage")
PURE_CORE = {"numpy", "scipy", "sklearn", "threadpoolctl"}  # "rapidfuzz and its kin" (architecture)

# Room -> what it may import besides the standard library and itself. The longest prefix rules.
ALLOWED: dict[str, set[str]] = {
    "bot.messages": {"bot.proving"},
    "bot.proving": set(),
    "catalog_data": {"pydantic"},
    "intents": {"catalog_data", "rapidfuzz", *PURE_CORE},
    "bot.desk": {"catalog_data", "bot.messages", "holidays"},
    "bot.dialog": {"catalog_data", "intents", "bot.messages", "bot.desk", "bot.languages", "babel", "rapidfuzz"},
    "storage": {"sqlalchemy", "alembic", "pydantic", "bot.messages", "bot.desk", "bot.dialog"},
    "channels": {"bot.messages"},
}


def modules() -> Iterator[tuple[str, Path]]:
    """(dotted name, path) of every module of the house."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path: Path) -> Iterator[str]:
    """Every module that the file imports, dotted and absolute."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def room_of(module: str) -> str | None:
    """The room whose rule the module is under."""
    rooms = [room for room in ALLOWED if module == room or module.startswith(f"{room}.")]
    return max(rooms, key=len, default=None)


def outside(module: str, path: Path) -> list[str]:
    """Imports that the room of `module` does not allow."""
    room = room_of(module)
    if room is None:
        return []
    allowed = {room, *ALLOWED[room]}
    return [
        name
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == each or name.startswith(f"{each}.") for each in allowed)
    ]


@pytest.mark.parametrize(("module", "path"), [pytest.param(*each, id=each[0]) for each in modules()])
def test_arrows_point_to_the_pure_middle(module: str, path: Path) -> None:
    foreign = outside(module, path)
    if module.startswith("channels."):  # a channel may use its own far side's kit, never our store or another channel
        ours = [name for name in foreign if name.split(".")[0] in ROOMS]
        assert not [name for name in ours if not name.startswith(("channels.base", "channels.plain"))]
    else:
        assert not foreign


def test_the_map_of_bot_names_each_of_its_modules() -> None:
    named = set(re.findall(r"`(\w+)`", bot.__doc__ or ""))
    there = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == {name for name in there if not name.startswith("__")}


def test_the_rule_sees_a_forbidden_import(tmp_path: Path) -> None:
    bad = tmp_path / "engine.py"
    bad.write_text("import asyncio\nfrom storage import tickets\nimport sqlalchemy\n")
    assert outside("bot.dialog.engine", bad) == ["storage.tickets", "sqlalchemy"]


def test_no_sentence_for_a_person_in_the_rooms_that_decide() -> None:
    """Words for people have keys; an Indonesian sentence in code would be one that nobody can edit."""
    tell_tale = re.compile(r"\b(Bapak|Ibu|mohon|silakan|terima kasih)\b", re.I)
    found = []
    for module, path in modules():
        if room_of(module) not in ("bot.dialog", "bot.desk", "bot.messages"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(n.body[0].value) for n in ast.walk(tree) if _has_doc(n)}  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if literal and tell_tale.search(node.value) and " " in node.value.strip():  # type: ignore[attr-defined]
                found.append(f"{module}:{node.lineno}")  # type: ignore[attr-defined]
    assert not found


def _has_doc(node: ast.AST) -> bool:
    holder = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    return holder and ast.get_docstring(node, clean=False) is not None  # type: ignore[arg-type]
