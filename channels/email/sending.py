"""Hand a mail to the SMTP server, and tell what is over from what may be tried again (RFC 5321, 4.2.1)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Literal

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from channels.base import Undeliverable, Unreachable

FINAL_DOT = 600.0  # seconds that a server may take to accept what it was given (RFC 5321, 4.5.3.2.6)


@dataclass(frozen=True, slots=True)
class Relay:
    """The server that sends our mail. `deadline`: seconds for each of its answers but the last."""

    host: str
    port: int
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    deadline: float = 60


def client(relay: Relay) -> SMTP:
    """A line to the server, not open yet."""
    return SMTP(
        hostname=relay.host,
        port=relay.port,
        use_tls=relay.tls == "tls",
        start_tls=relay.tls == "starttls",
        username=relay.user or None,
        password=relay.password or None,
        timeout=relay.deadline,
    )


async def post(relay: Relay, sender: str, to: str, mail: bytes) -> str:
    """What the server answered once it had the mail. Raises Unreachable or Undeliverable."""
    line = client(relay)
    try:
        await line.connect()
        _, answer = await line.sendmail(sender, [to], mail, timeout=FINAL_DOT)
        return answer
    except SMTPException as fault:
        raise verdict(fault) from fault
    except OSError as fault:
        raise Unreachable(repr(fault)) from fault
    finally:
        with contextlib.suppress(Exception):
            await line.quit(timeout=2)
        line.close()


def verdict(fault: SMTPException) -> Exception:
    """4xx: later. 5xx about this letter or its recipient: never. 5xx about ourselves: later, once it is mended."""
    if isinstance(fault, SMTPRecipientsRefused):
        codes = [each.code for each in fault.recipients]
        told = "; ".join(f"{each.code} {each.message}" for each in fault.recipients)
        return Undeliverable(told) if all(code >= 500 for code in codes) else Unreachable(told, alone=True)
    ours = isinstance(fault, SMTPAuthenticationError | SMTPConnectError | SMTPSenderRefused)
    if isinstance(fault, SMTPResponseException) and fault.code >= 500 and not ours:
        return Undeliverable(f"{fault.code} {fault.message}")
    return Unreachable(str(fault) or repr(fault))
