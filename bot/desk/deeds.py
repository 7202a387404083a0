"""What each action of the lifecycle changes; the table says when it may happen, the guards when not.

A deed answers `Done`: changed columns of the ticket, further effects, and where the table leaves a choice
the status after. What the actor said wrongly is `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.desk.done import AS_RECEIVED, ASK_RATING, Done
from bot.desk.guards import documents
from bot.desk.routing import routes
from bot.desk.rulings import RULINGS, TYPES, said_anew
from bot.desk.standing import Deed, remembered, reopen_until, term_of, zone_of
from bot.messages import Refused, TicketView
from catalog_data.model import Catalogue, Service

RATINGS = range(1, 6)
LOW = 2  # ratings up to this one are told to the supervisor
# judged anew after a reclassification
OF_THE_SERVICE = ("triage", "third_party", "documents_complete_at", "excepted", "priority")


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
    service, variant = _named(deed, catalogue)
    after = replace(ticket, service=service.code, variant=variant)
    waits = _waits_for_papers(after, catalogue)
    params = {name: value for name, value in ticket.params.items() if name not in OF_THE_SERVICE}
    changes = {
        "service": service.code,
        "variant": variant,
        "group": service.group,
        **AS_RECEIVED,
        "type": _type(ticket, service, variant),
        "params": {**params, "documents_follow": waits},
        "outstanding": tuple(it.id for it in documents(after, catalogue, "before")) if waits else (),
    }
    unless_waiting = "new" if ticket.status == "waiting_completeness" else ticket.status
    return Done(changes, to="waiting_completeness" if waits else unless_waiting)


def _named(deed: Deed, catalogue: Catalogue) -> tuple[Service, str | None]:
    """The service and variant that a deed names. Raises Refused."""
    service, variant = catalogue.services.get(deed.params["service"]), deed.params.get("variant")
    if service is None or variant not in (None, *(it.id for it in service.variants)):
        raise Refused("refused.service", given=deed.params["service"], variant=variant)
    return service, variant


def _type(ticket: TicketView, service: Service, variant: str | None) -> str:
    """What the ticket is under another service; a complaint stays one."""
    if ticket.type not in TYPES:
        return ticket.type
    return "incident" if any(it.incident for it in service.variants if it.id == variant) else "request"


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
        return Done({"outstanding": ()}, (ASK_RATING,), "closed")
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
    params = said_anew(ticket, deed, catalogue)
    changes = {"fulfilled_at": None, "outstanding": (), "rating": None, "response_due_at": None}
    again = deed.now.astimezone(zone_of(ticket, catalogue)).isoformat()
    return Done({**changes, "params": params}, desk={"reopened_at": again, **AFRESH})


AFRESH = {"person_confirmed": False, "rating_asked": False}
DEEDS: dict[str, Callable[[TicketView, Deed, Catalogue], Done]] = {
    **RULINGS,
    "take": _take,
    "assign": _take,
    "escalate": _escalate,
    "transfer": _transfer,
    "reclassify": _reclassify,
    "note": _note,
    "ask": _ask,
    "answer": _answer,
    "fulfil": _fulfil,
    "accept_document": _accept_document,
    "confirm_done": _confirm_done,
    "decline": _clear_question,
    "cancel": _clear_question,
    "withdraw": _clear_question,
    "rate": _rate,
    "reopen": _reopen,
}
