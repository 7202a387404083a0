"""Soft line breaks undone (RFC 3676)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_STUFFED = re.compile(r"^ ", re.M)
_SOFT = re.compile(r"^(?!>|-- $)(.*) \n(?!>|-- $)", re.M)  # the signature's "-- " is no soft break


def undone(text: str, params: Mapping[str, str]) -> str:
    """The text with its paragraphs whole, if `params` of its content type say that they were broken."""
    if params.get("format", "").lower() != "flowed":
        return text
    drop = params.get("delsp", "").lower() == "yes"
    return _SOFT.sub(r"\1" if drop else r"\1 ", _STUFFED.sub("", text))
