"""What was said without the courtesies around it: a greeting and whom it is for, thanks behind."""

from __future__ import annotations

import re

_WORDS_OF_DAY = r"(?:pagi|siang|sore|malam|malem|mlm)"
_CALLED = r"(?:kak|kaka|min|mimin|admin|pak|bu|bapak|ibu|mas|mbak|mba|bang|bro|gan|sis|tim|rekan|helpdesk|loket|all)"
_GREETING = re.compile(
    r"(?:hall?o+|hai+|hei|hi|hello|permisi|punten|met\s" + _WORDS_OF_DAY + r"|selamat\s" + _WORDS_OF_DAY + r"|"
    r"ass?alam\w*(?:\s(?:wr|wb|warahmatullahi|wabarakatuh)\b\.?){0,3}|om\sswastiastu|salam\ssejahtera|"
    r"good\s(?:morning|afternoon|evening)|dear)(?!\w)[\s,.!]*|"
    + _WORDS_OF_DAY + r"(?:[,.!]+\s*|\s(?=" + _CALLED + r"\b))",
    re.I,
)  # fmt: skip
# "pagi pak budi, ..."; of one who is called without a greeting only what can be no part of a name
_VOCATIVE = re.compile(rf"{_CALLED}\b(?:\s\w{{1,30}}(?=,))?[\s,.!/]*", re.I)
_CALL = re.compile(rf"(?:(?:kak|min|mimin|gan|bro)\b[\s,.!]*|{_CALLED},\s*)", re.I)
_THANKS = re.compile(
    r"(?<![\s,.!])[\s,.!]{1,8}(?:ya\s)?(?:terima\s?kasih|makasi+h?|mksh?|mksih|trims|tks|thanks|thank\syou|thx|tq)"
    rf"(?:\s(?:ya+|banyak|sebelumnya|dulu|{_CALLED})\b){{0,4}}[\s,.!]{{0,8}}$",
    re.I,
)
_ONLY = re.compile(rf"(?:{_CALLED}[\s,.!?]{{0,3}}){{1,3}}", re.I)
MOST = 6  # courtesies at the head


def bare(text: str) -> str:
    """The words alone; of nothing but courtesies everything is left as it is."""
    rest, greeted = text.strip(), False
    for _ in range(MOST):
        hit = _GREETING.match(rest) or (_VOCATIVE if greeted else _CALL).match(rest)
        if hit is None:
            break
        greeted = True
        rest = rest[hit.end() :]
    rest = _THANKS.sub("", rest)
    return rest if any(char.isalnum() for char in rest) else text


def only(text: str) -> bool:
    """Whether it is nothing but a call ("kak", "min")."""
    return bool(_ONLY.fullmatch(text.strip()))
