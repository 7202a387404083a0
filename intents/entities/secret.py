"""Passwords and one-time codes that a person typed: found first, to be masked and never repeated."""

from __future__ import annotations

import re

from intents.entities.load import words
from intents.entities.page import Page, any_of

_NAME = r"(?:pass?w(?:or)?d|pasword|passwd|pswd|pass|pwd?|sandi|kata\s?sandi|katasandi|passcode|pin)"
_OTP = r"(?:(?:kode|code|nomor|no\.?|angka)\s{0,2}(?:otp|verifikasi|verification|rahasia|pin|token)|otp|token|pin)"
_OF = r"(?:\s?(?:saya|sy|aku|ku|nya|lama|baru|akun|email|emailnya|wifi|sementara|awal|kami|my|the|new|old))*"
_IS = r"\s*(?:[:=]|\b(?:adalah|adl|yaitu|ialah|is)\b\s?:?)\s*"
MARKED = re.compile(rf"\b{_NAME}{_OF}{_IS}[\"']?([^\s\"']{{3,64}})")
MINE = re.compile(rf"\b(?:{_NAME}\s?(?:saya|sy|ku|nya|ny)|my\s{_NAME})\s+[\"']?([^\s\"',]{{3,64}})")
BARE = re.compile(rf"\b{_NAME}{_OF}\s+[\"']?((?=[^\s\"']*\d)(?=[^\s\"']*[a-z@#$%!_*])[^\s\"',]{{5,64}})")
CODE = re.compile(rf"\b{_OTP}{_OF}(?:{_IS}|\s+)[\"']?(\d(?:[\s-]?\d){{3,7}})\b")
_WORD = re.compile(rf"(?:(?:ke|di|ter|ber|me|pe|se)[a-z]{{4,}}|{any_of(words('secret')['words'])})[.,!?]*")


def find(page: Page) -> None:
    """Take the secret alone, not the words around it; ordinary words after "password" are none."""
    for pattern in (MARKED, BARE, MINE, CODE):
        for hit in page.each(pattern):
            start, end = hit.span(1)
            secret = page.text[start:end].rstrip(".,;") or page.text[start:end]
            if pattern is MARKED or (not _WORD.fullmatch(secret.lower()) and "\x00" not in page.open[start:end]):
                page.take("secret", secret, (start, start + len(secret)))
