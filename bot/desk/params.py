"""Params of the clock between JSON and the clean shape; whatever does not fit is said with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.shapes import Params

LOCATIONS = ("sekitar", "luar")
TRIAGE = ("ringan_ada", "ringan_tidak_ada", "sedang_berat_ada", "sedang_berat_tidak_ada", "rencana_kerja")


def read_params(given: Any, zone: ZoneInfo) -> Params:
    """Clean params; null counts as not given. Raises ValueError that says how to mend it."""
    if given is None:
        return Params()
    if not isinstance(given, dict):
        raise ValueError('params must be an object such as {"devices": 11}')
    unknown = sorted(set(given) - set(PARAMS))
    if unknown:
        raise ValueError(f"unknown param {', '.join(unknown)}; known: {', '.join(PARAMS)}")
    said = {name: value for name, value in given.items() if value is not None}
    params = Params(**{name: PARAMS[name](name, value, zone) for name, value in said.items()})
    if params.event_end and (params.event_date is None or params.event_end < params.event_date):
        raise ValueError("event_end must not lie before event_date; give both, or event_date alone")
    return params


def kept_params(given: Mapping[str, Any], zone: ZoneInfo) -> Params:
    """The params of a stored ticket, which may hold more than the clock needs."""
    return read_params({name: value for name, value in given.items() if name in PARAMS}, zone)


def moment(name: str, given: Any, zone: ZoneInfo) -> datetime:
    """A local time of the office; one with an offset is taken as the same moment there."""
    try:
        found = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        raise ValueError(f'{name} {given!r} is no date and time; write "2026-11-23T09:00"') from None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _date(name: str, given: Any, zone: ZoneInfo) -> date:
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise ValueError(f'{name} {given!r} is no date; write "2026-12-08"') from None


def _time(name: str, given: Any, zone: ZoneInfo) -> str:
    try:
        return time.fromisoformat(given).strftime("%H:%M")
    except (TypeError, ValueError):
        raise ValueError(f'{name} {given!r} is no time of day; write "15:30"') from None


def _count(name: str, given: Any, zone: ZoneInfo) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise ValueError(f"{name} {given!r} is no quantity; give a whole number from 1")
    return given


def _flag(name: str, given: Any, zone: ZoneInfo) -> bool:
    if not isinstance(given, bool):
        raise ValueError(f"{name} {given!r} must be true or false")
    return given


def _word(name: str, given: Any, zone: ZoneInfo) -> str:
    if not isinstance(given, str):
        raise ValueError(f"{name} {given!r} must be a string")
    return given


def _one_of(*allowed: str) -> Callable[[str, Any, ZoneInfo], str]:
    def chosen(name: str, given: Any, zone: ZoneInfo) -> str:
        if given not in allowed:
            raise ValueError(f"unknown {name} {given!r}; one of: {', '.join(allowed)}")
        return str(given)

    return chosen


PARAMS: dict[str, Callable[[str, Any, ZoneInfo], Any]] = {
    "devices": _count,
    "accounts": _count,
    "event_date": _date,
    "event_end": _date,
    "event_end_time": _time,
    "location": _one_of(*LOCATIONS),
    "after_hours": _flag,
    "documents_complete_at": moment,
    "documents_follow": _flag,
    "triage": _one_of(*TRIAGE),
    "fulfilled_at": moment,
    "channel": _word,
    "third_party": _flag,
    "incident": _flag,
    "excepted": _flag,
}
