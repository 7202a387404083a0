"""What becomes of a ticket: one table of (status, action), the standard's flowchart and the office's rules.

`step` looks up the row, checks who acts and what is given, and lets the action's deed decide what
changes. What has no row is refused in one way. Pure; nothing has happened yet when it returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.desk.deeds import DEEDS
from bot.desk.done import Done, clocked, once, whole
from bot.desk.guards import GUARDS
from bot.desk.standing import Deed
from bot.messages import Refused, TicketView
from catalog_data.model import Catalogue

Status = Literal[
    "new", "analysed", "escalated", "in_progress", "waiting_person", "waiting_completeness", "fulfilled",
    "waiting_document", "confirmed", "closed", "reopened", "cancelled", "declined",
]  # fmt: skip

WORKING = ("new", "analysed", "escalated", "in_progress", "reopened")
UNDONE = (*WORKING, "waiting_person", "waiting_completeness")
FULFILLED = ("fulfilled", "waiting_document", "confirmed")
ENDED = ("closed", "cancelled", "declined")
ALL = (*UNDONE, *FULFILLED, *ENDED)

OFFICER, PERSON, TIMER = frozenset({"officer"}), frozenset({"person"}), frozenset({"timer"})
EITHER = OFFICER | PERSON  # an officer acts for a visitor or a caller


@dataclass(frozen=True, slots=True)
class Row:
    """What an action does in a status.

    `to`: statuses that may follow, the usual one first; empty: it stays. `who` may act. `needs`: params
    that must be there and not empty. `effects`: keys of what others do next.
    """

    to: tuple[str, ...] = ()
    who: frozenset[str] = OFFICER
    needs: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status after, the ticket's changed columns (the status among them), and effects in order."""

    status: str
    changes: dict[str, object]
    effects: tuple[str, ...]


Rows = Iterable[tuple[Iterable[str], str, Row]]

TAKING: Rows = (
    (["new"], "take", Row(("analysed",), effects=("assign",))),
    (["escalated", "reopened"], "take", Row(("in_progress",), effects=("assign",))),
    (["waiting_completeness"], "take", Row(effects=("assign",))),
    (["new"], "assign", Row(("analysed",), needs=("officer",), effects=("assign",))),
    (["escalated", "reopened"], "assign", Row(("in_progress",), needs=("officer",), effects=("assign",))),
    (["analysed", "in_progress", "waiting_person", "waiting_completeness"], "assign",
     Row(needs=("officer",), effects=("assign",))),
    (WORKING, "escalate", Row(("escalated",), needs=("group",), effects=("tell_group",))),
    (["new", "analysed", "escalated", "in_progress"], "transfer",
     Row(("new",), needs=("office",), effects=("clock", "tell_group", "tell_person"))),
    (["reopened", "waiting_person", "waiting_completeness"], "transfer",
     Row(needs=("office",), effects=("clock", "tell_group", "tell_person"))),
    *(([status], "reclassify",
       Row((status, "waiting_completeness"), needs=("service",), effects=("clock", "tell_group", "tell_person")))
      for status in (*WORKING, "waiting_person")),
    (["waiting_completeness"], "reclassify",
     Row(("waiting_completeness", "new"), needs=("service",), effects=("clock", "tell_group", "tell_person"))),
)  # fmt: skip

TALKING: Rows = (
    (ALL, "note", Row(needs=("text",))),
    (ALL, "reply", Row(needs=("text",), effects=("tell_person",))),
    (ALL, "hand_back", Row(effects=("hand_back",))),
    (WORKING, "ask", Row(("waiting_person",), needs=("text",), effects=("ask_person",))),
    (["waiting_person", "waiting_completeness", *FULFILLED], "ask",
     Row(needs=("text",), effects=("ask_person",))),
    (["waiting_person"], "answer", Row(WORKING, EITHER, effects=("tell_group",))),
    ([*WORKING, "waiting_completeness", *FULFILLED], "answer", Row((), EITHER, effects=("tell_group",))),
    ([*UNDONE, *FULFILLED], "add", Row((), EITHER, effects=("tell_group",))),
    (ALL, "complain", Row((), EITHER, effects=("open_complaint", "tell_supervisor"))),
)  # fmt: skip

COUNTING: Rows = (
    (["waiting_completeness"], "complete", Row(("analysed",), effects=("clock", "tell_person"))),
    ([*WORKING, "waiting_person"], "complete", Row(effects=("clock", "tell_person"))),
    ([*WORKING, "waiting_person"], "incomplete",
     Row(("waiting_completeness",), needs=("text",), effects=("clock", "ask_completeness"))),
    (["waiting_completeness"], "incomplete", Row(needs=("text",), effects=("ask_completeness",))),
    ([*WORKING, "waiting_person"], "triage", Row(needs=("tier",), effects=("clock", "tell_person"))),
    ([*WORKING, "waiting_person"], "third_party", Row(effects=("clock", "tell_person"))),
    ([*WORKING, "waiting_person"], "set_due", Row(needs=("at", "reason"), effects=("tell_person",))),
    (UNDONE, "accept_event", Row(effects=("clock", "tell_person"))),
    (UNDONE, "prioritise", Row(needs=("level",))),
    (UNDONE, "retype", Row(needs=("type",), effects=("clock",))),
    (UNDONE, "change", Row((), EITHER, effects=("clock", "tell_group"))),
)  # fmt: skip

