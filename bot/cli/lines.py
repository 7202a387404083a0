"""JSON lines in, JSON lines out, one for one; a faulty line is answered, not raised."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

Line = dict[str, Any]


class Faulty(ValueError):
    """The line cannot be used; the message says why."""


def each(answer: Callable[[Line], Line]) -> int:
    """Answer standard input line by line. Exit status: 1 when a line was faulty, else 0."""
    status = 0
    for number, raw in numbered(sys.stdin.buffer):
        try:
            show(answer(parsed(raw)))
        except ValueError as fault:
            show({"error": str(fault), "line": number})
            status = 1
    return status


def numbered(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers from 1, without the empty ones."""
    return ((number, raw) for number, raw in enumerate(source, 1) if raw.strip())


def parsed(raw: bytes) -> Line:
    """A line as an object. Raises Faulty."""
    try:
        line = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Faulty("not UTF-8") from None
    except (ValueError, RecursionError) as fault:
        raise Faulty(f"not JSON: {fault}") from None
    if not isinstance(line, dict):
        raise Faulty("expected a JSON object")
    return line


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def text(line: Line, name: str, default: str | None = None) -> str:
    """A string of the line. Raises Faulty."""
    value = line.get(name, default)
    if not isinstance(value, str):
        raise Faulty(f'"{name}" must be a string')
    return value


def show(line: Line) -> None:
    """One line of output, flushed."""
    out = json.dumps(line, ensure_ascii=False, allow_nan=False)
    sys.stdout.write(out.encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()
