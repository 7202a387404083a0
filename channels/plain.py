"""Bubbles as plain text, where a channel has no buttons: the choices numbered, to be typed."""

from __future__ import annotations

import re

from channels.base import Bubble

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def text(bubble: Bubble) -> str:
    """The words without markup, then one numbered line for each choice and each file."""
    files = [f"[{name}]" for name in bubble.files]
    return "\n".join([_BOLD.sub(r"\1", numbered(bubble)), *files])


def numbered(bubble: Bubble) -> str:
    """The words as they are, then one numbered line for each choice."""
    return "\n".join([bubble.text, *(f"{n}. {label}" for n, (_, label) in enumerate(bubble.choices, 1))])
