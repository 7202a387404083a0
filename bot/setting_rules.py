"""What a setting must look like, and the words that say so. A value is never repeated: it may be a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

_NAMED = r"(?![\d.]+$)[\w-]+(?:\.[\w-]+)*\.?"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_NUMBERED = rf"{_BYTE}(?:\.{_BYTE}){{3}}|(?=[^:]*:[^:]*:)[0-9A-Fa-f:]+(?:\.[\d.]+)?"
_SERVER = (
    rf"{_NAMED}|{_NUMBERED}",
    "write the server's name alone, as mail.kantor.go.id; its port is a setting of its own",
)
_MAIL = (r"[^\s@<>,;]+@[^\s@<>,;]+", "write one mail address")
_WEB = (r"https?://[^\s/?#]+[^\s?#]*", "write it with https://, without ? and #")
_WORD = (r"\S+", "write it without spaces")
SHAPES = {  # setting -> pattern of the whole, what to write
    "host": (_SERVER[0], "write the address alone, as 127.0.0.1 or 0.0.0.0; the port is a setting of its own"),
    "url": _WEB,
    "admin_mail": _MAIL,
    "telegram_token": (r"\d+:[\w-]+", "write it as @BotFather gave it: digits, a colon, letters"),
    "telegram_webhook": (r"https://[^\s/?#]+[^\s?#]*", "Telegram calls only https addresses: write https://HOST"),
    "telegram_secret": (r"[A-Za-z0-9_-]{1,256}", "write letters, digits, _ and - only"),
    "telegram_url": _WEB,
    "whatsapp_token": _WORD,
    "whatsapp_number_id": (r"\d+", "write the Phone number ID, which has digits only; not the number"),
    "whatsapp_app_secret": _WORD,
    "whatsapp_verify_token": _WORD,
    "whatsapp_template_language": (r"[a-z]{2,3}(_[A-Z]{2})?", "write the code that Meta shows, as id or en_US"),
    "whatsapp_url": _WEB,
    "imap_host": _SERVER,
    "smtp_host": _SERVER,
    "mail_from": _MAIL,
    "mail_authserv": (r"[^\s;]+", "write the one word before the first semicolon of that line"),
}
_KINDS: Mapping[Any, str] = {
    int: "write a whole number",
    float: "write a number",
    bool: "write true or false",
    Path: "write a folder's path",
}


def shaped(name: str, value: str) -> str:
    """`value` as it is used. Raises ValueError with what to write."""
    pattern, words = SHAPES[name]
    if value and not re.fullmatch(pattern, value):
        raise ValueError(words)
    return value.rstrip("/") if pattern.startswith("https") else value


def long_enough(value: str, least: int) -> str:
    """A secret of so many signs, or none."""
    if value and len(value) < least:
        raise ValueError(f"too short; write {least} characters or more, or leave it empty")
    return value


def pairs(value: str) -> dict[str, str]:
    """PURPOSE=NAME, with commas between. Raises ValueError."""
    parts = [part.partition("=") for part in value.split(",") if part.strip()]
    made = {purpose.strip(): name.strip() for purpose, _, name in parts}
    if len(made) != len(parts) or not all((*made, *made.values())):
        raise ValueError("write PURPOSE=NAME, with commas between, each purpose once")
    return made


def known(found: Mapping[str, str], purposes: frozenset[str]) -> None:
    """Raises ValueError for a purpose that no message of ours has."""
    if strange := sorted(set(found) - purposes - {"*"}):
        raise ValueError(f"no message has the purpose {', '.join(strange)}; write notice, rating, staff or *")


def wanted(field: FieldInfo) -> str:
    """What to write where the kind or the size of the value is wrong."""
    if get_origin(field.annotation) is Literal:
        *most, last = get_args(field.annotation)
        return f"write {', '.join(most)} or {last}"
    words = _KINDS.get(field.annotation, "write it as .env.example shows")
    least, most_ = (_limit(field, end) for end in ("ge", "le"))
    return f"{words} from {least} to {most_}" if least is not None else words


def _limit(field: FieldInfo, end: str) -> float | None:
    return next((getattr(each, end) for each in field.metadata if hasattr(each, end)), None)
