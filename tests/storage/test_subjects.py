"""Each subject of the store: what goes in comes out, in order, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import StatementError

from bot.dialog.state import Draft, Entry, Given, State
from bot.messages import Address, Choice, Person
from storage import conversations, files, history, owed, people, receipts, tickets, timers, unheard
from storage.shapes import address_of, key_of
from storage.tickets import TicketEvent
from tests.storage.given import ANI, BUDI, LATER, NOW, SHEET, WANTED, message, opened
from tests.stores import still_owed

CHANNELS = ["web", "whatsapp"]


def test_addresses_keep_what_they_are():
    odd = Address("web", "a/b%c@d+e", "t/1")
    assert address_of(key_of(odd)) == odd
    assert key_of(Address("web", "a", "b/c")) != key_of(Address("web", "a/b", "c"))


def test_a_repeat_is_absorbed_and_order_kept(store):
    assert [store.do(receipts.keep, message(n)) for n in (1, 2, 1)] == [True, True, False]
    assert store.do(receipts.keep, message(1, BUDI)), "another channel may use the same id"
    first = store.see(receipts.next_of, key_of(ANI))
    assert first.inbound == message(1)
    assert store.do(receipts.mark, first, receipts.HEARD)
    assert not store.do(receipts.mark, first, receipts.HEARD)
    assert store.see(receipts.next_of, key_of(ANI)).inbound == message(2)
    assert set(store.see(receipts.unheard_keys)) == {key_of(ANI), key_of(BUDI)}


def test_a_message_is_given_up_after_so_many_attempts(store):
    store.do(receipts.keep, message(1))
    for tries in (1, 2, 3):
        assert store.do(receipts.stumble, store.see(receipts.next_of, key_of(ANI)), 3) == tries
    assert store.see(receipts.next_of, key_of(ANI)) is None


def test_a_state_comes_back_as_it_was(store):
    state = State(
        step="filling",
        draft=Draft("ITSM.5", "internet_tamu", {"jumlah": Given(3, "said", "unverified")}, "kata", ("f1",)),
        waiting=(Draft("BMN.3"),),
        choices=(Choice("1:ya", "choice.yes", {"n": 1}),),
        held={"ticket": "KPTIK-2611-0001"},
        at=NOW,
    )

    def work(c):
        held = conversations.lock(c, ANI, NOW)
        conversations.save(c, held, state, NOW)
        return conversations.lock(c, ANI, NOW)

    held = store.do(work)
    assert (held.state, held.version) == (state, 1)


def test_a_state_of_another_version_begins_afresh_in_its_language(store):
    def later(c):
        held = conversations.lock(c, ANI, NOW)
        conversations.save(c, held, State(version=99, step="filling", language="en"), NOW)
        return conversations.lock(c, ANI, NOW).state

    assert store.do(later) == State(language="en")


def test_one_person_behind_two_threads_of_an_address(store):
    def work(c):
        return [conversations.lock(c, replace(ANI, thread=thread), NOW).person.id for thread in "ab"]

    first, second = store.do(work)
    assert first == second


def test_what_is_learned_is_kept_and_emptiness_changes_nothing(store):
    def learn(c, learned):
        return conversations.know(c, conversations.lock(c, ANI, NOW).person, learned)

    store.do(learn, Person(name="Ani", office="medan", greeted=True))
    told = store.do(learn, Person(contact="0812"))
    assert (told.name, told.office, told.contact, told.greeted) == ("Ani", "medan", "0812", True)
    assert store.see(conversations.person, told.id).addresses == (replace(ANI, thread=""),)
    assert store.see(conversations.office_at, ANI) == "medan"


def test_an_officer_is_wanted_until_the_bot_is_back(store):
    def call(c, reason):
        conversations.call_human(c, conversations.lock(c, ANI, NOW), reason, NOW)

    store.do(call, "minta petugas")
    assert [row.human for row in store.see(conversations.wanting_human)] == ["minta petugas"]
    store.do(call, None)
    assert store.see(conversations.wanting_human) == []


def test_a_ticket_and_its_history(store):
    store.do(files.keep, SHEET, ANI, NOW)
    number = store.do(opened)
    view, desk = store.see(tickets.find, number)
    assert number == "KPTIK-2611-0001"
    assert (view.answers, view.marks, view.outstanding, view.due_at) == (
        WANTED.answers, ("too_soon",), ("surat",), LATER,
    )  # fmt: skip
    assert (desk.address, desk.superior) == (key_of(ANI), "kasi@kemenkeu.go.id")
    store.do(tickets.change, number, {"status": "analysed", "outstanding": (), "officer": "sri"})
    store.do(tickets.note, TicketEvent(0, number, LATER, "officer:sri", "take", "new", "analysed", {"a": 1}))
    assert [event.action for event in store.see(tickets.history, number)] == ["open", "take"]
    assert store.see(tickets.find, number)[0].outstanding == ()
    assert store.see(tickets.find, number)[1].officer == "sri"
    assert store.see(files.of_ticket, number) == [SHEET]


def test_own_tickets_newest_first_and_nobody_elses(store):
    store.do(opened)
    store.do(opened, ANI, WANTED, LATER)
    store.do(opened, BUDI)
    person = store.see(conversations.person_at, ANI)
    assert [t.number[-4:] for t in store.see(tickets.own, person)] == ["0002", "0001"]


def test_the_queue_urgent_first_then_by_receipt(store):
    store.do(opened, ANI, WANTED, LATER)
    store.do(opened, BUDI)
    store.do(opened, ANI, replace(WANTED, urgent=True, office="surabaya"), LATER + timedelta(hours=1))
    assert [t.number[-4:] for t, _ in store.see(tickets.queue)] == ["0003", "0002", "0001"]
    assert [t.number[-4:] for t, _ in store.see(tickets.queue, ["new"], "medan")] == ["0002", "0001"]
    assert store.see(tickets.queue, ["closed"]) == []


def owe(store, to, *texts):
    for text in texts:
        body = {"subject": "", "bubbles": [{"key": "k", "text": text, "choices": [], "files": [], "data": {}}]}
        store.do(owed.add, to, body, NOW, None)


def texts(rows):
    return [row.body["bubbles"][0]["text"] for row in rows]


def lease(store, now=NOW, owner="a"):
    return store.do(owed.lease, CHANNELS, owner, now, now + timedelta(minutes=1))


def test_an_address_is_leased_whole_and_in_order(store):
    owe(store, ANI, "1", "2")
    owe(store, BUDI, "x")
    first = lease(store)
    assert sorted(texts(first)) == ["1", "x"]
    assert lease(store, owner="b") == [], "both addresses are held"
    for row in first:
        store.do(owed.sent, row)
    assert texts(lease(store)) == ["2"]


def test_a_lease_that_ran_out_is_taken_by_another(store):
    owe(store, ANI, "1")
    lease(store)
    assert texts(lease(store, NOW + timedelta(minutes=2), "b")) == ["1"]


def test_what_is_put_off_holds_back_its_own_address_only(store):
    owe(store, ANI, "1", "2")
    (row,) = lease(store)
    row.far_ids.append(["far 1"])
    store.do(owed.later, row, LATER, "not reachable")
    owe(store, BUDI, "x")
    (other,) = lease(store)
    assert texts([other]) == ["x"]
    store.do(owed.sent, other)
    assert store.see(owed.next_time, CHANNELS) <= LATER
    (again,) = lease(store, LATER)
    assert (texts([again]), again.attempts, again.far_ids) == (["1"], 1, [["far 1"]])
    store.do(owed.give_up, again, "unknown number")
    assert texts(lease(store, LATER)) == ["2"]


def test_a_channel_that_is_off_keeps_what_is_owed(store):
    owe(store, Address("email", "a@b.id"), "1")
    assert lease(store) == []
    assert store.see(still_owed) == 1


def test_a_timer_is_claimed_once_and_replaced_by_its_key(store):
    store.do(timers.set_at, key_of(ANI), "reminder", None, LATER)
    store.do(timers.set_at, key_of(ANI), "reminder", None, NOW)
    store.do(timers.set_at, key_of(ANI), "reminder", "KPTIK-2611-0001", LATER)
    assert store.see(timers.next_time) == NOW
    (due,) = store.do(timers.claim, NOW, LATER)
    assert (due.key, due.ticket, due.due_at) == ("reminder", None, NOW)
    assert store.do(timers.claim, NOW, LATER) == []
    assert store.do(timers.done, due)
    assert not store.do(timers.done, due)
    store.do(timers.forget, "KPTIK-2611-0001")
    assert store.see(timers.next_time) is None


def test_a_claim_that_was_not_kept_comes_back(store):
    store.do(timers.set_at, key_of(ANI), "reminder", None, NOW)
    store.do(timers.claim, NOW, LATER)
    assert len(store.do(timers.claim, LATER, LATER + timedelta(minutes=5))) == 1


def test_history_has_both_sides_in_order(store):
    store.do(receipts.keep, message(1, text="halo", files=(SHEET,)))
    store.do(owed.add, ANI, {"subject": "", "bubbles": []}, NOW + timedelta(seconds=2), None)
    store.do(receipts.keep, message(3))
    lines = store.see(history.of, key_of(ANI))
    assert [line.who for line in lines] == ["person", "loket", "person"]
    assert lines[0].body["files"] == ["daftar.xlsx"]
    assert [line.who for line in store.see(history.since, key_of(ANI), 0, lines[0].id)] == ["loket", "person"]


def test_the_directory_is_replaced_as_a_whole(store):
    store.do(people.replace_directory, [Entry("a@b.id", "A", "", "IV", ""), Entry("c@d.id", "C", "", "", "")])
    store.do(people.replace_directory, [Entry("a@b.id", "A", "Kasi", "III", "U")])

    def work(c):
        book = people.Directory(c)
        return len(book), list(book), book.get("A@b.id"), book.get("c@d.id")

    assert store.see(work) == (1, ["a@b.id"], Entry("a@b.id", "A", "Kasi", "III", "U"), None)
    assert store.do(lambda c: conversations.lock(c, ANI, NOW).directed)


def test_what_was_given_up_waits_for_somebody(store):
    store.do(unheard.add, NOW, key_of(ANI), "turn", "kata", "fault")
    (row,) = store.see(unheard.waiting)
    store.do(unheard.done, row.id, NOW)
    assert (row.words, store.see(unheard.waiting)) == ("kata", [])


def test_files_are_kept_once_by_content(tmp_path):
    shelf = files.Shelf(tmp_path)
    shelf.put("ab" * 32, b"words")
    shelf.put("ab" * 32, b"words")
    assert shelf.get("ab" * 32) == b"words"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_moment_without_its_offset_is_refused(store):
    with pytest.raises(StatementError):
        store.do(timers.set_at, key_of(ANI), "k", None, NOW.replace(tzinfo=None))
