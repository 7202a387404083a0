"""Blocks that several services share: `use` in a service's file names them, this fills them in.

`use = { queue = "QUEUE", competence = { block = "COMP-TIK", product = "..." } }`: every `{number}`,
and every name given beside `block`, is replaced in the block's strings.
"""

from __future__ import annotations

import re
from typing import Any

from catalog_data.source import Fault, Source

HOLE = re.compile(r"\{(\w+)\}")


def expand(source: Source, blocks: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """A service's data with its blocks in place, and what was wrong with `use`.

    What the file says itself goes before the block; `procedure` joins the service's own procedures.
    """
    data = {key: value for key, value in source.data.items() if key != "use"}
    faults: list[Fault] = []
    for part, wanted in _table(source).items():
        name, words = _wanted(wanted)
        if name not in blocks:
            faults.append(source.fault(f"use.{part}: no block {name!r} in common.toml", "use", part))
            continue
        block = fill(blocks[name], {"number": str(data.get("number", "")), **words})
        if hole := _hole(block):
            faults.append(source.fault(f"use.{part}: block {name} wants {hole!r}", "use", part))
        if part == "procedure":
            data["procedures"] = [*data.get("procedures", []), block]
        else:
            data.setdefault(part, block)
    return data, faults


def fill(value: Any, words: dict[str, str]) -> Any:
    """`value` with every known {hole} in its strings replaced."""
    if isinstance(value, str):
        return HOLE.sub(lambda hole: words.get(hole[1], hole[0]), value)
    if isinstance(value, list):
        return [fill(item, words) for item in value]
    if isinstance(value, dict):
        return {key: fill(item, words) for key, item in value.items()}
    return value


def _table(source: Source) -> dict[str, Any]:
    use = source.data.get("use", {})
    return use if isinstance(use, dict) else {}


def _wanted(wanted: Any) -> tuple[str, dict[str, str]]:
    """ "QUEUE" or { block = "COMP-TIK", product = "..." } -> name, words."""
    if not isinstance(wanted, dict):
        return str(wanted), {}
    words = {key: str(word) for key, word in wanted.items()}
    return words.pop("block", ""), words


def _hole(value: Any) -> str | None:
    """The first hole that nobody filled."""
    if isinstance(value, str):
        found = HOLE.search(value)
        return found[1] if found else None
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((hole for item in inside if (hole := _hole(item))), None)
