"""Do the settings fit the real mail servers? Logs in and leaves; reads, changes and sends nothing."""

from __future__ import annotations

import contextlib

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPAuthenticationError, SMTPException

from channels.base import Finding
from channels.email.mailbox import Account
from channels.email.sending import Relay, client
from channels.email.wire import Denied, Gone, Server, Wire


async def mailbox(server: Server, account: Account) -> Finding:
    """One mailbox: reached, let in, its inbox opened."""
    about = f"mailbox {account.address} at {server.host}:{server.port}"
    wire = Wire(server)
    try:
        await wire.enter(account.user, account.password)
    except Denied as fault:
        return Finding(False, f"{about}: {fault}", "check address and password of this office in LOKET_MAILBOXES")
    except Gone as fault:
        return Finding(False, f"{about}: {fault}", "check LOKET_IMAP_HOST, LOKET_IMAP_PORT and LOKET_IMAP_TLS")
    finally:
        wire.leave()
    return Finding(True, f"{about}: open")


async def relay(wanted: Relay) -> Finding:
    """The server that sends: reached, spoken to under encryption, let in."""
    about = f"sending by {wanted.host}:{wanted.port}"
    line: SMTP = client(wanted)
    try:
        await line.connect()
    except SMTPAuthenticationError as fault:
        return Finding(False, f"{about}: {fault.message}", "check LOKET_SMTP_USER and LOKET_SMTP_PASSWORD")
    except (SMTPException, OSError) as fault:
        return Finding(False, f"{about}: {fault}", "check LOKET_SMTP_HOST, LOKET_SMTP_PORT and LOKET_SMTP_TLS")
    finally:
        with contextlib.suppress(Exception):
            await line.quit(timeout=2)
        line.close()
    return Finding(True, f"{about}: ready")


def judging(authserv: str) -> Finding:
    """Whether senders are judged at all."""
    if authserv:
        return Finding(True, f"senders are judged by the Authentication-Results of {authserv}")
    return Finding(True, "senders are not judged: set LOKET_MAIL_AUTHSERV, see docs/channels/email.md")
