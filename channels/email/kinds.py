"""Is there a person behind a mail? Bounces, receipts, lists, ourselves; what must not be answered."""

from __future__ import annotations

import re

from channels.email import charsets
from channels.email.mime import Part
from channels.email.shapes import Ours

DAEMONS = re.compile(
    r"(?:mail(?:er)?[._-]?daemon|mdaemon|mail[._-]delivery[._-](?:sub)?system|postmaster|microsoftexchange[0-9a-f]{20,})@.*",
    re.I,
)
BOUNCED = re.compile(  # how servers that write no report (RFC 3464) head their bounces
    r"\s*(?:undeliver(?:able|ed)\b|(?:permanent )?delivery (?:status notification|failure|failed|warning)"
    r"|returned mail\b|mail delivery (?:failed|failure|warning)|mail could not be delivered|non-delivery\b"
    r"|failure notice\s*$)",
    re.I,
)
NO_REPLY = re.compile(
    r"(?:.*[._-])?(?:no[._-]?reply|do[._-]?not[._-]?reply|dont[._-]?reply|jangan[._-]?(?:di)?balas|noreply\d*|notifications?"
    r"|bounces?(?:[+-].*)?|auto(?:mated|mailer|[._-]?(?:reply|respon[ds]er?))|listserv|majordomo)(?:[+._-].*)?@.*",
    re.I,
)
AWAY = re.compile(
    r"\s*\[?(?:(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply"
    r"|balasan otomatis|jawaban otomatis|respons? otomatis|pesan otomatis|jawapan automatik"
    r"|automatische antwort|abwesenheitsnotiz|automatisch antwoord|réponse automatique|respuesta automática"
    r"|resposta automática|risposta automatica|autosvar|automatyczna odpowiedź)\b"
    r"|auto\s?:|(?:(?:sedang )?di luar|tidak di) kantor\s*(?:$|[:(-]))",
    re.I,
)
REPORTS = {"delivery-status": "bounce", "disposition-notification": "receipt", "feedback-report": "bounce"}
LISTS = ("list-id", "list-post", "list-help", "list-unsubscribe", "list-owner", "mailing-list", "x-mailing-list")
BULK = ("list", "bulk")
QUIET = re.compile(r"\b(?:all|autoreply)\b", re.I)


def ignored(mail: Part, sender: str | None, ours: Ours) -> str:
    """Why the mail is no conversation at all, or empty."""
    reasons = (
        (_report(mail), bool(_report(mail))),
        ("bounce", bool(DAEMONS.fullmatch(sender or "") or mail.header("x-failed-recipients"))),
        ("bounce", bool(BOUNCED.match(charsets.words(mail.header("subject"))))),
        ("own", bool(mail.header("x-loket")) or sender in ours.addresses),
        ("list", any(mail.header(name) for name in LISTS)),
        ("list", _precedence(mail) in BULK and not _automatic(mail)),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _report(mail: Part) -> str:
    if mail.kind != "multipart/report":
        return ""
    named = (mail.params.get("report-type", "").lower(), *(part.kind.removeprefix("message/") for part in mail.parts))
    return next((REPORTS[name] for name in named if name in REPORTS), "")


def held(mail: Part, sender: str | None, verdict: str) -> str:
    """Why a person's mail is never answered by itself, or empty (RFC 3834)."""
    if sender is None:
        return "no_sender"
    if _automatic(mail):
        return "auto_reply"
    if NO_REPLY.fullmatch(sender):
        return "no_reply"
    if any(path.strip() == "<>" for path in mail.headers_named("return-path")[:1]):
        return "null_sender"
    return "unauthenticated" if verdict in ("fail", "none") else ""


def _precedence(mail: Part) -> str:
    return mail.header("precedence").strip().lower()


def _automatic(mail: Part) -> bool:
    submitted = mail.header("auto-submitted").partition(";")[0].strip().lower()
    return bool(
        submitted not in ("", "no")
        or _precedence(mail) in ("auto_reply", "auto-reply", "junk")
        or any(mail.header(name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-vacation"))
        or QUIET.search(mail.header("x-auto-response-suppress"))
        or AWAY.match(charsets.words(mail.header("subject")))
    )
