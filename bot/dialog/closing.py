"""The summary is answered: the ticket opens, or the form is given up; then what waits its turn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.desk.clock import UnreviewedYear, calendar_of
from bot.desk.shapes import BY_MAIL, Promise
from bot.dialog.asking import ASSESS, lines, proceed
from bot.dialog.fields import show
from bot.dialog.form import (
    afterwards,
    clock_params,
    concerns,
    fields,
    following,
    given_dates,
    learned,
    led_by,
    missing,
    outstanding,
    promised,
    seeded,
    service_of,
    term_of,
    variant_of,
)
from bot.dialog.language import phrase
from bot.dialog.scene import Scene, ask, closed, given, pick
from bot.dialog.state import FOLLOWS, Draft, Given, Turn
from bot.messages import Effect, OpenTicket, Ref, Remind, Say
from catalog_data.model import Field, Service, Term

NUMBER = Ref("ticket.number")
COUNTED = ("hk", "jam_kerja", "hari")  # terms whose printed words say a length of time
COMPLETENESS = "waiting_completeness"


def open_ticket(scene: Scene) -> Turn:
    """ "Ya, buat tiket": everything is asked for once more by the form, never by trust in the button."""
    draft = scene.draft()
    if missing(draft, scene.world):
        return proceed(scene)
    late = outstanding(draft, scene.world)
    promise = promised(draft, scene.world, **({"documents_follow": True} if late else {}), **_answered(scene))
    ticket = _ticket(scene, promise, late)
    effects: list[Effect] = [ticket, _opened(scene, promise, ticket), *_copies(scene, ticket, promise)]
    effects += _reminders(scene, late)
    return after_form(scene, *effects)


def _ticket(scene: Scene, promise: Promise, late: tuple[str, ...]) -> OpenTicket:
    draft, service = scene.draft(), service_of(scene.draft(), scene.world)
    variant = variant_of(draft, service)
    incident = bool(variant and variant.incident)
    known = {each.id for each in fields(draft, scene.world)}
    told = {key: each for key, each in draft.answers.items() if key in known and _filled(each)}
    return OpenTicket(
        service=draft.service,
        variant=None if incident else draft.variant,
        office=given(draft, "kantor"),
        answers={key: each.value for key, each in told.items()},
        summary=headline(scene),
        params=clock_params(draft, scene.world),
        due_at=promise.due_at,
        close_by=promise.close_by,
        response_due_at=promise.response_due_at,
        type="incident" if incident else "request",
        status=COMPLETENESS if late else "new",
        urgent=bool(draft.urgent),
        marks=_marks(draft, promise),
        outstanding=late,
        files=_files(draft),
        superior=_superior(scene),
    )


def _answered(scene: Scene) -> dict[str, str]:
    """Where the standard gives the answer itself a time in minutes, it runs (K6, K18)."""
    return {"channel": BY_MAIL} if scene.world.traits.response_minutes_count else {}


def _filled(answer: Given) -> bool:
    return answer.mark != FOLLOWS and answer.value != ""


def _marks(draft: Draft, promise: Promise) -> tuple[str, ...]:
    unsure = [f"{key}_unverified" for key, each in draft.answers.items() if each.mark == "unverified"]
    undated = [f"unreviewed_year_{promise.unreviewed_year}"] if promise.unreviewed_year else []
    return (*draft.marks, *unsure, *undated)


def _files(draft: Draft) -> tuple[str, ...]:
    """File ids among the answers, and those kept beside the form."""
    papers = [part for each in draft.answers.values() if isinstance(each.value, list) for part in each.value]
    attached = [str(part["id"]) for part in papers if isinstance(part, Mapping) and "id" in part]
    return tuple(dict.fromkeys((*attached, *draft.files)))


def _superior(scene: Scene) -> str:
    found = [each.id for each in fields(scene.draft(), scene.world) if each.kind == "superior"]
    return str(given(scene.draft(), found[0]) or "") if found else ""


def headline(scene: Scene) -> str:
    """The ticket in a few words, for lists: what was said of it, shortest useful part first."""
    draft = scene.draft()
    service = service_of(draft, scene.world)
    variant = variant_of(draft, service)
    own = [each for each in service.fields if each.id in draft.answers and concerns(each, draft, service)]
    shown = [_counted(each, show(each, draft.answers[each.id], scene.world.words)) for each in own[:3]]
    return ", ".join(_fresh([variant.short if variant else service.short, *shown]))[:200]


def _fresh(parts: list[str]) -> list[str]:
    """The parts that tell something: none whose every word was said before."""
    told: set[str] = set()
    kept = []
    for part in parts:
        words = set(re.findall(r"\w+", part.lower()))
        if words - told:
            kept.append(part)
        told |= words
    return kept


def _counted(field: Field, shown: str) -> str:
    """A bare number with what it counts: "3 orang"."""
    bare = field.kind == "number" and field.takes and not field.measured and shown.isdecimal()
    return f"{shown} {field.takes[0]}" if bare else shown


def _opened(scene: Scene, promise: Promise, ticket: OpenTicket) -> Say:
    """Number, what happens next, the date, the papers afterwards, the right to reopen."""
    draft, service = scene.draft(), service_of(scene.draft(), scene.world)
    after = [each.called for each in afterwards(draft, scene.world)]
    office = scene.world.catalogue.offices[ticket.office]
    return scene.say(
        "ticket.opened",
        number=NUMBER,
        service=ticket.service,
        status=ticket.status,
        promise=said_promise(scene, promise, ticket.outstanding),
        after=after,
        urgent=phrase("ticket.urgent", office=office.name, contacts=_contacts(scene)) if ticket.urgent else None,
        due=promise.due_at.isoformat() if promise.due_at else None,
        bring=_names(scene, ticket.outstanding, "bring"),
        outstanding=_names(scene, ticket.outstanding, "upload", "complete_later"),
        helpdesk=_helpdesk(scene, service),
    )


def _names(scene: Scene, ids: tuple[str, ...], *forms: str) -> list[str]:
    service = service_of(scene.draft(), scene.world)
    return [each.called for each in service.documents if each.id in ids and each.form in forms]


def _contacts(scene: Scene) -> list[str]:
    office = scene.world.catalogue.offices[given(scene.draft(), "kantor")]
    ways = (each.value for each in office.contacts if each.kind in ("phone", "wa") and not each.confirm)
    return list(dict.fromkeys(ways))


def _helpdesk(scene: Scene, service: Service) -> list[str]:
    """The head office's LPSE helpdesk, for the two services that it belongs to."""
    desk = scene.world.catalogue.helpdesk
    if desk is None or service.code not in desk.only:
        return []
    return [each.value for each in desk.contacts if each.kind in ("email", "wa")]


