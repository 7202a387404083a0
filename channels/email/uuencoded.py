"""Files that an old program wrote into the words themselves: uuencode (POSIX.1, uuencode)."""

from __future__ import annotations

import binascii
import re

from channels.email.mime import Part

MOST_LINES = 300_000  # of words that are looked into: some 13 MB of files
_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S.{0,200})\n", re.M)
_END = re.compile(r"end[ \t]*(?:\n|\Z)")


def taken_out(text: str) -> tuple[str, tuple[Part, ...]]:
    """The words without the files, and the files. What is not wholly a file stays among the words."""
    if text.count("\n") > MOST_LINES:
        return text, ()
    kept, files, at = [], [], 0
    for begin in _BEGIN.finditer(text):
        found = _file(text, begin.end()) if begin.start() >= at else None
        if found:
            data, end = found
            kept.append(text[at : begin.start()])
            files.append(_part(begin[1].strip(), data))
            at = end
    return "".join([*kept, text[at:]]), tuple(files)


def _file(text: str, at: int) -> tuple[bytes, int] | None:
    """The bytes and one past the line that ends them."""
    data: list[bytes] = []
    while not (end := _END.match(text, at)):
        line = text[at : text.find("\n", at) + 1]
        try:
            data.append(binascii.a2b_uu(line.rstrip("\n").encode("ascii")))
        except (binascii.Error, UnicodeError):
            return None
        if not line:
            return None
        at += len(line)
    return b"".join(data), end.end()


def _part(name: str, data: bytes) -> Part:
    held = f'attachment; filename="{name.replace(chr(34), "")}"'
    return Part((("content-disposition", held),), "application/octet-stream", {}, data)
