"""WhatsApp as a channel: a signed webhook in, calls out; the 24-hour window is judged when sending."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.messages import File, Inbound, Traits
from channels.base import (
    TRAITS,
    Bubble,
    Closed,
    Finding,
    Ignored,
    NotTheirs,
    Outgoing,
    Receive,
    Undeliverable,
    Unreachable,
)
from channels.pacing import Pace, Pacer
from channels.whatsapp import reading, writing
from channels.whatsapp.examining import Asked, examine
from channels.whatsapp.graph import Graph

log = structlog.get_logger()
SIGNATURE = "x-hub-signature-256"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COURTESIES = 8  # under way at once, at most
ANY_PURPOSE = "*"
# Messages to one person, and in all. A hurry is let through: the far side itself says (131056) when it is too much.
EACH, ALL = Pace(1, 60), Pace(1 / 80, 80)


@dataclass(frozen=True)
class Wishes:
    """How the number is reached. `templates`: approved names by purpose, which is a key's first part.

    `words`: the table `[whatsapp]`: `pick`. `short`: labels in fewer signs. `largest`: bytes of a file.
    `each`, `total`: what the far side takes (Cloud API: pair rate limit, throughput).
    """

    token: str
    number: str
    app_secret: str
    verify_token: str
    url: str = "https://graph.facebook.com/v23.0"
    templates: Mapping[str, str] = field(default_factory=dict)
    template_language: str = "id"
    words: Mapping[str, Any] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    template: Callable[[str], bytes] = lambda name: b""
    largest: int = 10 * 2**20
    each: Pace = EACH
    total: Pace = ALL


class WhatsApp:
    """One business number. `clock`: the present moment, aware."""

    name = reading.NAME
    whole = False
    tells = True
    traits: Traits = TRAITS["whatsapp"]
    window = timedelta(hours=24, minutes=-2)  # a call takes its time, and clocks differ

    def __init__(self, wishes: Wishes, clock: Callable[[], datetime]) -> None:
        self._wishes, self._clock = wishes, clock
        self.graph = Graph(wishes.url, wishes.token, wishes.number, wishes.largest)
        self._aside: set[asyncio.Task[None]] = set()
        self._pacer = Pacer(wishes.each, wishes.total)

    def verify(self, query: Mapping[str, str]) -> str:
        """The challenge, to whoever knows the word that we agreed on. Raises NotTheirs."""
        known = self._wishes.verify_token.encode()
        asks = query.get("hub.mode") == "subscribe"
        if not (asks and known and hmac.compare_digest(query.get("hub.verify_token", "").encode(), known)):
            raise NotTheirs
        return query.get("hub.challenge", "")

    async def hook(self, headers: Mapping[str, str], body: bytes, receive: Receive) -> None:
        """One signed request; all that it brings is kept when this returns. Raises NotTheirs, ValueError."""
        if not signed(body, headers.get(SIGNATURE, ""), self._wishes.app_secret):
            raise NotTheirs
        for found in reading.read(body, self._wishes.number):
            if isinstance(found, Ignored):
                log.info("whatsapp ignored", reason=found.reason)
            elif await receive(found) and isinstance(found, Inbound) and self._at_leisure():
                self._beside(self._noticed(found.id))

    def cut(self, bubble: Bubble) -> list[Bubble]:
        """One bubble as bubbles of one message each."""
        return writing.cut(bubble)

    async def send(self, message: Outgoing) -> list[str]:
        """One message. Raises Unreachable, Undeliverable, or Closed where a template is needed and there is none."""
        (bubble,) = message.bubbles
        await self._pacer.turn(message.to.user)
        content = await self._free(bubble) if self._open(message) else self._approved(bubble)
        return await self.graph.send({**addressed(message), **content})

    async def fetch(self, file: File) -> bytes:
        """The content of a file. Raises Unreachable, TooLarge or Undeliverable."""
        return await self.graph.download(file.id)

    async def examine(self) -> list[Finding]:
        """Whether the far side takes our settings."""
        wishes = self._wishes
        asked = Asked(wishes.token, wishes.app_secret, wishes.templates, wishes.template_language)
        return await examine(self.graph, asked)

    async def close(self) -> None:
        """Let go of the connections."""
        for task in tuple(self._aside):
            task.cancel()
        await self.graph.close()

    def _open(self, message: Outgoing) -> bool:
        """Whether the person wrote less than 24 hours ago, and the far side did not say otherwise."""
        if message.closed or message.heard_at is None:
            return False
        return self._clock() - message.heard_at < self.window

    async def _free(self, bubble: Bubble) -> dict[str, Any]:
        if not bubble.files:
            return writing.message(bubble, self._wishes.short, self._wishes.words["pick"])
        name = bubble.files[0]
        id = await self.graph.upload(name, XLSX, self._wishes.template(name))
        return {"type": "document", "document": {"id": id, "filename": name}}

    def _approved(self, bubble: Bubble) -> dict[str, Any]:
        """The template for this purpose. Raises Undeliverable where none is named."""
        purpose = bubble.key.partition(".")[0]
        name = self._wishes.templates.get(purpose) or self._wishes.templates.get(ANY_PURPOSE)
        if name is None or not bubble.text:
            raise Undeliverable(f"more than 24 hours, and no template for {purpose}: see LOKET_WHATSAPP_TEMPLATES")
        return writing.template(name, self._wishes.template_language, bubble)

    def _at_leisure(self) -> bool:
        """Whether there is room for a courtesy; in a rush the answers alone go."""
        return len(self._aside) < COURTESIES and not self._pacer.hurried()

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """A courtesy that nobody waits for."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _noticed(self, id: str) -> None:
        """The message is shown as read, and the typing sign."""
        try:
            await self.graph.send({"status": "read", "message_id": id, "typing_indicator": {"type": "text"}})
        except (Unreachable, Undeliverable, Closed) as fault:
            log.info("whatsapp refused a courtesy", fault=fault)


def signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the raw body carries the HMAC-SHA256 that only the far side can make."""
    wanted = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(f"sha256={wanted}".encode(), signature.encode())


def addressed(message: Outgoing) -> dict[str, Any]:
    """Whom it is for: the number goes into `to`, a business-scoped id into `recipient`."""
    ids = (message.to.user, *message.aliases)
    phone = next((each for each in ids if each.isdecimal()), None)
    scoped = next((each for each in ids if not each.isdecimal()), None)
    found = {"to": phone, "recipient": scoped}
    return {"recipient_type": "individual", **{name: id for name, id in found.items() if id}}
