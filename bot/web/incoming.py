"""A message as the page sends it: JSON, or a form with files."""

from __future__ import annotations

from typing import Annotated

from fastapi import HTTPException, Request
from pydantic import BaseModel, Field, StringConstraints, ValidationError
from starlette.datastructures import UploadFile

from bot.web.front import Front

MAX_FILES = 10  # of one message
READ = 100  # files that are read to be counted; more are no mistake


class Sent(BaseModel):
    """What a person sends. `id`: the page's own, unguessable; a repeat is recognised by it."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: str = ""
    choice: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description="id of the quick choice that was pressed"
    )


class Accepted(BaseModel):
    """Kept for good. `new` false: it was kept before. `human`: an officer answers, not the bot."""

    id: str
    at: str
    new: bool
    human: bool


async def read_sent(request: Request, front: Front) -> tuple[Sent, list[UploadFile]]:
    """The message and its files. HTTPException 413, 415 or 422 says what is wrong."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _sent(await request.body(), front), []
    if kind != "multipart/form-data":
        raise HTTPException(415, {"error": "send application/json or multipart/form-data"})
    form = await request.form(max_files=READ, max_fields=1, max_part_size=front.limits.max_form)
    uploads = [each for each in form.getlist("files") if isinstance(each, UploadFile)]
    if len(uploads) > MAX_FILES:
        text = front.words("web")["files_many"].format(limit=MAX_FILES)
        raise HTTPException(413, {"error": "too_many_files", "text": text})
    return _sent(str(form.get("message") or "").encode(), front), uploads


def _sent(body: bytes, front: Front) -> Sent:
    try:
        sent = Sent.model_validate_json(body)
    except ValidationError as fault:
        found = [{"at": list(each["loc"]), "is": each["msg"]} for each in fault.errors()]
        raise HTTPException(422, {"error": "bad_message", "faults": found}) from None
    if len(sent.text) > front.limits.max_text:
        text = front.words("web")["text_long"].format(limit=front.limits.max_text)
        raise HTTPException(413, {"error": "text_too_long", "text": text})
    return sent
