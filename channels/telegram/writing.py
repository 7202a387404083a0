"""Our bubbles as calls of the Bot API. Pure: each bubble that `cut` makes is one call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode

from channels import plain
from channels.base import Bubble
from channels.splitting import split
from channels.telegram.markup import html

TEXT = 4096  # UTF-16 units of a message
DATA = 64  # bytes that a button may carry
BUTTONS = 100  # of one message
NARROW = 16  # signs of a label of which two stand side by side


def cut(bubble: Bubble) -> list[Bubble]:
    """The words in pieces, the choices below the last, then each file by itself."""
    shown = bubble if _pressable(bubble) else replace(bubble, text=plain.numbered(bubble), choices=())
    pieces = split(shown.text, TEXT) or (["…"] if shown.choices else [])
    said = [Bubble(bubble.key, piece, data=bubble.data) for piece in pieces]
    if shown.choices:
        said[-1:] = [replace(said[-1], choices=shown.choices)]
    return [*said, *(Bubble(bubble.key, "", files=(name,)) for name in bubble.files)]


def _pressable(bubble: Bubble) -> bool:
    return len(bubble.choices) <= BUTTONS and all(len(id.encode()) <= DATA for id, _ in bubble.choices)


def message(bubble: Bubble) -> dict[str, Any]:
    """Arguments of sendMessage."""
    call: dict[str, Any] = {"text": html(bubble.text), "parse_mode": ParseMode.HTML}
    return {**call, "reply_markup": keyboard(bubble.choices)} if bubble.choices else call


def unmarked(bubble: Bubble) -> dict[str, Any]:
    """The same without markup, for a far side that does not take ours."""
    return {**message(bubble), "text": bubble.text, "parse_mode": None}


def keyboard(choices: tuple[tuple[str, str], ...]) -> InlineKeyboardMarkup:
    """Short labels two by two, else each on its own row."""
    buttons = [InlineKeyboardButton(label, callback_data=id) for id, label in choices]
    wide = 1 if any(len(label) > NARROW for _, label in choices) else 2
    return InlineKeyboardMarkup([buttons[n : n + wide] for n in range(0, len(buttons), wide)])
