"""Telegram as a channel: long polling or webhook, the offset moved only after the receipt's commit."""

from __future__ import annotations

import asyncio
import hmac
import json
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot, Message, Update
from telegram.constants import ChatAction
from telegram.request import HTTPXRequest

from bot.messages import Address, File, Traits
from channels.base import TRAITS, Bubble, Finding, Ignored, NotTheirs, Outgoing, Receive, Undeliverable, Unreachable
from channels.pacing import Pace, Pacer
from channels.telegram import reading, writing
from channels.telegram.examining import examine
from channels.telegram.faults import Unparsed, told

warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'")  # see `_updates`
log = structlog.get_logger()
POLL = 50  # seconds that the far side may wait for a message
QUIET = timedelta(hours=12)  # between two words of ours in a group
# Messages to one chat, and in all. A hurry is let through: the far side itself says (429) when it is too much.
EACH, ALL = Pace(1, 60), Pace(1 / 30, 60)
PROOF = "x-telegram-bot-api-secret-token"
PATIENCE = 20  # seconds that it may take to answer anything else


@dataclass(frozen=True)
class Wishes:
    """How the bot is reached. `webhook`: our public address, empty for long polling.

    `words`: by language ("id", "en") the tables `[telegram]`: `group`, and `commands` by name.
    `template`: the content of a template that is handed out, by its name. `each`, `total`: as the Bot
    API's FAQ asks for (one message a second to a chat, thirty in all).
    """

    token: str
    url: str = "https://api.telegram.org"
    webhook: str = ""
    secret: str = ""
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    template: Callable[[str], bytes] = lambda name: b""
    poll: int = POLL
    each: Pace = EACH
    total: Pace = ALL


