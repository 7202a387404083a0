"""Updates by the public Bot API's shape, made for these tests."""

from itertools import count
from typing import Any

ANI = 7001
AT = 1795399200  # 2026-11-23 09.00 WIB
_IDS = count(1000)


def person(id: int = ANI) -> dict[str, Any]:
    """Who writes."""
    return {"id": id, "is_bot": False, "first_name": "Ani", "last_name": "Lestari", "language_code": "id"}


def message(text: str | None = None, chat: int = ANI, **more: Any) -> dict[str, Any]:
    """An update with one message of a private chat; `more` are further parts of the message."""
    id = next(_IDS)
    where = {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "Kantor"}
    said = {"message_id": id, "date": AT, "chat": where, "from": person(), **more}
    if text is not None:
        said["text"] = text
    return {"update_id": id, "message": said}


def edited(update: dict[str, Any], text: str) -> dict[str, Any]:
    """The same message, changed."""
    return {"update_id": next(_IDS), "edited_message": {**update["message"], "text": text, "edit_date": AT + 60}}


def pressed(data: str, chat: int = ANI) -> dict[str, Any]:
    """A button pressed."""
    id = next(_IDS)
    below = {"message_id": 5, "date": AT, "chat": {"id": chat, "type": "private"}, "text": "?"}
    query = {"id": f"9{id}", "from": person(chat), "chat_instance": "-1", "data": data, "message": below}
    return {"update_id": id, "callback_query": query}


def document(file: str, name: str = "surat.pdf", size: int = 900, **more: Any) -> dict[str, Any]:
    """A message with a document."""
    return message(document={"file_id": file, "file_unique_id": file, "file_name": name, "file_size": size}, **more)


def photo(file: str, **more: Any) -> dict[str, Any]:
    """A message with a photo in two sizes."""
    small = {"file_id": f"{file}-small", "file_unique_id": "s", "width": 90, "height": 60, "file_size": 10}
    return message(photo=[small, {**small, "file_id": file, "width": 900, "height": 600, "file_size": 500}], **more)


def voice(file: str) -> dict[str, Any]:
    """A voice message."""
    return message(voice={"file_id": file, "file_unique_id": file, "duration": 3, "file_size": 40})


def in_group(text: str) -> dict[str, Any]:
    """A message in a group."""
    return message(text, -500)


def membership(status: str, chat_type: str = "private", chat: int = ANI, before: str = "member") -> dict[str, Any]:
    """The bot was blocked, or taken into a group."""
    bot = {"id": 4242, "is_bot": True, "first_name": "Loket"}
    left = {"until_date": 0} if status == "kicked" else {}
    change = {
        "chat": {"id": chat, "type": chat_type, "title": "Kantor"}, "from": person(), "date": AT,
        "old_chat_member": {"user": bot, "status": before},
        "new_chat_member": {"user": bot, "status": status, **left},
    }  # fmt: skip
    return {"update_id": next(_IDS), "my_chat_member": change}
