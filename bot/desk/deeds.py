"""What each action of the lifecycle changes; the table says when it may happen, the guards when not.

A deed answers `Done`: changed columns of the ticket, further effects, and where the table leaves a choice
the status after. What the actor said wrongly is `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.desk.guards import documents
from bot.desk.params import kept_params, moment
from bot.desk.routing import routes
from bot.desk.standing import TOO_SOON, Deed, dates, rating_open, remembered, reopen_until, term_of, zone_of
from bot.messages import Refused, TicketView
from catalog_data.model import Catalogue

RATINGS = range(1, 6)
LOW = 2
# judged anew after a reclassification
OF_THE_SERVICE = ("triage", "third_party", "documents_complete_at", "excepted", "priority")
ASK_RATING = "ask_rating"
TYPES = ("request", "incident", "change")  # what an officer may call a ticket; a complaint is none of them
DESK_COLUMNS = ("officer", "group")  # of the ticket's row, but not of its view
KEEPS_DATE = ("change", "transfer", "retype")


@dataclass(frozen=True, slots=True)
class Done:
    """`changes`: columns of the ticket; `desk`: what the lifecycle itself must remember."""

    changes: dict[str, Any] = field(default_factory=dict)
    effects: tuple[str, ...] = ()
    to: str | None = None
    desk: dict[str, Any] = field(default_factory=dict)


def whole(ticket: TicketView, result: Done) -> dict[str, Any]:
    """A deed's changes with what the lifecycle remembers among them."""
    if not result.desk:
        return dict(result.changes)
    params = result.changes.get("params", ticket.params)
    return {**result.changes, "params": {**params, "desk": {**remembered(ticket), **result.desk}}}


def once(ticket: TicketView, result: Done, effects: tuple[str, ...]) -> tuple[Done, tuple[str, ...]]:
    """One survey a closing: a rating is asked for once until the ticket is opened again."""
    if ASK_RATING not in effects:
        return result, effects
    if rating_open(ticket):
        return replace(result, desk={**result.desk, "rating_asked": True}), effects
    return result, tuple(effect for effect in effects if effect != ASK_RATING)


