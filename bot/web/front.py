"""What the web pages are given by the house, and the pages' own small tools."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from bot import languages
from bot.acting import Deed
from bot.health import Health
from bot.house import House
from bot.messages import Inbound
from bot.web.limits import Bucket
from bot.web.sessions import Sessions
from channels.base import Channel
from channels.web import Web

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGE = "id"


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes; messages a person may send, uploads included; sign-ins that may fail."""

    max_text: int = 100_000
    max_file: int = 10 * 2**20
    max_upload: int = 25 * 2**20
    max_form: int = 256 * 1024
    burst: int = 20
    per_minute: float = 30
    sign_ins: int = 5


@dataclass(frozen=True)
class Front:
    """The house as the pages need it. `health`: how it is, for those who run it."""

    house: House
    receive: Callable[[Inbound], Awaitable[bool]]
    act: Callable[[Deed], Awaitable[None]]
    pages: Web
    secret: str
    secure: bool = False
    limits: Limits = field(default_factory=Limits)
    health: Health | None = None
    channels: Mapping[str, Channel] = field(default_factory=dict)

    @cached_property
    def sessions(self) -> Sessions:
        """Cookies, signed with this house's secret."""
        return Sessions(self.secret, self.secure)

    @cached_property
    def talk(self) -> Bucket:
        """How often one person may send."""
        return Bucket(self.limits.burst, self.limits.per_minute)

    @cached_property
    def newcomers(self) -> Bucket:
        """How often one network address may begin a new session."""
        return Bucket(300, 300)

    @cached_property
    def knocks(self) -> Bucket:
        """How often somebody may try to sign in under one name."""
        return Bucket(self.limits.sign_ins, self.limits.sign_ins / 5)

    @cached_property
    def arrivals(self) -> Bucket:
        """How often from one network address, behind which a whole office may sit."""
        return Bucket(self.limits.sign_ins * 10, self.limits.sign_ins * 2)

    def words(self, section: str) -> Mapping[str, Any]:
        """The words of one surface, as written."""
        return languages.load(LANGUAGE)[section]  # type: ignore[no-any-return]


async def front_of(request: Request) -> Front:
    """The Front of the app that serves this request. Async, since FastAPI takes a thread for what is not."""
    found: Front = request.app.state.front
    return found


@cache
def static(name: str) -> str:
    """Address of a static file; a changed file has a new one, so browsers may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


TEMPLATES = Jinja2Templates(HERE / "templates")
TEMPLATES.env.globals["static"] = static
TEMPLATES.env.trim_blocks = TEMPLATES.env.lstrip_blocks = True


def page(request: Request, template: str, status: int = 200, /, **values: Any) -> Response:
    """A page of `templates/`."""
    return TEMPLATES.TemplateResponse(request, template, {"language": LANGUAGE, **values}, status_code=status)


def lone(request: Request, status: int, name: str, back: str = "/") -> Response:
    """A page that says one thing: words `web.<name>_title`, `web.<name>_text`, and the way back."""
    w = request.app.state.front.words("web")
    said = {"heading": w[f"{name}_title"], "text": w[f"{name}_text"], "back_label": w["back"]}
    return page(request, "lone.html", status, w=w, back=back, **said)
