"""Fields answered by one of a few options: pressed, numbered, named or nearly named."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialog import contacts
from bot.dialog.fields.base import Heard
from bot.dialog.state import Draft, Given, World
from bot.messages import Choice, Refused
from catalog_data.model import Field
from intents.near import flat, nearest, spoken

# a town is told: "di Bandung", "kppn bandung", or the name alone
NAMED_AT = re.compile(
    r"\b(?:di|dari|kota|kantor|wilayah|kanwil|kppn|kpp|kpknl|in|from)\s(?!mana\b|apa\b|saya\b|kami\b|sini\b)[a-z]{4,}"
    r"|^\s*[A-Z][a-z]{3,}\s*$"
)


def choice(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """The id of an option. Refused: choice_field.none, or choice_field.which when two were named."""
    return Given(_meant(options(field, world, draft), heard))


def office(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """The id of an office. Refused: office.none with `lines` (ways to ask), where another town was told."""
    found = heard.entities("office")
    if found and heard.picked not in world.catalogue.offices:
        return Given(found[-1].value)
    try:
        return Given(_meant({o.id: (o.city, o.name, *o.words) for o in world.catalogue.offices.values()}, heard))
    except Refused as refused:
        if refused.key != "choice_field.none" or not NAMED_AT.search(heard.text):
            raise
        raise Refused("office.none", lines=contacts.nearest(world)) from refused


def options(field: Field, world: World, draft: Draft) -> dict[str, tuple[str, ...]]:
    """Option id -> every way to say it, its label in the conversation's language among them."""
    return {each.id: (each.label, _shown(field, each.id, world, draft), *each.words) for each in field.options}


def _shown(field: Field, option: str, world: World, draft: Draft) -> str:
    params = {"service": draft.service, "field": field.id, "option": option}
    return world.words.label(Choice(option, "option", params))


def _meant(said: Mapping[str, tuple[str, ...]], heard: Heard) -> str:
    if heard.picked in said:
        return heard.picked
    ids, bare = list(said), heard.text.strip(" .)")
    if bare.isdecimal() and 0 < int(bare) <= len(ids):
        return ids[int(bare) - 1]
    named = _named(said, heard)
    if len(named) == 1 or (named and heard.reading.correction):
        return named[-1]
    if named:
        raise Refused("choice_field.which")
    near = nearest(heard.text, said) or _agreed(said, heard)
    if near is None:
        raise Refused("choice_field.none")
    return near


def _named(said: Mapping[str, tuple[str, ...]], heard: Heard) -> list[str]:
    """Options in the words; of several the one said at length ("sudah lewat lpse, tapi belum lapor SPT")."""
    named = spoken(heard.text, said)
    words = flat(heard.text)
    full = [name for name, ways in said.items() if any(" " in way.strip() and flat(way) in words for way in ways)]
    return full if len(named) > 1 and len(full) == 1 else named


def _agreed(said: Mapping[str, tuple[str, ...]], heard: Heard) -> str | None:
    """A yes or no in other words ("boleh", "nggak usah") where the options are just that."""
    wanted = "ya" if heard.reading.yes else "tidak" if heard.reading.no else ""
    return wanted if wanted in said else None
