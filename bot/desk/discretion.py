"""Numbers that stand for a person are shown where a ticket is worked on, and in no list. Pure."""

from __future__ import annotations

import re

KEPT = 4  # last digits that stay, so that two can be told apart
DOT = "•"
SHAPES = (  # identity card and taxpayer (NIK, NPWP), civil servant (NIP), as they are written
    r"\d{15,18}",
    r"\d{4}([ .-])\d{4}\1\d{4}\1\d{4}",
    r"\d{2}\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}",
    r"\d{8} \d{6} \d \d{3}",
)
_NUMBER = re.compile(rf"(?<![\w])(?:{'|'.join(SHAPES)})(?![\w])")


def hidden(text: str) -> str:
    """`text` with every such number but for its last digits made unreadable."""
    return _NUMBER.sub(lambda hit: DOT * KEPT + hit.group()[-KEPT:], text)
