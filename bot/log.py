"""Logs go to standard error, with the trace of the turn; what is personal is masked."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_DIGITS = re.compile(r"(?<![\w-])\+?\d[\d .-]{7,}\d(?![\w-])")
PLAIN = frozenset({"event", "level", "timestamp", "trace", "exception"})
Entry = MutableMapping[str, Any]


def masked(text: str) -> str:
    """`text` with addresses and long numbers made unreadable."""
    return _DIGITS.sub("<number>", _MAIL.sub(r"<mail>@\1", text))


def _mask(_: object, __: str, entry: Entry) -> Entry:
    for name, value in entry.items():
        if isinstance(value, str) and (name not in PLAIN or name in ("event", "exception")):
            entry[name] = masked(value)
    return entry


def setup(level: str = "info", form: str = "auto") -> None:
    """Set the logs up, ours and the libraries'. `form`: auto, json or console."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
