"""Real far sides in the test's own event loop: an IMAP server with IDLE, an SMTP server that can refuse."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from email import message_from_bytes
from email.message import Message

from aioimaplib import IMAP4
from aiosmtpd.smtp import SMTP
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

USER, PASSWORD = "medan@kptik.example", "rahasia"


class Post:
    """An IMAP server with one inbox; `port` stays when it is started anew, with a new UIDVALIDITY."""

    def __init__(self) -> None:
        self.port = 0
        self._server: asyncio.Server | None = None
        self.lines: set[asyncio.StreamWriter] = set()
        self._talks: set[asyncio.Task[None] | None] = set()

    async def start(self) -> None:
        """A fresh server."""
        args = Namespace(
            host=None, port=None, debug=False, cert=None, key=None, tls=False, passlib_cfg=None, proxy_protocol=None,
            demo_data=False, demo_user=USER, demo_password=PASSWORD,
        )  # fmt: skip
        backend, config = await DictBackend.init(args, hash_context=BuiltinHash(rounds=1))
        config.apply_context()
        serve = ProxyProtocolReader(ProxyProtocolVersion.get(None)).get_callback(IMAPServer(backend.login, config))

        async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.lines.add(writer)
            self._talks.add(asyncio.current_task())
            await serve(reader, writer)

        self._server = await asyncio.start_server(met, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Gone, with all its connections."""
        assert self._server is not None
        self._server.close()
        self.cut()
        talks = [talk for talk in self._talks if talk]
        self._talks.clear()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)  # one left alive would outlive the test's loop

    def cut(self) -> None:
        """Every connection is closed without a word."""
        for line in self.lines:
            line.transport.abort()
        self.lines.clear()

    def bye(self) -> None:
        """Every connection is told BYE, and not closed."""
        for line in self.lines:
            line.write(b"* BYE shutting down\r\n")

    async def _client(self) -> IMAP4:
        client = IMAP4("127.0.0.1", self.port, timeout=60)
        await client.wait_hello_from_server()
        assert (await client.login(USER, PASSWORD)).result == "OK"
        await client.select("INBOX")
        return client

    async def put(self, *mails: bytes) -> None:
        """Mails arrive."""
        client = await self._client()
        for mail in mails:
            assert (await client.append(mail, "INBOX")).result == "OK"
        await client.logout()

    async def unseen(self) -> int:
        """How many mails nobody has read."""
        client = await self._client()
        found = await client.uid_search("UNSEEN", charset=None)
        await client.logout()
        return len(found.lines[0].split()) if found.result == "OK" else -1


class Letterbox:
    """An SMTP server that keeps what it takes. `rcpt`, `data`: answers to come instead, first one first."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[Message] = []
        self.of: dict[str, list[Message]] = defaultdict(list)  # by recipient
        self.hosts: list[str] = []  # of each of them, how its sender greeted
        self.to: list[str] = []
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.strangers: set[str] = set()  # for whom it does not send

    async def handle_MAIL(self, server, session, envelope, address, options):
        """Not for everybody."""
        if address in self.strangers:
            return "553 5.7.1 sender not owned by user"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        """As told, else accept."""
        if self.rcpt and (answer := self.rcpt.pop(0)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """As told; an answer that begins with "+" comes after the mail was taken all the same."""
        answer = self.data.pop(0) if self.data else ""
        if not answer or answer.startswith("+"):
            self.taken.append(message_from_bytes(envelope.content))
            self.of[self.taken[-1]["To"]].append(self.taken[-1])
            self.hosts.append(session.host_name)
            self.to += envelope.rcpt_tos
        return answer.removeprefix("+") or "250 taken"

    async def start(self) -> asyncio.Server:
        """Listen."""
        server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(self, enable_SMTPUTF8=False, hostname="smtp.example"), "127.0.0.1", self.port
        )
        self.port = server.sockets[0].getsockname()[1]
        return server


@asynccontextmanager
async def peers() -> AsyncIterator[tuple[Post, Letterbox]]:
    """Both, while the block lasts."""
    post, box = Post(), Letterbox()
    async with AsyncExitStack() as stack:
        await post.start()
        stack.push_async_callback(post.stop)
        server = await box.start()
        stack.callback(server.close)
        yield post, box


class Wire:
    """A line between a client and a server that can be made to fall silent."""

    def __init__(self, port: int) -> None:
        self.port, self._to = 0, port
        self.met = self.silent = 0  # lines so far; those up to `silent` carry nothing any more

    async def start(self) -> asyncio.Server:
        """Listen."""
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.met += 1
        mine = self.met
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        with suppress(OSError):
            await asyncio.gather(self._carry(mine, reader, back), self._carry(mine, there, writer))

    async def _carry(self, mine: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if mine > self.silent:
                writer.write(data)
        writer.close()
