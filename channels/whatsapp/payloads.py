"""What the far side sends to the webhook, by its public shape; what is not named here is left aside."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Profile(BaseModel):
    """How a person calls themselves."""

    name: str = ""


class Contact(BaseModel):
    """Who writes. One of the ids may be missing."""

    profile: Profile = Field(default_factory=Profile)
    wa_id: str = ""
    user_id: str = ""


class Media(BaseModel):
    """A file that lies at the far side."""

    id: str
    mime_type: str = ""
    filename: str = ""
    caption: str = ""


class Text(BaseModel):
    """Words."""

    body: str = ""


class Reply(BaseModel):
    """A button or a row that was pressed."""

    id: str
    title: str = ""


class Interactive(BaseModel):
    """An answer to buttons or to a list."""

    button_reply: Reply | None = None
    list_reply: Reply | None = None


class Quick(BaseModel):
    """A button below a template."""

    text: str = ""
    payload: str = ""


class Message(BaseModel):
    """One message. `sender` is called `from` there."""

    id: str
    timestamp: int
    type: str
    sender: str = Field("", alias="from")
    user_id: str = ""
    from_user_id: str = ""
    text: Text | None = None
    interactive: Interactive | None = None
    button: Quick | None = None
    image: Media | None = None
    document: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    contacts: list[dict[str, Any]] = Field(default_factory=list)


class Fault(BaseModel):
    """Why something failed."""

    code: int = 0
    title: str = ""
    message: str = ""


class Status(BaseModel):
    """What became of a message of ours."""

    id: str
    status: str
    timestamp: int = 0
    errors: list[Fault] = Field(default_factory=list)


class Number(BaseModel):
    """To which of our numbers it came."""

    phone_number_id: str = ""


class Value(BaseModel):
    """Messages and statuses of one number; each is read by itself, so that a faulty one stands alone."""

    metadata: Number = Field(default_factory=Number)
    contacts: list[Contact] = Field(default_factory=list)
    messages: list[Any] = Field(default_factory=list)
    statuses: list[Any] = Field(default_factory=list)


class Change(BaseModel):
    """Something new. Only `messages` is for us."""

    field: str = ""
    value: dict[str, Any] = Field(default_factory=dict)


class Entry(BaseModel):
    """One account."""

    changes: list[Change] = Field(default_factory=list)


class Post(BaseModel):
    """One request, perhaps with many messages."""

    entry: list[Entry]
