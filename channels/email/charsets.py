"""Bytes -> words, whatever charset they claim; never raises (RFC 2047, 2231)."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Sequence
from urllib.parse import unquote_to_bytes

WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8", "ks_c_5601-1987": "cp949"}
NO_WORDS = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem")
WESTERN = ("cp1252", "iso8859-15")  # what a program writes that does not know its own charset
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=(?:\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?))?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def text(raw: bytes, charset: str) -> str:
    """As claimed, else UTF-8, else Western; what cannot be read becomes a replacement sign.

    Bytes that are good UTF-8 are hardly ever Western words; a sign or two gone wrong do not make them so.
    """
    claimed = _codec(charset)
    for name in ("utf-8", claimed) if claimed in WESTERN else (claimed, "utf-8"):
        try:
            return raw.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    if claimed != "utf-8":
        return raw.decode(claimed, "replace")
    mended = raw.decode("utf-8", "replace")
    lost = mended.count("\ufffd")
    wide = sum(not each.isascii() for each in mended) - lost
    return mended if wide > 2 * lost else raw.decode("cp1252", "replace")


def _codec(charset: str) -> str:
    try:
        found = codecs.lookup(charset.strip(" \"'").partition("*")[0])
    except (LookupError, ValueError, UnicodeError):
        return "utf-8"
    if found.name in NO_WORDS or not getattr(found, "_is_text_encoding", True):
        return "utf-8"
    return WIDER.get(found.name, found.name)


def words(value: str) -> str:
    """A header's words, encoded words decoded, without control signs."""
    out, at, bits, charset = [], 0, b"", ""
    for hit in _WORD.finditer(value):
        if hit.start() != at or hit[1].lower() != charset:
            out += [text(bits, charset), value[at : hit.start()]]
            bits, charset = b"", hit[1].lower()
        bits, at = bits + _bits(hit[2], hit[3]), hit.end()
    return _CONTROL.sub(" ", "".join([*out, text(bits, charset), value[at:]]))


def _bits(way: str, said: str) -> bytes:
    raw = said.encode("utf-8", "replace")
    if way in "qQ":
        return binascii.a2b_qp(raw, header=True)
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def extended(pieces: Sequence[tuple[int, bool, str]]) -> str:
    """A parameter's pieces (number, escaped, said) as words; the first may name the charset."""
    charset, bits = "", b""
    for number, (_, escaped, said) in enumerate(pieces):
        if escaped and number == 0 and said.count("'") >= 2:
            charset, _, said = said.split("'", 2)
        bits += unquote_to_bytes(said) if escaped else said.encode("utf-8", "replace")
    return text(bits, charset)
