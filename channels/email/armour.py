"""What OpenPGP writes around words (RFC 9580, 6.2 and 7)."""

from __future__ import annotations

import re

_SEALED = "-----BEGIN PGP MESSAGE-----"
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_HASHES = re.compile(r"(?:Hash: .*\n)*")
_ESCAPED = re.compile(r"^- ", re.M)


def sealed(words: str) -> bool:
    """Nothing can be read: the words are encrypted."""
    return words.lstrip().startswith(_SEALED)


def off(words: str) -> str:
    """The words without the signature around them."""
    before, signed, rest = words.partition(_SIGNED)
    said, signature, rest = rest.partition(_SIGNATURE)
    _, end, after = rest.partition(_END)
    if not (signed and signature and end):
        return words
    hashes = _HASHES.match(said)
    return before + _ESCAPED.sub("", said[hashes.end() if hashes else 0 :]) + after
