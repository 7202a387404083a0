"""Files of a message: read within their limit, inspected and put on the shelf before the turn."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import HTTPException
from starlette.datastructures import UploadFile

from bot import attachments
from bot.messages import File
from bot.web.front import Front

KINDS = ("pdf", "jpg", "jpeg", "png", "webp", "heic", "docx", "xlsx", "csv")  # offered by the page


async def take_files(front: Front, uploads: Sequence[UploadFile]) -> tuple[File, ...]:
    """All files of a message, in order. HTTPException 413 names one that is too large."""
    for upload in uploads:
        if (upload.size or 0) > front.limits.max_file:
            text = front.words("web")["file_large"].format(name=upload.filename, limit=front.limits.max_file >> 20)
            raise HTTPException(413, {"error": "file_too_large", "text": text})
    return tuple([await _take(front, upload) for upload in uploads])


async def _take(front: Front, upload: UploadFile) -> File:
    content = await upload.read()
    return await attachments.take(front.house, upload.filename or "", content)
