"""The shapes in which this room answers: what was meant, about what, with which values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day
from datetime import time as Hour
from typing import Any, Literal

Decision = Literal["accept", "clarify", "reject"]
Intent = Literal[
    "request", "greeting", "thanks", "status", "cancel", "human", "complaint", "reopen",
    "ask_requirements", "ask_deadline", "ask_fee", "ask_contact", "ask_hours", "ask_procedure",
    "help", "oos",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible service (and variant); `score` is a calibrated probability, 0 to 1."""

    service: str
    variant: str | None
    score: float


@dataclass(frozen=True, slots=True)
class When:
    """A date phrase read. `end`: last day of a range. `ask`: equally good readings (date None)."""

    date: Day | None = None
    time: Hour | None = None
    end: Day | None = None
    ask: tuple[Day, ...] = ()
    end_time: Hour | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A value with its place in the text, so that nothing is used twice.

    kind -> value:
      when: When          number: int (unit: "orang", "perangkat", "akun", "unit", "meter", "titik",
      "hari", "jam", "bulan", "tahun", "lembar", ... or "")        email: str (lower case)
      phone: str          office: office id      place: str as written   names: tuple[str, ...]
      ticket: str ("KPTIK-2611-0042", or its tail "0042")               software: tuple[str, ...]
      asset_code: str (kode BMN)   serial: str   role: str ("kasubbag", ...; unit: echelon "IV"/"")
      company: str        event: str (what the occasion is called)
      goods: str (a thing borrowed, wanted or broken)   purpose: str   topic: str (of a talk)
      secret: str (a password or one-time code typed by the person: mask [start:end], never repeat)
    """

    kind: str
    value: Any
    start: int
    end: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the words alone say; no context of the conversation is needed.

    `decision`, `candidates`, `intent`, `service`, `variant` as in `loket match` (contract).
    `asked`: a question about the standard beside a request or an answer ("..., perlu surat?"),
    an `ask_*` intent, else None. `topics`: finer subject of a question ("new_company",
    "who_may_rent", "legal_basis", "guarantee", "facilities", "signatory", "reopen", ...).
    A question that only its topic tells has the intent "help". `near_miss`: a kind of
    `out_of_scope.toml` that another unit serves ("tax", "payroll", "treasury" with SAKTI, ...), else
    None. A variant may be an incident's ("gangguan"), which the contract shows as null.
    `urgent`: urgent words about "keamanan", "listrik" or "air", else None.
    `parts`: two or more requests for different services in one message, in order, else empty.
    `questions`: two or more questions in one message, each by itself, else empty.
    `wish`: the one request that stands beside a question or a cancellation ("ga jadi pinjam, mau lapor
    laptop rusak"), without their words, else None.
    `yes`/`no`: the message is, as a whole or at its head, an agreement or a refusal.
    `language`: "" where the words are of neither language (names, numbers).
    `correction`: the words say that something said before was wrong ("eh bukan 5, 7 orang").
    `still`: what was done is not right yet, or not any more ("masih mati", "kurang 2 buah").
    """

    text: str
    intent: Intent
    service: str | None
    variant: str | None
    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    entities: tuple[Entity, ...] = ()
    language: Literal["id", "en", ""] = ""
    asked: Intent | None = None
    topics: tuple[str, ...] = ()
    near_miss: str | None = None
    urgent: str | None = None
    parts: tuple[Reading, ...] = ()
    questions: tuple[Reading, ...] = ()
    wish: Reading | None = None
    yes: bool = False
    no: bool = False
    correction: bool = False
    still: bool = False
    restart: bool = False  # "ulang dari awal"
    menyusul: bool = False  # "suratnya menyusul"
    why: tuple[str, ...] = field(default=(), compare=False)  # deciding words and examples
