"""The ticket's life: the table is whole, every path ends, and the clock follows each step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.desk.lifecycle import ACTIONS, ALL, ENDED, FULFILLED, TABLE, UNDONE, Outcome, refusal, step
from bot.desk.standing import Deed, dates, reopen_until
from bot.messages import Refused, TicketView
from tests.ready import catalogue

CATALOGUE = catalogue().model_copy(update={"priority": ("tinggi", "sedang", "biasa")})  # an office that names levels
ZONE = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
CONTRACT = [
    "take", "escalate", "note", "ask", "reply", "hand_back", "complete", "incomplete", "triage", "set_due",
    "reclassify", "transfer", "decline", "cancel", "fulfil", "accept_document", "reject_document", "confirm", "close",
]  # fmt: skip
PERSONS = ["answer", "add", "change", "withdraw", "confirm_done", "reopen", "rate", "complain"]
NEEDED: dict[str, dict[str, Any]] = {
    "assign": {"officer": "7"},
    "escalate": {"group": "TIK"},
    "transfer": {"office": "medan"},
    "reclassify": {"service": "ITSM.12", "variant": "onsite_berkala"},
    "note": {"text": "sudah dicek"},
    "ask": {"text": "Lantai berapa?"},
    "reply": {"text": "Baik"},
    "incomplete": {"text": "Surat kuasa belum ada"},
    "triage": {"tier": "ringan_ada"},
    "set_due": {"at": "2027-02-01T12:00", "reason": "menunggu suku cadang"},
    "decline": {"reason": "bukan layanan kami"},
    "cancel": {"reason": "ganda"},
    "fulfil": {"label": "selesai", "text": "sudah dikerjakan"},
    "reject_document": {"reason": "belum ditandatangani"},
    "rate": {"rating": 4},
    "reopen": {"reason": "macet lagi"},
    "retype": {"type": "incident"},
    "prioritise": {"level": "tinggi"},
}
DISTURBANCE = ("ITSM.5", "gangguan")


def ticket(service: str = "ITSM.5", variant: str | None = "internet_tamu", **more: Any) -> TicketView:
    given = {"status": "new", "office": "semarang", "opened_at": MONDAY, "answers": {}, "summary": "", **more}
    fresh = TicketView(number="KPTIK-2611-0001", service=service, variant=variant, **given)
    promised = dates(fresh, CATALOGUE)
    return replace(fresh, due_at=more.get("due_at", promised.due_at), close_by=promised.close_by)


def deed(action: str, actor: str = "officer", now: datetime = MONDAY, /, **params: Any) -> Deed:
    return Deed(action, actor, now, {**NEEDED.get(action, {}), **params})


def after(one: TicketView, outcome: Outcome) -> TicketView:
    columns = {name: value for name, value in outcome.changes.items() if name not in ("officer", "group")}
    return replace(one, **columns)


def live(one: TicketView, *steps: str | Deed) -> TicketView:
    for each in steps:
        wanted = each if isinstance(each, Deed) else deed(each)
        one = after(one, step(one, wanted, CATALOGUE))
    return one


def refused(one: TicketView, wanted: Deed) -> str:
    with pytest.raises(Refused) as caught:
        step(one, wanted, CATALOGUE)
    return caught.value.key


def test_the_table_knows_every_action_of_the_contract_and_of_the_person() -> None:
    assert set(CONTRACT) | set(PERSONS) | {"auto_close"} <= set(ACTIONS)
    assert {status for status, _ in TABLE} == set(ALL)
    assert all(to in ALL for row in TABLE.values() for to in row.to)


@pytest.mark.parametrize("status", ALL)
def test_every_pair_has_a_row_or_one_clear_refusal(status: str) -> None:
    one = ticket(status=status, fulfilled_at=MONDAY)
    for action in ACTIONS:
        if (status, action) not in TABLE:
            for actor in ("officer", "person", "timer"):
                assert refused(one, deed(action, actor)) == "refused.status"


@pytest.mark.parametrize(("status", "action"), sorted(TABLE))
def test_only_those_whom_the_row_names_may_act(status: str, action: str) -> None:
    one = ticket(status=status, fulfilled_at=MONDAY)
    for actor in {"officer", "person", "timer"} - TABLE[status, action].who:
        assert refused(one, deed(action, actor)) == "refused.actor"


@pytest.mark.parametrize("action", sorted({action for (_, action), row in TABLE.items() if row.needs}))
def test_what_an_action_needs_is_asked_for(action: str) -> None:
    (status, _), row = next((pair, row) for pair, row in TABLE.items() if pair[1] == action)
    service, variant = {"triage": ("BMN.4", "listrik"), "incomplete": ("BMN.2", None), "prioritise": DISTURBANCE}.get(
        action, ("ITSM.5", "internet_tamu")
    )
    type = "incident" if variant == DISTURBANCE[1] else "request"
    one = ticket(service, variant, status=status, fulfilled_at=MONDAY, type=type)
    actor = sorted(row.who)[0]
    for name in row.needs:
        for nothing in (None, ""):
            assert refused(one, deed(action, actor, **{name: nothing})) == "refused.missing"


def _reached(start: str) -> set[str]:
    seen, left = {start}, [start]
    while left:
        here = left.pop()
        for (status, _), row in TABLE.items():
            if status == here:
                left += set(row.to) - seen
                seen |= set(row.to)
    return seen


def test_every_status_is_reached_and_none_is_a_dead_end() -> None:
    assert _reached("new") == set(ALL)
    for status in (*UNDONE, *FULFILLED):
        assert _reached(status) & set(ENDED), status
    assert _reached("cancelled") == {"cancelled"} and _reached("declined") == {"declined"}


def test_the_standard_s_flowchart_from_request_to_closing() -> None:
    walked = []
    one = ticket()
    for action in ("take", "escalate", "take", "fulfil", "confirm", "close"):
        one = live(one, action)
        walked.append(one.status)
    assert walked == ["analysed", "escalated", "in_progress", "fulfilled", "confirmed", "closed"]
    assert one.fulfilled_at == MONDAY


def test_nobody_takes_a_ticket_twice() -> None:
    assert refused(live(ticket(), "take"), deed("take")) == "refused.status"
    assert refused(live(ticket(), "take", "escalate", "take"), deed("take")) == "refused.status"


@pytest.mark.parametrize(("service", "variant"), [("ITSM.9", "instalasi_individu"), ("BMN.1", None), ("BMN.3", None)])
def test_what_must_be_signed_gates_the_closing(service: str, variant: str | None) -> None:
    one = live(ticket(service, variant), "take", "fulfil")
    assert one.status == "waiting_document" and len(one.outstanding) == 1
    for action in ("close", "confirm"):
        assert refused(one, deed(action)) == "refused.status"
    assert refused(one, deed("auto_close", "timer", MONDAY + timedelta(30))) == "refused.status"
    rejected = live(one, "reject_document")
    assert (rejected.status, rejected.outstanding) == ("waiting_document", one.outstanding)
    assert refused(one, deed("accept_document", document="lain")) == "refused.document"
    accepted = live(one, "accept_document")
    assert (accepted.status, accepted.outstanding) == ("fulfilled", ())
    assert live(accepted, "confirm", "close").status == "closed"


def test_no_other_service_asks_for_a_paper_afterwards() -> None:
    for code, service in CATALOGUE.services.items():
        variant = service.variants[0].id if service.variants else None
        status = live(ticket(code, variant), "take", "fulfil").status
        assert status == ("waiting_document" if code in ("ITSM.9", "BMN.1", "BMN.3") else "fulfilled")


def test_the_person_s_confirmation_closes_at_once_and_with_a_paper_outstanding_once_it_is_there() -> None:
    done = deed("confirm_done", "person")
    assert live(ticket(), "take", "fulfil", done).status == "closed"
    waiting = live(ticket("BMN.3", None), "take", "fulfil", done)
    assert waiting.status == "waiting_document"
    assert live(waiting, "accept_document").status == "closed"
    again = live(waiting, deed("reopen", "person"), "take", "fulfil", "accept_document")
    assert again.status == "fulfilled"  # confirmed before the reopening, not since


def test_unanswered_it_closes_after_the_seventh_day_and_a_late_paper_closes_it_too() -> None:
    one = live(ticket(), "take", "fulfil")
    until = reopen_until(one, CATALOGUE)
    assert until == datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)
    assert refused(one, deed("auto_close", "timer", until)) == "refused.too_early"
    late = until + timedelta(seconds=1)
    assert live(one, deed("auto_close", "timer", late)).status == "closed"
    assert live(ticket("BMN.1", None), "fulfil", deed("accept_document", "officer", late)).status == "closed"


def test_reopening_until_the_last_second_starts_the_term_anew() -> None:
    one = live(ticket("ITSM.9", "instalasi_kolektif", params={"devices": 6}), "take", "fulfil", "accept_document")
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=ZONE)
    again = live(one, deed("reopen", "person", friday, params={"devices": 4}))
    assert (again.status, again.fulfilled_at) == ("reopened", None)
    assert again.due_at == datetime(2026, 11, 30, 17, 0, tzinfo=ZONE)
    until = reopen_until(one, CATALOGUE)
    assert until is not None
    assert live(one, deed("reopen", "person", until)).status == "reopened"
    assert refused(one, deed("reopen", "person", until + timedelta(seconds=1))) == "refused.reopen_late"
    assert refused(one, deed("reopen", "person", friday, params={"devices": 0})) == "refused.params"
    renewed = live(again, deed("take"), deed("fulfil", "officer", friday))
    assert reopen_until(renewed, CATALOGUE) == datetime(2026, 12, 4, 23, 59, 59, tzinfo=ZONE)


def test_a_closed_ticket_may_be_reopened_within_the_window_and_a_cancelled_one_never() -> None:
    assert live(ticket(), "take", "fulfil", "close", deed("reopen", "person")).status == "reopened"
    assert refused(live(ticket(), "cancel"), deed("reopen", "person")) == "refused.status"
    assert refused(ticket(status="in_progress"), deed("reopen", "person")) == "refused.status"


def test_the_owner_withdraws_before_work_starts_and_not_after() -> None:
    mine = deed("withdraw", "person")
    for steps in ([], ["take"], ["take", "escalate"], ["take", "ask"]):
        assert live(ticket(), *steps, mine).status == "cancelled"
    for steps in (["take", "escalate", "take"], ["take", "escalate", "take", "ask"], ["take", "fulfil"]):
        assert refused(live(ticket(), *steps), mine) == "refused.status"


@pytest.mark.parametrize("steps", [[], ["take"], ["take", "escalate"], ["take", "escalate", "take"]])
def test_a_question_leads_back_to_where_work_stood_and_does_not_stop_the_clock(steps: list[str]) -> None:
    before = live(ticket(), *steps)
    asked = live(before, "ask")
    assert (asked.status, asked.question, asked.due_at) == ("waiting_person", "Lantai berapa?", before.due_at)
    twice = live(asked, deed("ask", text="Gedung mana?"))
    answered = live(twice, deed("answer", "person", text="lantai 4"))
    assert (answered.status, answered.question, answered.due_at) == (before.status, "", before.due_at)


def test_the_documents_declared_complete_start_the_clock_once() -> None:
    one = ticket("BMN.2", None, status="waiting_completeness", outstanding=("surat_penilaian",))
    assert one.due_at is None
    assert refused(one, deed("fulfil")) == "refused.status"
    listed = live(one, "incomplete")
    assert (listed.status, listed.question, listed.due_at) == ("waiting_completeness", "Surat kuasa belum ada", None)
    complete = live(listed, deed("complete", "officer", MONDAY + timedelta(1)))
    assert (complete.status, complete.outstanding, complete.question) == ("analysed", (), "")
    assert complete.due_at == datetime(2026, 12, 22, 17, 0, tzinfo=ZONE)
    assert refused(complete, deed("complete")) == "refused.nothing_to_complete"
    stopped = live(complete, "incomplete")
    assert (stopped.status, stopped.due_at) == ("waiting_completeness", None)


def test_a_service_without_papers_before_has_nothing_to_complete() -> None:
    assert refused(ticket(), deed("complete")) == "refused.nothing_to_complete"
    assert refused(ticket("BMN.1", None), deed("incomplete")) == "refused.no_documents"


def test_an_hour_after_completeness_in_lpse() -> None:
    one = ticket("LPSE.2", "badan_usaha", status="waiting_completeness")
    assert live(one, deed("complete")).due_at == MONDAY + timedelta(hours=1)


def test_triage_and_a_third_party_change_the_date() -> None:
    assert ticket("BMN.4", "listrik").due_at is None
    light = live(ticket("BMN.4", "listrik"), "take", "triage")
    assert light.due_at == datetime(2026, 11, 24, 17, 0, tzinfo=ZONE)
    assert live(light, deed("triage", tier="rencana_kerja")).due_at is None
    assert refused(light, deed("triage", tier="parah")) == "refused.tier"
    assert refused(ticket(), deed("triage")) == "refused.no_triage"
    repair = ticket("BMN.3", None)
    assert repair.due_at is not None and live(repair, "third_party").due_at is None
    assert refused(ticket(), deed("third_party")) == "refused.no_third_party"


def test_an_officer_sets_a_date_that_lies_ahead() -> None:
    one = ticket("TU.1", "kendaraan")
    assert live(one, "set_due").due_at == datetime(2027, 2, 1, 12, 0, tzinfo=ZONE)
    assert refused(one, deed("set_due", at="2026-11-20T12:00")) == "refused.past"
    assert refused(one, deed("set_due", at="besok")) == "refused.moment"


def test_another_service_or_office_counts_anew() -> None:
    moved = live(ticket(), "take", "reclassify")
    assert (moved.service, moved.variant, moved.status) == ("ITSM.12", "onsite_berkala", "analysed")
    assert live(ticket(), deed("reclassify", service="BMN.4", variant=None)).due_at is None
    assert refused(ticket(), deed("reclassify", service="ITSM.1")) == "refused.service"
    assert refused(ticket(), deed("reclassify", service="BMN.4", variant="air")) == "refused.service"
    papers = live(ticket(), "take", deed("reclassify", service="BMN.2", variant=None))
    assert (papers.status, papers.due_at) == ("waiting_completeness", None)
    assert papers.outstanding and live(papers, "complete").due_at == datetime(2026, 12, 21, 17, 0, tzinfo=ZONE)
    back = live(papers, "reclassify")
    assert (back.status, back.outstanding) == ("new", ())
    assert back.due_at == datetime(2026, 11, 24, 17, 0, tzinfo=ZONE)
    list_missing = live(papers, deed("reclassify", service="ITSM.8", variant="akun_kolektif"))
    assert (list_missing.status, list_missing.due_at) == ("waiting_completeness", None)
    there = live(ticket(), "take", deed("transfer", office="makassar"))
    assert (there.status, there.office) == ("new", "makassar")
    assert there.due_at is not None and there.due_at.utcoffset() == timedelta(hours=8)
    assert refused(ticket(), deed("transfer", office="semarang")) == "refused.office"
    asked = live(ticket(), "take", "escalate", "take", "ask", "transfer", deed("answer", "person"))
    assert asked.status == "new"


def test_escalation_goes_to_a_group_of_the_office() -> None:
    outcome = step(ticket(), deed("escalate", group="bmn"), CATALOGUE)
    assert outcome.changes["group"] == "BMN" and "tell_group" in outcome.effects
    assert refused(ticket(), deed("escalate", group="RT")) == "refused.group"


def test_a_count_or_a_date_said_anew_moves_the_due_date() -> None:
    one = ticket("ITSM.9", "instalasi_kolektif", params={"devices": 6})
    more = live(one, deed("change", "person", params={"devices": 11}, answers={"jumlah_perangkat": 11}))
    assert more.due_at == datetime(2026, 11, 26, 17, 0, tzinfo=ZONE)
    assert more.answers == {"jumlah_perangkat": 11}
    event = ticket("ITSM.11", "luar_kantor", params={"event_date": "2026-12-08"})
    soon = deed("change", "person", params={"event_date": "2026-12-02"})
    assert refused(event, soon) == "refused.too_soon"
    assert live(replace(event, marks=("too_soon",)), soon).due_at is None  # an officer assesses it
    assert refused(event, deed("change", "person", params={"event_date": "besok"})) == "refused.params"


def test_one_rating_for_each_closing_and_a_low_one_reaches_the_supervisor() -> None:
    done = live(ticket(), "take", "fulfil")
    rated = live(done, deed("rate", "person"))
    assert (rated.rating, rated.status) == (4, "fulfilled")
    assert refused(rated, deed("rate", "person")) == "refused.rated"
    assert refused(done, deed("rate", "person", rating=6)) == "refused.rating"
    assert refused(done, deed("rate", "person", MONDAY + timedelta(9))) == "refused.rating_late"
    assert step(done, deed("rate", "person", rating=2), CATALOGUE).effects == ("tell_supervisor",)
    assert step(done, deed("rate", "person", rating=3), CATALOGUE).effects == ()
    again = live(rated, deed("reopen", "person"))
    assert again.rating is None and refused(again, deed("rate", "person")) == "refused.status"


def test_notes_are_the_desk_s_own_unless_said_otherwise() -> None:
    assert step(ticket(), deed("note"), CATALOGUE).effects == ()
    assert step(ticket(), deed("note", internal=False), CATALOGUE).effects == ("tell_person",)


def test_complaints_have_no_date_and_no_papers_and_disturbances_no_date() -> None:
    complaint = ticket("BMN.1", None, type="complaint")
    assert complaint.due_at is None and live(complaint, "take", "fulfil").status == "fulfilled"
    assert ticket("ITSM.5", "gangguan").due_at is None
    assert ticket("ITSM.5", "kabel_utp", type="incident").due_at is None


def test_a_refusal_is_foretold_without_the_words_that_the_action_needs() -> None:
    one = live(ticket(), "take", "fulfil")
    assert refusal(one, Deed("reopen", "person", MONDAY), CATALOGUE) is None
    late = refusal(one, Deed("reopen", "person", MONDAY + timedelta(8)), CATALOGUE)
    assert late is not None and late.key == "refused.reopen_late"
    assert late.params["until"] == reopen_until(one, CATALOGUE)
