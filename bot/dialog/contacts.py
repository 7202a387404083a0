"""How to reach an office, as the standard prints it; head office for services 14 and 15 alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.dialog.language import phrase
from bot.dialog.sources import source
from bot.dialog.state import World
from bot.messages import Say
from catalog_data.model import Contact, Office, Service

Line = dict[str, Any]


def answer(world: World, named: str, service: Service | None) -> list[Say]:
    """The office named, else the person's own, else all five; the helpdesk where the service has it."""
    offices = world.catalogue.offices
    office = offices.get(named or world.person.office)
    if office:
        says = [_ways(office, every=True)]
    else:
        says = [Say("", "answer.contacts", {"lines": [summary(each) for each in offices.values()]})]
    return says + (helpdesk(world, service) if service else [])


def helpdesk(world: World, service: Service | None) -> list[Say]:
    """The head office's LPSE helpdesk; never for a service that the standard does not give it to."""
    found = world.catalogue.helpdesk
    if found is None or (service and service.code not in found.only):
        return []
    return [_ways(found, every=False)]


def _ways(office: Office, every: bool) -> Say:
    where = source(office.clause, every)
    return Say("", "answer.contact", {"office": office.name, "lines": lines(office), "source": where})


def lines(office: Office) -> list[Line]:
    """Label and value of each way to reach `office`; a way that is missing is said, not invented."""
    found = [{"label": phrase(f"ways.{each.kind}"), "value": _value(each)} for each in office.contacts]
    if not any(each.kind == "wa" for each in office.contacts):
        found.append({"label": phrase("ways.wa"), "value": phrase("ways.none")})
    return found


def summary(office: Office) -> Line:
    """All ways to reach `office` on one line, under its name."""
    ways = [
        phrase("ways.one", kind=phrase(f"ways.{each.kind}"), value=_value(each))
        for each in _sure_first(office.contacts)
    ]
    return {"label": office.name, "value": phrase("ways.all", ways=ways)}


def nearest(world: World, named: str = "", service: Service | None = None) -> list[Line]:
    """The office named, else the person's own, and the helpdesk of a service that has one; else all five."""
    own, desk = world.catalogue.offices.get(named or world.person.office), world.catalogue.helpdesk
    desk = desk if service and desk and service.code in desk.only else None
    known = [each for each in (own, desk) if each]
    return [summary(each) for each in known or world.catalogue.offices.values()]


def _value(contact: Contact) -> Any:
    return phrase("ways.unsure", value=contact.value) if contact.confirm else contact.value


def _sure_first(contacts: Iterable[Contact]) -> list[Contact]:
    return sorted(contacts, key=lambda each: each.confirm)