def said_promise(scene: Scene, promise: Promise, late: tuple[str, ...]) -> dict[str, Any]:
    """The sentence about the date: only what the clock computed, else why there is none."""
    draft, service = scene.draft(), service_of(scene.draft(), scene.world)
    term = term_of(draft, service)
    rule = term.rule if term else "none"
    devices = clock_params(draft, scene.world).get("devices")
    key = _promise_key(draft, promise, term, late, devices)
    return phrase(
        f"promise.{key}",
        rule=rule,
        text=_length(term) if term and rule in COUNTED else None,
        due=promise.due_at.isoformat() if promise.due_at else None,
        close_by=promise.close_by.isoformat() if promise.close_by else None,
        response=promise.response_due_at.isoformat() if promise.response_due_at else None,
        event=given_dates(draft, scene.world),
        year=promise.unreviewed_year,
        devices=devices,
        third_party=term.third_party.text if term and term.third_party else None,
    )


def _length(term: Term) -> str:
    """The printed length of time; what is said there of work by others has a line of its own."""
    return term.text.partition(";")[0] if term.third_party else term.text


def _beyond(term: Term, devices: Any) -> bool:
    """More devices than the standard has a time for (K12)."""
    return term.rule == "tiers" and isinstance(devices, int) and devices > max(each.up_to for each in term.tiers)


