"""A TOML file with the line of every key, so that a fault can be shown where it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Key = tuple[str | int, ...]

HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]")
PAIR = re.compile(r'^\s*("[^"]*"|[A-Za-z0-9_.-]+)\s*=\s*(.*)')
ITEM = re.compile(r"""^\s*["'{\[]""")
AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where. `line` counts from 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file. `lines`: key path -> line; `name` is relative to the catalogue's folder."""

    name: str
    data: dict[str, Any]
    lines: dict[Key, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of `path`, or of the nearest key around it; of a list its first item.

        A part that came from a block stands where the file names the block.
        """
        if path and path[0] not in self.data and path[0] in self.data.get("use", {}):
            path = ("use",)
        for end in range(len(path), 0, -1):
            for key in (path[:end], (*path[:end], 0)):
                if key in self.lines:
                    return self.lines[key]
        return 1

    def fault(self, reason: str, *path: str | int) -> Fault:
        """A fault at `path`."""
        return Fault(self.name, self.line(*path), reason)


def parse(path: Path, folder: Path) -> Source | Fault:
    """Read one file; a missing file, bad encoding or bad TOML is a fault, never an exception."""
    name = path.relative_to(folder).as_posix()
    try:
        text = path.read_text("utf-8")
        return Source(name, tomllib.loads(text), locate(text))
    except tomllib.TOMLDecodeError as error:
        at = AT_LINE.search(str(error))
        return Fault(name, int(at[1]) if at else text.count("\n") + 1, f"not TOML: {error}")
    except (OSError, UnicodeDecodeError) as error:
        return Fault(name, 1, f"not readable: {error.__class__.__name__}")


def locate(text: str) -> dict[Key, int]:
    """Key path -> line. Lists that run over several lines are located item by item."""
    lines: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()
    open_list: Key | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if open_list is not None and ITEM.match(line):
            item = counts[open_list] = counts.get(open_list, -1) + 1
            lines[(*open_list, item)] = number
        elif header := HEADER.match(line):
            table, open_list = _table(header[2], header[1] == "[[", counts), None
            lines.setdefault(table, number)
        elif pair := PAIR.match(line):
            key = (*table, *_names(pair[1]))
            lines[key] = number
            open_list = key if pair[2].split("#")[0].strip() == "[" else None
        elif line.strip() == "]":
            open_list = None
    return lines


def _table(header: str, is_list: bool, counts: dict[Key, int]) -> Key:
    """The path of a table, list items counted: [[fields]] the second time is ("fields", 1)."""
    path: Key = ()
    names = _names(header)
    for name in names[:-1]:
        path = (*path, name)
        path = (*path, counts[path]) if path in counts else path
    path = (*path, names[-1])
    if is_list:
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def _names(dotted: str) -> list[str]:
    """ "a.b" -> a, b; a quoted name stays whole."""
    dotted = dotted.strip()
    return [dotted.strip('"')] if dotted.startswith('"') else [n.strip() for n in dotted.split(".")]
