"""What the open question expects, as other programs are told it (the contract's `expecting`)."""

from __future__ import annotations

from bot.dialog.form import field_named
from bot.dialog.state import State, World

KINDS = {
    "text": "text", "place": "text", "number": "number", "date": "date", "dates": "date",
    "datetime": "datetime", "hours": "text", "choice": "choice", "names": "name", "phone": "phone", "email": "email",
    "superior": "email", "file": "files", "list": "files", "software": "text", "asset": "text",
    "company": "text", "office": "choice", "name": "name", "unit": "text", "contact": "text",
}  # fmt: skip
STEP_KINDS = {"confirming": "confirm", "giving_up": "confirm", "confirm_act": "confirm", "rating": "rating",
              "reason": "text", "remark": "text", "desk_question": "text",
              "join_mail": "email", "join_code": "text", "join_part": "confirm"}  # fmt: skip


def expecting(state: State, world: World) -> tuple[str, str] | None:
    """(field, kind) that the open question expects, as in the contract; None when nothing is open."""
    if state.draft and state.asked:
        field = field_named(state.draft, world, state.asked)
        return (state.asked, KINDS[field.kind]) if field else None
    if state.step in ("idle", "human"):
        return None
    if state.step == "filling":
        return ("all", "text")
    return (state.step, STEP_KINDS.get(state.step, "choice"))
