"""A scripted Graph API: it answers as the real one does, and lies where it is told to."""

import asyncio
from collections import defaultdict
from itertools import count
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN, NUMBER = "stand-in-token", "109"
ACCEPTED, LATE = "accepted first", "accepted, never answered"


def refusal(code: int, status: int = 400, **headers: str) -> tuple[Any, int, dict[str, str]]:
    """An error as the far side tells it."""
    return {"error": {"code": code, "message": f"({code})", "type": "OAuthException"}}, status, headers


def template(name: str, body: str = "Kabar: {{1}} Terima kasih.", **more: str) -> dict[str, Any]:
    """A template as the far side lists it."""
    parts = [{"type": "HEADER", "text": "Loket"}, {"type": "BODY", "text": body}]
    return {"name": name, "language": "id", "status": "APPROVED", "components": parts, **more}


class GraphApi:
    """`sent` had their effect; `lies` are told one after the other to calls of `messages`.

    A lie is a refusal; a pair (ACCEPTED, refusal): it had its effect all the same; LATE: it had, and no
    answer ever comes; None: the truth.
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.ids: list[str] = []  # of `sent`
        self.courtesies: list[dict[str, Any]] = []
        self.lies: list[Any] = []
        self.files: dict[str, bytes] = {}
        self.media_lies: dict[str, list[Any]] = defaultdict(list)
        self.elsewhere = ""  # where files are said to lie
        self.shown: list[str] = []  # tokens that a download was shown
        self.granted: dict[str, Any] | None = {
            "app_id": "77", "expires_at": 0, "scopes": ["whatsapp_business_messaging", "whatsapp_business_management"],
            "granular_scopes": [{"scope": "whatsapp_business_management", "target_ids": ["501"]}],
        }  # fmt: skip
        self.apps = ["77"]
        self.templates = [template("kabar")]
        self._ids = count(1)
        self.app = Starlette(
            routes=[
                Route("/v23.0/{number}/messages", self._message, methods=["POST"]),
                Route("/v23.0/{number}/media", self._upload, methods=["POST"]),
                Route("/files/{id}", self._file),
                Route("/v23.0/debug_token", self._debug),
                Route("/v23.0/501/{list}", self._list),
                Route("/v23.0/{id}", self._about),
            ]
        )

    def texts(self) -> list[str]:
        """The words of what was sent, in order."""
        return [words(each) for each in self.sent]

    def choices(self) -> list[tuple[str, str]]:
        """(title, id) of the last message's buttons or rows."""
        action = self.sent[-1]["interactive"]["action"]
        if "buttons" in action:
            return [(each["reply"]["title"], each["reply"]["id"]) for each in action["buttons"]]
        return [(row["title"], row["id"]) for section in action["sections"] for row in section["rows"]]

    def _stranger(self, request: Request) -> Response | None:
        if request.headers.get("authorization") == f"Bearer {TOKEN}":
            return None
        body, status, _ = refusal(190, 401)
        return JSONResponse(body, status)

    async def _message(self, request: Request) -> Response:
        given = await request.json()
        if stranger := self._stranger(request):
            return stranger
        if given.get("status") == "read":
            self.courtesies.append(given)
            return JSONResponse({"success": True})
        lie = self.lies.pop(0) if self.lies else None
        accepted = lie is None or lie == LATE or lie[0] == ACCEPTED
        id = f"wamid.out{next(self._ids)}"
        if accepted:
            self.sent.append(given)
            self.ids.append(id)
        if lie == LATE:
            await asyncio.sleep(3600)
        if lie is not None:
            body, status, headers = lie[1] if accepted else lie
            return JSONResponse(body, status, headers)
        return JSONResponse({"messages": [{"id": id}], "contacts": []})

    async def _upload(self, request: Request) -> Response:
        form = await request.form()
        id = f"up{next(self._ids)}"
        self.files[id] = await form["file"].read()
        return JSONResponse({"id": id})

    async def _about(self, request: Request) -> Response:
        id = request.path_params["id"]
        if stranger := self._stranger(request):
            return stranger
        if self.media_lies[id] and (lie := self.media_lies[id].pop(0)):
            body, status, headers = lie
            return JSONResponse(body, status, headers)
        if id == NUMBER:
            return JSONResponse({"id": NUMBER, "display_phone_number": "+62 21 1", "verified_name": "Loket"})
        url = self.elsewhere or f"{request.url.scheme}://{request.url.netloc}/files/{id}"
        return JSONResponse({"url": url, "file_size": len(self.files[id]), "id": id})

    async def _debug(self, request: Request) -> Response:
        if self.granted is None:
            return JSONResponse(*refusal(100)[:2])
        return JSONResponse({"data": self.granted})

    async def _list(self, request: Request) -> Response:
        """One entry a page, as long lists come."""
        apps = [{"whatsapp_business_api_data": {"id": id, "name": "Loket"}} for id in self.apps]
        entries = apps if request.path_params["list"] == "subscribed_apps" else self.templates
        at = int(request.query_params.get("after", 0))
        more = {"next": "https://graph.example/next"} if at + 1 < len(entries) else {}
        return JSONResponse({"data": entries[at : at + 1], "paging": {"cursors": {"after": str(at + 1)}, **more}})

    async def _file(self, request: Request) -> Response:
        self.shown.append(request.headers.get("authorization", ""))
        return Response(self.files[request.path_params["id"]])


def words(message: dict[str, Any]) -> str:
    """What a person reads of a message."""
    if message["type"] == "text":
        return message["text"]["body"]
    if message["type"] == "interactive":
        return message["interactive"]["body"]["text"]
    if message["type"] == "template":
        return message["template"]["components"][0]["parameters"][0]["text"]
    return message["document"]["filename"]
