"""A webhook request as our messages and statuses. Pure; a faulty part never spoils the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pydantic import ValidationError

from bot.messages import Address, File, Inbound
from channels.base import Delivery, Ignored
from channels.whatsapp.faults import meaning
from channels.whatsapp.payloads import Contact, Media, Message, Post, Status, Value

NAME = "whatsapp"
STATUSES = ("sent", "delivered", "read", "failed")
SILENT = ("reaction", "system", "revoke", "request_welcome")  # nobody waits for an answer to these
SPOKEN = {"audio": "audio", "video": "video"}
NAMES = {"image": "foto", "document": "berkas", "audio": "suara", "video": "video"}
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "audio/ogg": ".ogg", "video/mp4": ".mp4",
}  # fmt: skip

Found = Inbound | Delivery | Ignored


def read(body: bytes, number: str) -> list[Found]:
    """Everything that a request brings, in its order. Raises ValueError for what is no request of theirs."""
    post = Post.model_validate_json(body)
    changes = [change for entry in post.entry for change in entry.changes if change.field == "messages"]
    return [found for change in changes for found in _value(change.value, number)]


def _value(flat: object, number: str) -> Iterator[Found]:
    try:
        value = Value.model_validate(flat)
    except ValidationError as fault:
        yield Ignored(f"unreadable: {fault.error_count()} faults")
        return
    if value.metadata.phone_number_id != number:
        yield Ignored("another number")
        return
    yield from (_message(each, value.contacts) for each in value.messages)
    yield from (_status(each) for each in value.statuses)


def _message(flat: object, contacts: Sequence[Contact]) -> Inbound | Ignored:
    try:
        said = Message.model_validate(flat)
        at = datetime.fromtimestamp(said.timestamp, UTC)
    except (ValidationError, ValueError, OverflowError, OSError):
        return Ignored("unreadable message")
    if said.type in SILENT:
        return Ignored(said.type)
    contact = _contact(said, contacts)
    given = (said.from_user_id, said.user_id, contact.user_id, said.sender, contact.wa_id)
    ids = tuple(dict.fromkeys(filter(None, given)))
    if not ids:
        return Ignored("no person")
    return Inbound(
        id=said.id,
        at=at,
        sender=Address(NAME, ids[0]),
        text=_words(said),
        choice=_choice(said),
        files=_files(said),
        name=contact.profile.name,
        aliases=ids,
    )


def _contact(said: Message, contacts: Sequence[Contact]) -> Contact:
    """Whose message it is: a request may bring those of several people."""
    mine = {said.sender, said.user_id, said.from_user_id} - {""}
    named = [each for each in contacts if mine & {each.wa_id, each.user_id}]
    if named or mine:
        return named[0] if named else Contact()
    return contacts[0] if len(contacts) == 1 else Contact()


def _words(said: Message) -> str:
    if said.text:
        return said.text.body
    if said.button:
        return said.button.text
    if said.contacts:
        phones = said.contacts[0].get("phones") or [{}]
        return str(phones[0].get("phone", "")) if isinstance(phones[0], dict) else ""
    media = next((each for _, each in _media(said)), None)
    return media.caption if media else ""


def _choice(said: Message) -> str | None:
    reply = said.interactive and (said.interactive.button_reply or said.interactive.list_reply)
    return reply.id if reply else None


def _media(said: Message) -> Iterator[tuple[str, Media]]:
    """(kind, file). A sticker is a greeting, not evidence."""
    named = ((kind, getattr(said, kind)) for kind in NAMES)
    return ((kind, media) for kind, media in named if media)


def _files(said: Message) -> tuple[File, ...]:
    """The file, still at the far side."""
    return tuple(File(media.id, _name(kind, media, said), SPOKEN.get(kind, ""), "", 0) for kind, media in _media(said))


def _name(kind: str, media: Media, said: Message) -> str:
    mime = media.mime_type.partition(";")[0].strip()
    return media.filename or f"{NAMES[kind]}-{said.timestamp}{ENDINGS.get(mime, '')}"


def _status(flat: object) -> Delivery | Ignored:
    try:
        told = Status.model_validate(flat)
    except ValidationError:
        return Ignored("unreadable status")
    if told.status not in STATUSES:
        return Ignored(told.status)
    fault = told.errors[0] if told.errors else None
    refused = meaning(fault.code, fault.title or fault.message) if fault else None
    return Delivery(NAME, told.id, told.status, refused if told.status == "failed" else None)
