"""Words become the body of an owed row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.bubbles import kept
from bot.dialog.language import Words
from bot.log import trace
from bot.messages import Say


def letter(words: Words, said: Sequence[Say], refs: Mapping[str, str]) -> dict[str, Any]:
    """The subject of the first words, every bubble, and the trace of what they answer."""
    bubbles = [words.render(say, refs) for say in said]
    subject = f"subject.{said[0].key}"
    return {
        "trace": trace(),
        "subject": words.text(subject, bubbles[0].data) if words.has(subject) else "",
        "bubbles": [kept(bubble) for bubble in bubbles],
    }