def clocked(ticket: TicketView, action: str, changes: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The dates anew, for the ticket as it is after `changes`; an officer's own date outlives what sets none."""
    seen = {name: value for name, value in changes.items() if name not in DESK_COLUMNS}
    found = dates(replace(ticket, **seen), catalogue)
    by_officer = ticket.due_at if action in KEEPS_DATE and dates(ticket, catalogue).due_at is None else None
    return {"due_at": found.due_at or by_officer, "close_by": found.close_by}


def _take(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    return Done({"officer": deed.params.get("officer", "")})


def _escalate(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    groups = routes(ticket, catalogue)
    group = str(deed.params["group"]).upper()
    if group not in groups:
        raise Refused("refused.group", given=deed.params["group"], groups=list(groups))
    return Done({"group": group, "officer": ""})


def _transfer(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    office = deed.params["office"]
    if office not in catalogue.offices or office == ticket.office:
        raise Refused("refused.office", given=office, offices=list(catalogue.offices))
    waits = ticket.status == "waiting_person"
    return Done({"office": office, "officer": ""}, desk={"resume": "new"} if waits else {})


def _reclassify(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """Another service: its clock waits for its own papers where it must, and what was judged is open again."""
    service = catalogue.services.get(deed.params["service"])
    variant = deed.params.get("variant")
    if service is None or (variant is not None and variant not in [it.id for it in service.variants]):
        raise Refused("refused.service", given=deed.params["service"], variant=variant)
    after = replace(ticket, service=service.code, variant=variant)
    waits = _waits_for_papers(after, catalogue)
    disturbance = any(it.incident for it in service.variants if it.id == variant)
    params = {name: value for name, value in ticket.params.items() if name not in OF_THE_SERVICE}
    changes = {
        "service": service.code,
        "variant": variant,
        "group": service.group,
        "type": ticket.type if ticket.type not in TYPES else "incident" if disturbance else "request",
        "params": {**params, "documents_follow": waits},
        "outstanding": tuple(it.id for it in documents(after, catalogue, "before")) if waits else (),
    }
    unless_waiting = "new" if ticket.status == "waiting_completeness" else ticket.status
    return Done(changes, to="waiting_completeness" if waits else unless_waiting)


def _waits_for_papers(ticket: TicketView, catalogue: Catalogue) -> bool:
    """Whether the clock cannot run yet under the ticket's new service (K11)."""
    term = term_of(ticket, catalogue)
    late = ticket.status == "waiting_completeness" and bool(documents(ticket, catalogue, "before"))
    return late or (term is not None and term.start == "documents_complete")


def _note(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    return Done(effects=() if deed.params.get("internal", True) else ("tell_person",))


def _ask(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """K17: the clock goes on. Where work stood is kept, so that the answer leads back there."""
    asked = {"question": deed.params["text"]}
    return Done(asked) if ticket.status == "waiting_person" else Done(asked, desk={"resume": ticket.status})


def _answer(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    resume = remembered(ticket).get("resume", "in_progress")
    return Done({"question": ""}, to=resume if ticket.status == "waiting_person" else None)


def _complete(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """K11: the documents are declared complete, which starts the clock."""
    complete = deed.now.astimezone(zone_of(ticket, catalogue)).isoformat()
    params = {**ticket.params, "documents_follow": True, "documents_complete_at": complete}
    return Done({"params": params, "outstanding": (), "question": ""})


def _incomplete(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """K11: what is needed before is missing; the clock does not run until it is there."""
    params = {name: value for name, value in ticket.params.items() if name != "documents_complete_at"}
    return Done({"params": {**params, "documents_follow": True}, "question": deed.params["text"]})


def _triage(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    term = term_of(ticket, catalogue)
    tiers = [*(term.triage if term else ()), "rencana_kerja"]
    if deed.params["tier"] not in tiers:
        raise Refused("refused.tier", given=deed.params["tier"], tiers=tiers)
    return Done({"params": {**ticket.params, "triage": deed.params["tier"]}})


def _retype(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """A request may turn out a disturbance, for which no time is promised, and the other way round."""
    if deed.params["type"] not in TYPES:
        raise Refused("refused.type", given=deed.params["type"], types=list(TYPES))
    return Done({"type": deed.params["type"]})


def _accept_event(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """An event that came too late for its lead time is taken on all the same; its term holds."""
    marks = tuple(mark for mark in ticket.marks if mark != TOO_SOON)
    return Done({"params": {**ticket.params, "excepted": True}, "marks": marks})


def _third_party(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    return Done({"params": {**ticket.params, "third_party": True}})


def _set_due(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    try:
        at = moment("at", str(deed.params["at"]), zone_of(ticket, catalogue))
    except ValueError:
        raise Refused("refused.moment", given=str(deed.params["at"])) from None
    if at <= deed.now:
        raise Refused("refused.past", at=at)
    return Done({"due_at": at})


def _change(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """A date or a count said anew; the lead time stays counted from the request, an exception was for its day."""
    params = _with(ticket, deed, catalogue)
    if params.get("event_date") != ticket.params.get("event_date"):
        params["excepted"] = False
    answers = {**ticket.answers, **deed.params.get("answers", {})}
    found = dates(replace(ticket, params=params, answers=answers), catalogue)
    if not found.accepted and TOO_SOON not in ticket.marks:
        raise Refused("refused.too_soon", earliest=found.earliest_event_date)
    marks = tuple(mark for mark in ticket.marks if mark != TOO_SOON or not found.accepted)
    return Done({"params": params, "answers": answers, "marks": marks})


def _with(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> dict[str, Any]:
    """The ticket's params with those that the deed says anew, which must be clean."""
    params = {**ticket.params, **deed.params.get("params", {})}
    try:
        kept_params(params, zone_of(ticket, catalogue))
    except ValueError as fault:
        raise Refused("refused.params", fault=str(fault)) from None
    return params


def _fulfil(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """Note and label are mandatory. What must be signed afterwards gates the closing, never the opening."""
    after = documents(ticket, catalogue, "after") if ticket.type != "complaint" else []
    papers = tuple(it.id for it in after)
    changes = {"fulfilled_at": deed.now, "outstanding": papers, "question": ""}
    asked = ("ask_document",) if papers else ("ask_confirmation",)
    return Done(changes, asked, "waiting_document" if papers else "fulfilled")


def _accept_document(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """One paper, or all that are outstanding.

    The last one closes what the person has confirmed, and what nobody can reopen any more (K14).
    """
    named = deed.params.get("document")
    if named is not None and named not in ticket.outstanding:
        raise Refused("refused.document", given=named, documents=list(ticket.outstanding))
    left = tuple(it for it in ticket.outstanding if named is not None and it != named)
    if left:
        return Done({"outstanding": left}, to="waiting_document")
    until = reopen_until(ticket, catalogue)
    if remembered(ticket).get("person_confirmed") or (until is not None and deed.now > until):
        return Done({"outstanding": ()}, ("ask_rating",), "closed")
    return Done({"outstanding": ()}, ("ask_confirmation",), "fulfilled")


def _confirm_done(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    return Done(desk={"person_confirmed": True})


def _clear_question(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    return Done({"question": ""})


def _rate(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    rating = deed.params["rating"]
    if rating not in RATINGS:
        raise Refused("refused.rating", given=rating)
    return Done({"rating": rating}, ("tell_supervisor",) if rating <= LOW else ())


def _reopen(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """K16: the term anew for what remains, e.g. params {"devices": 4}; then K14 anew."""
    params = _with(ticket, deed, catalogue)
    changes = {"fulfilled_at": None, "outstanding": (), "rating": None, "response_due_at": None}
    again = deed.now.astimezone(zone_of(ticket, catalogue)).isoformat()
    return Done({**changes, "params": params}, desk={"reopened_at": again, **AFRESH})


AFRESH = {"person_confirmed": False, "rating_asked": False}
DEEDS: dict[str, Callable[[TicketView, Deed, Catalogue], Done]] = {
    "take": _take,
    "assign": _take,
    "escalate": _escalate,
    "transfer": _transfer,
    "reclassify": _reclassify,
    "note": _note,
    "ask": _ask,
    "answer": _answer,
    "complete": _complete,
    "incomplete": _incomplete,
    "triage": _triage,
    "third_party": _third_party,
    "retype": _retype,
    "accept_event": _accept_event,
    "set_due": _set_due,
    "change": _change,
    "fulfil": _fulfil,
    "accept_document": _accept_document,
    "confirm_done": _confirm_done,
    "decline": _clear_question,
    "cancel": _clear_question,
    "withdraw": _clear_question,
    "rate": _rate,
    "reopen": _reopen,
}
