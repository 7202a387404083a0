"""Who is at the other end of the browser: signed cookies, and the token that a form must bring."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import Response

GUEST, OFFICER = "loket_chat", "loket_desk"
GUEST_AGE, OFFICER_AGE = 180 * 86400, 12 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class OfficerSession:
    """A signed-in officer. `nonce` is new at every sign-in. `stamp`: of the password that was good then,
    so that a changed or reset one ends every session that began before."""

    officer: str
    nonce: str
    stamp: str


def stamp(hashed: str) -> str:
    """What a session remembers of a hashed password; the hash cannot be told from it."""
    return hashlib.sha256(hashed.encode()).hexdigest()[:16]


class Sessions:
    """Reads and writes the cookies. `secure`: only over https."""

    def __init__(self, secret: str, secure: bool) -> None:
        self._guest = URLSafeTimedSerializer(secret, salt="guest")
        self._officer = URLSafeTimedSerializer(secret, salt="officer")
        self._form = URLSafeTimedSerializer(secret, salt="form")
        self.secure = secure

    def guest(self, cookie: str | None) -> str | None:
        """The person's unguessable user id; None where the cookie is absent, old or forged."""
        try:
            return str(self._guest.loads(cookie or "", max_age=GUEST_AGE))
        except BadSignature:
            return None

    def new_guest(self) -> str:
        """A user id that nobody had before."""
        return secrets.token_urlsafe(24)

    def keep_guest(self, response: Response, user: str) -> None:
        """Give the browser its cookie."""
        self._set(response, GUEST, self._guest.dumps(user), GUEST_AGE, "/")

    def officer(self, cookie: str | None) -> OfficerSession | None:
        """Who is signed in at the desk."""
        try:
            return OfficerSession(*self._officer.loads(cookie or "", max_age=OFFICER_AGE))
        except (BadSignature, TypeError):
            return None

    def sign_in(self, response: Response, officer: str, hashed: str) -> None:
        """A new session for `officer`, whose password is hashed so."""
        value = self._officer.dumps([officer, secrets.token_urlsafe(16), stamp(hashed)])
        self._set(response, OFFICER, value, OFFICER_AGE, "/desk")

    def sign_out(self, response: Response) -> None:
        """Take the officer's cookie away."""
        response.delete_cookie(OFFICER, path="/desk")

    def form_token(self, nonce: str) -> str:
        """What a form of this session must bring."""
        return self._form.dumps(nonce)

    def form_ok(self, token: str, nonce: str) -> bool:
        """Whether the form was made for this session."""
        try:
            return secrets.compare_digest(str(self._form.loads(token, max_age=OFFICER_AGE)), nonce)
        except BadSignature:
            return False

    def _set(self, response: Response, name: str, value: str, age: int, path: str) -> None:
        response.set_cookie(name, value, max_age=age, path=path, httponly=True, samesite="lax", secure=self.secure)
