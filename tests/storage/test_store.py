"""Transactions are what they say: all or nothing, one writer at a time, nothing lost between two."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, select

from storage import migrate, tickets
from storage.engine import POOL, BadUrl, checked, connect, insert_new, put
from storage.store import Store, first
from storage.tables import counters, directory, metadata
from tests.storage.given import NOW


def test_a_fault_leaves_nothing_behind(store):
    def half(c):
        insert_new(c, counters, {"series": "A", "n": 1})
        with c.begin_nested():
            insert_new(c, counters, {"series": "B", "n": 1})
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        store.do(half)
    assert store.see(lambda c: c.execute(select(counters)).all()) == []


def test_a_savepoint_can_be_undone_alone(store):
    def work(c):
        insert_new(c, counters, {"series": "A", "n": 1})
        with pytest.raises(RuntimeError), c.begin_nested():
            insert_new(c, counters, {"series": "B", "n": 1})
            raise RuntimeError

    store.do(work)
    assert store.see(lambda c: c.scalars(select(counters.c.series)).all()) == ["A"]


def test_two_processes_never_give_the_same_number(url, store):
    other = Store.open(url)
    with ThreadPoolExecutor(8) as people:
        given = list(people.map(lambda n: (store, other)[n % 2].do(tickets.number, "KPTIK", NOW), range(60)))
    other.close()
    assert sorted(given) == [f"KPTIK-2611-{n:04d}" for n in range(1, 61)]


def test_insert_new_says_whether_it_did(store):
    row = {"series": "A", "n": 1}
    assert store.do(insert_new, counters, row)
    assert not store.do(insert_new, counters, row | {"n": 2})
    assert store.see(lambda c: c.scalar(select(counters.c.n))) == 1


def test_put_replaces(store):
    row = {"email": "a@b.id", "name": "A", "position": "", "echelon": "IV", "unit": ""}
    store.do(put, directory, row)
    store.do(put, directory, row | {"name": "B"})
    assert store.see(lambda c: c.scalars(select(directory.c.name)).all()) == ["B"]


def test_the_migrations_make_the_tables_that_the_program_knows(url, store):
    engine = connect(url)
    with engine.connect() as c:
        context = MigrationContext.configure(c, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert migrate.at(c) == migrate.head()
    engine.dispose()


def test_migrating_twice_changes_nothing(url, store):
    store.do(insert_new, counters, {"series": "A", "n": 7})
    Store.open(url).close()
    assert store.see(lambda c: c.scalar(select(counters.c.n))) == 7


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgresql://x/y", "mysql+pymysql://x/y", "nonsense"])
def test_a_url_without_its_driver_is_refused(url):
    with pytest.raises(BadUrl):
        checked(url)


async def test_what_a_far_side_waits_for_goes_first(store):
    hands = POOL if store.engine.dialect.name == "postgresql" else 1
    gates, in_hand, order = [threading.Event() for _ in range(hands)], [], []

    def blocks(c, gate):
        in_hand.append(gate)
        gate.wait(30)

    held = [asyncio.create_task(store.run(blocks, gate)) for gate in gates]
    while len(in_hand) < hands:
        await asyncio.sleep(0.005)
    then = [asyncio.create_task(store.run(lambda c, n=n: order.append(n))) for n in range(3)]
    await asyncio.sleep(0)
    before = asyncio.create_task(store.run(first(lambda c: order.append("first"))))
    await asyncio.sleep(0)
    gates[0].set()  # one hand is free
    await asyncio.gather(*then, before)
    for gate in gates:
        gate.set()
    await asyncio.gather(*held)
    assert order == ["first", 0, 1, 2], "it waited for none but those in hand"


async def test_awaited_work_runs_off_the_event_loop(store):
    here = threading.get_ident()
    assert await store.run(lambda c: threading.get_ident()) != here
    assert await store.look(lambda c: threading.get_ident()) != here


async def together(store, *works):
    """What became of works that all wait for the writers at the same time."""
    gate, hands = threading.Event(), POOL if store.engine.dialect.name == "postgresql" else 1
    busy = [asyncio.create_task(store.run(lambda c: gate.wait(30))) for _ in range(hands)]
    waiting = [asyncio.create_task(store.run(work)) for work in works]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*busy)
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_fault_spoils_nothing_for_those_who_waited_with_it(store):
    def put_in(series):
        return lambda c: insert_new(c, counters, {"series": series, "n": 1})

    def fails(c):
        put_in("lost")(c)
        raise RuntimeError("mine")

    before, fault, after = await together(store, put_in("A"), fails, put_in("B"))
    assert (before, repr(fault), after) == (True, "RuntimeError('mine')", True)
    assert store.see(lambda c: sorted(c.scalars(select(counters.c.series)))) == ["A", "B"]


async def test_a_commit_that_fails_is_told_and_nothing_is_done_again(store):
    """Whether it happened nobody knows: another try by ourselves could double it."""
    done = []

    def work(c):
        done.append(c)
        event.listen(c, "commit", torn)

    def torn(c):
        event.remove(c, "commit", torn)
        raise RuntimeError("torn")

    found = await together(store, work, lambda c: done.append(c))
    assert len(done) == 2
    assert {repr(each) for each in found} <= {"RuntimeError('torn')", "None"} and isinstance(found[0], RuntimeError)


async def test_who_is_told_can_be_believed(url, store):
    """Another process sees the rows by the time that their writer hears of them."""
    other, told = Store.open(url), []

    async def put_in(series):
        await store.run(insert_new, counters, {"series": series, "n": 1})
        told.append(series)
        assert set(told) <= set(await other.look(lambda c: c.scalars(select(counters.c.series)).all()))

    await asyncio.gather(*(put_in(f"S{n}") for n in range(40)))
    assert len(told) == 40
    other.close()
