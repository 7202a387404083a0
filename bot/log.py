"""Logs go to standard error, with the trace of the message; what is personal is masked.

No call of ours logs names, addresses or words. What an exception says may be what a person said, so of
a stranger's exception only its kind is logged, and where it was raised: the line there says enough.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import AbstractContextManager
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from channels.base import Undeliverable, Unreachable

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@([\w-]+(?:\.[\w-]+)+)")
_DIGITS = re.compile(r"(?<![\w-])\+?\d[\d .-]{7,}\d(?![\w-])")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
PLAIN = frozenset({"level", "timestamp", "trace", "since"})
MACHINES = (OSError, OperationalError, Unreachable, Undeliverable)  # what these say comes from a machine
Entry = MutableMapping[str, Any]


def masked(text: str) -> str:
    """`text` with addresses and long numbers made unreadable."""
    return _DIGITS.sub("<number>", _MAIL.sub(r"<mail>@\1", text))


def said(fault: BaseException) -> str:
    """An exception in one line without anything that a person said."""
    kind = type(fault).__name__
    if not isinstance(fault, MACHINES):
        return kind
    words = " ".join(str(getattr(fault, "orig", fault)).split())
    return f"{kind}: {_QUOTED.sub('<words>', masked(words))}" if words else kind


def traced(trace: str) -> AbstractContextManager[None]:
    """All that is logged in this block, in whatever thread of the store, belongs to one message."""
    return structlog.contextvars.bound_contextvars(trace=trace)


def trace() -> str:
    """Of the message in hand, or empty."""
    return str(structlog.contextvars.get_contextvars().get("trace", ""))


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The exception and what led to it, the last first."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _frames(_: object, __: str, entry: Entry) -> Entry:
    """An exception becomes the lines through which it came, and its kind."""
    given = entry.pop("exc_info", None)
    fault = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(fault, BaseException):
        parts = ["".join(traceback.format_tb(each.__traceback__)) + said(each) for each in _chain(fault)]
        entry["exception"] = "\nAfter:\n".join(parts)
    return entry


def _mask(_: object, __: str, entry: Entry) -> Entry:
    for name, value in entry.items():
        if isinstance(value, BaseException):
            entry[name] = said(value)
        elif isinstance(value, str) and name not in PLAIN:
            entry[name] = masked(value)
    return entry


def _foreign(_: object, __: str, entry: Entry) -> Entry:
    """A library may repeat what it was given."""
    entry["event"] = _QUOTED.sub("<words>", str(entry["event"]))
    return entry


class _Stderr(logging.Handler):
    """Standard error, whatever it is when something is said."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr, flush=True)


def setup(level: str = "info", form: str = "auto") -> None:
    """Set the logs up, ours and the libraries'. `form`: auto, json or console."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _frames,
        _mask,
    ]
    last = structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer()
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # what it is when something is said
        cache_logger_on_first_use=False,
    )
    handler = _Stderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_foreign, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
