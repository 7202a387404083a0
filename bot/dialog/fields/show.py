"""How an answer is shown in a summary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.dialog.state import FOLLOWS, Given
from catalog_data.model import Field

if TYPE_CHECKING:
    from bot.dialog.language import Words


def show(field: Field, given: Given, words: Words, service: str = "") -> str:
    """The value in words; empty where nothing was given. `service` is the code that the field is of."""
    if given.mark == FOLLOWS:
        return words.text("shown.follows")
    if given.value in ("", None, []):
        return ""
    if field.kind == "office":
        return words.show(given.value, "city")
    if field.kind == "choice":
        return _option(field, given.value, words, service)
    shown = _SHOWN.get(field.kind, _plain)(words, given.value)
    return f"{shown} ({words.text('shown.unverified')})" if given.mark == "unverified" else shown


def _option(field: Field, value: str, words: Words, service: str) -> str:
    label = next((option.label for option in field.options if option.id == value), value)
    return words.of(service, f"field.{field.id}.option.{value}", label)


def _moment(words: Words, value: str) -> str:
    return words.show(value, "moment" if len(value) > 10 else "long")


def _files(words: Words, value: Any) -> str:
    return ", ".join(words.text("shown.list", file) if "rows" in file else file["name"] for file in value)


def _plain(words: Words, value: Any) -> str:
    return str(value)


_SHOWN: dict[str, Callable[[Words, Any], str]] = {
    "number": lambda words, value: words.show(value, "n") if isinstance(value, int) else str(value),
    "date": lambda words, value: words.show(value, "long"),
    "dates": lambda words, value: words.show(value, "dates"),
    "datetime": _moment,
    "names": lambda words, value: ", ".join(value),
    "software": lambda words, value: ", ".join(value),
    "file": _files,
    "list": _files,
}
