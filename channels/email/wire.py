"""One IMAP connection whose every call ends: by an answer, by a deadline, or because the line is gone.

The client hangs for ever where a server says BYE, closes or falls silent in IDLE (its issue 110), so
each call races the loss of the connection and a deadline.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import Coroutine
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from aioimaplib import IMAP4, IMAP4_SSL

T = TypeVar("T")
_VALIDITY = re.compile(rb"\[UIDVALIDITY (\d+)\]", re.I)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)", re.I)
_LITERAL = re.compile(rb"\{\d+\}$")


class Gone(Exception):
    """The connection cannot be used any more."""


class Denied(Exception):
    """The server understood and said no."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mailboxes lie. Seconds: `deadline` of a call, `idle` until IDLE is renewed, `poll` without IDLE."""

    host: str
    port: int
    tls: bool = True
    deadline: float = 30
    fetching: float = 180
    idle: float = 240
    poll: float = 60


class Wire:
    """A mailbox's connection, logged in."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        made = {"host": server.host, "port": server.port, "timeout": server.fetching}
        self._client = IMAP4_SSL(**made, ssl_context=ssl.create_default_context()) if server.tls else IMAP4(**made)
        self._client.protocol.conn_lost_cb = self._on_lost  # IMAP4_SSL drops the one given to it

    def _on_lost(self, _: Exception | None) -> None:
        if not self._lost.done():
            self._lost.set_result(None)

    async def _call(self, call: Coroutine[Any, Any, T], deadline: float | None = None) -> T:
        task = asyncio.ensure_future(call)
        try:
            either: set[asyncio.Future[Any]] = {task, self._lost}
            await asyncio.wait(
                either,
                timeout=deadline or self._server.deadline,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if not task.done():
                raise Gone("closed" if self._lost.done() else "silent")
            return task.result()
        except (OSError, TimeoutError) as fault:
            raise Gone(repr(fault)) from fault
        finally:
            task.cancel()
            with contextlib.suppress(Exception, asyncio.CancelledError):
                await asyncio.wait({task}, timeout=0)

    async def _said(self, call: Coroutine[Any, Any, Any], deadline: float | None = None) -> list[bytes]:
        answer = await self._call(call, deadline)
        if answer.result != "OK":
            raise Denied(b" ".join(bytes(line) for line in answer.lines[-1:]).decode("utf-8", "replace"))
        return list(answer.lines)

    async def enter(self, user: str, password: str) -> int:
        """Log in and open the inbox; its UIDVALIDITY. Raises Gone or Denied."""
        await self._call(self._client.wait_hello_from_server())
        await self._said(self._client.login(user, password))
        lines = await self._said(self._client.select("INBOX"))
        found = next((hit for line in lines if (hit := _VALIDITY.search(line))), None)
        if found is None:
            raise Denied("no UIDVALIDITY")
        return int(found[1])

    async def search(self, *criteria: str) -> list[int]:
        """UIDs in rising order."""
        lines = await self._said(self._client.uid_search(*criteria, charset=None))
        words = b" ".join(line for line in lines if not line.upper().startswith(b"SEARCH COMPLETED")).split()
        return sorted({int(word) for word in words if word.isdigit()})

    async def size(self, uid: int) -> int | None:
        """Bytes of a mail; None when it is no longer there."""
        lines = await self._said(self._client.uid("fetch", str(uid), "(RFC822.SIZE)"))
        found = next((hit for line in lines if (hit := _SIZE.search(line))), None)
        return int(found[1]) if found else None

    async def fetch(self, uid: int, most: int) -> bytes | None:
        """The first `most` bytes of a mail, which stays unread; None when it is no longer there."""
        wanted = f"(UID BODY.PEEK[]<0.{most}>)"
        lines = await self._said(self._client.uid("fetch", str(uid), wanted), self._server.fetching)
        return next(
            (bytes(after) for line, after in pairwise(lines) if _LITERAL.search(line)), None
        )

    async def seen(self, uid: int) -> None:
        """Mark as read."""
        await self._said(self._client.uid("store", str(uid), "+FLAGS.SILENT", "(\\Seen)"))

    async def wait(self) -> None:
        """Until there may be something new, or it is time to look. Raises Gone."""
        if not self._client.has_capability("IDLE"):
            await self._poll()
            return
        idle = await self._call(self._client.idle_start(self._server.idle))
        with contextlib.suppress(TimeoutError):
            pushed = await self._call(self._client.wait_server_push(self._server.idle), self._server.idle + 5)
            if any(b"BYE" in bytes(line) for line in pushed if isinstance(line, bytes | bytearray)):
                raise Gone("BYE")
        self._client.idle_done()
        await self._call(_finish(idle))

    async def _poll(self) -> None:
        await asyncio.wait({self._lost}, timeout=self._server.poll)
        await self._said(self._client.noop())

    async def leave(self) -> None:
        """Close, politely if it can be done at once."""
        with contextlib.suppress(Exception):
            await self._call(self._client.logout(), 2)
        if self._client.protocol.transport is not None:
            self._client.protocol.transport.abort()


async def _finish(idle: asyncio.Future[Any]) -> None:
    await asyncio.shield(idle)
