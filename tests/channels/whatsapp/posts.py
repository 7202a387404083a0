"""Webhook requests by the public shape, made for these tests, and their signature."""

import hashlib
import hmac
import json
from itertools import count
from typing import Any

from tests.channels.whatsapp.graphapi import NUMBER

SECRET = "app-secret"
PHONE, USER = "6281200001111", "ID.13491208655302741918"
AT = 1795399200  # 2026-11-23 09.00 WIB
_IDS = count(1)


def message(kind: str = "text", sender: str = PHONE, user: str = USER, **more: Any) -> dict[str, Any]:
    """One message. Without `sender` or `user` that id is left out, as the far side may."""
    ids = {"from": sender, "from_user_id": user}
    said = {"id": f"wamid.in{next(_IDS)}", "timestamp": str(AT), "type": kind, **more}
    return {**said, **{name: id for name, id in ids.items() if id}}


def text(words: str, **more: Any) -> dict[str, Any]:
    """Words."""
    return message(text={"body": words}, **more)


def pressed(id: str, title: str = "Ya", kind: str = "button_reply") -> dict[str, Any]:
    """A button or a row pressed."""
    return message("interactive", interactive={"type": kind, kind: {"id": id, "title": title}})


def media(kind: str, id: str, mime: str, **more: Any) -> dict[str, Any]:
    """A file."""
    return message(kind, **{kind: {"id": id, "mime_type": mime, "sha256": "x", **more}})


def status(id: str, status: str, code: int = 0) -> dict[str, Any]:
    """What became of a message of ours."""
    errors = {"errors": [{"code": code, "title": f"({code})"}]} if code else {}
    return {"id": id, "status": status, "timestamp": str(AT), "recipient_id": PHONE, **errors}


def post(*messages: dict[str, Any], statuses: Any = (), number: str = NUMBER) -> bytes:
    """One request with any number of both."""
    seen = {(each.get("from", ""), each.get("from_user_id", "")) for each in messages}
    known = [{"wa_id": phone, "user_id": user} for phone, user in sorted(seen)]
    contacts = [{"profile": {"name": "Ani Lestari"}, **{name: id for name, id in ids.items() if id}} for ids in known]
    value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}}
    value |= {"contacts": contacts, "messages": list(messages)} if messages else {}
    value |= {"statuses": list(statuses)} if statuses else {}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers that the far side sends along."""
    return {"x-hub-signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}
