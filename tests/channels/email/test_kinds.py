"""Is there a person behind a mail? Bounces, lists, machines, people who are away."""

import pytest

from channels.email.reading import read
from channels.email.shapes import Ignored
from tests.channels.email.letters import OFFICE, mail
from tests.channels.email.test_reading import OURS, letter, raw

READ = "--c\n\ndibaca\n--c\nContent-Type: message/disposition-notification\n\nx\n--c--"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (['Content-Type: multipart/report; report-type=delivery-status; boundary=b'], "bounce"),
        (['Content-Type: multipart/report; report-type="disposition-notification"; boundary=b'], "receipt"),
        (["Content-Type: multipart/report; boundary=c"], "receipt"),
        (["X-Failed-Recipients: a@b.id"], "bounce"),
        (["List-Id: <semua.k.id>"], "list"),
        (["Precedence: bulk"], "list"),
        (["X-Loket: 1"], "own"),
    ],
)  # fmt: skip
def test_no_conversation(headers, reason):
    found = read(raw(*headers, body="--b\n\nx\n--b--\n" + READ), OURS)
    assert isinstance(found, Ignored) and found.reason == reason


@pytest.mark.parametrize(
    ("sender", "reason"), [(OFFICE, "own"), ("MAILER-DAEMON@x.id", "bounce"), ("postmaster@x.id", "bounce")]
)
def test_no_conversation_with(sender, reason):
    found = read(mail("halo", sender=sender), OURS)
    assert isinstance(found, Ignored) and found.reason == reason


@pytest.mark.parametrize(
    ("headers", "held"),
    [
        (["Auto-Submitted: auto-replied"], "auto_reply"), (["Auto-Submitted: auto-generated; x"], "auto_reply"),
        (["Auto-Submitted: no"], ""), (["X-Autoreply: yes"], "auto_reply"), (["Precedence: auto_reply"], "auto_reply"),
        (["X-Auto-Response-Suppress: All"], "auto_reply"), (["X-Auto-Response-Suppress: DR"], ""),
        (["Return-Path: <>"], "null_sender"), (["Return-Path: <ani@k.id>"], ""),
    ],
)  # fmt: skip
def test_machines_are_not_answered(headers, held):
    assert letter(*headers).held == held


@pytest.mark.parametrize(
    ("subject", "held"),
    [
        ("Out of Office: x", "auto_reply"), ("Balasan otomatis: cuti", "auto_reply"), ("Di luar kantor", "auto_reply"),
        ("Automatic reply: x", "auto_reply"), ("AUTO: Ani is out of the office", "auto_reply"),
        ("Réponse automatique : x", "auto_reply"), ("Abwesenheitsnotiz: x", "auto_reply"),
        ("Di luar kantor tidak bisa akses VPN", ""), ("Automatis mati sendiri", ""), ("Autodesk rusak", ""),
    ],
)  # fmt: skip
def test_people_who_are_away(subject, held):
    assert read(mail("x", subject=subject), OURS).held == held


@pytest.mark.parametrize(
    ("subject", "sender", "reason"),
    [
        ("Undeliverable: x", "ndr@x.id", "bounce"), ("Returned mail: see transcript for details", "x@x.id", "bounce"),
        ("Undelivered Mail Returned to Sender", "x@x.id", "bounce"), ("failure notice", "x@x.id", "bounce"),
        ("Mail delivery failed: returning message to sender", "x@x.id", "bounce"),
        ("Delivery Status Notification (Failure)", "x@x.id", "bounce"),
        ("x", "mail.delivery.system@x.id", "bounce"), ("x", "MDaemon@x.id", "bounce"),
        ("Re: Undeliverable: x", "ani@x.id", ""), ("Fwd: failure notice", "ani@x.id", ""),
        ("failure notice di layar laptop", "ani@x.id", ""), ("Mail delivery ke vendor lambat", "ani@x.id", ""),
    ],
)  # fmt: skip
def test_bounces_without_a_report(subject, sender, reason):
    found = read(mail("x", subject=subject, sender=sender), OURS)
    assert (found.reason if isinstance(found, Ignored) else "") == reason


@pytest.mark.parametrize(
    ("sender", "held"),
    [("no-reply@x.id", "no_reply"), ("sistem.noreply@x.id", "no_reply"), ("jangan-balas@x.id", "no_reply"),
     ("bounce+7@x.id", "no_reply"), ("autoreply@x.id", "no_reply"), ("astra.auto@x.id", ""), ("norepl@x.id", ""),
     ("ani.reply@x.id", ""), ("a@", "no_sender")],
)  # fmt: skip
def test_who_wants_no_answer(sender, held):
    raw_mail = mail("x", sender="z@z.id").replace(b"z@z.id", sender.encode())
    assert read(raw_mail, OURS).held == held
