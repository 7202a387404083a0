"""Real mails made wrong by a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.channels.email.letters import mail
from tests.channels.email.test_reading import MIXED, raw

SEEDS = (
    mail("Mohon akun wifi tamu.\n\n-- \nAni\n"),
    mail("Ya\n\nPada Sen, 23 Nov 2026 pukul 10.15 Loket <l@k.id> menulis:\n\n> x\n> y\n", In_Reply_To="<a@b.id>"),
    mail("Setuju\n\nDari: Loket <l@k.id>\nDikirim: 23 November 2026 10.15\nKepada: A\nPerihal: x\n\nlama", "Re: x"),
    raw("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", body=MIXED),
    raw("Content-Type: text/html; charset=utf-8", body="<div>a<blockquote type=cite>b</blockquote><table><td>c" * 9),
    raw("Content-Type: text/html", body="<style style='display:none'>p {}</style><p hidden>a<p>b<div id=x>c"),
    raw("MIME-Version: 1.0", body="Foto:\nbegin 644 cat.txt\n#0V%T\n`\nend\n"),
    raw(body="-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n- - a\n-----BEGIN PGP SIGNATURE-----\n\nb\n"
        "-----END PGP SIGNATURE-----\n"),
    raw("Content-Type: text/plain; charset=iso-8859-1; format=flowed", "Content-Transfer-Encoding: quoted-printable",
        body="caf=E9 =\r\n panjang \r\nsekali"),
    raw("Subject: =?utf-8?b?UGVybW9ob25hbg==?=", "Authentication-Results: mx.k.id; dmarc=pass (x) header.from=k.id"),
    raw("Content-Type: multipart/report; report-type=delivery-status; boundary=r",
        body="--r\n\ngagal\n--r\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n--r--"),
)  # fmt: skip
JUNK = (
    b"\x00", b"\xff\xfe", b"\r", b"\n\n", b"(" * 300, b'"', b"<" * 200, b"=?utf-8?q?", b"?=", b"--b\n", b"--b--\n",
    b"Message-ID: <>\n", b"From: a@\n", b"From: =?utf-8?q?a=0D=0AX:_y?= <a@b.id>\n", b"Content-Type: text/html\n",
    b"Content-Type: multipart/mixed; boundary=b\n\n", b"Content-Type: message/rfc822\n\n", b"; charset=punycode",
    b"; charset=utf-16", b"Content-Transfer-Encoding: base64\n", b"; filename*0*=%ff''%", b"; name=../../etc/passwd",
    b"<div>" * 200, b"<blockquote>" * 100, b"<!--", b"<script>", b"&#1114112;", b"\xe2\x80\xae", b"x" * 5_000,
    b"Pada Sen, 23 Nov 2026 10.15 a <a@b.id> menulis:\n", b"Dari: a@b.id\n" * 30, b"-- \n" * 50, b"Date: 9 X 9\n",
    b"begin 644 x\n", b"\nend\n", b"-----BEGIN PGP SIGNED MESSAGE-----\n", b"-----BEGIN PGP MESSAGE-----\n",
    b"<style style=display:none>", b"<td hidden>", b"; charset=utf-7", b" \n", b"\xe2\x80\xa8From: x@y.id",
    b"References: " + b"<a@b> " * 200 + b"\n",
)  # fmt: skip


def mutated(seed: int, number: int) -> Iterator[bytes]:
    """`number` mails, the same ones each time."""
    chance = random.Random(seed)
    for _ in range(number):
        mail = bytearray(chance.choice(SEEDS))
        for _ in range(chance.randint(1, 6)):
            chance.choice(WAYS)(chance, mail)
        yield bytes(mail)


def _insert(chance: random.Random, mail: bytearray) -> None:
    at = chance.randint(0, len(mail))
    mail[at:at] = chance.choice(JUNK)


def _drop(chance: random.Random, mail: bytearray) -> None:
    at = chance.randint(0, len(mail))
    del mail[at : at + chance.randint(1, 200)]


def _repeat(chance: random.Random, mail: bytearray) -> None:
    at, size = chance.randint(0, len(mail)), chance.randint(1, 200)
    mail[at:at] = mail[at : at + size] * chance.choice((2, 3, 60))


def _flip(chance: random.Random, mail: bytearray) -> None:
    for _ in range(min(chance.randint(1, 20), len(mail))):
        mail[chance.randrange(len(mail))] = chance.randrange(256)


def _cut(chance: random.Random, mail: bytearray) -> None:
    del mail[chance.randint(0, len(mail)) :]


def _graft(chance: random.Random, mail: bytearray) -> None:
    other = chance.choice(SEEDS)
    at = chance.randint(0, len(other))
    mail[chance.randint(0, len(mail)) :] = other[at:]


WAYS = (_insert, _insert, _insert, _drop, _repeat, _flip, _cut, _graft)
