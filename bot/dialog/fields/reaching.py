"""Fields answered by an address: telephone, e-mail, either, and the superior's in CC."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.dialog.fields.base import Heard
from bot.dialog.state import Draft, Given, World
from bot.messages import Refused
from catalog_data.model import Field

EMAIL = re.compile(r"^[^\s@<>\"',;:()\[\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$")
_DIGITS = re.compile(r"^\+?[\d\s().-]{7,24}$")
RANKS = ("I", "II", "III", "IV")  # at least echelon IV (services 3, 5, 6, 7, 9)


def phone(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """A telephone number of 7 to 15 digits, as written but for spaces. Refused: phone.none."""
    found = [str(entity.value) for entity in heard.entities("phone")] or [heard.text.strip()]
    number = re.sub(r"[\s().-]", "", found[-1])
    if not _DIGITS.match(found[-1]) or not 7 <= len(number.lstrip("+")) <= 15:
        raise Refused("phone.none")
    return Given(number)


def email(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """An e-mail address in lower case. Refused: email.none; email.which with `addresses`."""
    found = addresses(heard)
    if not found:
        raise Refused("email.none")
    if len(found) > 1 and not heard.reading.correction:
        raise Refused("email.which", addresses=found)
    return Given(found[-1])


def contact(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """An e-mail address or a telephone number. Refused: contact.none."""
    for parser in (email, phone):
        try:
            return parser(field, heard, world, draft)
        except Refused:
            continue
    raise Refused("contact.none")


def superior(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """The superior's address; mark "unverified" unless the directory proves the rank.

    Refused: superior.none; superior.own; superior.domain with `domains`; superior.rank with `name`
    and `position`; superior.which with `addresses` (several, and none proved).
    """
    told = dict.fromkeys([*addresses(heard), *(cc.strip().lower() for cc in heard.cc)])
    found = [each for each in told if not _ours(each, world)]
    others = [each for each in found if not own(each, world)]
    if not others:
        raise Refused("superior.own" if found else "superior.none")
    allowed = [each for each in others if within(each, world.domains)]
    if not allowed:
        raise Refused("superior.domain", domains=list(world.domains))
    proved = [each for each in allowed if _rank(each, world) in RANKS]
    if proved:
        return Given(proved[0], source="directory")
    return Given(_unproved(allowed, heard, world), mark="unverified")


def within(address: str, domains: Iterable[str]) -> bool:
    """Whether it is an address, in an allowed domain or under one."""
    host = address.rpartition("@")[2]
    return bool(EMAIL.match(address)) and any(host == each or host.endswith(f".{each}") for each in domains)


def own(address: str, world: World) -> bool:
    """Whether it is the asking person's own."""
    mine = {world.person.contact, *(each.user for each in world.person.addresses)}
    return address in {each.lower() for each in mine}


def _ours(address: str, world: World) -> bool:
    """Whether it is an office's own mailbox, to which letters go anyway."""
    return any(address == each.value for office in world.catalogue.offices.values() for each in office.contacts)


def _unproved(allowed: list[str], heard: Heard, world: World) -> str:
    """One that the directory says nothing of; Refused where it knows the rank to be too low."""
    unknown = [each for each in allowed if not _rank(each, world)]
    if not unknown:
        entry = (world.directory or {})[allowed[0]]
        raise Refused("superior.rank", name=entry.name, position=entry.position)
    if len(unknown) > 1 and not heard.reading.correction:
        raise Refused("superior.which", addresses=unknown)
    return unknown[-1]


def _rank(address: str, world: World) -> str:
    """Echelon without its step ("IV.a" is IV); empty where unknown."""
    entry = (world.directory or {}).get(address)
    return re.split(r"[^IVX]", entry.echelon.upper())[0] if entry else ""


def addresses(heard: Heard) -> list[str]:
    """The addresses said: as read, or a choice that is one, or the whole text."""
    found = [str(entity.value).lower() for entity in heard.entities("email")]
    whole = heard.choice.partition(":")[2] or heard.choice if heard.choice else heard.text
    bare = whole.rpartition("/")[2].strip().lower()
    return found or ([bare] if EMAIL.match(bare) else [])
