"""What the words say besides the request: yes or no, a correction, haste, topics, the language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

HEAD = 4  # words that may follow a yes without a pause
WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Flags:
    """Compiled lists of `controls.toml`. `heads`/`alone`: agree (True) or refuse (False)."""

    yes_head: re.Pattern[str]
    yes_alone: re.Pattern[str]
    no_head: re.Pattern[str]
    no_alone: re.Pattern[str]
    not_no: re.Pattern[str]
    filler: re.Pattern[str]
    correction: re.Pattern[str]
    correction_head: re.Pattern[str]  # only where the right value follows
    restart: re.Pattern[str]
    menyusul: re.Pattern[str]
    still: re.Pattern[str]  # what was done is not right yet, or not any more
    urgent: Mapping[str, re.Pattern[str]]
    topics: Mapping[str, re.Pattern[str]]
    english: frozenset[str]
    indonesian: frozenset[str]
    frame: re.Pattern[str]  # lines of a letter that say nothing: salutation, disclaimer
    farewell: re.Pattern[str]  # from this line on a letter is signature
    wishes: re.Pattern[str]  # words of a letter's sentence that asks
    adds: re.Pattern[str]  # words that add a second request
    joins: re.Pattern[str]  # words at the head of a clause that asks as the one before did ("sama wifi tamu")
    asks: re.Pattern[str]  # words of a clause that asks for something of its own


def listed(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of `phrases` as whole words, "*" for the rest of a word; an empty list never matches."""
    ordered = [re.escape(p).replace(r"\*", r"\w*") for p in sorted(phrases, key=len, reverse=True)]
    return re.compile(r"(?<!\w)(?:" + "|".join(ordered) + r")(?!\w)" if ordered else r"(?!)")


def answer(low: str, flags: Flags) -> tuple[bool, bool]:
    """(agrees, refuses): the message as a whole, or its head before a pause or few more words."""
    head = low.strip(" .,!")
    if flags.not_no.match(head):
        return False, False
    bare = _bare(low, flags)
    no = bool(flags.no_alone.fullmatch(bare)) or _leads(flags.no_head, head, flags, 0)
    yes = bool(flags.yes_alone.fullmatch(bare)) or _leads(flags.yes_head, head, flags, HEAD)
    return yes and not no, no


def only_answers(low: str, flags: Flags) -> bool:
    """Nothing but a yes or a no is said."""
    bare = _bare(low, flags) or " ".join(WORD.findall(low))
    alone = (flags.yes_alone, flags.no_alone, flags.yes_head, flags.no_head)
    return any(pattern.fullmatch(bare) for pattern in alone)


def _bare(low: str, flags: Flags) -> str:
    return " ".join(WORD.findall(flags.filler.sub(" ", low)))


def corrects(low: str, flags: Flags) -> bool:
    """Something said before was wrong, and what is right is said."""
    head = flags.correction_head.match(low.strip())
    return bool(flags.correction.search(low)) or bool(head and WORD.search(low.strip()[head.end() :]))


def _leads(pattern: re.Pattern[str], text: str, flags: Flags, more: int) -> bool:
    """The head matches, and a pause or at most `more` further words follow."""
    found = pattern.match(text)
    if not found:
        return False
    rest = flags.filler.sub(" ", text[found.end() :]).strip(" ")
    return not rest or rest[0] in ",.!;\n" or len(WORD.findall(rest)) <= more


def language(low: str, flags: Flags) -> Literal["id", "en", ""]:
    """English when its small words outnumber the Indonesian ones clearly; "" where names alone stand."""
    words = WORD.findall(low[:2000])
    english = sum(w in flags.english for w in words)
    indonesian = sum(w in flags.indonesian for w in words)
    if not indonesian and english < 2:
        return ""  # "from" alone between names is no language
    return "en" if english >= 2 and english > 2 * indonesian else "id"


def first(low: str, patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    """The first kind whose words occur."""
    return next((kind for kind, pattern in patterns.items() if pattern.search(low)), None)


def every(low: str, patterns: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """All kinds whose words occur, in the table's order."""
    return tuple(kind for kind, pattern in patterns.items() if pattern.search(low))