ENDING: Rows = (
    ([*WORKING, "waiting_person"], "fulfil",
     Row(("fulfilled", "waiting_document"), needs=("label", "text"),
         effects=("auto_close", "tell_person", "tell_superior"))),
    (["waiting_document"], "accept_document",
     Row(("fulfilled", "waiting_document", "closed"), effects=("tell_person",))),
    (["waiting_document"], "reject_document", Row(needs=("reason",), effects=("ask_document",))),
    (["fulfilled"], "confirm", Row(("confirmed",), effects=("ask_rating",))),
    (["fulfilled", "confirmed"], "close", Row(("closed",))),
    (["fulfilled", "confirmed"], "confirm_done", Row(("closed",), EITHER, effects=("ask_rating",))),
    (["waiting_document"], "confirm_done", Row((), EITHER, effects=("ask_document",))),
    (["closed"], "confirm_done", Row((), EITHER)),
    (["fulfilled", "confirmed"], "auto_close", Row(("closed",), TIMER)),
    (UNDONE, "decline", Row(("declined",), needs=("reason",), effects=("tell_person",))),
    (UNDONE, "cancel", Row(("cancelled",), needs=("reason",), effects=("tell_person",))),
    (["new", "analysed", "escalated", "waiting_person", "waiting_completeness"], "withdraw",
     Row(("cancelled",), PERSON, effects=("tell_group",))),
    ([*FULFILLED, "closed"], "rate", Row((), PERSON, needs=("rating",))),
    ([*FULFILLED, "closed"], "remark", Row((), PERSON, needs=("text",))),
    ([*FULFILLED, "closed"], "reopen",
     Row(("reopened",), EITHER, needs=("reason",), effects=("clock", "tell_group"))),
)  # fmt: skip

KEEPING: Rows = (  # what the clock says of a promise, and what an officer answers to a broken one
    (UNDONE, "warn", Row((), TIMER, effects=("tell_group",))),
    (UNDONE, "event_day", Row((), TIMER, effects=("tell_group",))),
    (UNDONE, "late_answer", Row((), TIMER, effects=("tell_supervisor", "draft_apology"))),
    (UNDONE, "late", Row((), TIMER, effects=("tell_supervisor", "draft_apology"))),
    ([*UNDONE, *FULFILLED], "close_target", Row((), TIMER, effects=("tell_group",))),
    (["confirmed", "closed"], "ask_rating", Row((), TIMER, effects=("ask_rating",))),
    (ALL, "apologise", Row(needs=("text",), effects=("tell_person",))),
)


def _table(*parts: Rows) -> dict[tuple[str, str], Row]:
    return {(status, action): row for part in parts for statuses, action, row in part for status in statuses}


TABLE = _table(TAKING, TALKING, COUNTING, ENDING, KEEPING)
ACTIONS = tuple(dict.fromkeys(action for _, action in TABLE))
OFFICERS = tuple(dict.fromkeys(action for (_, action), row in TABLE.items() if "officer" in row.who))


def step(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Outcome:
    """What `deed` does to `ticket`. Raises Refused: no such row, not for this actor, a guard, or its words.

    Moments in `changes` are aware. "clock" in a row means that the due date is computed anew.
    """
    row = _row(ticket, deed, catalogue)
    for name in row.needs:
        if deed.params.get(name) in (None, ""):
            raise Refused("refused.missing", action=deed.action, param=name)
    result = DEEDS.get(deed.action, _nothing)(ticket, deed, catalogue)
    status = result.to or (row.to[0] if row.to else ticket.status)
    told = tuple(effect for effect in row.effects if effect != "clock") + result.effects
    result, told = once(ticket, result, told)
    changes = {"status": status, **whole(ticket, result)}
    if "clock" in row.effects:
        changes |= clocked(ticket, deed.action, changes, catalogue)
    if deed.actor == "officer" and ticket.handled_at is None:
        changes["handled_at"] = deed.now  # K18
    return Outcome(status, changes, told)


def refusal(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Refused | None:
    """Why `deed` is not possible now whatever its params say, or None when it is."""
    try:
        _row(ticket, deed, catalogue)
    except Refused as refused:
        return refused
    return None


def _row(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Row:
    row = TABLE.get((ticket.status, deed.action))
    if row is None:
        raise Refused("refused.status", action=deed.action, status=ticket.status)
    if deed.actor not in row.who:
        raise Refused("refused.actor", action=deed.action)
    guard = GUARDS.get(deed.action)
    if guard is not None:
        guard(ticket, deed, catalogue)
    return row


def _nothing(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    return Done()
