"""A scripted Bot API: it answers as the real one does, and lies where it is told to."""

import asyncio
import json
from collections import defaultdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "4242:stand-in"
ME = {"id": 4242, "is_bot": True, "first_name": "Loket", "username": "loket_bot"}
TOO_FAST = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}}
BLOCKED = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
BROKEN = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
TOO_BIG = {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}
ACCEPTED, LATE = "accepted first", "accepted, never answered"


class BotApi:
    """`updates` wait for getUpdates; `calls` came in; `lies[method]` are told one after the other.

    A lie is the body of a refusal, or a pair (ACCEPTED, body): the call had its effect all the same;
    LATE: it had its effect and the answer never comes.
    """

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.lies: dict[str, list[Any]] = defaultdict(list)
        self.files: dict[str, bytes] = {}
        self.offsets: list[int] = []
        self.token = TOKEN
        self.webhook: dict[str, Any] = {}  # what is told of it
        self._news = asyncio.Event()
        self.polls: list[int] = []  # how many asked for updates at once, at each call
        self._polling = 0
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
                Route("/file/bot{token}/{name:path}", self._file),
            ]
        )

    def bring(self, *updates: dict[str, Any]) -> None:
        """Have these fetched."""
        self.updates += updates
        self._news.set()

    def said(self, chat: int = 7001) -> list[dict[str, Any]]:
        """The messages that had their effect in a chat."""
        ours = ("sendMessage", "sendDocument")
        return [call for method, call in self.calls if method in ours and call["chat_id"] == str(chat)]

    async def _answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != self.token:
            return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        given = {name: _value(name, value) for name, value in (await request.form()).items()}
        lie = self.lies[method].pop(0) if self.lies[method] else None
        if not isinstance(lie, dict):
            self.calls.append((method, given))
        if lie == LATE:
            await asyncio.sleep(3600)
        if lie is not None:
            body = lie if isinstance(lie, dict) else lie[1]
            return JSONResponse(body, body["error_code"])
        return JSONResponse({"ok": True, "result": await self._result(method, given)})

    async def _result(self, method: str, given: dict[str, Any]) -> Any:
        if method == "getMe":
            return ME
        if method == "getWebhookInfo":
            known = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.updates)}
            return known | self.webhook
        if method == "getUpdates":
            return await self._fetched(int(given.get("offset", 0)), int(given.get("timeout", 0)))
        if method == "getFile":
            name = given["file_id"]
            size = len(self.files[name])
            return {"file_id": name, "file_unique_id": name, "file_size": size, "file_path": f"documents/{name}"}
        if method.startswith("send") and method != "sendChatAction":
            chat = {"id": int(given["chat_id"]), "type": "private"}
            return {"message_id": len(self.calls), "date": 1, "chat": chat, "text": "x"}
        return True

    async def _fetched(self, offset: int, seconds: int) -> list[dict[str, Any]]:
        """Those from `offset` on; everything before is forgotten, as the far side does."""
        self.offsets.append(offset)
        self.updates = [each for each in self.updates if each["update_id"] >= offset]
        if not self.updates:
            await self._wait(seconds)
        return self.updates[:100]

    async def _wait(self, seconds: int) -> None:
        """Until something comes; a second one who asks meanwhile is noticed."""
        self._news.clear()
        self._polling += 1
        self.polls.append(self._polling)
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._polling -= 1

    async def _file(self, request: Request) -> Response:
        return Response(self.files[request.path_params["name"].removeprefix("documents/")])


def _value(name: str, value: Any) -> Any:
    """A form's value, read where it is JSON."""
    return json.loads(value) if name in ("reply_markup", "commands", "allowed_updates") else value
