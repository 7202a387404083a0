"""Fields answered by a day, a range of days, a day and an hour, or the hours of days told elsewhere."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from bot.dialog.fields.base import Heard, one
from bot.dialog.state import Draft, Given, World
from bot.messages import Refused
from catalog_data.model import Field
from intents.reading import When

LATELY = 60  # days for which a day without its year is taken to be the one gone by
EVENING = re.compile(
    r"\b(?:(?:besok|bsk|lusa|nanti|ntar|senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ini)\s(?:malam|malem|mlm)|"
    r"(?:malam|malem|mlm)\s(?:ini|nanti|hari))\b",
    re.I,
)
MORNING = re.compile(r"\b(?:pagi|siang|sore)\b", re.I)
ENDS = re.compile(r"\b(?:sampai|sampe|smp|s\.?/?d\.?|hingga|until|till)\s(?:jam|pukul|pkl)\b", re.I)
NEXT = re.compile(r"\b(?:depan|dpn|next)\b", re.I)


def day(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """An ISO date, today or later.

    Refused: date.none; date.which with `dates` (equally good readings); date.past with `date`;
    date.next_year with `date`, where this year's day is over and no year was told.
    """
    return Given(_day(heard, world).isoformat())


def days(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """[first, last] as ISO dates; one day is a range of one. Refused as `day`, and dates.order."""
    whens = _whens(heard)
    ranges = [when for when in whens if when.date and when.end]
    told = sorted({when.date for when in whens if when.date})
    if ranges:
        when = ranges[-1] if heard.reading.correction else ranges[0]
        first, last = when.date, when.end
    elif len(told) == 2 and not heard.reading.correction:
        first, last = told
    else:
        first = last = _day(heard, world)
    assert first is not None and last is not None
    if last < first:
        raise Refused("dates.order", first=first.isoformat(), last=last.isoformat())
    return Given([_near(_still_ahead(first, world), heard, world).isoformat(), last.isoformat()])


def moment(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """ "2026-11-25T09:00" in the office's zone, or "2026-11-25" while no hour was told.

    An hour alone joins the day that was given before.
    """
    whens = _whens(heard)
    hour = next((when.time for when in reversed(whens) if when.time), None)
    before = draft.answers.get(field.id)
    if hour and before and not any(when.date or when.ask for when in whens):
        chosen = date.fromisoformat(before.value[:10])
    else:
        chosen = _day(heard, world)
    return Given(_joined(chosen, hour, world) if hour else chosen.isoformat())


def hours(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """ "13.00-15.00" or "09.00", as printed; of several each once; a mere end joins the beginning told before.

    Refused: hours.none.
    """
    told = [when for when in _whens(heard) if when.time]
    if not told:
        raise Refused("hours.none")
    late = bool(EVENING.search(heard.text)) and not MORNING.search(heard.text)
    said = ", ".join(dict.fromkeys(_between(when, late) for when in told))
    if not ENDS.search(heard.text) or "-" in said:
        return Given(said)
    begun = str(draft.answers[field.id].value).partition("-")[0] if field.id in draft.answers else ""
    return Given(f"{begun}-{said}" if begun else f"s.d. {said}")


def _between(when: When, late: bool) -> str:
    ends = (each for each in (when.time, when.end_time) if each)
    return "-".join(_evening(each, late).strftime("%H.%M") for each in ends)


def _evening(hour: time, late: bool) -> time:
    """ "besok malam ... jam 9": of an evening that is told apart from its hour."""
    return hour.replace(hour=hour.hour + 12) if late and hour.hour < 12 else hour


def _joined(day: date, hour: time, world: World) -> str:
    moment = datetime.combine(day, hour, world.now.tzinfo)
    if moment < world.now:
        raise Refused("date.past", date=day.isoformat())
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def _whens(heard: Heard) -> list[When]:
    if picked := _iso(heard.picked):
        return [When(date=picked)]
    return [entity.value for entity in heard.entities("when")]


def _day(heard: Heard, world: World) -> date:
    whens = _whens(heard)
    for when in whens:
        if when.ask:
            raise Refused("date.which", dates=[each.isoformat() for each in when.ask])
    told = [when.date.isoformat() for when in whens if when.date]
    if not told:
        raise Refused("date.none")
    return _near(_still_ahead(date.fromisoformat(one(told, heard, "date.which", "dates")), world), heard, world)


def _still_ahead(day: date, world: World) -> date:
    if day < world.now.date():
        raise Refused("date.past", date=day.isoformat())
    return day


def _near(day: date, heard: Heard, world: World) -> date:
    """A day of next year only where the words name the year: "10 nov" on 23 November is rather a slip."""
    this = day.replace(year=day.year - 1, day=min(day.day, 28))
    told = f"{day.year % 100:02d}" in heard.text or NEXT.search(heard.text) or heard.picked
    if told or this >= world.now.date() or (world.now.date() - this).days > LATELY:
        return day
    raise Refused("date.next_year", date=day.isoformat())


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
