"""How values and names are shown: the specs of templates, and the labels of choices (see language.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.numbers import format_decimal

from bot.dialog.template import Safe, calm_lines, plain

if TYPE_CHECKING:
    from bot.dialog.language import Words

Params = Mapping[str, Any]
_locale = lru_cache(maxsize=8)(Locale.parse)  # what Babel else does anew for each number


def _joined(words: Words, values: Any, last: str) -> str:
    shown = [plain(value) for value in values]
    if len(shown) < 2:
        return "".join(shown)
    glue: str = words.tables["format"][last if len(shown) > 2 else f"{last}_two"]
    return ", ".join(shown[:-1]) + glue + shown[-1]


def _card(words: Words, lines: Any, params: Params) -> str:
    filled = ((plain(line.get("label", "")), plain(line.get("value", ""))) for line in lines)
    return "\n".join(f"> {label}: {value}" if label else f"> {value}" for label, value in filled if value)


def _code(words: Words, value: str, params: Params) -> str:
    service = words.catalogue.services[value]
    return service.code if service.code_official else ""


def _variant(words: Words, params: Params, short: bool) -> str:
    service, variant = params["service"], params["variant"]
    found = next(v for v in words.catalogue.services[service].variants if v.id == variant)
    if short:
        return words.of(service, f"variant.{variant}.short", found.short)
    return words.of(service, f"variant.{variant}.name", found.name)


def _family(words: Words, params: Params) -> str:
    """What two variants are called together before a number decides between them."""
    service, low = params["service"], params["variant"]
    rule = next(each for each in words.catalogue.services[service].thresholds if each.low == low)
    return words.of(service, f"variant.{low}.family", rule.family)


def _option(words: Words, params: Params) -> str:
    service, option = params.get("service"), params["option"]
    found = words.field(service, params["field"])
    label = next(each.label for each in found.options if each.id == option)
    return words.of(service, f"field.{found.id}.option.{option}", label)


def _field_label(words: Words, value: str, params: Params) -> str:
    service = params.get("service")
    return words.of(service, f"field.{value}.label", words.field(service, value).label)


def _service(words: Words, code: str, short: bool = False) -> str:
    found = words.catalogue.services[code]
    return words.of(code, "short", found.short) if short else words.of(code, "name", found.name)


SPECS: dict[str, Callable[[Words, Any, Params], str]] = {
    "bullets": lambda _, values, __: "\n".join(f"- {plain(value)}" for value in values),
    "numbered": lambda _, values, __: "\n".join(f"{n}. {plain(value)}" for n, value in enumerate(values, 1)),
    "lines": lambda _, value, __: value if isinstance(value, Safe) else calm_lines(str(value)),
    "if": lambda _, value, __: "",
    "long": lambda words, value, _: words.days.long(value),
    "day": lambda words, value, _: words.days.day(value),
    "short": lambda words, value, _: words.days.short(value),
    "date": lambda words, value, _: words.days.date(value),
    "time": lambda words, value, _: words.days.time(value),
    "moment": lambda words, value, _: words.days.moment(value),
    "dates": lambda words, value, _: words.days.span(value),
    "and": lambda words, value, _: _joined(words, value, "and"),
    "or": lambda words, value, _: _joined(words, value, "or"),
    "semi": lambda words, value, _: "; ".join(plain(each) for each in value),
    "card": _card,
    "n": lambda words, value, _: format_decimal(value, locale=_locale(words.days.locale)),
    "service": lambda words, value, _: _service(words, value),
    "which": lambda words, value, _: words.catalogue.services[value].ask_variant,
    "sshort": lambda words, value, _: _service(words, value, short=True),
    "code": _code,
    "variant": lambda words, value, params: _variant(words, {**params, "variant": value}, short=False),
    "field": _field_label,
    "option": lambda words, value, params: _option(words, {**params, "option": value}),
    "office": lambda words, value, _: words.catalogue.offices[value].name,
    "city": lambda words, value, _: words.catalogue.offices[value].city,
    "word": lambda words, value, params: words.text(f"{params['spec']}.{value}"),
}
LABELS: dict[str, Callable[[Words, Params], str]] = {
    "option": _option,
    "field": lambda words, params: _field_label(words, params["field"], params),
    "variant": lambda words, params: _variant(words, params, short=True),
    "family": _family,
    "service": lambda words, params: _service(words, params["service"], short=True),
    "office": lambda words, params: words.catalogue.offices[params["office"]].city,
    "text": lambda words, params: plain(params["text"]),
    "date": lambda words, params: words.days.short(params["date"]),
}
