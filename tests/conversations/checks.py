"""What a `=` line may ask: `name value` against how things stand (the answer line of the contract).

step filling                      the conversation's step
asks tanggal                      the field that is expected; `asks -` for nothing
no-ticket                         none was opened
tickets 2                         that many tickets in the store
ticket.variant kabel_utp          any part of the ticket: ticket.due_at 2026-11-26T17:00:00, ticket.marks too_soon
ticket.answers.peserta -          `-`: null, or not there
sent staff.new_ticket             something with this key, or to this address, went to somebody else; `unsent`
offers Berkas menyusul            a choice of the last replies; `withheld`
hands daftar_akun_kolektif.xlsx   a template handed out
said 30 menit                     a fact (a number, a date, a source) stands in the last replies; `unsaid`
stored words                      the words stand somewhere in the store; `unstored`
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from tests.conversations.counter import Rehearsal

Answer = dict[str, Any]
NOTHING = "-"


def fault(wanted: str, answer: Answer, rehearsal: Rehearsal) -> str | None:
    """Why the line does not hold, or None."""
    name, _, value = wanted.partition(" ")
    value = value.strip()
    if name in LOOKS:
        found = LOOKS[name](answer, rehearsal)
        return None if _matches(found, value) else f"{name} is {found!r}"
    if name in HOLDS:
        return _held(HOLDS[name], name, value, answer, rehearsal)
    if name in LACKS:
        return None if _held(HOLDS[LACKS[name]], name, value, answer, rehearsal) else f"{value!r} is there"
    return None if _matches(found := _at(answer, name.split(".")), value) else f"{name} is {found!r}"


def _at(value: Any, path: Iterable[str]) -> Any:
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _matches(found: Any, value: str) -> bool:
    if value == NOTHING:
        return found in (None, "", [], ())
    if isinstance(found, list | tuple) and not value.startswith("["):
        return value in [str(each) for each in found]
    return str(found) == value or json.dumps(found, ensure_ascii=False) == value


LOOKS: dict[str, Callable[[Answer, Rehearsal], Any]] = {
    "asks": lambda answer, _: (answer["expecting"] or {}).get("field"),
    "tickets": lambda _, rehearsal: len(rehearsal.rows("tickets")),
}


def _texts(answer: Answer, _: Rehearsal) -> list[str]:
    return [" ".join(reply["text"].split()) for reply in answer["replies"]]


def _labels(answer: Answer, _: Rehearsal) -> list[str]:
    return [choice["label"] for reply in answer["replies"] for choice in reply["choices"]]


def _sent(answer: Answer, _: Rehearsal) -> list[str]:
    return [f"{one['key']} {one['to']} {one['subject']}" for one in answer["sent"]]


HOLDS: dict[str, Callable[[Answer, Rehearsal], list[str]]] = {
    "said": _texts,
    "offers": _labels,
    "sent": _sent,
    "hands": lambda answer, _: [name for reply in answer["replies"] for name in reply["files"]],
    "stored": lambda _, rehearsal: [rehearsal.whole_store()],
}
LACKS = {"unsaid": "said", "withheld": "offers", "unsent": "sent", "unstored": "stored"}


def _held(
    look: Callable[[Answer, Rehearsal], list[str]], name: str, value: str, answer: Answer, rehearsal: Rehearsal
) -> str | None:
    found = look(answer, rehearsal)
    if any(value.casefold() in each.casefold() for each in found):
        return None
    return f"{value!r} is not among {name}: {found!r}" if name != "stored" else f"{value!r} is not in the store"


def ticketless(answer: Answer) -> str | None:
    """`no-ticket`."""
    return f"there is ticket {answer['ticket']['number']}" if answer["ticket"] else None
