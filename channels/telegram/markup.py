"""Our light markup as Telegram's HTML: bold words, cards as quotes; everything else is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

_BOLD = re.compile(r"\*\*(.+?)\*\*")
CARD = "> "


def html(text: str) -> str:
    """`text` for parse mode HTML."""
    blocks = groupby(text.split("\n"), key=lambda line: line.startswith(CARD))
    return "\n".join(_quote(list(lines)) if card else _lines(lines) for card, lines in blocks)


def _quote(lines: list[str]) -> str:
    return f"<blockquote>{_lines(line.removeprefix(CARD) for line in lines)}</blockquote>"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(_BOLD.sub(r"<b>\1</b>", escape(line, quote=False)) for line in lines)
