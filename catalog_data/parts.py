"""The catalogue's small parts: facts, what is asked for, papers, variants. Imported by `model.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic import Field as Spec

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=24)]
POINT = r"(B\.)?[1-8](\.[a-z0-9]+)*"
CLAUSE = rf"^layanan [1-9][0-9]*, komponen {POINT}(( dan | s\.d\. ){POINT})?( \([^()]+\))?$"


Clause = Annotated[str, StringConstraints(pattern=CLAUSE)]


class Frozen(BaseModel):
    """Base: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Frozen):
    """A statement of the standard. `gap`: the standard is silent here, `text` says on what."""

    text: Words
    clause: Clause | None = None
    gap: bool = False
    source_note: str | None = None  # the printed form where it is corrected (oddities O1-O34)


class Condition(Frozen):
    """Holds when the answer `field` is one of `values`, or (numbers) is above/at most a bound."""

    field: str
    values: tuple[str, ...] = ()
    above: int | None = None


class Option(Frozen):
    """One choice of a field of kind "choice". `words`: further ways to say it.

    `topic`: what the reader calls a subject that says as much ("new_company").
    """

    id: str
    label: Words
    words: tuple[str, ...] = ()
    topic: str = ""


FieldKind = Literal[
    "text", "place", "number", "date", "dates", "datetime", "hours", "choice", "names", "phone",
    "email", "superior", "file", "list", "software", "asset", "company", "office", "name", "unit", "contact",
]  # fmt: skip


class Field(Frozen):
    """One thing to know before a ticket is complete.

    `clause`: the standard asks for it; None: the officer cannot work without it (office rule).
    `param`: what the clock counts by: "devices", "accounts", "event_date" (of kind "dates" it also
    gives "event_end"), "after_hours", "lead" ... `takes`: entity units that fill a number ("orang").
    `follow`: a document that may follow ("menyusul"). `document`: id of the document it stands for.
    `columns`/`count`: of a list: canonical column -> header spellings; the number field it must match.
    `template`: a list's template may be downloaded under this file name.
    `default`: taken when the person did not say it; then never asked, only shown in the summary.
    `entity`: the kinds of entity that fill it where the field's kind does not say so ("event").
    `clause_variants`: the clause asks for it under these variants only (empty: all of the field's).
    `offered`: asked once although it may be left empty. `cues`: of several places, the words before the one
    that is meant ("jemput ... di", "ke").
    Of kind "choice" with a yes-or-no sense the option ids are "ya" and "tidak".
    """

    id: str
    kind: FieldKind
    label: Words
    ask: Words
    again: str = ""  # the question in short, when it is put again
    hint: str = ""
    clause: Clause | None = None
    required: bool = True
    offered: bool = False
    variants: tuple[str, ...] = ()  # empty: all
    when: tuple[Condition, ...] = ()  # all must hold
    param: str | None = None
    takes: tuple[str, ...] = ()
    measured: bool = False  # kept with its unit ("30 meter")
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[Option, ...] = ()
    follow: bool = False
    document: str | None = None
    columns: dict[str, tuple[str, ...]] = Spec(default_factory=dict)
    count: str | None = None
    template: str | None = None
    default: str | None = None
    entity: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()  # kinds taken where none of `entity` was told ("pinjam ruang rapat")
    cues: tuple[str, ...] = ()
    clause_variants: tuple[str, ...] = ()
    opening: bool = False  # the words that opened the request answer it (a symptom, a question)


class Document(Frozen):
    """A paper that the standard names.

    `stage`: "before" (needed to open or to start the clock), "after" (signed once fulfilled).
    `form`: "upload" (asked for by the field with this `document`), "bring" (a checklist for the
    visit), "complete_later" (listed; the officer declares completeness, K11), "condition" (no paper,
    but the standard lists it among its requirements). `short`: its name in a sentence to a person.
    """

    id: str
    name: Words
    clause: Clause
    stage: Literal["before", "after"] = "before"
    form: Literal["upload", "bring", "complete_later", "condition"] = "upload"
    variants: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    source_note: str | None = None
    short: Words = ""

    @property
    def called(self) -> str:
        """How it is called in a sentence."""
        return self.short or self.name


class Variant(Frozen):
    """`words`: other names, for matching a typed choice. `short`: a label of at most 24 characters.

    `incident`: no variant of the standard but a disturbance under this code ("gangguan"): a ticket
    of type incident, shown outside (contract) with variant null, whose term is `incident_term`.
    """

    id: str
    name: Words
    short: Short
    clause: Clause | None = None  # None: a proposal of the project (office rule)
    words: tuple[str, ...] = ()
    incident: bool = False
