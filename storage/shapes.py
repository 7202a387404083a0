"""The dialogue's and the door's shapes as JSON text, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote, unquote

from pydantic import TypeAdapter
from sqlalchemy import DateTime, Dialect, TypeDecorator

from bot.dialog.state import State
from bot.messages import Address, Inbound, Table

T = TypeVar("T")


class Shape(Generic[T]):
    """One shape's way into text and out of it."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def dump(self, value: T) -> str:
        """JSON text."""
        return self._adapter.dump_json(value).decode()

    def load(self, text: str) -> T:
        """The shape again; pydantic's ValidationError when the text is another one's."""
        return self._adapter.validate_json(text)


STATE = Shape(State)
INBOUND = Shape(Inbound)
TABLE = Shape(Table)


class Moment(TypeDecorator[datetime]):
    """An aware datetime; kept in UTC, so that both stores order and compare alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Into the store: UTC without an offset."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Out of the store: aware, in UTC."""
        kept: datetime | None = value
        return kept and kept.replace(tzinfo=UTC)


def key_of(address: Address) -> str:
    """An address as one column: channel/user/thread, each escaped."""
    return "/".join(quote(part, safe="@+") for part in (address.channel, address.user, address.thread))


def address_of(key: str) -> Address:
    """The inverse of `key_of`."""
    return Address(*(unquote(part) for part in key.split("/")))
