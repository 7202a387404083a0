"""An officer's answer to a mail: one line that says what to do, and the token without which nothing is done. Pure.

The words of the actions are data (catalog_data/routing.toml).
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

from bot.messages import Refused
from catalog_data.model import Catalogue

TOKEN = re.compile(r"\b((?:kptik|pgd)-\d{4}-\d{4,})\.([a-z2-7]{26})\b")
SIGNATURE = "--"
WHOLE = re.compile(r"[\s.!]*$|[ \w]{0,40}:")  # what follows the word of an action that stands for itself
Params = dict[str, Any]


def token(secret: str, ticket: str, recipient: str) -> str:
    """What only we can have written to `recipient` about `ticket`. Letters, digits, dot, hyphen; case means nothing."""
    said = f"{ticket.lower()}\0{recipient.lower()}".encode()
    mac = hmac.new(secret.encode(), said, sha256).digest()
    return f"{ticket.lower()}.{base64.b32encode(mac)[:26].decode().lower()}"


def tokens(headers: Iterable[str]) -> list[str]:
    """Whatever looks like a token in message ids, the last one first."""
    found = [hit.group() for header in headers for hit in TOKEN.finditer(header.lower())]
    return list(dict.fromkeys(reversed(found)))


def ticket_of(secret: str, given: str, recipients: Iterable[str]) -> str | None:
    """The ticket that a token stands for, if one of `recipients` was written to with it; else None."""
    shape = TOKEN.fullmatch(given.lower())
    if shape is None:
        return None
    number = shape[1].upper()
    known = [token(secret, number, each) for each in recipients]
    right = [hmac.compare_digest(each, given.lower()) for each in known]
    return number if any(right) else None


def acts(text: str, catalogue: Catalogue) -> bool:
    """Whether the words begin like an action."""
    return _split(_newest(text), catalogue.verbs) is not None


def parse(text: str, catalogue: Catalogue) -> tuple[str, Params]:
    """The action and its params. Raises Refused with a key of its own: what is wrong, and how to write it."""
    said = _newest(text)
    found = _split(said, catalogue.verbs)
    if found is None:
        raise Refused("mail.unclear", verbs=forms(catalogue))
    action, word, rest = found
    if further := [again for line in said.splitlines()[1:] if (again := _command(line, catalogue.verbs))]:
        raise Refused("mail.two", words=[word, *further])
    return action, SHAPES[action](word, rest, catalogue)


def _command(line: str, verbs: Mapping[str, tuple[str, ...]]) -> str | None:
    """The word of a line that is a whole action by itself: "ambil", "dipenuhi selesai: ..."; else None."""
    found = _split(line.strip(), verbs)
    return found[1] if found and WHOLE.match(found[2]) else None


def forms(catalogue: Catalogue) -> list[Params]:
    """How each action is written, as phrases (`mail.form.<action>`)."""
    taught = ((action, catalogue.verbs[action][0]) for action in SHAPES if catalogue.verbs.get(action))
    return [{"key": f"mail.form.{action}", "params": {"word": word}} for action, word in taught]


def _newest(text: str) -> str:
    """Without quoted lines, and without what follows a signature's mark."""
    lines = [line for line in text.strip().splitlines() if not line.lstrip().startswith(">")]
    ends = next((n for n, line in enumerate(lines) if line.rstrip() == SIGNATURE), len(lines))
    return "\n".join(lines[:ends]).strip()


def _split(text: str, verbs: Mapping[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """Action, its word, and what follows the word."""
    low = text.casefold()
    known = sorted(((word, action) for action, words in verbs.items() for word in words), key=lambda it: -len(it[0]))
    for word, action in known:
        if re.match(re.escape(word.casefold()) + r"(?![\w-])", low):
            return action, word, text[len(word) :]
    return None


def _alone(word: str, rest: str, catalogue: Catalogue) -> Params:
    """Nothing follows on the line, or a reason after a colon."""
    line = rest.partition("\n")[0].strip(" .!\t")
    if not line:
        return {}
    if not line.startswith(":"):
        raise Refused("mail.unclear", verbs=forms(catalogue))
    reason = line.removeprefix(":").strip()
    return {"reason": reason} if reason else {}


def _grouped(word: str, rest: str, catalogue: Catalogue) -> Params:
    said = rest.partition("\n")[0].strip(" :.\t").split()
    if len(said) != 1:
        groups = list(dict.fromkeys(group for row in catalogue.routing.values() for group in row))
        raise Refused("mail.no_group", word=word, groups=groups)
    return {"group": said[0].upper()}


def _worded(word: str, rest: str, catalogue: Catalogue) -> Params:
    text = rest.strip()
    if not text.startswith(":") or not text[1:].strip():
        raise Refused("mail.no_text", word=word)
    return {"text": text[1:].strip()}


def _labelled(word: str, rest: str, catalogue: Catalogue) -> Params:
    given, colon, text = rest.partition(":")
    label = "_".join(re.findall(r"\w+", given.casefold()))
    if label not in catalogue.labels:
        raise Refused("mail.label", given=given.strip() or None, labels=list(catalogue.labels))
    return {"label": label, **_worded(word, colon + text, catalogue)}


SHAPES: dict[str, Callable[[str, str, Catalogue], Params]] = {
    "take": _alone,
    "escalate": _grouped,
    "note": _worded,
    "complete": _alone,
    "incomplete": _worded,
    "fulfil": _labelled,
    "ask": _worded,
    "apologise": _worded,
}
