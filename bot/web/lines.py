"""A conversation's lines as JSON for the chat page (shapes: docs of `Message`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from bot.dialog.language import Words
from bot.dialog.scene import TICKET_BOUND
from bot.house import House
from bot.messages import TicketView
from bot.web.tickets import card
from storage.history import Line

CARDS = ("ticket.opened", "status.", "reopen.done")  # beginnings of keys whose words come with a ticket's card
ABOUT = f"{TICKET_BOUND}about/"  # choice of what is said from a ticket's card
OFFICER = "staff.reply"  # key of an officer's own words


class Choice(BaseModel):
    """A quick choice; `id` goes back in `choice`, and the label may be typed instead."""

    id: str
    label: str


class Part(BaseModel):
    """One bubble. `lines`: a summary's {field, label, value}; `ticket`: the card of a ticket."""

    key: str
    text: str
    title: str | None = None
    lines: list[dict[str, str]] | None = None
    ticket: dict[str, Any] | None = None
    files: list[dict[str, Any]] = []


class Message(BaseModel):
    """One turn of one side. `sender`: me, bot or officer; `client_id`: as the page sent it.

    `about`: the ticket from whose card it was said.
    """

    id: str
    sender: str
    at: str
    client_id: str | None = None
    about: str | None = None
    text: str = ""
    files: list[dict[str, Any]] = []
    parts: list[Part] = []
    choices: list[Choice] = []
    rating: bool = False
    confirm: bool = False


def far_id(user: str, client_id: str) -> str:
    """A page's message id as the store knows it: nobody can take another person's."""
    return f"{user}:{client_id}"


def messages(
    house: House, words: Words, lines: Iterable[Line], tickets: Mapping[str, TicketView]
) -> list[dict[str, Any]]:
    """Lines of a conversation, oldest first. `tickets`: this person's own, by number."""
    shown = (_mine(line) if line.who == "person" else _theirs(house, words, line, tickets) for line in lines)
    return [each.model_dump(mode="json") for each in shown]


def _mine(line: Line) -> Message:
    return Message(
        id=f"r{line.id}",
        sender="me",
        at=line.at.isoformat(),
        client_id=line.body["far_id"].partition(":")[2] or None,
        about=_about(line.body["choice"] or ""),
        text=line.body["text"],
        files=[{"name": name} for name in line.body["files"]],
    )


def _about(choice: str) -> str | None:
    return choice.removeprefix(ABOUT) if choice.startswith(ABOUT) else None


def _theirs(house: House, words: Words, line: Line, tickets: Mapping[str, TicketView]) -> Message:
    bubbles = line.body["bubbles"]
    last = next((each for each in reversed(bubbles) if each["choices"]), bubbles[-1])
    return Message(
        id=f"o{line.id}",
        sender="officer" if any(each["key"] == OFFICER for each in bubbles) else "bot",
        at=line.at.isoformat(),
        parts=[_part(house, words, each, tickets) for each in bubbles],
        choices=[Choice(**each) for each in last["choices"]],
        rating=last["key"].startswith("rating") and len(last["choices"]) == 5,
        confirm=_summary(last),
    )


def _part(house: House, words: Words, bubble: Mapping[str, Any], tickets: Mapping[str, TicketView]) -> Part:
    data = bubble.get("data") or {}
    ticket = tickets.get(str(data.get("number"))) if bubble["key"].startswith(CARDS) else None
    summary = _summary(bubble)
    return Part(
        key=bubble["key"],
        text=bubble["text"],
        title=data.get("title") if summary else None,
        lines=[_line(each) for each in data["lines"]] if summary else None,
        ticket=card(house, words, ticket) if ticket else None,
        files=[{"name": name, "url": f"/files/templates/{quote(name)}"} for name in bubble["files"]],
    )


def _summary(bubble: Mapping[str, Any]) -> bool:
    """A form's summary to confirm: lines of label and value, with choices."""
    return bubble["key"].startswith("summary") and "lines" in (bubble.get("data") or {})


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(line.get(name) or "") for name in ("field", "label", "value")}
