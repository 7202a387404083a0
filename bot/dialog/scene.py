"""What a rule looks at, and the few moves of which every rule is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialog.copies import but
from bot.dialog.fields.base import Heard
from bot.dialog.state import Draft, Prompt, State, Turn, World
from bot.messages import Address, Choice, Effect, Say
from catalog_data.model import Service

WHOSE = "edit.whose"  # the question that is put between a field's question and its answer
TICKET_BOUND = "t:"  # a choice that carries its ticket and may be pressed long after its question


@dataclass(frozen=True, slots=True)
class Scene:
    """One message in its place: `kind` and `name` say what it means here (meaning.py)."""

    state: State
    heard: Heard
    world: World
    me: Address
    kind: str = ""
    name: str = ""

    def but(self, **changes: Any) -> Scene:
        """This scene with some parts changed."""
        return but(self, **changes)

    def say(self, key: str, /, **params: Any) -> Say:
        """Words to the person of this conversation."""
        return Say(self.me, key, params)

    def service(self) -> Service | None:
        """The service of the open draft, or of the only one that the words name."""
        code = self.state.draft.service if self.state.draft else self.heard.reading.service
        return self.world.catalogue.services.get(code or "")

    def turn(self, *effects: Effect, state: State | None = None) -> Turn:
        """Say or do these; the state stays unless another is given."""
        return Turn(state or self.state, effects)

    def draft(self) -> Draft:
        """The open draft; rules of the steps that fill one may count on it."""
        assert self.state.draft is not None, f"step {self.state.step} without a draft"
        return self.state.draft


def pick(name: str, key: str | None = None, /, **params: Any) -> Choice:
    """A quick choice, numbered later by `ask`; its words are `choice.<head of name>` unless told."""
    return Choice(name, key or f"choice.{name.partition('/')[0]}", params)


def ask(scene: Scene, state: State, say: Say, *choices: Choice, again: str = "") -> tuple[State, Say]:
    """Put a question: number its choices, and remember it so that it can be put again.

    `again`: key of a shorter form for the second time.
    """
    number = state.question + 1
    numbered = tuple(Choice(_numbered(number, each.id), each.key, each.params) for each in choices)
    prompt = Prompt(again or say.key, say.params)
    return state.but(question=number, choices=numbered, prompt=prompt), but(say, choices=numbered)


def _numbered(question: int, id: str) -> str:
    return id if id.startswith(TICKET_BOUND) else f"{question}:{id}"


def reask(scene: Scene) -> tuple[Say, ...]:
    """The open question once more, in short, with its choices; nothing when none is open."""
    prompt = scene.state.prompt
    if prompt is None:
        return ()
    again = {"again": True, "n": prompt.params.get("n", 0) + scene.state.misses}
    return (Say(scene.me, prompt.key, {**prompt.params, **again}, scene.state.choices),)


def put_between(state: State) -> bool:
    """Whether another question stands before that of the field: whose an address is."""
    return state.step == "filling" and state.prompt is not None and state.prompt.key == WHOSE


def offered(state: State, *more: Choice) -> State:
    """The open question with further choices, each of them once."""
    there = {each.id for each in state.choices}
    numbered = (Choice(f"{state.question}:{each.id}", each.key, each.params) for each in more)
    return state.but(choices=(*state.choices, *(each for each in numbered if each.id not in there)))


def closed(state: State) -> State:
    """Nothing is open any more; what waits its turn, the language and the numbering stay."""
    return State(
        question=state.question,
        waiting=state.waiting,
        queue=state.queue,
        language=state.language,
        at=state.at,
    )


def parked(state: State) -> State:
    """Nothing is open any more, but a form that was open waits to be gone on with."""
    waiting = (state.draft, *state.waiting) if state.draft else state.waiting
    return closed(state).but(waiting=waiting)


def given(draft: Draft, field: str) -> Any:
    """The value of an answer, or None."""
    found = draft.answers.get(field)
    return found.value if found else None


def answered(draft: Draft, answers: Mapping[str, Any]) -> Draft:
    """The draft with these answers put in or replaced."""
    return but(draft, answers={**draft.answers, **answers})
