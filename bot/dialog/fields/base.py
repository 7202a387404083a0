"""What a parser of a field is given, and what all of them use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.dialog.copies import but
from bot.dialog.state import Draft, Given, World
from bot.messages import File, Refused
from catalog_data.model import Field
from intents.reading import Entity, Reading

LONGEST = 2000  # characters of a free text
_LATER = re.compile(
    r"\b(?:surat|berkas|lampiran|dokumen|daftar|list|foto|data)(?:nya)?\s(?:\w{1,20}\s){0,2}(?:nanti|belakangan|besok|bsk|lusa)\b",
    re.I,
)
# what is told for later is never a value of its own ("namanya nyusul", "belum ada")
POSTPONED = re.compile(
    r"\b(?:(?:me)?nyusul(?:kan)?|nanti|ntar|belakangan|(?:belum|blm)\s(?:ada|tahu|tau|pasti|fix)|later|follows?|tba)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message beside its reading. `choice`: id of the quick choice that was pressed or typed."""

    text: str
    reading: Reading
    choice: str | None = None
    files: tuple[File, ...] = ()
    cc: tuple[str, ...] = ()
    edited: bool = False  # it takes the place of an earlier message
    unread: bool = False  # a letter in which no new words could be told from the old ones

    def entities(self, *kinds: str) -> list[Entity]:
        """The entities of these kinds, in the order of the text."""
        found = [each for each in self.reading.entities if each.kind in kinds]
        return sorted(found, key=lambda each: each.start) if len(found) > 1 else found

    def only(self, entities: Iterable[Entity]) -> Heard:
        """The same message with these entities alone, so that nothing is used twice."""
        return but(self, reading=but(self.reading, entities=tuple(entities)), choice=None)

    @property
    def picked(self) -> str:
        """The bare id of the choice: what follows its question's number and name."""
        return re.split("[:/]", self.choice)[-1] if self.choice else ""


Parser = Callable[[Field, Heard, World, Draft], Given]


def follows(heard: Heard) -> bool:
    """ "Suratnya menyusul", "suratnya nanti ya": a paper is promised for later."""
    return heard.reading.menyusul or bool(_LATER.search(heard.text))


def brief(heard: Heard) -> bool:
    """Whether the message is one sentence."""
    return len(_SENTENCE.split(heard.text.strip())) == 1


def statement(heard: Heard) -> str:
    """The words without the question that was put beside the answer ("..., perlu surat?")."""
    text = heard.text.strip()
    if heard.reading.asked is None:
        return text
    told = [part for part in _SENTENCE.split(text) if not part.rstrip().endswith("?")]
    return " ".join(told).strip() or text


def said(heard: Heard, key: str = "text") -> str:
    """Free words that can be an answer. Refused: empty, signs only, a bare yes, or far too long."""
    text = " ".join(statement(heard).split())
    if not any(char.isalnum() for char in text):
        raise Refused(f"{key}.empty")
    if (heard.reading.yes or heard.reading.no) and len(text.split()) < 2:
        raise Refused(f"{key}.empty")
    if len(text) > LONGEST:
        raise Refused("text.too_long", maximum=LONGEST)
    return text


def stated(field: Field, draft: Draft) -> int | None:
    """The number that a list must match, where it was told."""
    given = draft.answers.get(field.count or "")
    return given.value if given and isinstance(given.value, int) else None


def one(values: list[Any], heard: Heard, refusal: str, name: str) -> Any:
    """The one value meant: the last where the person corrects, else all must agree."""
    if heard.reading.correction or len(set(values)) == 1:
        return values[-1]
    raise Refused(refusal, **{name: list(dict.fromkeys(values))})
