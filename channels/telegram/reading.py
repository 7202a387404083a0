"""A Telegram update as our message. Pure: nothing is fetched, nothing is answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update

from bot.messages import Address, File, Inbound
from channels.base import Ignored

NAME = "telegram"
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")  # what we ask to be told
GREATEST = 20 * 2**20  # bytes of a file that the Bot API hands out
COMMANDS = {  # what a command says in plain words
    "start": "halo",
    "menu": "menu",
    "help": "bantuan",
    "status": "status tiket saya",
    "batal": "batal",
    "petugas": "petugas",
}
_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.S)
_POINT = re.compile(r"([A-Z]+)[-.](\d+)(?:_(\w+))?")
JOINED = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)


def read(update: Update, now: datetime) -> Inbound | Ignored:
    """What the update says to us. `now`: when a button was pressed, which carries no time."""
    if update.callback_query:
        return _pressed(update.callback_query, now)
    if update.my_chat_member:
        return _joined(update.my_chat_member)
    if update.message:
        return _said(update.message)
    if update.edited_message:
        return _edited(update.edited_message, update.update_id)
    return Ignored("kind")


def _pressed(query: CallbackQuery, now: datetime) -> Inbound | Ignored:
    if not query.data:
        return Ignored("no choice")
    if query.message and query.message.chat.type != Chat.PRIVATE:
        return Ignored("group")
    sender = Address(NAME, str(query.from_user.id))
    return Inbound(f"press {query.id}", now, sender, choice=query.data, name=query.from_user.full_name)


def _joined(change: ChatMemberUpdated) -> Ignored:
    """We were taken into a group, or blocked by a person."""
    if change.chat.type == Chat.PRIVATE:
        return Ignored("blocked" if change.new_chat_member.status == ChatMember.BANNED else "unblocked")
    invited = change.new_chat_member.status in JOINED and change.old_chat_member.status not in JOINED
    return Ignored("group", Address(NAME, str(change.chat.id)) if invited else None)


def _said(message: Message) -> Inbound | Ignored:
    words = message.text or message.caption or ""
    if message.chat.type != Chat.PRIVATE:
        asked = words.startswith("/")
        return Ignored("group", Address(NAME, str(message.chat.id)) if asked else None)
    if message.from_user is None or message.from_user.is_bot:
        return Ignored("no person")
    if not words and not message.effective_attachment:
        return Ignored("service")
    return _heard(message, words)


def _heard(message: Message, words: str) -> Inbound:
    """A message of a person in a private chat."""
    text, choice = _command(words or _contact(message))
    return Inbound(
        id=f"{message.chat.id}.{message.message_id}",
        at=message.date,
        sender=Address(NAME, str(message.chat.id)),
        text=text,
        choice=choice,
        files=_files(message),
        name=message.from_user.full_name if message.from_user else "",
        group=message.media_group_id or "",
    )


def _edited(message: Message, update: int) -> Inbound | Ignored:
    """Words that take the place of earlier ones; files and commands are not sent anew by an edit."""
    words = message.text or message.caption or ""
    if message.chat.type != Chat.PRIVATE or message.from_user is None or not words or words.startswith("/"):
        return Ignored("edit")
    return Inbound(
        id=f"{message.chat.id}.{message.message_id}.{update}",
        at=message.edit_date or message.date,
        sender=Address(NAME, str(message.chat.id)),
        text=words,
        name=message.from_user.full_name,
        edited=True,
    )


def _command(words: str) -> tuple[str, str | None]:
    """The plain words of a command, or the starting point that a deep link names."""
    found = _COMMAND.fullmatch(words.strip())
    if found is None:
        return words, None
    name, rest = found[1].lower(), (found[2] or "").strip()
    if name == "start" and (point := _POINT.fullmatch(rest)):
        return "", f"start/{point[1]}.{point[2]}" + (f"/{point[3]}" if point[3] else "")
    return COMMANDS.get(name, words.strip().lstrip("/")), None


def _contact(message: Message) -> str:
    """A contact that was shared answers the question for a telephone number."""
    return message.contact.phone_number if message.contact else ""


def _files(message: Message) -> tuple[File, ...]:
    """The file of the message, still at the far side; a photo in its largest size."""
    for kind, name, find in _FILES:
        if found := find(message):
            size = found.file_size or 0
            called = getattr(found, "file_name", None) or name.format(message.message_id)
            return (File(found.file_id, called, kind, "", size, "too_large" if size > GREATEST else None),)
    return ()


Found = Callable[[Message], Any]
_FILES: tuple[tuple[str, str, Found], ...] = (
    ("", "foto-{}.jpg", lambda m: max(m.photo, key=lambda each: each.width) if m.photo else None),
    ("audio", "suara-{}.ogg", lambda m: m.voice),
    ("audio", "audio-{}.mp3", lambda m: m.audio),
    ("video", "video-{}.mp4", lambda m: m.video or m.video_note),
    ("", "berkas-{}", lambda m: m.document),
)
