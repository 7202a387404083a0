"""Do the settings fit the real mail servers? Logs in and leaves; reads, changes and sends nothing."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPAuthenticationError, SMTPException, SMTPResponseException

from channels.base import Finding, fine, wrong
from channels.email.mailbox import Account
from channels.email.sending import Relay, client
from channels.email.wire import Denied, Gone, Server, Wire

CAUSES = (  # what a fault says -> how it is mended; {0} is LOKET_IMAP or LOKET_SMTP
    (r"gaierror|Name or service|getaddrinfo", "nobody knows this name: is {0}_HOST spelt right?"),
    (r"CERTIFICATE_VERIFY_FAILED", "the certificate is not to be trusted: write the name that it was made for into "
     "{0}_HOST, or ask the mail server's administrators for a valid one"),
    (r"WRONG_VERSION|STARTTLS", "the server does not encrypt in this way at this port: check {0}_PORT and {0}_TLS"),
    (r"refused|Connect call failed|unreachable", "nobody is there: check {0}_HOST and {0}_PORT, then the firewall"),
    (r"silent|closed|time", "it answers with nothing: check {0}_PORT and {0}_TLS, then the firewall"),
)  # fmt: skip


def mend(fault: Exception, prefix: str) -> str:
    """What to do about a server that cannot be spoken to."""
    said = f"{fault!r} {fault}"
    found = (words for pattern, words in CAUSES if re.search(pattern, said, re.I))
    return next(found, "check {0}_HOST, {0}_PORT and {0}_TLS").format(prefix)


async def mailbox(server: Server, account: Account) -> Finding:
    """One mailbox: reached, let in, its inbox opened."""
    about = f"mailbox {account.address} at {server.host}:{server.port}"
    wire = Wire(server)
    try:
        await wire.enter(account.user, account.password)
    except Denied as fault:
        return wrong(f"{about}: {fault}", "check address and password of this office in LOKET_MAILBOXES")
    except Gone as fault:
        return wrong(f"{about}: {fault}", mend(fault, "LOKET_IMAP"))
    finally:
        wire.leave()
    return fine(f"{about}: open")


def unread(accounts: Iterable[Account]) -> Finding:
    """Mailboxes that nobody looks into."""
    named = ", ".join(each.address for each in accounts)
    return wrong(f"no mail is fetched from {named}", "write the server's name into LOKET_IMAP_HOST")


async def relay(wanted: Relay, senders: Iterable[str]) -> Finding:
    """The server that sends: reached, spoken to under encryption, let in, willing to send for each address of ours."""
    about = f"sending by {wanted.host}:{wanted.port}"
    line: SMTP = client(wanted)
    try:
        await line.connect()
        for sender in senders:
            await line.mail(sender)
            await line.rset()
    except SMTPAuthenticationError as fault:
        return wrong(f"{about}: {fault.message}", "check LOKET_SMTP_USER and LOKET_SMTP_PASSWORD")
    except SMTPResponseException as fault:
        told = f"{about}: as {sender}: {fault.code} {fault.message}"
        return wrong(told, "may LOKET_SMTP_USER send for this address? Ask the mail server's administrators")
    except (SMTPException, OSError) as fault:
        return wrong(f"{about}: {fault}", mend(fault, "LOKET_SMTP"))
    finally:
        with contextlib.suppress(Exception):
            await line.quit(timeout=2)
        line.close()
    return fine(f"{about}: ready")


def judging(authserv: str) -> Finding:
    """Whether senders are judged at all."""
    if authserv:
        return fine(f"senders are judged by the Authentication-Results of {authserv}")
    return fine("senders are not judged: set LOKET_MAIL_AUTHSERV, see docs/channels/email.md")
