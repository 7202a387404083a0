"""Random walks of the lifecycle: whatever is tried in whatever order, the ticket stays whole and can be ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import lifecycle
from bot.desk.clock import calendar_of
from bot.desk.lifecycle import ACTIONS, ENDED, FULFILLED, TABLE, step
from bot.desk.standing import Deed, dates, remembered, reopen_until
from bot.messages import Refused, TicketView
from tests.desk.test_lifecycle import CATALOGUE, MONDAY, after, deed, live, ticket

STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.sampled_from(["officer", "person", "timer"]), st.integers(0, 4000)),
    min_size=5,
    max_size=40,
)
STARTS = st.sampled_from(
    [
        ticket(),
        ticket("ITSM.5", "gangguan", type="incident"),
        ticket("ITSM.8", "reset_password"),
        ticket("ITSM.9", "instalasi_kolektif", params={"devices": 7}),
        ticket("ITSM.10", None, params={"event_date": "2026-12-10"}),
        ticket("ITSM.11", "luar_kantor", params={"event_date": "2026-12-10"}),
        ticket("ITSM.11", "luar_kantor", params={"event_date": "2026-11-26"}, marks=("too_soon",)),
        ticket("ITSM.12", "onsite_berkala"),
        ticket("BMN.1", None),
        ticket("BMN.2", None, status="waiting_completeness", outstanding=("surat_penilaian",)),
        ticket("BMN.3", None),
        ticket("BMN.4", "listrik"),
        ticket("BMN.5", "barang"),
        ticket("TU.1", "kendaraan"),
        ticket("TU.2", "administrasi_perwakilan"),
        ticket("LPSE.1", "spse"),
        ticket("LPSE.2", "badan_usaha", status="waiting_completeness"),
        ticket("BMN.1", None, type="complaint"),
    ]
)
HOME = {  # status -> what an officer does to bring the ticket to its end
    "waiting_completeness": "complete", "waiting_person": "answer", "waiting_document": "accept_document",
    "fulfilled": "close", "confirmed": "close", **dict.fromkeys(lifecycle.WORKING, "fulfil"),
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(STARTS, STEPS)
def test_whatever_is_tried_in_whatever_order_the_ticket_stays_whole(one: TicketView, steps: list[Any]) -> None:
    _walk(one, steps)


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None)
@given(STARTS, STEPS)
def test_20000_walks(one: TicketView, steps: list[Any]) -> None:
    _walk(one, steps)


def _walk(one: TicketView, steps: list[Any]) -> None:
    now = MONDAY
    for action, actor, minutes in steps:
        now += timedelta(minutes=minutes)
        before, wanted = one, deed(action, actor, now)
        try:
            outcome = step(before, wanted, CATALOGUE)
        except Refused as refusal:
            assert refusal.key.startswith("refused.")
            continue
        one = after(before, outcome)
        assert outcome.status == one.status
        assert one.status in (TABLE[before.status, action].to or {before.status})
        _whole(one)
        _follows(before, wanted, one)
    _ends(one, now)


def _whole(one: TicketView) -> None:
    """What holds for any ticket at any time."""
    assert (one.fulfilled_at is not None) == (one.status in (*FULFILLED, "closed"))
    assert (one.status == "waiting_document") == bool(one.outstanding and one.fulfilled_at)
    assert one.status != "waiting_person" or (one.question and remembered(one)["resume"] in lifecycle.WORKING)


def _follows(before: TicketView, did: Deed, one: TicketView) -> None:
    """What holds for the step that led to it."""
    if before.status in ENDED and one.status != before.status:
        until = reopen_until(before, CATALOGUE)
        assert (before.status, did.action) == ("closed", "reopen") and until is not None and did.now <= until
    if one.status == "closed" and before.status == "waiting_document":
        assert did.action == "accept_document"
    _clock(before, did, one)


def _clock(before: TicketView, did: Deed, one: TicketView) -> None:
    """Only what may move a date moves it, and to where the clock puts it."""
    if did.action == "set_due":
        assert one.due_at == datetime.fromisoformat("2027-02-01T12:00").replace(tzinfo=MONDAY.tzinfo)
    elif "clock" not in TABLE[before.status, did.action].effects:
        assert (one.due_at, one.close_by) == (before.due_at, before.close_by)  # K17: not a question either
    elif one.due_at != dates(one, CATALOGUE).due_at:  # an officer's own date, where there is none to be computed
        assert one.due_at == before.due_at and dates(one, CATALOGUE).due_at is None
    if did.action == "incomplete" and before.status != "waiting_completeness":
        assert one.due_at is None  # K11: it stands still
    if did.action == "complete" and one.service == "BMN.2" and not remembered(one).get("reopened_at"):
        calendar = calendar_of(CATALOGUE.offices[one.office], CATALOGUE.calendar)
        assert one.due_at == calendar.closing(calendar.nth_after(calendar.local(did.now).date(), 20))  # K11, K3


def _ends(one: TicketView, now: datetime) -> None:
    """No dead end: an officer can bring it to its end from wherever the walk has led."""
    for _ in range(4):
        if one.status in ENDED:
            return
        one = live(one, deed(HOME[one.status], "officer", now))
    assert one.status in ENDED
