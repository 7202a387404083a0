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

from channels.base import Unreachable

T = TypeVar("T")
_VALIDITY = re.compile(rb"\[UIDVALIDITY (\d+)\]", re.I)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)", re.I)
_NEWS = re.compile(rb"^\* \d+ EXISTS\r?$", re.I | re.M)
_BYE = re.compile(rb"^\* BYE\b", re.I | re.M)
LINE = 200  # bytes of an unfinished line that are looked at
_LITERAL = re.compile(rb"\{\d+\}$")


class Gone(Unreachable):
    """The connection cannot be used any more."""


class Denied(Unreachable):
    """The server understood and said no."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mailboxes lie. Seconds: `deadline` of a call, `fetching` of a mail, `idle` until IDLE is
    renewed at the latest, `first_idle` right after something came (what comes just before IDLE begins
    is not told by every server), `poll` without IDLE, `pause` before a lost line is made anew.
    """

    host: str
    port: int
    tls: bool = True
    deadline: float = 30
    fetching: float = 180
    idle: float = 240
    first_idle: float = 5
    poll: float = 60
    pause: float = 1


class Wire:
    """A mailbox's connection, logged in."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        made = {"host": server.host, "port": server.port, "timeout": server.fetching}
        self._client = IMAP4_SSL(**made, ssl_context=ssl.create_default_context()) if server.tls else IMAP4(**made)
        self._client.protocol.conn_lost_cb = self._on_lost  # IMAP4_SSL drops the one given to it
        self._stir, self._tail, self._fetching = asyncio.Event(), b"", False
        self._patience = server.first_idle
        self._pass_on = self._client.protocol.data_received
        self._client.protocol.data_received = self._on_data

    def _on_lost(self, _: Exception | None) -> None:
        if not self._lost.done():
            self._lost.set_result(None)

    def _on_data(self, data: bytes) -> None:
        """The client drops what a server says of its own accord between two commands; we must not."""
        lines, _, tail = (self._tail + data).rpartition(b"\n")
        self._tail = tail[-LINE:]
        if _NEWS.search(lines):
            self._stir.set()
        if _BYE.search(lines) and not self._fetching:  # a mail may hold such a line
            self._on_lost(None)
        self._pass_on(data)

    async def _call(self, call: Coroutine[Any, Any, T], deadline: float | None = None) -> T:
        task = asyncio.ensure_future(call)
        try:
            either: set[asyncio.Future[Any]] = {task, self._lost}
            await asyncio.wait(
                either,
                timeout=deadline or self._server.deadline,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if not task.done() or task.cancelled():
                raise Gone("closed" if self._lost.done() else "silent")
            return task.result()
        except (OSError, TimeoutError) as fault:
            raise Gone(repr(fault)) from fault
        finally:
            task.add_done_callback(_let_go)
            task.cancel()

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
        """UIDs in rising order. What comes later than the question ends `wait` at once."""
        self._stir.clear()
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
        self._fetching = True
        lines = await self._said(self._client.uid("fetch", str(uid), wanted), self._server.fetching)
        self._fetching = False
        return next((bytes(after) for line, after in pairwise(lines) if _LITERAL.search(line)), None)

    async def seen(self, uid: int) -> None:
        """Mark as read."""
        await self._said(self._client.uid("store", str(uid), "+FLAGS.SILENT", "(\\Seen)"))

    async def wait(self) -> None:
        """Until there may be something new, or it is time to look. Raises Gone."""
        if not self._client.has_capability("IDLE"):
            await self._poll()
            return
        idle = await self._call(self._client.idle_start(2 * self._server.idle))
        await self._call(self._stirred(), self._server.idle + self._server.deadline)
        self._client.idle_done()
        await self._call(_finish(idle))

    async def _stirred(self) -> None:
        """Something is new, or it is time to renew."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._stir.wait()
        longer = self._server.first_idle if self._stir.is_set() else 2 * self._patience
        self._patience = min(longer, self._server.idle)
        while not self._client.protocol.idle_queue.empty():
            self._client.protocol.idle_queue.get_nowait()

    async def _poll(self) -> None:
        await asyncio.wait({self._lost}, timeout=self._server.poll)
        await self._said(self._client.noop())

    def leave(self) -> None:
        """Hang up; a line that is lost would not hear a farewell."""
        if self._client.protocol.transport is not None:
            self._client.protocol.transport.abort()


def _let_go(task: asyncio.Future[Any]) -> None:
    """What a call comes to that nobody waits for any more concerns nobody."""
    if not task.cancelled():
        task.exception()


async def _finish(idle: asyncio.Future[Any]) -> None:
    await asyncio.shield(idle)
