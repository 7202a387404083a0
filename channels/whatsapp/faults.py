"""What the far side's error codes mean for us: try again, and when, another way, or never."""

from __future__ import annotations

from channels.base import Closed, Undeliverable, Unreachable

PAIR = 131056  # too many to this person; others can be written to
OURS = 600  # seconds until a setting of ours, or the account, may have been mended

AGAIN: dict[int, float | None] = {  # try again: seconds to wait, None for our own pauses
    1: None, 2: None,  # unknown, service down
    4: 60, 80007: 60, 130429: 10,  # too many calls in all
    131000: None, 131016: None, 131057: 60, 133004: None,  # something went wrong, overloaded, maintenance
    131048: 600,  # held back as spam
    PAIR: 6,
    0: OURS, 3: OURS, 10: OURS, 190: OURS, 131005: OURS,  # the token or its rights
    131031: OURS, 131042: OURS, 368: OURS, 133010: OURS, 131045: OURS,  # account, payment, registration
}  # fmt: skip
CLOSED = (131047, 470)  # more than 24 hours since the person wrote
OUR_SETTINGS = (0, 3, 10, 190, 131005, 131031, 131042, 368, 133010, 131045)


def meaning(code: int, words: str, status: int = 400) -> Exception:
    """Unreachable, Closed or Undeliverable. `status`: the answer's, where there is no code."""
    said = f"{code} {words}".strip()
    if code in CLOSED:
        return Closed(said)
    if code in AGAIN or 200 <= code < 300:
        hint = ": see LOKET_WHATSAPP_TOKEN and the account" if code in OUR_SETTINGS or 200 <= code < 300 else ""
        return Unreachable(f"{said}{hint}", AGAIN.get(code, OURS), alone=code == PAIR)
    if status >= 500 or status == 429:
        return Unreachable(said)
    return Undeliverable(said)
