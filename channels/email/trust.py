"""What our own mail server found out about the sender (RFC 8601); nobody else's word counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.I)
_PROPERTY = re.compile(r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]{1,250})")


def verdict(headers: Sequence[str], authserv: str, sender: str | None) -> str:
    """ "pass", "fail" or "none" by the topmost header of `authserv`; "unknown" where none is set.

    The server must strip such headers of its name from mail that comes in (RFC 8601, 5).
    """
    if not authserv:
        return "unknown"
    own = next((value for value in headers if _named(value) == authserv.lower()), "")
    judged = _statements(own, (sender or "").rpartition("@")[2])
    said = [said for method, said in judged if method == "dmarc"][:1] or [said for _, said in judged]
    return next((each for each in ("pass", "fail") if each in said), "none")


def _statements(value: str, domain: str) -> list[tuple[str, str]]:
    """(method, "pass" or "fail") of all that says something about `domain`."""
    found = (_judged(piece, domain) for piece in _COMMENT.sub("", value[:16_384]).split(";")[1:])
    return [each for each in found if each and each[1] != "none"]


def _named(value: str) -> str:
    return (_COMMENT.sub("", value[:2_000]).partition(";")[0].split() or [""])[0].lower()


def _judged(piece: str, domain: str) -> tuple[str, str] | None:
    """(method, result) of one statement; a pass counts only for the sender's own domain."""
    found = _RESULT.match(piece)
    if not found:
        return None
    method, said = found[1].lower(), found[2].lower()
    if said != "pass":
        return method, "fail" if said in ("fail", "permerror", "softfail") else "none"
    named = dict(_PROPERTY.findall(piece.lower()))
    if method == "dmarc":
        about = named.get("header.from", domain)
        return method, "pass" if about.rpartition("@")[2] == domain else "none"
    names = ("header.d", "header.i") if method == "dkim" else ("smtp.mailfrom",)
    about = next((named[name].rpartition("@")[2] for name in names if name in named), "")
    return method, "pass" if about and _aligned(about, domain) else "none"


def _aligned(about: str, domain: str) -> bool:
    """The same domain, or one above the sender's own that is no registry's (`kemenkeu.go.id`, not `go.id`)."""
    return about == domain or (about.count(".") >= 2 and domain.endswith(f".{about}"))
