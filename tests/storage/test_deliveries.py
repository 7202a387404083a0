"""What far sides tell afterwards, and one person under several ids: on both stores."""

from datetime import UTC, datetime

from bot.messages import Address, Inbound, Person
from storage import conversations, deliveries, receipts
from storage.deliveries import Place
from storage.shapes import key_of
from tests.stores import status_of

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
KEY = ("far", "id1")


def test_a_status_before_our_mark_is_found_by_it(store):
    assert store.do(deliveries.step, KEY, Place(None, 0, "failed", "never", "0 gone"), NOW) == Place(None, 0)
    early = store.do(deliveries.mark, KEY, 7, 2, NOW)
    assert early == Place(7, 2, "failed", "never", "0 gone")
    assert store.do(deliveries.step, KEY, Place(None, 0, "failed"), NOW) is None
    assert store.do(deliveries.step, KEY, Place(None, 0, "read"), NOW) == early


def test_statuses_only_step_forward(store):
    assert store.do(deliveries.mark, KEY, 7, 0, NOW) is None
    told = [store.do(deliveries.step, KEY, Place(None, 0, s), NOW) for s in ("delivered", "sent", "delivered", "read")]
    assert [each is not None for each in told] == [True, False, False, True]
    assert store.see(status_of, *KEY) == "read"


def test_somebody_with_several_ids_has_one_conversation(store):
    phone, scoped = Address("far", "62"), Address("far", "ID.1")
    assert store.do(conversations.home, phone, ("62",), NOW) == phone
    assert store.do(conversations.home, scoped, ("ID.1", "62"), NOW) == phone
    assert store.do(conversations.home, scoped, ("ID.1",), NOW) == phone
    assert set(store.see(conversations.ids_at, phone)) == {"62", "ID.1"}
    assert store.do(conversations.home, Address("far", "63"), ("63",), NOW) == Address("far", "63")


def test_two_accounts_of_one_person_stay_two_conversations(store):
    first, second = Address("far", "1"), Address("far", "2")
    for each in (first, second):
        store.do(conversations.home, each, (each.user,), NOW)
    store.do(_join, first, second)
    assert store.do(conversations.home, second, ("2",), NOW) == second


def _join(c, first, second):
    from sqlalchemy import update

    from storage.tables import addresses

    person = conversations.person_at(c, first)
    c.execute(update(addresses).where(addresses.c.user == second.user).values(person=person))


def test_where_somebody_gets_mail_and_when_they_last_wrote(store):
    me = Address("far", "1")
    assert store.see(conversations.mail_of, me) is None
    held = store.do(lambda c: conversations.lock(c, me, NOW))
    store.do(lambda c: conversations.know(c, held.person, Person(contact="0812")))
    assert store.see(conversations.mail_of, me) is None
    store.do(lambda c: conversations.know(c, held.person, Person(contact="Ani@kemenkeu.go.id")))
    assert store.see(conversations.mail_of, me) == Address("email", "ani@kemenkeu.go.id")
    assert store.see(receipts.last_at, key_of(me)) is None
    store.do(receipts.keep, Inbound("m", NOW, me, "x"))
    assert store.see(receipts.last_at, key_of(me)) == NOW