def _promise_key(draft: Draft, promise: Promise, term: Term | None, late: tuple[str, ...], devices: Any) -> str:
    if ASSESS in draft.marks:
        return "assess"
    if promise.unreviewed_year:
        return "unreviewed"
    if late or (term and term.start == "documents_complete"):
        return "beyond_tiers" if term and _beyond(term, devices) else "complete_first"
    rule = term.rule if term else "none"
    if promise.due_at is None:
        return f"{rule}_undated"
    return rule


def _copies(scene: Scene, ticket: OpenTicket, promise: Promise) -> list[Effect]:
    """The desk hears of it; the superior gets a copy that lets them act on nothing."""
    service = service_of(scene.draft(), scene.world)
    common = {
        "number": NUMBER,
        "service": service.name,
        "summary": ticket.summary,
        "office": scene.world.catalogue.offices[ticket.office].name,
        "due": promise.due_at.isoformat() if promise.due_at else None,
        "name": given(scene.draft(), "nama"),
        "lines": lines(scene),
    }
    new = {**common, "urgent": ticket.urgent or None}
    told: list[Effect] = [Say("desk", "staff.new_ticket", new, attached=ticket.files)]
    if ticket.superior:
        told.append(Say(ticket.superior, "superior_copy.opened", common))
    return told


def _reminders(scene: Scene, late: tuple[str, ...]) -> list[Effect]:
    """One working day after the request the person is reminded of what was to follow (office rule)."""
    if not following(scene.draft(), scene.world):
        return []
    world = scene.world
    calendar = calendar_of(world.catalogue.offices[given(scene.draft(), "kantor")], world.catalogue.calendar)
    now = calendar.local(world.now)
    try:
        day = calendar.nth_after(now.date(), 1)
    except UnreviewedYear:  # nobody knows that year's working days yet: a calendar day instead
        day = now.date() + timedelta(days=1)
    return [Remind("document.reminder", datetime.combine(day, calendar.spans[0][0], calendar.zone), NUMBER)]


def give_up(scene: Scene) -> Turn:
    """ "Batal" while a form is open: a second step, so that nothing half-filled is lost by a slip.

    Where a line that has its answer is being changed ("ga jadi ubah"), that answer stays.
    """
    if scene.state.asked in scene.draft().answers:
        return back(scene)
    service = service_of(scene.draft(), scene.world)
    held = {"step": scene.state.step, "asked": scene.state.asked}
    state = scene.state.but(step="giving_up", held=held)
    state, say = ask(scene, state, scene.say("giving_up.ask", service=service.name), pick("drop"), pick("back"))
    return scene.turn(say, state=state)


def restart(scene: Scene) -> Turn:
    """ "Ulang dari awal": the same second step."""
    if scene.state.draft:
        return give_up(scene)
    return scene.turn(scene.say("restart.ready"), state=closed(scene.state))


def dropped(scene: Scene) -> Turn:
    """The form is given up."""
    return after_form(scene, scene.say("giving_up.done"))


def back(scene: Scene) -> Turn:
    """Go on where the form stood."""
    return proceed(scene)


def after_form(scene: Scene, *effects: Effect) -> Turn:
    """The form is done with: the next request that waits, else nothing is open."""
    state = closed(scene.state)
    if not state.waiting:
        return scene.turn(*effects, state=state)
    first, *rest = state.waiting
    person = scene.world.person
    draft = led_by(seeded(first, learned(scene.state.draft, person)), scene.state.draft, scene.world)
    state = state.but(draft=draft, waiting=tuple(rest))
    service = service_of(draft, scene.world)
    return proceed(scene.but(state=state), *effects, scene.say("choosing.next", service=service.name))