class Telegram:
    """One bot. `clock`: the present moment, aware."""

    name = reading.NAME
    whole = False
    traits: Traits = TRAITS["telegram"]

    def __init__(self, wishes: Wishes, clock: Callable[[], datetime]) -> None:
        self._wishes, self._clock = wishes, clock
        self.bot = bot_of(wishes)
        self._aside: set[asyncio.Task[None]] = set()
        self._round: datetime | None = None
        self._pacer = Pacer(wishes.each, wishes.total)
        self._declined: dict[str, datetime] = {}  # when a group was last told where we are

    async def listen(self, receive: Receive) -> None:
        """Take messages for ever. Raises Unreachable or Undeliverable."""
        with told():
            await self.bot.initialize()
        await self._introduce()
        if self._wishes.webhook:
            await self._set_webhook()
            await asyncio.Event().wait()  # what comes, comes through `hook`
        await self._try(self.bot.delete_webhook())
        offset = None
        while True:
            updates = await self._updates(offset)
            self._round = self._clock()
            for flat in updates:
                await self.take(flat, receive)
                offset = flat["update_id"] + 1  # told to the far side with the next call

    def rounds(self) -> dict[str, datetime | None]:
        """When we last asked for messages and were answered; nothing where the far side calls us."""
        return {} if self._wishes.webhook else {self.name: self._round}

    async def hook(self, headers: Mapping[str, str], body: bytes, receive: Receive) -> None:
        """One update, kept when this returns. Raises NotTheirs without the secret, ValueError for no update."""
        proof = headers.get(PROOF, "").encode()
        if not self._wishes.webhook or not hmac.compare_digest(proof, self._wishes.secret.encode()):
            raise NotTheirs
        flat = json.loads(body)
        if not isinstance(flat, dict) or not isinstance(flat.get("update_id"), int):
            raise ValueError("no update")
        await self.take(flat, receive)

    async def take(self, flat: dict[str, Any], receive: Receive) -> None:
        """Keep what an update says, then show that it was heard."""
        try:
            update = Update.de_json(flat, self.bot)
            found = reading.read(update, self._clock())
        except Exception:  # one update that cannot be read must not hold up all that follow
            log.exception("update not read", update=flat["update_id"])
            return
        if isinstance(found, Ignored):
            if found.tell and self._may_tell(found.tell):
                self._beside(self._decline(found.tell))
            return
        if await receive(found):
            self._beside(self._noticed(update, found.sender))

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """What waits, unread: the library would refuse a whole batch for one update that is new to it."""
        found: list[dict[str, Any]]
        wanted = {"timeout": self._wishes.poll, "allowed_updates": list(reading.KINDS)}
        if offset is not None:
            wanted["offset"] = offset
        longest = self._wishes.poll + PATIENCE
        with told():
            try:
                async with asyncio.timeout(2 * longest):  # the library's own counts anew from drop to drop
                    found = await self.bot.do_api_request("getUpdates", wanted, read_timeout=longest)
            except TimeoutError:
                raise Unreachable("its answer does not end") from None
        return found

    def cut(self, bubble: Bubble) -> list[Bubble]:
        """One bubble as bubbles of one call each."""
        return writing.cut(bubble)

    async def send(self, message: Outgoing) -> list[str]:
        """One call for the one bubble. Raises Unreachable or Undeliverable."""
        (bubble,) = message.bubbles
        try:
            sent = await self._call(message.to.user, bubble)
        except Unparsed as fault:
            log.error("markup refused, sent without", fault=fault)
            sent = await self._plain(message.to.user, bubble)
        return [str(sent.message_id)]

    async def _call(self, chat: str, bubble: Bubble) -> Message:
        await self._pacer.turn(chat)
        with told():
            if bubble.files:
                name = bubble.files[0]
                return await self.bot.send_document(chat, self._wishes.template(name), filename=name)
            return await self.bot.send_message(chat, **writing.message(bubble))

    async def _plain(self, chat: str, bubble: Bubble) -> Message:
        with told():
            return await self.bot.send_message(chat, **writing.unmarked(bubble))

    async def fetch(self, file: File) -> bytes:
        """The content of a file. Raises Unreachable, TooLarge or Undeliverable."""
        with told():
            found = await self.bot.get_file(file.id)
            return bytes(await found.download_as_bytearray())

    async def examine(self) -> list[Finding]:
        """Whether the far side takes our settings."""
        return await examine(self.bot, self._wishes.webhook)

    async def close(self) -> None:
        """Let go of the connections."""
        for task in tuple(self._aside):
            task.cancel()
        await self.bot.shutdown()

    async def _introduce(self) -> None:
        """The commands that people see, in each language; a far side without them is no reason to stop."""
        for language, words in self._wishes.words.items():
            commands = list(words["commands"].items())
            await self._try(self.bot.set_my_commands(commands, language_code="" if language == "id" else language))

    async def _set_webhook(self) -> None:
        with told():
            await self.bot.set_webhook(
                f"{self._wishes.webhook}/webhooks/telegram",
                secret_token=self._wishes.secret,
                allowed_updates=reading.KINDS,
            )

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """A courtesy that nobody waits for."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _noticed(self, update: Update, sender: Address) -> None:
        """The pressed button stops waiting, or the typing sign is shown."""
        if update.callback_query:
            await self._try(self.bot.answer_callback_query(update.callback_query.id))
        else:
            await self._try(self.bot.send_chat_action(sender.user, ChatAction.TYPING))

    def _may_tell(self, group: Address) -> bool:
        """Once in a while; whoever chats there is not to be disturbed."""
        now = self._clock()
        recent = {each: at for each, at in self._declined.items() if now - at < QUIET}
        self._declined = {group.user: now, **recent}
        return group.user not in recent

    async def _decline(self, group: Address) -> None:
        await self._try(self.bot.send_message(group.user, self._wishes.words["id"]["group"]))

    async def _try(self, call: Awaitable[Any]) -> None:
        """A call that may fail."""
        try:
            with told():
                await call
        except (Unreachable, Undeliverable, Unparsed) as fault:
            log.warning("telegram refused a courtesy", fault=fault)


def bot_of(wishes: Wishes) -> Bot:
    """The library's bot, talking to the address that the settings name."""
    root = wishes.url.rstrip("/")
    return Bot(
        wishes.token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=_request(20),
    )


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connections, read_timeout=PATIENCE, write_timeout=PATIENCE, connect_timeout=10, pool_timeout=PATIENCE
    )
