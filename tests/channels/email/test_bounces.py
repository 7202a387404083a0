"""A letter that comes back is on the desk's list; whoever makes a bounce up achieves nothing."""

import pytest
from sqlalchemy import select

from channels.email import bounces
from storage import undelivered, unheard
from storage.tables import deliveries, owed
from tests.channels.email.letters import ANI, OFFICE, mail

QUESTION = "Berapa lama instalasi aplikasi?"


def bounce(id, action="failed", returned="message/rfc822", said="smtp; 550 5.1.1 no such user"):
    """A report as mail servers make it (RFC 3464), about the letter `id`."""
    return f"""From: MAILER-DAEMON@mail.example
To: {OFFICE}
Subject: Undelivered Mail Returned to Sender
Message-ID: <b{hash((id, action, returned, said))}@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {ANI}
Action: {action}
Status: 5.1.1
Diagnostic-Code: {said}

--b
Content-Type: {returned}

From: {OFFICE}
To: {ANI}
Message-ID: {id}
Subject: Re: Permohonan

--b--
""".replace("\n", "\r\n").encode()


def wrapped(report):
    """The report as a gateway passes it on, with its own words below."""
    head, _, body = report.partition(b"\r\nContent-Type: ")
    inner = b"--w\r\nContent-Type: " + body + b"\r\n--w\r\n\r\nDiperiksa.\r\n--w--\r\n"
    return head + b"\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n" + inner


OURS = "<loket.7.0-abcdefghijklmnopqrst@kptik.example>"


QMAIL = f"""Hi. This is the qmail-send program at mail.example.

<{ANI}>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 no such user
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Message-ID: {OURS}
Subject: Re: Permohonan
"""


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (wrapped(bounce(OURS)), (OURS, "5.1.1 550 5.1.1 no such user")),
        (mail(QMAIL, subject="failure notice"), (OURS, "Remote host said: 550 5.1.1 no such user")),
        (mail(QMAIL.replace("550 5.1.1", "450 4.2.1"), subject="failure notice"), None),
        (mail(f"Warning: message delayed 24 hours, 550\n{QMAIL}"), None),
        (mail(QMAIL.replace(OURS, "<other@mail.example>"), subject="failure notice"), None),
        (bounce(OURS), (OURS, "5.1.1 550 5.1.1 no such user")),
        (bounce(OURS, returned="text/rfc822-headers"), (OURS, "5.1.1 550 5.1.1 no such user")),
        (bounce(OURS, action="Failed", said=""), (OURS, "5.1.1")),
        (bounce(OURS, action="delayed"), None),
        (bounce(OURS, action="delivered"), None),
        (bounce("<other@mail.example>"), None),
        (bounce(""), None),
        (mail("550 5.1.1", sender="mailer-daemon@mail.example"), None),
        (b"", None),
    ],
)
def test_reports(raw, found):
    assert bounces.failed(raw) == found


async def take(desk, raw):
    """A mail comes, and all that follows from it."""
    await desk.email.take(desk.email._wishes.accounts[0], raw, True, desk.app.receive)
    await desk.app.settle()


def given_up(desk):
    """What the desk's list shows."""
    return [(row.address.split("/")[1], row.fault) for row in desk.see(undelivered.lost, [])]


async def test_a_letter_that_comes_back_is_on_the_desk_s_list_once(desk):
    await take(desk, mail(QUESTION))
    (letter,) = await desk.letters(1)
    await take(desk, bounce(letter["Message-ID"], action="delayed"))
    assert given_up(desk) == []
    for _ in range(2):
        await take(desk, bounce(letter["Message-ID"]))
    assert given_up(desk) == [(ANI, "5.1.1 550 5.1.1 no such user")]
    assert desk.see(lambda c: c.scalar(select(deliveries.c.status))) == "failed"
    assert [row.kind for row in desk.see(unheard.waiting)] == ["mail", "delivery"], "the delay, and what was lost"
    (row,) = desk.see(undelivered.lost, [])
    assert desk.app.house.store.do(undelivered.again, row.id, [], desk.clock())
    await desk.app.settle()
    assert len(desk.box.taken) == 2, "an officer may try again"


async def test_a_bounce_made_up_changes_nothing(desk):
    await take(desk, mail(QUESTION))
    (letter,) = await desk.letters(1)
    id = letter["Message-ID"]
    row, _, rest = id.removeprefix("<loket.").partition(".")
    for wrong in (f"<loket.{int(row) + 1}.{rest}", f"<loket.{row}.0-{'a' * 20}@kptik.example>", id.upper(), OURS):
        await take(desk, bounce(wrong))
    assert given_up(desk) == []
    assert desk.see(lambda c: c.scalars(select(owed.c.status)).all()) == ["sent"]
    assert {row.kind for row in desk.see(unheard.waiting)} == {"mail"}, "an officer may look at it"
    assert len(desk.box.taken) == 1, "nobody is written to"
