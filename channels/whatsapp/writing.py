"""Our bubbles as messages of the Cloud API. Pure: each bubble that `cut` makes is one message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from channels.base import Bubble
from channels.splitting import split

TEXT, BODY = 4096, 1024  # signs of words alone, and of words above choices
BUTTONS, LABEL = 3, 20
ROWS, TITLE, ABOUT = 10, 24, 72
TEMPLATE = 900  # signs of words inside a template
_BOLD = re.compile(r"\*\*(.+?)\*\*")
Short = Mapping[str, str]


def cut(bubble: Bubble) -> list[Bubble]:
    """The words in pieces; the choices below the last, in lists of ten; then each file by itself."""
    pieces = split(bubble.text, BODY if bubble.choices else TEXT) or (["…"] if bubble.choices else [])
    said = [Bubble(bubble.key, piece, data=bubble.data) for piece in pieces]
    lists = [bubble.choices[n : n + ROWS] for n in range(0, len(bubble.choices), ROWS)]
    for n, choices in enumerate(lists):
        if n == 0:
            said[-1] = replace(said[-1], choices=choices)
        else:
            said.append(Bubble(bubble.key, f"({n + 1}/{len(lists)})", choices, data=bubble.data))
    return [*said, *(Bubble(bubble.key, "", files=(name,)) for name in bubble.files)]


def message(bubble: Bubble, short: Short, pick: str) -> dict[str, Any]:
    """The message's own part. `short`: labels said in fewer signs; `pick`: what opens a list."""
    body = marked(bubble.text)
    if not bubble.choices:
        return {"type": "text", "text": {"body": body, "preview_url": False}}
    labels = [short.get(label, label) for _, label in bubble.choices]
    if len(labels) <= BUTTONS and all(len(label) <= LABEL for label in labels):
        return _interactive("button", body, {"buttons": _buttons(bubble, _apart(labels, LABEL))})
    rows = [_row(id, title, label) for (id, label), title in zip(bubble.choices, _apart(labels, TITLE), strict=True)]
    return _interactive("list", body, {"button": pick, "sections": [{"title": pick, "rows": rows}]})


def _interactive(kind: str, body: str, action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}


def _buttons(bubble: Bubble, labels: list[str]) -> list[dict[str, Any]]:
    ids = [id for id, _ in bubble.choices]
    return [{"type": "reply", "reply": {"id": id, "title": label}} for id, label in zip(ids, labels, strict=True)]


def _row(id: str, title: str, label: str) -> dict[str, str]:
    """A row; where its title is not the whole label, the label stands below."""
    whole = {"description": fitted(label, ABOUT)} if title != label else {}
    return {"id": id, "title": title, **whole}


def _apart(labels: list[str], room: int) -> list[str]:
    """Labels that fit, numbered where two would look alike."""
    fits = [fitted(label, room) for label in labels]
    if len(set(fits)) == len(fits):
        return fits
    return [fitted(f"{n}. {label}", room) for n, label in enumerate(labels, 1)]


def fitted(label: str, room: int) -> str:
    """`label` within `room` signs, cut at a word where there is one."""
    if len(label) <= room:
        return label
    head = label[: room - 1]
    at_word = head.rpartition(" ")[0]
    return (at_word if len(at_word) > room // 2 else head).rstrip(" ,;") + "…"


def marked(text: str) -> str:
    """Our light markup as WhatsApp's."""
    return _BOLD.sub(r"*\1*", text)


def template(name: str, language: str, bubble: Bubble) -> dict[str, Any]:
    """An approved template with the words as its one variable: one line, no tabs, as the far side wants it."""
    words = " ".join(_BOLD.sub(r"\1", bubble.text).replace("\n> ", "\n").split())
    values = [{"type": "text", "text": fitted(words, TEMPLATE)}]
    parts = [{"type": "body", "parameters": values}]
    return {"type": "template", "template": {"name": name, "language": {"code": language}, "components": parts}}
