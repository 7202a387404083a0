"""The catalogue's types: the public standard as data and, marked apart, the office's own rules.

Frozen pydantic models; `load.py` fills them from the TOML files and refuses what does not fit.
`clause` names where in the standard a fact stands, e.g. "layanan 1, komponen 3.a.2"; a value without
a clause is the office's own (`office_rule`), never called a requirement to a person.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Spec

from catalog_data.parts import (
    Clause,
    Condition,
    Document,
    Fact,
    Field,
    FieldKind,
    Frozen,
    Option,
    Short,
    Variant,
    Words,
)

__all__ = [
    "Answer",
    "Block",
    "CalendarRules",
    "Catalogue",
    "Clause",
    "Condition",
    "Contact",
    "DayChange",
    "Document",
    "Fact",
    "Field",
    "FieldKind",
    "Frozen",
    "LeadTime",
    "Office",
    "Option",
    "Procedure",
    "Response",
    "Route",
    "Service",
    "Short",
    "Staff",
    "Superior",
    "Term",
    "Threshold",
    "Tier",
    "Variant",
    "Words",
]


class Threshold(Frozen):
    """More than `above` in `field` moves variant `low` to `high`, and back (K12, facts 16.4)."""

    field: str
    above: int
    low: str
    high: str
    clause: Clause | None = None
    family: str = ""  # what both are called before the number is known ("Instalasi")


class LeadTime(Frozen):
    """The event must be at least `amount` `unit` ahead (K7 "hk", K8 "hari")."""

    amount: int
    unit: Literal["hk", "hari"]
    variants: tuple[str, ...] = ()
    after_hours_only: bool = False
    clause: Clause


class Tier(Frozen):
    """Up to `up_to` devices: `amount` working days (K12)."""

    up_to: int
    amount: int


class Term(Frozen):
    """How long fulfilment takes, for `variants` (empty: all).

    `rule`: "hk" (K3), "jam_kerja" (K4), "hari" (K5), "tiers" (K12), "at_event" (K9),
    "day_before_event" (K10), "triage" (K13), "by_letter" (service 12), "none" (gap: no date).
    `start`: "request" or "documents_complete" (K11). `third_party`: the clause under which work by
    a third party has no date (service 9). `minutes`: first handling, working minutes (K6).
    """

    rule: Literal[
        "hk", "jam_kerja", "hari", "tiers", "at_event", "day_before_event", "triage", "by_letter",
        "none",
    ]  # fmt: skip
    clause: Clause
    text: str  # as printed, for answers ("1 (satu) hari kerja")
    amount: int = 0
    start: Literal["request", "documents_complete"] = "request"
    tiers: tuple[Tier, ...] = ()
    triage: dict[str, int] = Spec(default_factory=dict)  # contract's tier id -> hari
    close_after_hk: int = 0
    first_handling_minutes: int = 0
    third_party: Fact | None = None
    variants: tuple[str, ...] = ()


class Response(Frozen):
    """How soon requests are answered. Ways not listed by the standard are absent (O18)."""

    at_once: tuple[Literal["portal", "visit", "phone", "message"], ...]
    email_minutes: int
    clause: Clause
    text: str


class Superior(Frozen):
    """The e-mail address of a superior in CC, at least this echelon (services 3, 5, 6, 7, 9)."""

    echelon: str
    clause: Clause
    text: str


class Procedure(Frozen):
    """Steps in order. `topic`: what a person asks for to get this one ("sewa_permohonan", ...)."""

    topic: str
    title: Words
    steps: tuple[str, ...]
    clause: Clause | None = None
    variants: tuple[str, ...] = ()
    source_note: str | None = None


class Staff(Frozen):
    """Number of people who serve."""

    low: int
    high: int
    clause: Clause


class Block(Frozen):
    """A list of the standard under one clause: legal basis, facilities, competence, safety, ..."""

    items: tuple[str, ...]
    clause: Clause
    intro: str = ""
    source_note: str | None = None


class Answer(Frozen):
    """A service's own answer to a topic that is none of the common ones ("who_may_rent", ...)."""

    topic: str
    text: Words
    clause: Clause | None = None
    words: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()  # words that mean this service by themselves ("akta pendirian")
    tell: bool = False  # told beside a request, or a list asked for, that holds its words
    silent: bool = False  # what is asked is not printed: who may know is said with it


