"""The parser of every kind of field."""

from __future__ import annotations

from bot.dialog.fields import choice, days, number, papers, reaching, who, wording
from bot.dialog.fields.base import Heard, Parser
from bot.dialog.state import Draft, Given, World
from catalog_data.model import Field

PARSERS: dict[str, Parser] = {
    "text": wording.text,
    "asset": wording.text,
    "place": wording.place,
    "company": wording.company,
    "name": who.name,
    "unit": who.unit,
    "names": wording.names,
    "software": wording.software,
    "number": number.number,
    "date": days.day,
    "dates": days.days,
    "datetime": days.moment,
    "hours": days.hours,
    "choice": choice.choice,
    "office": choice.office,
    "phone": reaching.phone,
    "email": reaching.email,
    "contact": reaching.contact,
    "superior": reaching.superior,
    "file": papers.paper,
    "list": papers.listing,
}


def parse(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """The answer to `field` in one message. A refusal of an optional field is an empty answer.

    Raises Refused(key, **params): the person can mend it.
    """
    if not field.required and (heard.picked == "skip" or _declined(field, heard)):
        return Given("")
    return PARSERS[field.kind](field, heard, world, draft)


def _declined(field: Field, heard: Heard) -> bool:
    return field.kind != "choice" and (heard.reading.no or heard.text.strip() in ("-", "--"))
