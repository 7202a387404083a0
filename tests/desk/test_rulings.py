"""What an officer rules on: an event that is too soon, a date where none is printed, a ticket's type."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.desk.lifecycle import step
from bot.desk.standing import dates
from bot.messages import Refused, TicketView
from tests.desk.test_lifecycle import CATALOGUE, ZONE, deed, live, refused, ticket
from tests.ready import catalogue

SOON = datetime(2026, 11, 27, 17, 0, tzinfo=ZONE)


def too_soon(**more: Any) -> TicketView:
    """Ten working days before an event away from the office are asked for; this one is in four."""
    params = {"event_date": "2026-11-27"}
    return ticket("ITSM.11", "luar_kantor", params=params, marks=("too_soon",), **more)


def test_an_event_that_is_too_soon_has_no_date_until_an_officer_accepts_it() -> None:
    asked = too_soon()
    assert asked.due_at is None
    accepted = live(asked, "take", "accept_event")
    assert (accepted.due_at, accepted.marks, accepted.status) == (SOON, (), "analysed")
    assert accepted.close_by == datetime(2026, 11, 30, 17, 0, tzinfo=ZONE)
    assert "K7" in {reason.rule for reason in dates(accepted, CATALOGUE).rules}
    assert "tell_person" in step(asked, deed("accept_event"), CATALOGUE).effects
    assert refused(accepted, deed("accept_event")) == "refused.not_too_soon"


def test_it_is_refused_with_a_reason() -> None:
    assert live(too_soon(), deed("decline", reason="tidak ada regu")).status == "declined"
    assert refused(too_soon(), deed("decline", reason="")) == "refused.missing"


def test_only_an_officer_rules_on_it_and_only_where_it_is_open() -> None:
    assert refused(too_soon(), deed("accept_event", "person")) == "refused.actor"
    assert refused(ticket("ITSM.11", "luar_kantor"), deed("accept_event")) == "refused.not_too_soon"


def test_the_exception_was_for_its_day() -> None:
    accepted = live(too_soon(), "accept_event")
    sooner = deed("change", "person", params={"event_date": "2026-11-25"})
    assert refused(accepted, sooner) == "refused.too_soon"
    more = live(accepted, deed("change", "person", answers={"catatan": "dua regu"}))
    assert more.due_at == SOON


def test_a_day_that_is_far_enough_needs_no_ruling_any_more() -> None:
    moved = live(too_soon(), deed("change", "person", params={"event_date": "2026-12-14"}))
    assert (moved.marks, moved.due_at) == ((), datetime(2026, 12, 14, 17, 0, tzinfo=ZONE))


def test_an_officer_s_date_stays_where_the_standard_has_none() -> None:
    noon = datetime(2027, 2, 1, 12, 0, tzinfo=ZONE)
    dated = live(ticket("TU.1", "kendaraan"), "take", "set_due")
    for action in (deed("change", "person", answers={"tujuan": "bandara"}), "transfer", deed("retype", type="change")):
        assert live(dated, action).due_at == noon
    assert live(dated, deed("reclassify", service="BMN.4", variant="listrik")).due_at is None
    printed = live(ticket(), "set_due", deed("change", "person"))
    assert printed.due_at == ticket().due_at


def test_a_request_that_is_a_disturbance_has_no_date_and_the_other_way_round() -> None:
    request = ticket("ITSM.5", "kabel_utp")
    disturbance = live(request, "retype")
    assert (disturbance.type, disturbance.due_at) == ("incident", None)
    assert live(disturbance, deed("retype", type="request")).due_at == request.due_at
    assert live(request, deed("retype", type="change")).due_at == request.due_at
    assert refused(request, deed("retype", type="complaint")) == "refused.type"
    assert refused(replace(request, type="complaint"), deed("retype")) == "refused.status"


def test_the_type_follows_the_service() -> None:
    broken = live(ticket(), deed("reclassify", service="ITSM.5", variant="gangguan"))
    assert (broken.type, broken.due_at) == ("incident", None)
    assert live(broken, deed("reclassify", service="ITSM.5", variant="kabel_utp")).type == "request"


def test_disturbances_follow_the_office_s_scale_and_its_last_level_waits_as_received() -> None:
    broken = ticket("ITSM.5", "gangguan", type="incident")
    ranks = [live(broken, deed("prioritise", level=level)).rank for level in CATALOGUE.priority]
    assert ranks == [2, 1, 0]
    assert live(broken, "prioritise").params["priority"] == "tinggi"
    assert refused(broken, deed("prioritise", level="gawat")) == "refused.level"
    assert live(broken, "prioritise", deed("retype", type="request")).rank == 0
    assert live(broken, "prioritise", deed("reclassify", service="ITSM.5", variant="kabel_utp")).rank == 0


def test_no_scale_where_the_standard_has_none_or_the_office_names_no_levels() -> None:
    assert refused(ticket("ITSM.5", "kabel_utp"), deed("prioritise")) == "refused.no_priority"
    for service in ("BMN.3", "BMN.4", "TU.1"):
        assert refused(ticket(service, None, type="incident"), deed("prioritise")) == "refused.no_priority"
    printed = [service.number for service in CATALOGUE.services.values() if service.support]
    assert printed == [1, 2, 3, 4, 5, 6, 14, 15]
    silent = CATALOGUE.model_copy(update={"priority": ()})
    with pytest.raises(Refused) as caught:
        step(ticket("ITSM.5", "gangguan", type="incident"), deed("prioritise"), silent)
    assert caught.value.key == "refused.no_priority" and catalogue().priority == ()


def test_lpse_may_go_to_head_office_and_nothing_else_may() -> None:
    outcome = step(ticket("LPSE.1", "spse"), deed("escalate", group="pusat"), CATALOGUE)
    assert outcome.changes["group"] == "PUSAT"
    for service, variant in (("ITSM.5", "internet_tamu"), ("BMN.5", "barang"), ("TU.1", "kendaraan")):
        assert refused(ticket(service, variant), deed("escalate", group="PUSAT")) == "refused.group"
