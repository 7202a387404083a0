"""Addresses become one person's and part again; what happens at the same time is lost to nobody. On both stores."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import func, select, text

from bot.messages import Address, Person
from storage import codes, conversations, joining, search, tickets, timers
from storage.shapes import key_of
from storage.store import Store
from storage.tables import persons
from tests.storage.given import NOW, WANTED, opened

CHAT, SECOND = Address("telegram", "7"), Address("telegram", "8")
MAIL = Address("email", "ani@kemenkeu.go.id")
LATER = NOW + timedelta(hours=1)


def know(c, address, **told):
    """Somebody at `address`, as they told."""
    conversations.know(c, conversations.lock(c, address, NOW).person, Person(**told))


def own(store, address):
    """Numbers of the tickets that are seen from `address`."""
    person = store.see(conversations.person_at, address)
    return sorted(each.number for each in store.see(tickets.own, person))


@pytest.fixture
def joined(store):
    """Two who had a ticket each, and are one."""
    store.do(know, CHAT, name="Bu Ani", unit="Umum")
    store.do(know, MAIL, name="Ani Lestari", office="medan")
    first, second = store.do(opened, CHAT), store.do(opened, MAIL, now=NOW + timedelta(seconds=1))
    person = store.do(joining.join, CHAT, MAIL, LATER)
    return person, first, second


def test_the_tickets_of_both_are_seen_from_both(store, joined):
    person, first, second = joined
    assert own(store, CHAT) == own(store, MAIL) == [first, second]
    assert {(each.channel, each.user) for each in person.addresses} == {("telegram", "7"), ("email", MAIL.user)}
    assert store.see(lambda c: c.scalar(select(func.count()).select_from(persons))) == 1


def test_they_are_remembered_as_they_told_it_at_home(store, joined):
    person, first, _ = joined
    assert (person.name, person.unit, person.office, person.proved) == ("Ani Lestari", "Umum", "medan", True)
    assert store.see(search.find, "lestari") and first in store.see(search.find, "lestari")
    assert first not in store.see(search.find, "bu ani")


def test_a_ticket_is_told_where_its_person_was_last(store, joined):
    _, first, second = joined
    for address, at in ((MAIL, 2), (CHAT, 3), (MAIL, 4)):
        held = store.do(lambda c, who=address: conversations.lock(c, who, NOW))
        store.do(conversations.save, held, held.state, LATER + timedelta(minutes=at))
        assert {store.see(tickets.find, each)[1].address for each in (first, second)} == {key_of(address)}


def test_an_address_at_which_nobody_wrote_yet(store):
    number = store.do(opened, CHAT)
    person = store.do(joining.join, CHAT, MAIL, LATER)
    assert own(store, MAIL) == [number] and person.proved
    assert store.see(conversations.mail_of, CHAT) == MAIL
    assert store.do(joining.join, CHAT, MAIL, LATER) == person, "once more changes nothing"


def test_whoever_parts_takes_along_what_was_opened_before(store, joined):
    _, first, second = joined
    during = store.do(opened, CHAT, now=LATER + timedelta(minutes=1))
    store.do(timers.set_at, key_of(CHAT), "late", during, LATER)
    gone = store.do(joining.part, CHAT, LATER)
    assert (gone.name, gone.unit, gone.proved, gone.addresses) == ("", "", False, (CHAT,))
    assert (own(store, CHAT), own(store, MAIL)) == ([first], [second, during])
    assert store.see(tickets.find, first)[1].address == key_of(CHAT)
    assert store.see(tickets.find, during)[1].address == key_of(MAIL)
    assert [each.conversation for each in store.do(timers.claim, LATER, LATER)] == [key_of(MAIL)]


def test_what_stays_is_told_at_home_though_nobody_wrote_from_there(store):
    store.do(lambda c: conversations.lock(c, CHAT, NOW))
    store.do(joining.join, CHAT, MAIL, NOW)
    during = store.do(opened, CHAT, now=LATER)
    store.do(joining.part, CHAT, LATER)
    assert store.see(tickets.find, during)[1].address == key_of(MAIL)
    assert own(store, MAIL) == [during] and own(store, CHAT) == []


def test_nothing_parts_that_was_not_joined(store, joined):
    assert store.do(joining.part, MAIL, LATER) is None, "the others are joined to it"
    assert store.do(joining.part, SECOND, LATER) is None
    assert own(store, MAIL) == [joined[1], joined[2]]


def test_two_accounts_on_one_channel_stay_two(store, joined):
    store.do(conversations.home, SECOND, ("8", "@ani"), NOW)
    store.do(joining.join, SECOND, MAIL, LATER + timedelta(minutes=5))
    store.do(conversations.home, SECOND, ("8", "eight"), NOW)
    assert store.see(conversations.ids_at, CHAT) == ("7",)
    assert set(store.see(conversations.ids_at, SECOND)) == {"8", "@ani", "eight"}
    store.do(joining.part, SECOND, LATER)
    assert own(store, Address("telegram", "eight")) == [] and len(own(store, CHAT)) == 2


def test_a_ticket_opened_while_its_person_is_joined_is_not_lost(url, store):
    store.do(know, CHAT, name="Ani")
    store.do(lambda c: conversations.lock(c, MAIL, NOW))
    other, holds = Store.open(url), Event()

    def turn(c):
        held = conversations.lock(c, MAIL, NOW)
        holds.set()
        _until_blocked(c)
        number = tickets.number(c, "KPTIK", NOW)
        tickets.open_ticket(c, number, replace(WANTED, files=()), (held.person.id, held.key), NOW)
        return number

    with ThreadPoolExecutor(2) as hands:
        opening = hands.submit(other.do, turn)
        assert holds.wait(30)
        joins = hands.submit(store.do, joining.join, MAIL, CHAT, LATER)  # whoever is at MAIL is no more
        assert joins.result(60) and [opening.result(60)] == own(store, CHAT) == own(store, MAIL)
    other.close()


def test_a_turn_that_waits_meanwhile_finds_its_person_anew(url, store):
    store.do(know, CHAT, name="Ani")
    store.do(lambda c: conversations.lock(c, MAIL, NOW))
    other, joins = Store.open(url), Event()

    def work(c):
        person = joining.join(c, MAIL, CHAT, LATER)  # so that the conversation at MAIL changes hands
        joins.set()
        _until_blocked(c)
        return person.id

    with ThreadPoolExecutor(2) as hands:
        joining_now = hands.submit(store.do, work)
        assert joins.wait(30)
        held = hands.submit(other.do, conversations.held_at, key_of(MAIL)).result(60)
        assert held is not None and held.person.id == joining_now.result(60)
    other.close()


def _until_blocked(c):
    """Until another transaction waits for a lock; on SQLite it waits to begin."""
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while c.dialect.name == "postgresql" and not c.scalar(waits):
        continue


def test_one_code_at_a_time_is_awaited(store):
    key = key_of(CHAT)
    assert store.see(codes.awaited, key) is None
    for seed in ("a", "b"):
        store.do(codes.begin, key, "p", "a@b.id", seed, NOW)
    assert store.see(codes.awaited, key).seed == "b"
    store.do(codes.tried, store.see(codes.awaited, key))
    assert store.see(codes.awaited, key).tries == 1
    store.do(codes.end, key)
    assert store.see(codes.awaited, key) is None


def test_codes_are_counted_by_who_asked_and_where_they_went(store):
    for n, seed in enumerate(("a", "", "c")):
        store.do(codes.begin, f"web/{n}/", "p", "a@b.id", seed, NOW + timedelta(minutes=n))
    assert len(store.see(codes.asked_by, "p", NOW - timedelta(minutes=1))) == 3
    assert len(store.do(codes.sent_to, "a@b.id", NOW - timedelta(minutes=1))) == 2, "one was not sent"
    assert len(store.do(codes.sent_to, "a@b.id", NOW)) == 1
    assert store.see(codes.concern, "web/9/", "a@b.id", NOW) and not store.see(codes.concern, "web/9/", "b@b.id", NOW)
