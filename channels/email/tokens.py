"""Our own Message-IDs: `<loket.ROW.TOKEN@domain>`. The token tells to which thread an answer belongs, and
nobody can make one up: it is bound to the address that the letter went to (HMAC, RFC 2104)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

_OWN = re.compile(r"<loket\.(\d{1,18})\.([A-Za-z0-9~._=-]{1,200})@[^<>\s]{1,250}>")
_THREAD = re.compile(r"([0-9a-z~]{1,30})-([a-z2-7]{20})")


def message_id(row: int, token: str, domain: str) -> str:
    """The id of a letter of ours; the same each time that it is sent."""
    return f"<loket.{row}.{token}@{domain}>"


def token(secret: str, user: str, thread: str) -> str:
    """What the letters of a thread to `user` carry."""
    return f"{thread or '0'}-{_seal(secret, user, thread)}"


def _seal(secret: str, user: str, thread: str) -> str:
    digest = hmac.new(secret.encode(), f"letter\0{user.lower()}\0{thread}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:20].decode().lower()


def carried(ids: Iterable[str]) -> list[str]:
    """The tokens of our letters among `ids`, the newest first, whether true or not."""
    return [found[2] for each in ids if (found := _OWN.fullmatch(each))][::-1]


def ours(id: str) -> bool:
    """Whether it looks like the id of a letter of ours; the store knows whether it is one."""
    return bool(_OWN.fullmatch(id))


def thread(secret: str, user: str, ids: Iterable[str]) -> str | None:
    """The thread that `user` may continue by naming `ids`; None where no token is true."""
    for each in carried(ids):
        found = _THREAD.fullmatch(each)
        name = "" if found and found[1] == "0" else found[1] if found else ""
        if found and hmac.compare_digest(found[2], _seal(secret, user, name)):
            return name
    return None
