"""The desk beside the tickets: officers, passwords, visitors, talks, what was lost, what was not understood."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import httpx

from bot.health import Health
from bot.messages import Address, OpenTicket
from bot.watch import OUT, Watch
from bot.web.desk.accounts import FIRST, first_officer
from bot.web.desk.queue import PAGE
from storage import conversations, files, owed, people, rounds, tickets, unheard
from tests.stores import still_owed
from tests.turn.conftest import FarSide
from tests.web.conftest import MONDAY, Site
from tests.web.filled import fill
from tests.web.test_desk import desk, hidden, opened, sign_in

__all__ = ["desk"]


async def test_a_password_good_once_must_be_changed_and_ends_older_sessions(site: Site) -> None:
    store = site.front.house.store
    account = store.see(people.officer, FIRST)
    assert account is not None
    store.do(people.put_officer, replace(account, once=True))
    async with site.client() as client, site.client() as other:
        assert (await sign_in(client)).headers["location"] == "/desk/password"
        await sign_in(other)
        assert (await client.get("/desk")).headers["location"] == "/desk/password"
        token = hidden((await client.get("/desk/password")).text)["token"]
        good = "sangat-rahasia"
        for old, new in (("salah", "kata-sandi-baru-1"), (good, "pendek"), (good, good)):
            answer = await client.post("/desk/password", data={"token": token, "old": old, "new": new})
            assert answer.status_code == 422
        done = await client.post(
            "/desk/password", data={"token": token, "old": "sangat-rahasia", "new": "kata-sandi-baru-1"}
        )
        assert done.headers["location"] == "/desk"
        assert (await client.get("/desk")).status_code == 200
        assert (await other.get("/desk")).headers["location"] == "/desk/in"


def test_the_first_password_is_good_once() -> None:
    from storage.store import Store

    store = Store.open()
    store.do(first_officer)
    account = store.see(people.officer, FIRST)
    assert account is not None and account.once
    store.close()


async def test_officers_are_made_reset_and_deactivated(site: Site, desk: httpx.AsyncClient) -> None:
    token = hidden((await desk.get("/desk/officers")).text)["token"]
    new = {"token": token, "id": "budi", "name": "Budi <b>", "mail": "budi@kemenkeu.go.id", "office": "medan",
           "role": "officer", "group": "TIK"}  # fmt: skip
    made = await desk.post("/desk/officers", data=new)
    password = re.search(r"sekali pakai: (\S+) \(", made.text)
    assert password and "Budi <b>" not in made.text
    assert (await desk.post("/desk/officers", data=new)).status_code == 409
    account = site.front.house.store.see(people.officer, "budi")
    assert account is not None and account.groups == ("TIK",)
    for wrong in ({"role": "king"}, {"office": "mars"}, {"group": "RT"}, {"id": "../x"}, {"mail": "x"}, {"name": ""}):
        assert (await desk.post("/desk/officers", data={**new, "id": "tono", **wrong})).status_code == 422
    async with site.client() as budi:
        assert (await sign_in(budi, "budi", password[1])).headers["location"] == "/desk/password"
        await desk.post("/desk/officers/budi/active", data={"token": token, "on": ""})
        assert (await budi.get("/desk")).headers["location"] == "/desk/in"
        assert (await sign_in(budi, "budi", password[1])).status_code == 401
        await desk.post("/desk/officers/budi/active", data={"token": token, "on": "ya"})
        fresh = re.search(r"sekali pakai untuk budi: (\S+) \(", (await desk.post(
            "/desk/officers/budi/reset", data={"token": token})).text)  # fmt: skip
        assert fresh and (await sign_in(budi, "budi", password[1])).status_code == 401
        assert (await sign_in(budi, "budi", fresh[1])).status_code == 303
    assert (await desk.post(f"/desk/officers/{FIRST}/active", data={"token": token})).status_code == 409


async def test_an_officer_may_be_moved(site: Site, desk: httpx.AsyncClient) -> None:
    token = hidden((await desk.get("/desk/officers")).text)["token"]
    new = {"token": token, "id": "tari", "name": "Tari", "mail": "", "office": "medan", "role": "officer", "group": ""}
    await desk.post("/desk/officers", data=new)
    moved = {**new, "name": "Tari Ayu", "office": "denpasar", "role": "supervisor", "group": "BMN"}
    shown = await desk.post("/desk/officers/tari/change", data=moved)
    assert "Tari Ayu" in shown.text
    account = site.front.house.store.see(people.officer, "tari")
    assert account is not None and (account.name, account.office) == ("Tari Ayu", "denpasar")
    assert (account.rights, account.groups, account.once) == (("supervisor",), ("BMN",), True)
    for wrong in ({"role": "king"}, {"office": "mars"}, {"group": "RT"}, {"mail": "x"}, {"name": ""}):
        assert (await desk.post("/desk/officers/tari/change", data={**moved, **wrong})).status_code == 422
    assert (await desk.post("/desk/officers/nobody/change", data=moved)).status_code == 404
    own = {**new, "name": "Admin", "role": "officer"}
    assert (await desk.post(f"/desk/officers/{FIRST}/change", data=own)).status_code == 409
    assert site.front.house.store.see(people.officer, FIRST).rights == ("admin",)


async def test_a_ticket_for_somebody_at_the_counter(site: Site, desk: httpx.AsyncClient) -> None:
    form = await desk.get("/desk/new?what=ITSM.5/internet_tamu&office=semarang")
    assert form.status_code == 200
    names = re.findall(r'name="(f\.\w+)"', form.text)
    said = {"f.jumlah_tamu": "2", "f.nama_tamu": "Ani, Budi", "f.jam": "jam 9",
            "f.nama": "Siti Aminah", "f.unit": "KPP Semarang", "f.kontak": "0812-3456-7890"}  # fmt: skip
    values = {name: said.get(name, "rabu") for name in names}
    sent = {"token": hidden(form.text)["token"], "what": "ITSM.5/internet_tamu", "office": "semarang"}
    late = await desk.post("/desk/new", data={**sent, **values, "f.kontak": "bukan kontak"})
    assert late.status_code == 422 and 'value="Siti Aminah"' in late.text
    done = await desk.post("/desk/new", data={**sent, **values})
    assert done.status_code == 303, done.text
    page = (await desk.get(done.headers["location"])).text
    assert "Siti Aminah" in page and "dicatat petugas" in page and "tidak dapat dihubungi" in page
    assert (await desk.get("/desk/new?what=ITSM.5/none&office=semarang")).status_code == 404
    assert (await desk.get("/desk?q=aminah")).text.count('href="/desk/tickets/') == 1


async def test_an_officer_speaks_and_hands_back(site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient) -> None:
    await guest.post("/api/chat", json={"id": "pesan-0001", "text": "saya mau bicara dengan petugas"})
    await site.settle()
    link = re.search(r"/desk/talks/\d+", (await desk.get("/desk")).text)
    assert link
    token = hidden((await desk.get(link[0])).text)["token"]
    await desk.post(f"{link[0]}/reply", data={"token": token, "text": "Ada yang bisa dibantu?"})
    await site.settle()
    assert "Ada yang bisa dibantu?" in (await guest.get("/api/chat/history")).text
    assert (await desk.post(f"{link[0]}/close", data={"token": token})).status_code == 404
    await desk.post(f"{link[0]}/hand_back", data={"token": token})
    assert (await desk.get(link[0])).status_code == 404


async def test_what_did_not_arrive_is_tried_again(site: Site, desk: httpx.AsyncClient) -> None:
    store, body = site.front.house.store, {"subject": "", "bubbles": [{"key": "k", "text": "<i>halo</i>", "choices": [],
                                                                   "files": [], "data": {}}]}  # fmt: skip

    def lose(c):
        owed.add(c, Address("web", "ani"), body, MONDAY, None)
        (row,) = owed.lease(c, ["web"], "me", site.front.house.clock(), MONDAY)
        owed.give_up(c, row, "blocked")

    store.do(lose)
    page = (await desk.get("/desk/undelivered")).text
    link = re.search(r"/desk/undelivered/\d+/again", page)
    assert link and "&lt;i&gt;halo" in page
    token = hidden(page)["token"]
    assert (await desk.post(link[0], data={"token": token})).status_code == 303
    assert store.see(still_owed) == 1
    assert (await desk.post(link[0], data={"token": token})).status_code == 404


async def test_a_channel_that_refuses_everything_is_shown_beside_what_did_not_arrive(
    site: Site, desk: httpx.AsyncClient
) -> None:
    assert "ditolak" not in (await desk.get("/desk/undelivered")).text
    site.front.house.store.do(rounds.alarm, f"email/{OUT}", MONDAY)
    watch = Watch(site.front.house, {"email": FarSide("email")})
    object.__setattr__(site.front, "health", Health(site.front.house, ["email"], watch))
    assert "Semua kiriman lewat email ditolak sejak" in (await desk.get("/desk/undelivered")).text


async def test_what_was_not_understood_is_labelled(
    site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient
) -> None:
    await guest.post("/api/chat", json={"id": "pesan-0001", "text": "zxqv blorp gnarfle wimbo trasko"})
    await site.settle()
    page = (await desk.get("/desk/learn")).text
    link = re.search(r"/desk/learn/\d+", page)
    assert link and "blorp" in page
    assert '<button class="button" name="meant" value="oos">' in page, "one press is enough"
    token = hidden(page)["token"]
    assert (await desk.post(link[0], data={"token": token, "meant": "nonsense"})).status_code == 422
    assert (await desk.post(link[0], data={"token": token, "meant": "oos"})).status_code == 303
    assert site.front.house.store.see(unheard.waiting, 10, ("understanding",)) == []


async def test_filters_are_in_the_address_with_counts(
    site: Site, guest: httpx.AsyncClient, desk: httpx.AsyncClient
) -> None:
    number = await opened(site, guest)
    for address, there in (
        ("/desk", True), ("/desk?show=free", True), ("/desk?show=mine", False), ("/desk?show=done", False),
        ("/desk?group=TIK&office=semarang", True), ("/desk?group=BMN", False), ("/desk?office=medan", False),
        (f"/desk?q={number}", True), ("/desk?q=aminah", True), ("/desk?q=tidakada", False),
        ("/desk?show=x&at=-1", True),
    ):  # fmt: skip
        answer = await desk.get(address)
        assert answer.status_code == 200 and (number in answer.text) is there, address
    assert re.search(r'href="/desk\?show=free">Belum diambil <span class="count">1<', (await desk.get("/desk")).text)


async def test_a_long_search_goes_on_on_the_next_page(site: Site, desk: httpx.AsyncClient) -> None:
    def many(c):
        held = conversations.lock(c, Address("web", "ani"), MONDAY)
        for _ in range(PAGE + 3):
            wanted = OpenTicket("BMN.1", None, "medan", {}, "proyektor")
            tickets.open_ticket(c, tickets.number(c, "KPTIK", MONDAY), wanted, (held.person.id, held.key), MONDAY)

    site.front.house.store.do(many)
    first = (await desk.get("/desk?q=proyektor")).text
    later = re.search(r'href="(/desk\?q=proyektor[^"]*at=\d+)"', first)
    assert later
    second = (await desk.get(html.unescape(later[1]))).text
    numbers = [set(re.findall(r"KPTIK-2611-\d{4}", page)) for page in (first, second)]
    assert [len(each) for each in numbers] == [PAGE, 3] and not numbers[0] & numbers[1]


async def test_who_looked_at_a_file_is_written_down_and_shown(site: Site, desk: httpx.AsyncClient) -> None:
    house = site.front.house
    full = house.store.do(fill, house)
    page = await desk.get(f"/desk/tickets/{full.number}")
    (link,) = set(re.findall(r'src="(/desk/tickets/[^"]+view=1)"', page.text))
    before = len(house.store.see(files.looks, full.number))
    assert (await desk.get(link)).headers["content-type"] == "image/png"
    looks = house.store.see(files.looks, full.number)
    assert len(looks) == before + 1 and looks[-1][1:] == ("officer:petugas", "f1")
    assert "Dilihat Petugas" in (await desk.get(f"/desk/tickets/{full.number}")).text
