"""Templates of our own sentences: `{name:spec}` filled once, line by line.

The light markup that channels translate: `**bold**`, and lines that begin with `> ` (card), `- ` or
`1. ` (lists). A line whose placeholder has no value (None, False, "", empty list, not given) is left
out whole, and so is a segment in `[[ ]]`. A value is never a template, and a person's text cannot
become markup: `calm` takes the marks' force away where a value enters.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

Spec = Callable[[Any, Mapping[str, Any]], str]
_GAP = re.compile(r"\n{3,}")
_TWO_STOPS = re.compile(r"(?<!\.)([.!?])\.(?=\s|$)")  # a value that ends its own sentence
_SEGMENT = re.compile(r"\[\[(.*?)\]\]")
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]")
_LEADING = re.compile(r"^(?=>|[-*#] |\d+[.)] )")
_STARS = re.compile(r"\*(?=\*)")
_JOINER = "\u2060"  # takes no room; parts two marks, so that they mean nothing


class Safe(str):
    """Text that we rendered ourselves: its markup counts."""


class _Nothing(Exception):
    """A placeholder has no value."""


def calm(text: str) -> str:
    """Foreign text on one line, without control characters, its marks powerless."""
    line = " ".join(_UNSEEN.sub("", text).split())
    return _LEADING.sub(_JOINER, _STARS.sub(f"*{_JOINER}", line)).replace("`", "'")


def calm_lines(text: str) -> str:
    """Like `calm`, but line breaks stay."""
    return "\n".join(calm(line) for line in text.strip().splitlines())


def plain(value: Any) -> str:
    """A value as it stands: foreign strings calmed, ours kept."""
    return value if isinstance(value, Safe) else calm(str(value))


def fill(template: str, params: Mapping[str, Any], specs: Mapping[str, Spec]) -> str:
    """The text, lines without a value left out. Raises KeyError for an unknown spec."""
    filling = _Filling(params, specs)
    filled = (filling.line(line) for line in _lines(template))
    return _GAP.sub("\n\n", "\n".join(line for line in filled if line is not None)).strip()


def one(value: Any, spec: str, params: Mapping[str, Any], specs: Mapping[str, Spec]) -> str:
    """A single value as a placeholder of this spec shows it; empty where there is none."""
    try:
        return _Filling(params, specs).format_field(value, spec)
    except _Nothing:
        return ""


Piece = tuple[str, str | None, str]  # literal text, then a placeholder's name (None: no more) and spec
Line = tuple[tuple[Piece, ...], ...]  # kept text and [[segments]] by turns, kept text first and last


@lru_cache(maxsize=4096)
def _lines(template: str) -> tuple[Line, ...]:
    """A template read once: its lines, each in pieces."""
    return tuple(tuple(_pieces(part) for part in _SEGMENT.split(line)) for line in template.strip().splitlines())


def _pieces(part: str) -> tuple[Piece, ...]:
    """A placeholder has a plain name: a template reaches no attribute and no index."""
    return tuple((literal, name, spec or "") for literal, name, spec, _ in string.Formatter().parse(part))


class _Filling:
    """One filling of one template."""

    def __init__(self, params: Mapping[str, Any], specs: Mapping[str, Spec]) -> None:
        self._params, self._specs = params, specs

    def line(self, line: Line) -> str | None:
        """The line filled, or None where it is to be left out."""
        try:
            kept = [self._put(part) for part in line[::2]]
        except _Nothing:
            return None
        segments = [*(self._segment(part) for part in line[1::2]), ""]
        text = _TWO_STOPS.sub(r"\1", "".join(a + b for a, b in zip(kept, segments, strict=True)).rstrip())
        return text if text or not any(line) else None

    def _put(self, part: tuple[Piece, ...]) -> str:
        shown = []
        for literal, name, spec in part:
            shown.append(literal)
            if name is not None:
                shown.append(self.format_field(self._params.get(name), spec))
        return "".join(shown)

    def _segment(self, part: tuple[Piece, ...]) -> str:
        try:
            return self._put(part)
        except _Nothing:
            return ""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "unless":
            value, format_spec = not value, "if"
        if value is None or value is False or value in ("", [], ()):
            raise _Nothing
        shown = self._show(value, format_spec)
        if not shown and format_spec != "if":
            raise _Nothing
        return shown

    def _show(self, value: Any, spec: str) -> str:
        name, _, detail = spec.partition(".")
        return self._specs[name](value, {**self._params, "spec": detail}) if name else plain(value)


def names(template: str) -> set[str]:
    """Placeholders that a template uses, to compare two languages."""
    bare = template.replace("[[", "").replace("]]", "")
    return {name for _, name, _, _ in string.Formatter().parse(bare) if name}
