"""Long words in pieces: at paragraphs, lines, sentences, words, and only then anywhere.

Text is our light markup (`**bold**`, lines that begin with `> `); each piece is whole markup again.
"""

from __future__ import annotations

import re
import unicodedata

BREAKS = (r"\n{2,}", r"\n", r"(?<=[.!?…])\s+", r"\s+")  # the best first
ROOM = 8  # units kept free for the marks that a piece needs to be whole again
BOLD = "**"
CARD = "> "


def units(text: str) -> int:
    """Length in UTF-16 units, as some far sides count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` UTF-16 units; no sign but white space is lost. Empty for no words."""
    pieces, rest = [], text.strip()
    while units(rest) > limit:
        at = _cut(rest, limit - ROOM)
        head, tail = rest[:at].rstrip(), rest[at:].lstrip()
        head, tail = _whole(head, tail, midline="\n" not in rest[len(head) : len(rest) - len(tail)])
        pieces.append(head)
        rest = tail
    return [*pieces, rest] if rest else pieces


def _cut(text: str, limit: int) -> int:
    """Where to cut: the last good place in the second half of what fits, else the last place at all."""
    fits = text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")
    for pattern in BREAKS:
        ends = [found.end() for found in re.finditer(pattern, fits) if found.end() > len(fits) // 2]
        if ends:
            return ends[-1]
    return _between_signs(text, len(fits))


def _between_signs(text: str, at: int) -> int:
    """`at`, or before it where a sign made of several code points, or a mark, would be torn."""
    for place in range(at, max(at - 16, 1), -1):
        after, before = text[place : place + 1], text[place - 1]
        joined = after and (unicodedata.combining(after) or after in "\u200d\ufe0f" or before == "\u200d")
        if not joined and not (before == after == "*"):
            return place
    return at


def _whole(head: str, tail: str, midline: bool) -> tuple[str, str]:
    """Both sides with the marks that the cut took apart."""
    if not midline:
        return head, tail
    last = head.rpartition("\n")[2]
    if last.count(BOLD) % 2:
        head, tail = head + BOLD, BOLD + tail
    return head, CARD + tail if last.startswith(CARD) else tail
