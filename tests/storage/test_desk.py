"""What the console and the reports read, alike on both stores: lists, counts, figures, what did not arrive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages import Address
from storage import conversations, figures, listing, owed, people, queue, tickets, undelivered, unheard
from storage.listing import SHOWS, Filter
from storage.people import Officer
from storage.tickets import TicketEvent
from tests.storage.given import ANI, NOW, WANTED, opened

HOUR = timedelta(hours=1)
WIFI = replace(WANTED, files=(), due_at=NOW + 2 * HOUR)
ROWS = (  # what differs from WIFI when it was opened, and what became of it since
    ({}, {}),
    ({"due_at": NOW - HOUR}, {"status": "analysed", "officer": "sri"}),
    ({"urgent": True, "service": "BMN.4", "variant": "listrik"}, {}),
    ({"type": "incident"}, {"rank": 2}),
    ({}, {"status": "waiting_person", "officer": "adi"}),
    ({}, {"status": "fulfilled", "officer": "sri", "fulfilled_at": NOW + HOUR, "rating": 2}),
    ({}, {"status": "closed", "officer": "sri", "fulfilled_at": NOW + HOUR, "rating": 5}),
    ({"office": "semarang"}, {}),
    ({"type": "complaint", "service": "", "variant": None, "due_at": None}, {}),
)
LISTS = {  # the numbers of medan's tickets under each filter, in order, as their last digits
    "open": "341259", "new": "3419", "mine": "2", "free": "3419", "urgent": "3", "late": "2", "waits": "5",
    "done": "76",
}  # fmt: skip


@pytest.fixture
def desk(store):
    """A store with one ticket of each row, one a minute."""

    def fill(c):
        for minute, (wanted, since) in enumerate(ROWS):
            at = NOW + timedelta(minutes=minute)
            number = opened(c, ANI, replace(WIFI, **wanted), at)
            tickets.change(c, number, since)
            if "officer" in since:
                line = (f"officer:{since['officer']}", "take", "new", "analysed", {})
                tickets.note(c, TicketEvent(0, number, at, *line))

    store.do(fill)
    return store


def asked(show, offices=("medan",), services=("ITSM.5", "BMN.4", "")):
    return Filter(show, offices, services, "sri", NOW)


def last_digits(found):
    return "".join(ticket.number[-1] for ticket, _ in found)


@pytest.mark.parametrize("show", SHOWS)
def test_each_list_holds_what_its_name_says_in_the_order_of_the_queue(desk, show):
    found = desk.see(listing.page, asked(show), 50)
    assert last_digits(found) == LISTS[show]
    assert last_digits(desk.see(listing.page, asked(show), 2, 1)) == LISTS[show][1:3]
    elsewhere = desk.see(listing.page, asked(show, ("semarang",)), 50)
    assert last_digits(elsewhere) == ("8" if show in ("open", "new", "free") else "")
    assert desk.see(listing.page, asked(show, services=()), 50) == []


def test_the_counts_are_those_of_the_lists(desk):
    counted = desk.see(listing.counts, asked("open"))
    for show in SHOWS:
        assert sum(each.of[show] for each in counted if each.office == "medan") == len(LISTS[show]), show
    assert {each.service for each in counted if each.office == "medan"} == {"ITSM.5", "BMN.4", ""}


def test_a_list_knows_when_it_is_stale(desk):
    seen = [desk.see(listing.stamp)]

    def passes(change):
        desk.do(change)
        seen.append(desk.see(listing.stamp))
        return seen[-1] != seen[-2]

    note = TicketEvent(0, "KPTIK-2611-0001", NOW, "officer:sri", "note", "new", "new", {"text": "x"})
    assert passes(lambda c: tickets.note(c, note))
    assert passes(lambda c: conversations.call_human(c, conversations.lock(c, ANI, NOW), "tolong", NOW))
    assert passes(lambda c: conversations.call_human(c, conversations.lock(c, ANI, NOW), None, NOW))
    assert not passes(lambda c: None)
    ((one, desk_of),) = [found for found in desk.see(listing.page, asked("new"), 9) if found[0].number.endswith("1")]
    before = desk.see(listing.stamp_of, one.number, desk_of.address)
    desk.do(owed.add, ANI, {"bubbles": []}, NOW, one.number)
    assert desk.see(listing.stamp_of, one.number, desk_of.address) != before


def test_who_waits_before_whom(desk):
    def ahead(n):
        ticket, _ = desk.see(tickets.find, f"KPTIK-2611-000{n}")
        return "".join(number[-1] for number in desk.see(queue.ahead, ticket, "TIK", ["ITSM.5", "BMN.4"]))

    assert [ahead(n) for n in (1, 3, 4, 8)] == ["34", "", "3", ""]


def test_the_figures_of_a_period(desk):
    offices, whole = ["medan"], (NOW, NOW + HOUR)
    found = desk.see(figures.opened, offices, *whole)
    assert "".join(each.number[-1] for each in found) == "12345679"
    assert [each.rating for each in found if each.rating] == [2, 5]
    assert "".join(each.number[-1] for each in desk.see(figures.opened, offices, NOW + HOUR / 12, whole[1])) == "679"
    assert len(desk.see(figures.waiting, offices)) == len(LISTS["open"])

    def since(c):
        for action, params in (("reopen", {}), ("reopen", {}), ("rate", {"rating": 2, "text": "lama"}),
                               ("remark", {"text": "sekali"})):  # fmt: skip
            tickets.note(c, TicketEvent(0, "KPTIK-2611-0006", NOW + HOUR, "person", action, "", "", params))
        unheard.add(c, NOW, "web/ani/", "understanding", "apa ini", "")

    desk.do(since)
    assert desk.see(figures.reopened, offices, *whole) == {"KPTIK-2611-0006": 2}
    assert desk.see(figures.remarks, offices, *whole) == {"KPTIK-2611-0006": "lama sekali"}
    assert desk.see(figures.reopened, ["semarang"], *whole) == {}
    assert desk.see(figures.unclear, *whole) == 1


def test_what_did_not_arrive_is_seen_and_mended_by_its_own_office_alone(desk):
    body = {"subject": "", "bubbles": [{"text": "sudah dipenuhi"}]}

    def lose(c):
        for to, number in ((ANI, "KPTIK-2611-0006"), (Address("email", "x@y.id"), "KPTIK-2611-0008")):
            owed.add(c, to, body, NOW, number)
        for row in owed.lease(c, ["web", "email"], "me", NOW, NOW + HOUR):
            owed.give_up(c, row, "550 unknown")

    desk.do(lose)
    (mine,) = desk.see(undelivered.lost, ["medan"])
    assert (mine.ticket, mine.office, mine.text, mine.fault) == (
        "KPTIK-2611-0006", "medan", "sudah dipenuhi", "550 unknown"
    )  # fmt: skip
    (theirs,) = desk.see(undelivered.lost, ["semarang"])
    assert not desk.do(undelivered.again, theirs.id, ["medan"], NOW)
    assert not desk.do(undelivered.drop, theirs.id, ["medan"])
    assert desk.do(undelivered.again, mine.id, ["medan"], NOW)
    assert desk.see(undelivered.lost, ["medan"]) == []
    assert [row.id for row in desk.do(owed.lease, ["web"], "me", NOW + HOUR, NOW + 2 * HOUR)] == [mine.id]
    assert desk.do(undelivered.drop, theirs.id, ["semarang"])
    assert desk.see(undelivered.lost, ["semarang", "medan"]) == []


def test_officers_of_an_office_and_of_a_group(store):
    rows = (("tik", "medan", ("TIK",)), ("bmn", "medan", ("BMN", "TU")), ("any", "", ()), ("far", "semarang", ("TIK",)))

    def employ(c):
        for id, office, groups in rows:
            people.put_officer(c, Officer(id, id, "!", office, ("supervisor",), groups=groups))

    store.do(employ)

    def ids(*asked):
        return {each.id for each in store.see(people.officers_of, *asked)}

    assert ids() == {"tik", "bmn", "any", "far"}
    assert ids("medan") == {"tik", "bmn", "any"}
    assert ids("medan", "TU") == {"bmn", "any"}
    found = store.see(people.officer, "bmn")
    assert found is not None and found.groups == ("BMN", "TU")
