"""Answers that the catalogue holds ready in its own words, found by the words of the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.dialog import contacts
from bot.dialog.sources import source
from bot.dialog.state import World
from bot.messages import Say
from catalog_data.model import Answer, Service
from intents.near import spoken
from intents.reading import Reading

MOST = 2  # topics answered in one turn
OWNED = re.compile(r"\b(\w{3,40})nya\b", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `service` and `variant` where it has them."""

    reading: Reading
    service: Service | None
    variant: str | None
    world: World


def office(asked: Asked) -> str:
    """The office that the question names."""
    named = [entity.value for entity in asked.reading.entities if entity.kind == "office"]
    return str(named[-1]) if named else ""


def phrased(asked: Asked) -> list[Answer]:
    """Answers whose own words stand in the question; of other services, where the words can mean no other."""
    own = asked.service.answers if asked.service else ()
    known = {each.topic: each for each in (*asked.world.catalogue.general, *own)}
    named = _hits(asked.reading.text, {each.topic: (*each.words, *each.anywhere) for each in known.values()})
    return [known[topic] for topic in named[:MOST]] or _elsewhere(asked)


def _elsewhere(asked: Asked) -> list[Answer]:
    every = [each for service in asked.world.catalogue.services.values() for each in service.answers if each.anywhere]
    named = _hits(asked.reading.text, {str(at): each.anywhere for at, each in enumerate(every)})
    return [every[int(at)] for at in named[:MOST]]


def _hits(text: str, phrases: Mapping[str, Iterable[str]]) -> list[str]:
    """Whose phrases stand in the text, with or without a "-nya" at its words ("materainya berapa")."""
    bare = OWNED.sub(r"\1", text)
    return spoken(text, phrases) or (spoken(bare, phrases) if bare != text else [])


def known_words(reading: Reading, service: Service | None, world: World) -> bool:
    """Whether the words are those of an answer held ready; one that goes along with a request asks nothing."""
    found = phrased(Asked(reading, service, None, world))
    return any(reading.intent != "request" or not each.tell for each in found)


def own_words(found: Answer, asked: Asked) -> Say:
    """Printed alike in all services (of the first it is quoted), or of one alone; where it is silent, who may know."""
    every = found in asked.world.catalogue.general and (found.clause or "").startswith("layanan 1,")
    told = {"text": found.text, "source": source(found.clause, every)}
    return Say("", "answer.own", {**told, "lines": _who(asked, found) if found.silent else None})


def _who(asked: Asked, found: Answer) -> list[contacts.Line]:
    """Who may know more of it, by the service whose answer it is."""
    return contacts.nearest(asked.world, office(asked), _owner(asked, found) or asked.service)


def meant(reading: Reading, world: World) -> str | None:
    """The service that the words can mean alone."""
    asked = Asked(reading, None, None, world)
    owner = next((_owner(asked, each) for each in _elsewhere(asked)), None)
    return owner.code if owner else None


def _owner(asked: Asked, found: Answer) -> Service | None:
    services = asked.world.catalogue.services.values()
    return next((each for each in services if found in each.answers), None)
