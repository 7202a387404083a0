"""What the Bot API's refusals mean for us: try again, and when, or never."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

from telegram import error

from channels.base import TooLarge, Undeliverable, Unreachable

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library then gives waits as a timedelta

OURS = 300  # seconds until a setting of ours may have been mended
UNPARSED = "can't parse entities"
TOO_BIG = "file is too big"


class Unparsed(Exception):
    """The markup was not understood: the words must go without it."""


@contextmanager
def told() -> Iterator[None]:
    """Raises Unreachable, Undeliverable or Unparsed in the place of the library's own errors."""
    try:
        yield
    except error.TelegramError as fault:
        raise meaning(fault) from None  # the library's text may hold the token


def meaning(fault: error.TelegramError) -> Exception:
    """The refusal as ours. BadRequest first: the library counts it among the network's errors."""
    if isinstance(fault, error.RetryAfter):
        return Unreachable("too fast", cast(timedelta, fault.retry_after).total_seconds())
    if isinstance(fault, error.BadRequest):
        return _refused(fault.message)
    if isinstance(fault, error.Forbidden | error.ChatMigrated):
        return Undeliverable(fault.message)
    if isinstance(fault, error.InvalidToken | error.EndPointNotFound):
        return Unreachable("the token is not accepted: see LOKET_TELEGRAM_TOKEN", OURS)
    if isinstance(fault, error.Conflict):
        return Unreachable("another program fetches this bot's messages, or a webhook is set")
    return Unreachable(f"{type(fault).__name__}: {fault.message}")


def _refused(message: str) -> Exception:
    said = message.lower()
    if UNPARSED in said:
        return Unparsed(message)
    return TooLarge(message) if TOO_BIG in said else Undeliverable(message)
