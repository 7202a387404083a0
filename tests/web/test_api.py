"""The chat's API: kept before it is answered, once, within its limits, and only for its own person."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from bot.health import Door, Report
from bot.house import House
from bot.messages import Address
from bot.web import sessions
from bot.web.chat import stream
from bot.web.front import Limits
from bot.web.sessions import Sessions
from bot.web.talk import Place
from tests.web.conftest import GENEROUS, Site, make_site

WIFI = "ada 3 tamu minta wifi rabu-kamis"


def message(text: str = WIFI, id: str = "pesan-0001", **more: Any) -> dict[str, Any]:
    return {"id": id, "text": text, **more}


async def said(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    return (await client.get("/api/chat/history")).json()["messages"]


async def test_the_page_has_nothing_inline_and_nothing_from_outside(guest: httpx.AsyncClient) -> None:
    page = await guest.get("/", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", page.text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


async def test_every_answer_carries_the_headers(site: Site, guest: httpx.AsyncClient) -> None:
    async def broken() -> None:
        raise RuntimeError("secret detail")

    site.web.add_api_route("/broken", broken)
    for path, status in {
        "/": 200,
        "/nowhere": 404,
        "/static/style.css": 200,
        "/broken": 500,
        "/healthz": 200,
    }.items():
        answer = await guest.get(path)
        assert answer.status_code == status
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "secret detail" not in answer.text


async def test_people_get_a_page_for_what_is_not_there(guest: httpx.AsyncClient) -> None:
    page = await guest.get("/nowhere", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "Halaman tidak ditemukan" in page.text


async def test_the_session_is_signed_and_hidden_from_scripts(site: Site, guest: httpx.AsyncClient) -> None:
    page = await guest.get("/")
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert "set-cookie" not in (await guest.get("/")).headers
    async with site.client(cookies={sessions.GUEST: "forged.value.here"}) as other:
        assert "set-cookie" in (await other.get("/api/chat/history")).headers


def test_a_cookie_signed_elsewhere_is_worth_nothing() -> None:
    signed = Sessions("a" * 40, False)._guest.dumps("somebody")
    assert Sessions("a" * 40, False).guest(signed) == "somebody"
    assert Sessions("b" * 40, False).guest(signed) is None
    assert Sessions("a" * 40, False).officer(signed) is None


async def test_what_is_said_is_kept_and_answered(site: Site, guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/api/chat", json=message())
    kept = answer.json()
    assert (answer.status_code, kept["id"], kept["new"], kept["human"]) == (202, "pesan-0001", True, False)
    await site.settle()
    mine, theirs = await said(guest)
    assert (mine["sender"], mine["client_id"], mine["text"]) == ("me", "pesan-0001", WIFI)
    assert mine["at"] == kept["at"]
    assert theirs["sender"] == "bot"
    assert [each["label"] for each in theirs["choices"]] == [
        "Medan",
        "Semarang",
        "Surabaya",
        "Denpasar",
        "Makassar",
    ]


async def test_a_repeat_is_absorbed(site: Site, guest: httpx.AsyncClient) -> None:
    first = await guest.post("/api/chat", json=message())
    again = await guest.post("/api/chat", json=message())
    await site.settle()
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert [each["sender"] for each in await said(guest)] == ["me", "bot"]


async def test_one_person_s_id_does_not_stand_in_another_s_way(site: Site, guest: httpx.AsyncClient) -> None:
    await guest.post("/api/chat", json=message("halo"))
    async with site.client() as other:
        assert (await other.post("/api/chat", json=message("halo"))).json()["new"]
        await site.settle()
        assert len(await said(other)) == 2


async def test_a_pressed_choice_and_a_mark_of_the_summary(site: Site, guest: httpx.AsyncClient) -> None:
    await guest.post("/api/chat", json=message())
    await site.settle()
    choice = (await said(guest))[-1]["choices"][1]
    await guest.post("/api/chat", json=message(choice["label"], "pesan-0002", choice=choice["id"]))
    await site.settle()
    for n, words in enumerate(("Ani, Budi, Citra", "Siti Aminah", "KPP Semarang", "siti@kemenkeu.go.id")):
        await guest.post("/api/chat", json=message(words, f"pesan-01{n:02}"))
        await site.settle()
    summary = (await said(guest))[-1]
    lines = {line["field"]: line["value"] for part in summary["parts"] for line in part["lines"] or []}
    assert lines["kantor"] == "Semarang" and summary["confirm"]
    await guest.post("/api/chat", json=message("ya", "pesan-0200"))
    await site.settle()
    card = (await said(guest))[-1]["parts"][0]["ticket"]
    assert card["status"] == "Diterima" and card["actions"] == ["add_file", "ask"]
    assert (await guest.get("/api/chat/tickets")).json()["tickets"] == [card]
    async with site.client() as other:
        assert (await other.get("/api/chat/tickets")).json()["tickets"] == []


async def test_what_is_no_message_is_refused(guest: httpx.AsyncClient) -> None:
    refused = {
        415: {"content": b"halo", "headers": {"content-type": "text/plain"}},
        422: {"json": {"id": "x", "text": "id too short"}},
        403: {"json": message(), "headers": {"sec-fetch-site": "cross-site"}},
    }
    for status, request in refused.items():
        assert (await guest.post("/api/chat", **request)).status_code == status
    assert (await guest.get("/api/chat/history?before=kemarin")).status_code == 422


async def test_words_without_end_are_refused_with_the_limit(guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/api/chat", json=message("a" * (GENEROUS.max_text + 1)))
    assert answer.status_code == 413
    assert str(GENEROUS.max_text) in answer.json()["text"]


async def test_a_body_too_long_is_refused_before_it_is_read(site: Site) -> None:
    started: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        raise AssertionError("the body was read")

    async def send(part: dict[str, Any]) -> None:
        started.append(part)

    headers = [
        (b"host", b"loket.test"),
        (b"content-type", b"application/json"),
        (b"content-length", b"99999999999"),
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/chat",
        "headers": headers,
        "query_string": b"",
        "client": ("127.0.0.1", 1),
        "server": ("loket.test", 80),
        "scheme": "http",
        "http_version": "1.1",
    }
    await site.web(scope, receive, send)
    assert started[0]["status"] == 413


async def test_a_body_of_unknown_length_is_counted_as_it_comes(guest: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 2**20
            yield b"x" * 2**20

    answer = await guest.post("/api/chat", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert sent <= GENEROUS.max_upload + 2 * 2**20


async def test_too_many_messages_get_a_clear_answer(house: House, tmp_path: Any) -> None:
    site = make_site(house, tmp_path, Limits(burst=3, per_minute=6))
    async with site.client() as client, site.client() as other:
        answers = [await client.post("/api/chat", json=message("halo", f"pesan-{n:04}")) for n in range(4)]
        assert [each.status_code for each in answers] == [202, 202, 202, 429]
        assert int(answers[3].headers["retry-after"]) in range(1, 11)
        assert "detik" in answers[3].json()["text"]
        assert (await other.post("/api/chat", json=message("halo"))).status_code == 202
    await site.settle()


def a_list(*rows: tuple[str, ...]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


async def test_files_come_with_their_message(site: Site, guest: httpx.AsyncClient) -> None:
    files = [("files", ("daftar.xlsx", a_list(("Serial number", "Kode BMN"), ("SN1", "3.10")), "x/y"))]
    form = {"message": json.dumps(message("instal antivirus di 1 laptop, daftarnya terlampir"))}
    answer = await guest.post("/api/chat", data=form, files=files)
    assert answer.status_code == 202
    await site.settle()
    assert (await said(guest))[0]["files"] == [{"name": "daftar.xlsx"}]


async def test_too_many_files_are_refused_in_words(site: Site, guest: httpx.AsyncClient) -> None:
    files = [("files", (f"{n}.pdf", b"%PDF-1.7", "application/pdf")) for n in range(11)]
    answer = await guest.post("/api/chat", data={"message": json.dumps(message("ini berkasnya"))}, files=files)
    assert answer.status_code == 413
    assert "10 berkas" in answer.json()["text"]


async def test_one_file_too_large_is_named(house: House, tmp_path: Any) -> None:
    site = make_site(house, tmp_path, Limits(max_file=2**20, max_upload=3 * 2**20))
    async with site.client() as client:
        files = [("files", ("besar.pdf", b"%PDF-1.7" + b"x" * 2**20, "application/pdf"))]
        answer = await client.post("/api/chat", data={"message": json.dumps(message())}, files=files)
        assert answer.status_code == 413
        assert "besar.pdf" in answer.json()["text"]
        assert await said(client) == []


async def test_the_template_of_a_list_has_its_columns(guest: httpx.AsyncClient) -> None:
    answer = await guest.get("/files/templates/daftar_perangkat.xlsx")
    assert "attachment" in answer.headers["content-disposition"]
    sheet = load_workbook(BytesIO(answer.content)).active
    assert "serial number" in [str(cell.value).lower() for cell in sheet[1]]  # type: ignore[union-attr,index]
    assert (await guest.get("/files/templates/..%2f..%2fpyproject.toml")).status_code == 404


async def test_older_messages_are_fetched_page_by_page(site: Site, guest: httpx.AsyncClient) -> None:
    for n in range(45):
        await guest.post("/api/chat", json=message(f"terima kasih {n}", f"pesan-{n:04}"))
    await site.settle()
    seen: list[str] = []
    before = ""
    while True:
        page = (await guest.get("/api/chat/history", params={"before": before})).json()
        seen = [each["id"] for each in page["messages"]] + seen
        if not page["before"]:
            break
        before = page["before"]
    assert len(seen) == len(set(seen)) == 90


async def test_alive_ready_and_figures(site: Site, guest: httpx.AsyncClient) -> None:
    assert (await guest.get("/healthz")).json() == {"status": "ok"}
    assert (await guest.get("/readyz")).status_code == 200
    assert "python_info" in (await guest.get("/metrics")).text

    class Ill:
        async def report(self) -> Report:
            return Report({"web": Door(None, 3, 0, 0.0)}, {"store": "unreachable"}, {})

        async def metrics(self) -> bytes:
            return b"loket_ready 0.0"

    object.__setattr__(site.front, "health", Ill())
    ready = await guest.get("/readyz")
    assert (ready.status_code, ready.json()["faults"]) == (503, {"store": "unreachable"})
    assert ready.json()["channels"]["web"]["backlog"] == 3
    assert "loket_ready 0.0" in (await guest.get("/metrics")).text


async def test_the_api_describes_itself_without_a_script(guest: httpx.AsyncClient) -> None:
    spec = (await guest.get("/api/openapi.json")).json()
    page = (await guest.get("/api/docs")).text
    assert {"/api/chat", "/api/chat/events", "/api/chat/history", "/healthz"} <= set(spec["paths"])
    assert all(path in page for path in spec["paths"])
    assert "<script" not in page


async def test_open_pages_are_let_go_when_the_server_ends(site: Site) -> None:
    """Neither a person who keeps the page open nor the stream holds up the end."""
    pages = site.front.pages
    with pages.page("somebody") as pipe:
        pages.let_go()
        assert pipe.get_nowait() is None
    me = Address("web", "somebody")
    request: Any = SimpleNamespace(is_disconnected=None)
    assert [part async for part in stream(request, site.front, me, Place())] == ["retry: 1000\n\n"]


@pytest.mark.parametrize("given", ["", "x", "1", "1.x", "-1.2", "\u0661.1"])
def test_an_event_id_that_is_none_is_the_beginning(given: str) -> None:
    assert Place.read(given) == Place()


def test_a_place_is_what_was_written() -> None:
    assert Place.read(str(Place(12, 7))) == Place(12, 7)
