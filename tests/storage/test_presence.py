"""Who lives at a store, and what only one does: free the moment that its process is gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.messages import Address
from bot.postage import STRANGER, slot
from storage import owed, postage, receipts
from storage.presence import Taken
from storage.shapes import key_of
from storage.store import Store
from storage.tables import receipts as receipt_rows
from tests.storage.given import ANI, BUDI, LATER, NOW, message

BODY = {"subject": "", "bubbles": []}


@pytest.fixture
def other(url, store):
    """A second process's store, where there may be one."""
    made = Store.open(url)
    yield made
    made.close()


def lease(store, until=LATER):
    """What is taken in the name of the store's process."""
    return [row.id for row in store.do(owed.lease, ["web"], store.presence.name, NOW, until)]


def test_what_a_dead_process_held_is_free_and_what_a_living_one_holds_is_not(store, other):
    store.do(lambda c: [owed.add(c, to, BODY, NOW, None) for to in (ANI, Address("web", "b"))])
    store.presence.begin()
    first, second = lease(store)
    name = store.presence.name
    assert store.see(owed.orphaned, store.presence.living()) == set()
    assert store.do(owed.release, [name], store.presence.living()) == [], "it lives after all"
    assert lease(other) == []
    store.presence.end()
    if store.engine.dialect.name == "sqlite":
        other.presence.begin()
    assert other.see(owed.orphaned, other.presence.living()) == {name}
    assert other.do(owed.release, [], other.presence.living()) == []
    assert other.do(owed.release, [name], other.presence.living()) == ["web", "web"]
    assert lease(other) == [first, second]


def test_one_at_a_time_and_the_next_when_it_ends(store, other):
    store.presence.begin()
    assert store.presence.mine("listen far") and store.presence.mine("listen far")
    if store.engine.dialect.name == "sqlite":
        with pytest.raises(Taken, match="another process"):
            other.presence.begin()
        store.presence.end()
        other.presence.begin()
        return
    assert not other.presence.mine("listen far")
    assert other.presence.mine("listen near")
    store.presence.end()
    assert other.presence.mine("listen far")


def test_a_lost_session_is_noticed_and_made_anew(store, other):
    if store.engine.dialect.name == "sqlite":
        return  # it has no session that could be lost
    assert store.presence.mine("x")
    name = store.presence.name
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :it")
    other.do(lambda c: c.execute(cut, {"it": int(name)}))
    assert other.do(lambda c: name in c.scalars(other.presence.living()).all()) is False
    assert not store.presence.mine("x"), "it is said once that all was lost"
    assert store.presence.mine("x") and store.presence.name == name
    assert other.do(lambda c: name in c.scalars(other.presence.living()).all())


def test_a_failure_told_after_the_commit_undoes_nothing(store):
    store.do(receipts.keep, message(1))
    kept = store.see(receipts.next_of, key_of(ANI))
    assert store.do(receipts.mark, kept, receipts.HEARD)
    assert store.do(receipts.stumble, kept, 3) == 0
    assert store.see(lambda c: c.scalar(select(receipt_rows.c.status))) == receipts.HEARD


def test_three_failures_are_the_end(store):
    store.do(receipts.keep, message(1, BUDI))
    for n in (1, 2, 3):
        kept = store.see(receipts.next_of, key_of(BUDI))
        assert store.do(receipts.stumble, kept, 3) == n
    assert store.see(receipts.next_of, key_of(BUDI)) is None


def test_two_who_write_to_one_address_count_one_after_the_other(store, other):
    def send(n):
        return (store, other)[n % 2].do(slot, "korban@x.id", NOW, STRANGER)

    with ThreadPoolExecutor(8) as people:
        given = list(people.map(send, range(16)))
    assert given.count(None) == 6
    assert sorted(filter(None, given))[:4] == [NOW, NOW, NOW, NOW + timedelta(minutes=10)]
    assert len(store.see(postage.lately, "korban@x.id", NOW - timedelta(days=1))) == 10
