"""The web's composition: pages, API and desk on one application, behind the limits and the headers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response

from bot.web import chat, downloads, hooks, ops
from bot.web.desk import deeds, entry, lists, live, queue, reports, staff, talks, tickets, visits
from bot.web.front import STATIC, Front, lone
from bot.web.security import HEADERS, BodyLimit, SecurityHeaders
from bot.web.statics import Static

ABOUT = "The counter of KPTIK BMN: what people say in the web chat, and what is answered."
PAGES_OF_PEOPLE = (hooks, chat, downloads, ops)
PAGES_OF_DESK = (entry, queue, live, tickets, deeds, talks, lists, staff, reports, visits)
PAGES = {401: "no_rights", 403: "no_rights", 404: "not_found"}


def build(front: Front, **more: Any) -> FastAPI:
    """The application. `more` goes to FastAPI (a lifespan)."""
    app = FastAPI(
        title="Loket", version="0.1.0", description=ABOUT, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json", **more,
    )  # fmt: skip
    app.state.front = front
    for part in (*PAGES_OF_PEOPLE, *PAGES_OF_DESK):
        app.include_router(part.router)
    app.mount("/static", Static(STATIC), "static")
    app.add_exception_handler(StarletteHTTPException, told)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, broken)
    too_long = {"error": "too_long", "text": front.words("web")["body_long"]}
    app.add_middleware(BodyLimit, limit_of=limit_of(front), answer=too_long)
    app.add_middleware(SecurityHeaders)
    return app


def limit_of(front: Front) -> Any:
    """How many bytes a request to a path may bring."""
    return lambda path: front.limits.max_upload if path == "/api/chat" else front.limits.max_form


def wants_page(request: Request) -> bool:
    """A browser that shows a page, not a program that reads an answer."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


async def told(request: Request, fault: HTTPException) -> Response:
    """A refusal: a page for people, JSON for programs."""
    if wants_page(request) and fault.status_code in PAGES:
        back = "/desk" if request.url.path.startswith("/desk") else "/"
        return lone(request, fault.status_code, PAGES[fault.status_code], back)
    detail = fault.detail if isinstance(fault.detail, dict) else {"error": fault.detail}
    return JSONResponse(detail, fault.status_code, fault.headers)


async def broken(request: Request, fault: Exception) -> Response:
    """Our own bug: nothing of it is shown."""
    if wants_page(request):
        answer = lone(request, 500, "broken")
    else:
        answer = JSONResponse({"error": "ours", "text": request.app.state.front.words("web")["broken_text"]}, 500)
    answer.headers.update(HEADERS)  # this answer is made outside the middleware
    return answer
