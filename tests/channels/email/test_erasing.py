"""Raw mails are personal data too: they go when their writer's words go, and when they are too old."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import privacy, retention
from storage.retention import Periods
from storage.tables import mails
from tests.channels.email.letters import ANI, mail

YEAR = Periods(365, 730, 1825, 180)
BUDI = "budi@kemenkeu.go.id"


def raw(desk):
    """Every raw mail that is known."""
    return desk.see(lambda c: list(c.scalars(select(mails.c.sha256).order_by(mails.c.at, mails.c.sha256))))


@pytest.fixture
async def written(desk):
    """Two people asked, one of them twice."""
    await desk.post.put(mail("Berapa lama instalasi aplikasi?"), mail("Kapan buka?"), mail("Kapan buka?", sender=BUDI))
    await desk.letters(3)
    return desk


async def test_raw_mails_go_with_their_writer(written):
    before = raw(written)
    people = written.see(privacy.everybody, f"email:{ANI}")
    told = written.see(privacy.export, *people)
    assert len(told["mails"]) == 2
    gone = written.app.house.store.do(privacy.erase, *people)
    left = raw(written)
    assert (len(gone.contents), len(left)) == (2, 1)
    assert sorted([*gone.contents, *left]) == sorted(before)
    written.app.house.shelf.erase(gone.contents)
    lying = [path.read_bytes() for path in written.app.house.shelf.root.rglob("*") if path.is_file()]
    assert ANI.encode() not in b"".join(lying)
    assert BUDI.encode() in written.app.house.shelf.get(left[0])
    assert written.see(privacy.everybody, f"email:{ANI}") == []


async def test_raw_mails_go_when_they_are_old(written):
    before = raw(written)
    soon, later = written.clock() + timedelta(364), written.clock() + timedelta(366)
    assert written.see(retention.overdue, soon, YEAR)["mails"] == 0
    counts, contents = written.app.house.store.do(retention.apply, later, YEAR)
    assert (counts["mails"], list(contents)) == (3, sorted(before))
    assert raw(written) == []
