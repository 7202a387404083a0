"""Who at the desk may do what: one table of roles, for the own office and for another's.

The lifecycle says whether a ticket allows an action; this says whether an officer may do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.messages import Refused

Role = Literal["officer", "supervisor", "admin"]
ADMIN = "Admin Loket"  # the name of an officer who is nobody in particular: the first account, a rehearsal's

SEEING = frozenset({"see", "list"})
WORKING = frozenset({
    "take", "escalate", "note", "ask", "reply", "hand_back", "complete", "incomplete", "triage",
    "third_party", "set_due", "reclassify", "transfer", "decline", "cancel", "fulfil", "accept_document",
    "reject_document", "confirm", "close", "answer", "add", "change", "reopen", "confirm_done", "complain",
    "open", "label", "overtake", "accept_event", "prioritise", "retype",
})  # fmt: skip
LEADING = frozenset({"assign", "report", "undelivered", "apologise", "export"})
KEEPING = frozenset({"officers", "directory", "settings", "retention", "erase"})

RIGHTS: dict[tuple[Role, bool], frozenset[str]] = {  # (role, own office) -> what is allowed
    ("officer", True): SEEING | WORKING,
    ("officer", False): frozenset(),
    ("supervisor", True): SEEING | WORKING | LEADING,
    ("supervisor", False): frozenset(),
    ("admin", True): SEEING | WORKING | LEADING | KEEPING,
    ("admin", False): SEEING | LEADING | KEEPING | {"transfer"},
}
ACTS = frozenset().union(*RIGHTS.values())


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody at the desk. `office`: the one they serve. A deactivated officer may nothing."""

    id: str
    name: str
    role: Role
    office: str
    active: bool = True


def may(officer: Officer, act: str, office: str) -> bool:
    """Whether `officer` may do `act` with what belongs to `office`. An unknown act is allowed to nobody."""
    return officer.active and act in RIGHTS[officer.role, officer.office == office]


def demand(officer: Officer, act: str, office: str, held_by: str = "") -> None:
    """Raises Refused unless `officer` may. `held_by`: id of the officer who has the ticket, if any.

    Nobody takes a ticket out of another's hands; a supervisor assigns it.
    """
    if not may(officer, act, office):
        raise Refused("refused.right", act=act)
    if act == "take" and held_by not in ("", officer.id):
        raise Refused("refused.taken")
