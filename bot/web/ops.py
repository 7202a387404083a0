"""For those who run it: alive, ready, figures, and the API's own description."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web.front import page
from bot.web.guests import Fronted

router = APIRouter()


@router.get("/healthz", summary="The process is alive")
async def alive() -> dict[str, str]:
    """Always ok while the process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="Store and channels are reachable")
async def ready(front: Fronted) -> JSONResponse:
    """By channel when it last worked and what waits; 503 with what is wrong, by part, while something is."""
    if front.health is None:
        return JSONResponse({"status": "ok"})
    report = await front.health.report()
    return JSONResponse(report.flat(), 503 if report.faults else 200)


@router.get("/metrics", summary="Figures for Prometheus")
async def metrics(front: Fronted) -> Response:
    """Prometheus text: the process, and each channel."""
    ours = await front.health.metrics() if front.health else b""
    return Response(generate_latest() + ours, media_type=CONTENT_TYPE_LATEST)


@router.get("/api/docs", include_in_schema=False)
async def docs(request: Request, front: Fronted) -> Response:
    """The operations of openapi.json as a page of our own: nothing comes from outside."""
    spec = request.app.openapi()
    return page(request, "docs.html", w=front.words("web"), spec=spec, operations=operations(spec))


def operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation with its path and method, in the order of the paths."""
    return [
        {"path": path, "method": method.upper(), **told}
        for path, methods in spec["paths"].items()
        for method, told in methods.items()
    ]
