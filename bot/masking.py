"""Passwords and one-time codes are masked before anything is stored."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.messages import Inbound
from intents.entities import secret
from intents.entities.page import LIMIT, Page
from intents.reading import Entity, Reading

DOT = "•"
HIDDEN = re.compile(DOT + "{3,}")
OVERLAP = 300  # characters; a secret with its words around is shorter


def masked(inbound: Inbound) -> Inbound:
    """The message with every secret in its words made unreadable, the length kept."""
    texts = (inbound.text, inbound.full_text, inbound.subject)
    secrets = {word for text in texts for word in _secrets(text)}
    if not secrets:
        return inbound
    pattern = re.compile("|".join(_anywhere(word) for word in sorted(secrets, key=len, reverse=True)))
    text, full_text, subject = (pattern.sub(_dots, text) for text in texts)
    return replace(inbound, text=text, full_text=full_text, subject=subject)


def unnoticed(reading: Reading) -> Reading:
    """The reading without its secrets: a code that we had asked for, of which nobody need be warned."""
    return replace(reading, entities=tuple(each for each in reading.entities if each.kind != "secret"))


def noticed(reading: Reading) -> Reading:
    """The reading of masked words, with the secrets that were there, so that the person is told."""
    seen = {(entity.start, entity.end) for entity in reading.entities if entity.kind == "secret"}
    hidden = [Entity("secret", "", *hit.span()) for hit in HIDDEN.finditer(reading.text) if hit.span() not in seen]
    return replace(reading, entities=(*reading.entities, *hidden)) if hidden else reading


def _anywhere(word: str) -> str:
    """Where a secret is hidden: everywhere, but digits not inside a longer number."""
    return rf"(?<![\w-]){word}(?!\w)" if word.isdecimal() else re.escape(word)


def _dots(hit: re.Match[str]) -> str:
    return DOT * len(hit.group())


def _secrets(text: str) -> set[str]:
    """Every secret of `text`, read in pieces, since a page of the reader is bounded."""
    found = set()
    for start in range(0, max(len(text), 1), LIMIT - OVERLAP):
        page = Page(text[start : start + LIMIT])
        secret.find(page)
        found |= {str(value.value) for value in page.found}
    return found
