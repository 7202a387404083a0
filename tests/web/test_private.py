"""What lists do not show of a person, and that whoever looks at a file is written down."""

from __future__ import annotations

import httpx
from sqlalchemy import Connection, select

from bot import digest
from bot.messages import Address, File, OpenTicket, Person
from bot.web.desk.accounts import FIRST
from storage import conversations, files, owed, tickets, unheard
from storage.owed import GIVEN_UP
from storage.tables import owed as letters
from tests.web.conftest import MONDAY, Site
from tests.web.test_desk import desk

__all__ = ["desk"]
NIK, NIP = "3374051204900001", "199804122024021001"
NUMBER = "KPTIK-2611-0001"


def filled(c: Connection) -> None:
    """A ticket, somebody who waits, something undelivered and something unclear, all with numbers in their words."""
    me = Address("web", "yusuf")
    held = conversations.lock(c, me, MONDAY)
    conversations.know(c, held.person, Person(name="Yusuf Siregar", office="medan"))
    words = f"akun a.n. Yusuf, NIP {NIP}, NIK {NIK}"
    found = File("f1", "ktp.png", "image", "0" * 64, 10)
    files.keep(c, found, me, MONDAY)
    wanted = OpenTicket("ITSM.8", "akun_individu", "medan", {"nama_akun": words}, words, due_at=MONDAY, files=("f1",))
    tickets.open_ticket(c, tickets.number(c, "KPTIK", MONDAY), wanted, (held.person.id, held.key), MONDAY)
    conversations.call_human(c, held, f"NIK saya {NIK}", MONDAY)
    unheard.add(c, MONDAY, held.key, "understanding", f"nik {NIK} itu", "")
    unheard.add(c, MONDAY, held.key, "turn", f"nik {NIK} itu", "")
    body = {"subject": "", "bubbles": [{"key": "x", "text": words, "choices": [], "files": [], "data": {}}]}
    owed.add(c, me, body, MONDAY, NUMBER)
    c.execute(letters.update().values(status=GIVEN_UP))


async def test_identity_numbers_stand_in_no_list(site: Site, desk: httpx.AsyncClient) -> None:
    store = site.front.house.store
    store.do(filled)
    for path in ("/desk", "/desk?show=new", "/desk?q=yusuf", "/desk/undelivered", "/desk/learn"):
        page = await desk.get(path)
        assert page.status_code == 200 and "••••" in page.text, path
        assert NIK not in page.text and NIP not in page.text, path
    store.do(digest.send, site.front.house, "medan")
    (mail,) = store.see(lambda c: c.scalars(select(letters.c.body).where(letters.c.channel == "email")).all())
    assert "••••1001" in str(mail) and NIP not in str(mail) and NIK not in str(mail)
    assert NIP in (await desk.get(f"/desk/tickets/{NUMBER}")).text, "whoever works on it sees it whole"


async def test_whoever_looks_at_a_file_is_written_down(site: Site, desk: httpx.AsyncClient) -> None:
    store = site.front.house.store
    store.do(filled)
    await desk.get(f"/desk/tickets/{NUMBER}")
    assert store.see(files.looks, NUMBER) == []
    await desk.get(f"/desk/tickets/{NUMBER}/files/f1")
    await desk.get(f"/desk/tickets/{NUMBER}/files/f2")
    ((_, actor, file),) = store.see(files.looks, NUMBER)
    assert (actor, file) == (f"officer:{FIRST}", "f1")
