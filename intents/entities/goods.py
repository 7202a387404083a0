"""What is borrowed, wanted or broken ("proyektor epson 2 unit"), and what it is wanted for."""

from __future__ import annotations

import re

from intents.entities.load import words
from intents.entities.page import Page, any_of

_W = words("goods")
_PLACES = words("place")["place"]["stop"]
_STOP = rf"(?:{any_of([*_PLACES, *_W['goods']['stop'], 'nya', 'tersebut'])})\b"
_MORE = rf"(?:\s(?!{_STOP})(?!(?:{any_of(_W['purpose']['heads'])})\b)[a-z][\w'/-]{{1,18}})"
_MANY = r"(?:nya|(?<=[a-z]{4})s)?"  # "laptops", but no "pcs"
GOODS = re.compile(rf"\b(?:{any_of(_W['goods']['nouns'])}){_MANY}\b{_MORE}{{0,2}}")
TOPIC = re.compile(
    rf"\b(?:{any_of(_W['topic']['heads'])})(?:nya)?\s(?!{_STOP})(?P<what>[\w'/&-]+(?:\s(?!{_STOP})[a-z&][\w'/&-]{{1,24}}){{0,5}})"
)
PURPOSE = re.compile(
    rf"\b(?:{any_of(_W['purpose']['heads'])})\s(?!(?:{any_of(_W['purpose']['not'])})\b)(?=[a-z])"
    rf"(?P<what>[\w'/-]+{_MORE}{{0,5}})"
)


def goods(page: Page) -> None:
    """Take each thing as written, with the words that describe it."""
    for hit in page.each(GOODS):
        page.take("goods", page.text[slice(*hit.span())].strip(), hit.span())


def topic(page: Page) -> None:
    """Take what a talk is to be about ("topik data analytics", "tentang phishing")."""
    for hit in page.each(TOPIC):
        page.take("topic", page.text[slice(*hit.span("what"))].strip(), hit.span("what"))
        return


def purpose(page: Page) -> None:
    """Take the first purpose that nothing else has claimed."""
    for hit in page.each(PURPOSE):
        page.take("purpose", page.text[slice(*hit.span("what"))].strip(), hit.span("what"))
        return