class Service(Frozen):
    """One of the standard's services, whole."""

    number: int
    code: str
    code_official: bool = True  # False: internal only, never shown (LPSE.1, LPSE.2)
    slug: str
    name: Words
    short: Short  # at most 24 characters, for lists
    product: str
    aliases: tuple[str, ...] = ()
    group: Literal["TIK", "BMN", "TU", "LPSE"]
    audience: Literal["internal", "public"] = "internal"  # public: vendors, renters
    # urgent kinds (service 10) and the variant under which each is filed (O17): keamanan, listrik, air
    priority_classes: dict[str, str] = Spec(default_factory=dict)
    submission: Fact
    superior: Superior | None = None
    variants: tuple[Variant, ...] = ()
    ask_variant: str = ""  # the one question between the variants
    fields: tuple[Field, ...] = ()
    documents: tuple[Document, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    lead_times: tuple[LeadTime, ...] = ()
    terms: tuple[Term, ...]
    incident_term: Term | None = None  # a gangguan under this code with no listed variant
    response: Response
    queue: Fact
    reopen: Fact
    support: Fact | None = None
    hours: Fact
    fee: Fact
    fee_note: Fact | None = None
    no_requirements: Fact | None = None  # the clause that says "Tidak Ada"
    procedures: tuple[Procedure, ...] = ()
    legal_basis: Block
    facilities: Block
    competence: Block
    supervision: Block
    staff: Staff
    guarantee: Block
    safety: Block
    evaluation: Block
    rating_clause: Clause | None = None  # None: rating is voluntary, not cited (12-15)
    answers: tuple[Answer, ...] = ()
    gaps: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    phrases: dict[str, tuple[str, ...]] = Spec(default_factory=dict)  # variant id or "" -> phrases


class Contact(Frozen):
    """One way to reach an office, shown as printed. `kind`: email, wa, phone, internal, call_centre."""

    kind: str
    value: str
    link: str = ""  # digits for tel:/wa:, empty where it must not be clickable
    confirm: bool = False  # "perlu konfirmasi kantor" (O11)
    source_note: str | None = None


class Office(Frozen):
    """One of the five locations, or the head-office LPSE helpdesk (`only` services 14, 15)."""

    id: str
    name: str
    city: str
    zone: str  # IANA
    zone_label: str  # WIB, WITA
    contacts: tuple[Contact, ...]
    clause: Clause
    only: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # how people call the place
    break_from: str | None = None  # "12:00": the clock stands still in the break (office setting)
    break_to: str | None = None


class DayChange(Frozen):
    """A day added to or removed from the holidays, with the decree it rests on."""

    day: str  # ISO
    name: str
    decree: str


class CalendarRules(Frozen):
    """K1, K2: opening hours and the reviewed years; what the `holidays` package must be mended by."""

    opens: str  # "08:00"
    closes: str  # "17:00"
    reviewed_to: int  # last year whose collective leave is decreed and reviewed
    added: tuple[DayChange, ...] = ()
    removed: tuple[DayChange, ...] = ()
    texts: dict[str, str] = Spec(default_factory=dict)  # clock.toml: rule -> why a date is what it is


class Route(Frozen):
    """Where an office's tickets of a group go: its mailbox and who is told of delay (position)."""

    mailbox: str
    supervisor: str


class Catalogue(Frozen):
    """Everything that was read. Services by code, in the standard's order."""

    services: dict[str, Service]
    offices: dict[str, Office]
    helpdesk: Office | None  # head-office LPSE helpdesk
    calendar: CalendarRules
    general: tuple[Answer, ...] = ()  # answers that belong to no service (what is KPTIK BMN, ...)
    starts: tuple[str, ...] = ()  # "ITSM.5/internet_tamu": starting points of the chat page
    start_labels: dict[str, str] = Spec(default_factory=dict)  # start -> words of the chip
    routing: dict[str, dict[str, Route]] = Spec(default_factory=dict)  # office -> group -> route
    verbs: dict[str, tuple[str, ...]] = Spec(default_factory=dict)  # action -> an officer's words for it, by mail
    priority: tuple[str, ...] = ()  # levels of a disturbance, the highest first; empty: as received (K15)
    labels: tuple[str, ...] = ()  # labels for fulfilment
    person: tuple[Field, ...] = ()  # who is asking: kantor, nama, unit, kontak; asked once, remembered
