"""The Cloud API's calls, thin: what it refuses becomes ours, what it answers is handed over."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx

from channels.base import TooLarge, Undeliverable, Unreachable
from channels.whatsapp.faults import meaning

PATIENCE = httpx.Timeout(20, connect=10)
LINES = httpx.Limits(max_connections=100, max_keepalive_connections=10)  # each idle one is looked at in every call
THEIRS = ("facebook.com", "fbsbx.com", "whatsapp.net")  # hosts that may be shown our token


class Graph:
    """One business number. `url`: with the version, as https://graph.facebook.com/v23.0."""

    def __init__(self, url: str, token: str, number: str, largest: int) -> None:
        self._root, self._number, self._largest = url.rstrip("/"), number, largest
        self._client = httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE, limits=LINES)

    async def send(self, payload: dict[str, Any]) -> list[str]:
        """Post a message; its ids. Raises Unreachable, Closed or Undeliverable."""
        told = await self._call("POST", f"{self._number}/messages", json={"messaging_product": "whatsapp", **payload})
        return [str(each["id"]) for each in told.get("messages", ())]

    async def upload(self, name: str, mime: str, content: bytes) -> str:
        """Lay a file at the far side; its id."""
        given = {"messaging_product": "whatsapp", "type": mime}
        told = await self._call("POST", f"{self._number}/media", data=given, files={"file": (name, content, mime)})
        return str(told["id"])

    async def number(self, **proof: str) -> dict[str, Any]:
        """What the far side knows of our number."""
        wanted = {"fields": "display_phone_number,verified_name", **proof}
        return await self.ask(self._number, **wanted)

    async def ask(self, path: str, **wanted: str) -> dict[str, Any]:
        """Read something. Raises Unreachable or Undeliverable."""
        return await self._call("GET", path, params=wanted)

    async def download(self, id: str) -> bytes:
        """A file's content. Raises TooLarge, Unreachable or Undeliverable."""
        about = await self._call("GET", id)
        if int(about.get("file_size") or 0) > self._largest:
            raise TooLarge(f"{about['file_size']} bytes")
        url = str(about["url"])
        if not self._trusted(url):
            raise Undeliverable("the file lies at a strange address")
        return await self._body(url)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    def _trusted(self, url: str) -> bool:
        """Our token is shown to the far side alone, and never in the clear but to a stand-in."""
        asked, root = urlsplit(url), urlsplit(self._root)
        if asked.netloc == root.netloc:
            return asked.scheme == root.scheme
        host = asked.hostname or ""
        return asked.scheme == "https" and any(host == each or host.endswith(f".{each}") for each in THEIRS)

    async def _body(self, url: str) -> bytes:
        """A content, no more of it than is allowed."""
        found = bytearray()
        try:
            async with self._client.stream("GET", url) as answer:
                if answer.status_code != 200:
                    raise meaning(0, "", answer.status_code) if answer.status_code < 500 else Unreachable("download")
                async for piece in answer.aiter_bytes():
                    found += piece
                    if len(found) > self._largest:
                        raise TooLarge(f"more than {self._largest} bytes")
        except httpx.HTTPError as fault:
            raise Unreachable(type(fault).__name__) from None
        return bytes(found)

    async def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            answer = await self._client.request(method, f"{self._root}/{path}", **more)
        except httpx.HTTPError as fault:
            raise Unreachable(type(fault).__name__) from None
        told = _json(answer)
        if answer.is_success and "error" not in told:
            return told
        raise refusal(told, answer)


def refusal(told: dict[str, Any], answer: httpx.Response) -> Exception:
    """The error of an answer as ours, with the wait that it asks for."""
    error = told.get("error")
    if not isinstance(error, dict):
        return Unreachable(f"HTTP {answer.status_code}", _wait(answer))
    code = error.get("code")
    found = meaning(code if isinstance(code, int) else -1, str(error.get("message", "")), answer.status_code)
    if isinstance(found, Unreachable) and (wait := _wait(answer)):
        return Unreachable(str(found), wait, alone=found.alone)
    return found


def _wait(answer: httpx.Response) -> float | None:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else None


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
