"""The officers' page: who may enter, what they may do, and that nobody else's form is taken for theirs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.desk.accounts import FIRST, first_officer, right
from storage import people
from storage.people import Officer
from storage.store import Store
from tests.web.conftest import HASHED, PASSWORD, Site

ANSWERS = ("ada 3 tamu minta wifi rabu-kamis", "semarang", "Ani, Budi, Citra", "Siti <b>Aminah</b>", "KPP Semarang",
           "siti@kemenkeu.go.id", "ya")  # fmt: skip


async def opened(site: Site, guest: httpx.AsyncClient) -> str:
    """A ticket of the guest's; its number."""
    for n, words in enumerate(ANSWERS):
        await guest.post("/api/chat", json={"id": f"pesan-{n:04}", "text": words})
        await site.settle()
    tickets = (await guest.get("/api/chat/tickets")).json()["tickets"]
    return str(tickets[0]["number"])


async def sign_in(client: httpx.AsyncClient, name: str = FIRST, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/desk/in", data={"name": name, "password": password})


@pytest.fixture
async def desk(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with site.client() as client:
        await sign_in(client)
        yield client


def hidden(page: str) -> dict[str, str]:
    """The hidden fields that every form of the page carries."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


async def test_nobody_sees_anything_without_signing_in(guest: httpx.AsyncClient) -> None:
    for path in ("/desk", "/desk/tickets/KPTIK-2611-0001", "/desk/tickets/KPTIK-2611-0001/files/x"):
        answer = await guest.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/in")
    assert (await guest.post("/desk/tickets/KPTIK-2611-0001/take")).status_code == 303


async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(site: Site) -> None:
    async with site.client() as client:
        answers = [await sign_in(client, FIRST, "salah"), await sign_in(client, "siapa", PASSWORD)]
        texts = [re.sub(r'value="[^"]*"', "", each.text) for each in answers]
    assert [each.status_code for each in answers] == [401, 401]
    assert texts[0] == texts[1]


async def test_guessing_gets_slow(site: Site) -> None:
    async with site.client() as client:
        answers = [await sign_in(client, FIRST, f"salah{n}") for n in range(6)]
        right_but_late = await sign_in(client)
    assert [each.status_code for each in answers] == [401] * 5 + [429]
    assert right_but_late.status_code == 429
    assert int(right_but_late.headers["retry-after"]) > 0


async def test_an_office_behind_one_address_comes_in_at_once_and_a_list_of_names_does_not(site: Site) -> None:
    store = site.front.house.store
    for n in range(20):
        store.do(people.put_officer, Officer(f"p{n}", "Petugas", HASHED, office="medan"))
    async with site.client() as client:
        assert {(await sign_in(client, f"p{n}")).status_code for n in range(20)} == {303}
        guessed = [(await sign_in(client, f"p{n % 20}", "salah")).status_code for n in range(40)]
    assert guessed[0] == 401 and guessed[-1] == 429


async def test_each_sign_in_is_a_new_session_that_scripts_cannot_read(site: Site) -> None:
    async with site.client() as client:
        cookies = [(await sign_in(client)).headers["set-cookie"] for _ in range(2)]
    assert cookies[0] != cookies[1]
    assert "HttpOnly" in cookies[0] and "Path=/desk" in cookies[0]


async def test_a_deactivated_officer_is_out_at_once(site: Site, desk: httpx.AsyncClient) -> None:
    assert (await desk.get("/desk")).status_code == 200
    store = site.front.house.store
    account = store.see(people.officer, FIRST)
    assert account is not None
    store.do(people.put_officer, Officer(account.id, account.name, account.password, active=False))
    assert (await desk.get("/desk")).status_code == 303
    assert (await sign_in(desk)).status_code == 401


async def test_a_form_of_somebody_else_changes_nothing(
    site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient
) -> None:
    number = await opened(site, guest)
    form = {"version": "0"}
    async with site.client() as other:
        await sign_in(other)
        foreign = hidden((await other.get("/desk")).text)["token"]
    for token in ("", "forged", foreign):
        assert (await desk.post(f"/desk/tickets/{number}/take", data={**form, "token": token})).status_code == 403
    own = hidden((await desk.get("/desk")).text)["token"]
    crossed = await desk.post(
        f"/desk/tickets/{number}/take", data={**form, "token": own}, headers={"sec-fetch-site": "cross-site"}
    )
    assert crossed.status_code == 403
    assert "Diterima" in str((await guest.get("/api/chat/tickets")).json())
    done = await desk.post(f"/desk/tickets/{number}/take", data={**form, "token": own})
    assert done.status_code == 303


async def test_a_stale_page_says_so_and_does_nothing(
    site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient
) -> None:
    number = await opened(site, guest)
    form = hidden((await desk.get(f"/desk/tickets/{number}")).text)
    await desk.post(f"/desk/tickets/{number}/take", data=form)
    late = await desk.post(f"/desk/tickets/{number}/decline", data={**form, "reason": "salah alamat"})
    assert late.status_code == 409
    assert "sudah berubah" in late.text
    assert "Ditolak" not in str((await guest.get("/api/chat/tickets")).json())


async def test_only_what_the_lifecycle_allows_is_offered_and_done(
    site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient
) -> None:
    number = await opened(site, guest)
    page = (await desk.get(f"/desk/tickets/{number}")).text
    offered = set(re.findall(rf"/desk/tickets/{number}/(\w+)", page))
    assert {"take", "ask", "decline"} <= offered
    assert not {"close", "reopen", "accept_document", "triage", "hand_back"} & offered
    form = hidden(page)
    forbidden = await desk.post(f"/desk/tickets/{number}/close", data=form)
    assert forbidden.status_code == 409
    assert (await desk.post(f"/desk/tickets/{number}/explode", data=form)).status_code == 404
    absent = await desk.post(f"/desk/tickets/{number}/decline", data=form)
    assert absent.status_code == 422 and "Alasan" in absent.text


async def test_what_strangers_write_is_shown_as_they_wrote_it(
    site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient
) -> None:
    number = await opened(site, guest)
    page = (await desk.get(f"/desk/tickets/{number}")).text
    assert "<b>Aminah</b>" not in page
    assert "&lt;b&gt;Aminah" in page


async def test_an_officer_of_another_office_does_not_find_the_ticket(site: Site, guest: httpx.AsyncClient) -> None:
    number = await opened(site, guest)
    store = site.front.house.store
    account = store.see(people.officer, FIRST)
    assert account is not None
    store.do(people.put_officer, Officer("jauh", "Petugas Medan", account.password, office="medan"))
    async with site.client() as far:
        await sign_in(far, "jauh")
        assert number not in (await far.get("/desk")).text
        foreign, none = (
            await far.get(f"/desk/tickets/{number}"),
            await far.get("/desk/tickets/KPTIK-2611-9999"),
        )
        assert (foreign.status_code, foreign.text) == (none.status_code, none.text) == (404, none.text)


async def test_a_file_is_a_download_and_only_of_its_ticket(
    site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient
) -> None:
    number = await opened(site, guest)
    evil = b"%PDF-1.4\n%<script>alert(1)</script>\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    files = [("files", ('sur"at.pdf', evil, "text/html"))]
    await guest.post(
        "/api/chat",
        data={"message": f'{{"id": "pesan-9999", "text": "", "choice": "t:about/{number}"}}'},
        files=files,
    )
    await site.settle()
    page = (await desk.get(f"/desk/tickets/{number}")).text
    links = re.findall(rf"/desk/tickets/{number}/files/\w+", page)
    assert links, (await guest.get("/api/chat/history")).json()["messages"][-1]
    file = await desk.get(links[0])
    assert file.content == evil
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment")
    assert (await desk.get(f"/desk/tickets/{number}/files/elsewhere")).status_code == 404


def test_the_first_officer_is_made_once() -> None:
    store = Store.open()
    made = store.do(first_officer)
    assert made is not None
    account = store.see(people.officer, made[0])
    assert account is not None and right(account.password, made[1]) and not right(account.password, "x")
    assert account.password.startswith("$argon2id$")
    assert store.do(first_officer) is None
    assert store.do(first_officer, "dari-setelan") is None
    changed = store.see(people.officer, made[0])
    assert changed is not None and right(changed.password, "dari-setelan")
    store.close()
