"""Who at the desk may do what, and where a ticket goes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.lifecycle import EITHER, OFFICER, TABLE
from bot.desk.rights import ACTS, RIGHTS, Officer, demand, may
from bot.desk.routing import helpdesk_mailbox, route
from bot.messages import Refused, TicketView
from tests.ready import catalogue

CATALOGUE = catalogue()


def officer(role, office="medan", **more) -> Officer:
    return Officer("7", "Rina", role, office, **more)


def ticket(service: str, office: str = "medan") -> TicketView:
    return TicketView("KPTIK-2611-0001", service, None, "new", office, {}, "", datetime(2026, 11, 23, tzinfo=UTC))


def test_every_role_stands_in_the_table_at_home_and_abroad() -> None:
    assert set(RIGHTS) == {(role, own) for role in ("officer", "supervisor", "admin") for own in (True, False)}


def test_every_action_of_an_officer_in_the_lifecycle_is_somebody_s_right() -> None:
    actions = {action for (_, action), row in TABLE.items() if row.who in (OFFICER, EITHER)}
    assert actions <= ACTS
    assert actions - RIGHTS["officer", True] == {"assign", "apologise"}


@pytest.mark.parametrize(
    ("role", "act", "office", "allowed"),
    [
        ("officer", "take", "medan", True),
        ("officer", "take", "denpasar", False),
        ("officer", "see", "denpasar", False),
        ("officer", "assign", "medan", False),
        ("officer", "officers", "medan", False),
        ("supervisor", "assign", "medan", True),
        ("supervisor", "report", "denpasar", False),
        ("supervisor", "erase", "medan", False),
        ("admin", "erase", "denpasar", True),
        ("admin", "fulfil", "medan", True),
        ("admin", "fulfil", "denpasar", False),
        ("admin", "transfer", "denpasar", True),
        ("admin", "fly", "medan", False),
    ],
)
def test_rights_end_at_the_role_and_at_the_office(role, act, office, allowed) -> None:
    assert may(officer(role), act, office) == allowed
    assert not may(officer(role, active=False), act, office)


def test_each_role_may_all_that_the_one_below_may() -> None:
    for own in (True, False):
        assert RIGHTS["officer", own] <= RIGHTS["supervisor", own] <= RIGHTS["admin", own]


def test_what_is_not_a_right_is_refused() -> None:
    demand(officer("officer"), "fulfil", "medan")
    with pytest.raises(Refused, match=r"refused\.right"):
        demand(officer("officer"), "fulfil", "surabaya")


def test_nobody_takes_a_ticket_out_of_another_s_hands() -> None:
    demand(officer("officer"), "take", "medan", held_by="")
    demand(officer("officer"), "take", "medan", held_by="7")
    with pytest.raises(Refused, match=r"refused\.taken"):
        demand(officer("supervisor"), "take", "medan", held_by="8")


def test_every_office_and_group_has_a_mailbox_and_a_supervisor() -> None:
    for office in CATALOGUE.offices:
        for service in CATALOGUE.services.values():
            found = route(ticket(service.code, office), CATALOGUE)
            assert "@" in found.mailbox and found.supervisor.startswith("Kepala")


@pytest.mark.parametrize(
    ("service", "escalated_to", "supervisor"),
    [
        ("ITSM.9", "", "Kepala Seksi Pengelolaan Layanan TIK"),
        ("BMN.3", "", "Kepala Seksi Pengelolaan BMN"),
        ("TU.1", "", "Kepala Subbagian Tata Usaha"),
        ("BMN.3", "TIK", "Kepala Seksi Pengelolaan Layanan TIK"),
    ],
)
def test_delay_is_told_to_the_group_s_supervisor(service, escalated_to, supervisor) -> None:
    assert route(ticket(service), CATALOGUE, escalated_to).supervisor == supervisor


def test_the_head_office_helpdesk_is_for_lpse_alone() -> None:
    reached = {code for code in CATALOGUE.services if helpdesk_mailbox(ticket(code), CATALOGUE)}
    assert reached == {"LPSE.1", "LPSE.2"}
    assert helpdesk_mailbox(ticket("LPSE.1"), CATALOGUE) == "kemenkeu.prime@kemenkeu.go.id"
