"""`loket channels test email` against real servers: what is wrong, and how it is mended."""

import asyncio
import socket
import ssl
import subprocess
from contextlib import asynccontextmanager

import pytest

from bot.cli.channels import examine_all
from bot.settings import load
from channels.email import examining
from channels.email.mailbox import Account
from channels.email.sending import Relay
from channels.email.wire import Server
from tests.channels.email.conftest import wanted
from tests.channels.email.peers import PASSWORD, USER, peers

ACCOUNT = Account("medan", USER, USER, PASSWORD)


def given(post, box, **more):
    """Settings between the peers, as `loket channels test` gets them."""
    fits = wanted(post, box).model_dump(include=wanted(post, box).model_fields_set)
    return load(_env_file=None, **fits | more)


async def test_what_fits(capsys):
    async with peers() as (post, box):
        assert await examine_all(given(post, box), "email") == 0
    said = capsys.readouterr().out
    assert f"mailbox {USER} at 127.0.0.1:{post.port}: open" in said
    assert "sending by" in said and "ready" in said
    assert box.taken == [] and PASSWORD not in said


@pytest.mark.parametrize(
    ("more", "about", "mend"),
    [
        ({"mailboxes": f"medan={USER}:salah"}, "AUTHENTICATIONFAILED", "LOKET_MAILBOXES"),
        ({"imap_host": ""}, "no mail is fetched", "LOKET_IMAP_HOST"),
        ({"imap_host": "no.such.host.invalid"}, "no.such.host.invalid", "LOKET_IMAP_HOST spelt right"),
        ({"imap_port": 9}, "127.0.0.1:9", "LOKET_IMAP_PORT"),
        ({"imap_tls": "tls"}, "WRONG_VERSION_NUMBER", "LOKET_IMAP_TLS"),
        ({"smtp_host": "no.such.host.invalid"}, "no.such.host.invalid", "LOKET_SMTP_HOST spelt right"),
        ({"smtp_port": 9}, "127.0.0.1:9", "LOKET_SMTP_PORT"),
        ({"smtp_tls": "starttls"}, "STARTTLS", "LOKET_SMTP_TLS"),
        ({"smtp_tls": "tls"}, "sending by", "LOKET_SMTP_TLS"),
        ({"mail_from": "lain@kptik.example"}, "as lain@kptik.example: 553", "send for this address"),
        ({"smtp_user": "u", "smtp_password": "rahasia-smtp"}, "sending by", "LOKET_SMTP_"),
    ],
)
async def test_what_does_not(capsys, more, about, mend):
    async with peers() as (post, box):
        box.strangers = {"lain@kptik.example"}
        assert await examine_all(given(post, box, **more), "email") == 1
    lines = capsys.readouterr().out.splitlines()
    (at,) = [n for n, line in enumerate(lines) if "WRONG" in line]
    assert about in lines[at] and mend in lines[at + 1]
    assert "rahasia" not in str(lines)


@asynccontextmanager
async def nobody_s(tmp_path):
    """The port of a server whose certificate nobody vouches for."""
    key, own = tmp_path / "key.pem", tmp_path / "own.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    subprocess.run([*made, "-subj", "/CN=x", "-keyout", key, "-out", own], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_a_certificate_that_nobody_vouches_for(tmp_path):
    async with nobody_s(tmp_path) as port:
        found = await asyncio.gather(
            examining.mailbox(Server("127.0.0.1", port, True, deadline=5), ACCOUNT),
            examining.relay(Relay("127.0.0.1", port, "tls", deadline=5), [USER]),
        )
    assert [(each.ok, "certificate" in each.mend) for each in found] == [(False, True)] * 2


async def test_a_server_that_says_nothing():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        found = await asyncio.gather(
            examining.mailbox(Server("127.0.0.1", port, False, deadline=0.2), ACCOUNT),
            examining.relay(Relay("127.0.0.1", port, "none", deadline=0.2), [USER]),
        )
    assert [(each.ok, "firewall" in each.mend) for each in found] == [(False, True)] * 2
