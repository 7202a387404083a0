"""Mails as they come: charsets, HTML alone, attachments, who wrote and who may be answered."""

from pathlib import Path

import pytest

from bot.__main__ import main
from channels.email import addresses, charsets, html
from channels.email.reading import read
from channels.email.shapes import Letter, Ours, Quarantined
from tests.channels.email.letters import ANI, OFFICE, mail

OURS = Ours(frozenset({OFFICE}))
JUDGED = Ours(frozenset({OFFICE}), "mx.k.id")


def raw(*headers, body="halo"):
    """A mail by hand."""
    head = ["From: ani@k.id", "To: medan@k.id", "Subject: x", *headers]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode("utf-8", "surrogateescape")


def letter(*headers, body="halo", ours=OURS):
    """It read as a letter."""
    found = read(raw(*headers, body=body), ours)
    assert isinstance(found, Letter), found
    return found


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        (["Content-Type: text/plain; charset=utf-8"], "café", "café"),
        (["Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: quoted-printable"], 
         "caf=E9", "café"),
        (["Content-Type: text/plain; charset=us-ascii"], "café", "café"),
        (["Content-Type: text/plain; charset=unknown-8bit"], "café", "café"),
        (["Content-Type: text/plain; charset=zlib_codec"], "halo", "halo"),
        (["Content-Type: text/plain; charset=iso-8859-1"], "café", "café"),
        (["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"],
         "caf=C3=A9 cr=C3=A8me br=C3=BBl=C3=A9e=AA", "café crème brûlée\ufffd"),
        (["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"],
         "caf=E9 cr=E8me", "café crème"),
        (["Content-Type: text/plain; charset=gb2312", "Content-Transfer-Encoding: quoted-printable"],
         "=C4=FA=BA=C3=FF", "您好\ufffd"),
        (["Content-Type: text/plain; charset=koi8-r", "Content-Transfer-Encoding: quoted-printable"],
         "=D0=D2=C9=D7=C5=D4", "привет"),
        (["Content-Type: text/plain; charset=utf-7"], "1 +- 1 +AD0- 2", "1 + 1 = 2"),
        (["Content-Type: text/plain", "Content-Transfer-Encoding: base64"], "Mohon akun, ya.", "Mohon akun, ya."),
        (["Content-Type: text/plain", "Content-Transfer-Encoding: base64"],
         "TW9ob24gYWt1biB3aWZp\r\n", "Mohon akun wifi"),
        (["Content-Type: text/plain; charset=\"utf-16\"", "Content-Transfer-Encoding: base64"], 
         "//5oAGEAbABvAA==", "halo"),
        (["Content-Transfer-Encoding: base64"], "aGFsbw", "halo"),
        (['Content-Transfer-Encoding: "base64"; x'], "aGFsbw", "halo"),
        (["Content-Transfer-Encoding: quoted-printable"], "satu=  \r\n dua=\t\ntiga", "satu duatiga"),
        (["Content-Type: text/enriched"], "halo", "halo"),
        (["Content-Transfer-Encoding: x-unknown"], "halo", "halo"),
        (["Content-Type: text/plain; format=flowed"], "satu \r\ndua\r\n> tiga \r\nempat", "satu dua\n> tiga\nempat"),
        (["Content-Type: text/plain; format=flowed; delsp=yes"], "sa \r\ntu", "satu"),
        (["Content-Type: nonsense"], "halo", "halo"),
        (["Content-Type: multipart/mixed"], "halo", "halo"),
        (["Content-Type: multipart/mixed; boundary=x"], "halo", "halo"),
        (["Content-Type: multipart/mixed; boundary=x"], "--x\nContent-Type: text/plain\nhalo\n--x--", "halo"),
        (["tanpa baris kosong"], "halo", "tanpa baris kosong\n\nhalo"),
        (["X: y", " "], "halo", "halo"),
        (["Content-Type: text/plain"],
         "Foto:\nbegin 644 cat.txt\n#0V%T\n`\nend\nbegin 644 bukan berkas\nya", "Foto:\nbegin 644 bukan berkas\nya"),
    ],
)  # fmt: skip
def test_words_whatever_they_are_wrapped_in(headers, body, words):
    assert letter(*headers, body=body).text == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("=?utf-8?q?Permohonan_caf=C3=A9?=", "Permohonan café"),
        ("=?utf-8?b?UGVybW9ob25hbg==?= =?utf-8?b?IGJhcnU=?=", "Permohonan baru"),
        ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        ("=?utf-8?b?caf?=", "q§"),
        ("=?x-none?q?abc?= lagi", "abc lagi"),
        ("a =?utf-8?q?b=0D=0ABcc:_x?=", "a b Bcc: x"),
        ("=?utf-8?q?belum", "=?utf-8?q?belum"),
    ],
)
def test_words_of_headers(written, words):
    assert charsets.words(written) == words


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ani <ANI@Kemenkeu.go.id>", [("Ani", ANI)]),
        ('"Lestari, Ani" <ani@kemenkeu.go.id>, b@x.id', [("Lestari, Ani", ANI), ("", "b@x.id")]),
        ("ani@kemenkeu.go.id (Ani (dari) Medan)", [("", ANI)]),
        ("Tim: ani@kemenkeu.go.id, b@x.id;", [("", ANI), ("", "b@x.id")]),
        ("a@", []), ("<>", []), ("", []), ("((((((", []),
        ("a@b", [("", "a@b")]), ("a@b_c.id", [("", "a@b_c.id")]), ("a@b..id", []), ("a b@x.id", []),
        ("=?utf-8?q?An=C3=AD?= <ani@kemenkeu.go.id>", [("Aní", ANI)]),
        ("<ani@kemenkeu.go.id", [("", ANI)]), ("<@a.id,@b.id:ani@kemenkeu.go.id>", [("", ANI)]),
    ],
)  # fmt: skip
def test_addresses(written, found):
    assert addresses.mailboxes(written) == found


@pytest.mark.parametrize("end", [b"\r", b"\r\r\n", b"\n"])
def test_whatever_ends_the_lines(end):
    found = read(
        raw("Content-Type: multipart/mixed; boundary=b", body="--b\r\n\r\nhalo\r\n--b--").replace(b"\r\n", end), OURS
    )
    assert (found.sender, found.text) == ("ani@k.id", "halo")


def test_a_file_among_the_words():
    found = letter(body="Foto:\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n")
    assert [(each.name, each.data) for each in found.attachments] == [("cat.txt", b"Cat")]


def test_an_address_that_was_encoded_as_a_whole():
    raw_mail = mail("halo", sender="z@z.id").replace(b"z@z.id", b"=?utf-8?b?QW7DrSA8YW5pQGtlbWVua2V1LmdvLmlkPg==?=")
    assert (read(raw_mail, OURS).name, read(raw_mail, OURS).sender) == ("Aní", ANI)


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_only_a_line_s_end_ends_a_header(sign):
    mailed = f"Subject: x{sign}From: evil@b.id\nFrom: {ANI}\n\nhalo".encode()
    assert read(mailed, OURS).sender == ANI


def test_html_alone_with_its_quotation():
    page = (
        "<html><head><style>p{color:red}</style><title>judul</title></head><body><div>Ya,&nbsp;<b>benar</b>.</div>"
        "<div style='display:none'>pelacak</div><script>x</script>"
        "<div class=gmail_quote><div>Pada Sen, 23 Nov 2026 pukul 10.15 Loket &lt;l@k.id&gt; menulis:<br></div>"
        "<blockquote class=gmail_quote>Benar?<br>1. Ya</blockquote></div></body></html>"
    )
    found = letter("Content-Type: text/html", "In-Reply-To: <q@k.id>", body=page)
    assert found.text == "Ya, benar."
    assert "> Benar?" in found.full_text and "pelacak" not in found.full_text


def test_outlook_and_yahoo_html():
    outlook = (
        "<p class=MsoNormal>Setuju, lanjut.<o:p></o:p></p><div style='border-top:solid 1.0pt'><p><b>Dari:</b> Loket<br>"
        "<b>Dikirim:</b> Senin, 23 November 2026 10.15<br><b>Kepada:</b> Ani<br><b>Perihal:</b> x</p></div><p>Ya?</p>"
    )
    yahoo = (
        "<div>Setuju, lanjut.</div><div id=yahoo_quoted><div>Pada Senin, 23 November 2026 10.15 WIB, Loket "
        "&lt;l@k.id&gt; menulis:</div><div>Benar?</div></div>"
    )
    for page in (outlook, yahoo):
        assert (
            letter("Content-Type: text/html", "Subject: Re: x", "In-Reply-To: <q@k.id>", body=page).text
            == "Setuju, lanjut."
        )


def test_html_that_means_what_it_says():
    assert html.words("<p>a</p><p>b<br>c</p><ul><li>d<li>e</ul>") == "a\n\nb\nc\n\n- d\n- e"
    assert html.words("<blockquote style='margin:0 0 0 40px;border:none'>masuk</blockquote>") == "masuk"
    nested = "<blockquote type=cite>lama<blockquote>lebih</blockquote></blockquote>baru"
    assert html.words(nested) == "> lama\n>\n>> lebih\n>>\nbaru"
    assert html.words("<table><tr><td>Nama</td><td>Ani</td></tr><tr><td>Unit</td></tr></table>") == "Nama Ani\nUnit"
    assert html.words("<pre>a  b\n c</pre>") == "a  b\n c"
    assert html.words("5 < 6 &amp; 7 &lt;b&gt; &#x41;&#99999999999;") == "5 < 6 & 7 <b> A"
    assert html.words("<style type='text/css' style='display:none'>p {}</style><p>a</p>") == "a"
    assert html.words("<p style='display:none'>x<p>a<div hidden><div>x</div></div><p>b") == "a\n\nb"
    assert html.words("a<div style='display:none'>its end is missing") == "a\nits end is missing"
    assert html.words("<title>a<p>b") == "a\n\nb"
    assert html.words("<!-- x --><p hidden>a</p><span style='font-size:0'>b<span>c</span></span>d") == "d"


MIXED = """--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain

halo
--c
Content-Type: text/html

<p>halo</p><img src="cid:logo@k.id">
--c
Content-Type: text/x-amp-html

<html amp4email>halo
--c
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
--c--
--b
Content-Type: image/png; name="logo.png"
Content-ID: <logo@k.id>
Content-Transfer-Encoding: base64

iVBORw0=
--b
Content-Type: image/jpeg; name="layar.jpg"
Content-ID: <foto@k.id>
Content-Disposition: inline

x
--b
Content-Type: application/ms-tnef

x
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename*0*=utf-8''Surat%20; filename*1*=tugas%C3%A9; filename*2=.pdf

%PDF
--b
Content-Type: application/pdf; name="=?utf-8?q?..=5C..=5Crahasia.pdf?="

%PDF
--b
Content-Type: message/rfc822

From: a@b.id
Subject: x

dalam
--b
Content-Type: text/plain; name=catatan.txt

catatan
--b--
"""


def test_attachments_by_name_and_place():
    found = letter("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", body=MIXED)
    assert found.text == found.full_text == "halo"
    assert [(each.name, each.inline) for each in found.attachments] == [
        ("undangan.ics", False), ("logo.png", True), ("layar.jpg", False), ("winmail.dat", False),
        ("Surat tugasé.pdf", False), ("..\\..\\rahasia.pdf", False), ("surat.eml", False), ("catatan.txt", False),
    ]  # fmt: skip
    assert found.attachments[1].data == b"\x89PNG\r"


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        (["mx.k.id; dmarc=pass header.from=k.id"], "pass"),
        (["MX.k.id 1; spf=fail; dmarc=pass (p=reject) header.from=k.id"], "pass"),
        (["mx.k.id; dmarc=fail header.from=k.id; dkim=pass header.d=k.id"], "fail"),
        (["mx.k.id; dkim=pass header.d=k.id"], "pass"),
        (["mx.k.id; dkim=pass header.d=evil.id"], "none"),
        (["mx.k.id; spf=pass smtp.mailfrom=a@evil.id"], "none"),
        (["mx.k.id; spf=fail smtp.mailfrom=a@k.id"], "fail"),
        (["mx.k.id; dmarc=pass header.from=evil.id"], "none"),
        (["mx.k.id; none"], "none"),
        (["mx.evil.id; dmarc=pass header.from=k.id"], "none"),
        (["mx.k.id; dmarc=fail header.from=k.id", "mx.k.id; dmarc=pass header.from=k.id"], "fail"),
        (["mx.evil.id (mx.k.id); dmarc=pass", "x; mx.k.id; dmarc=pass"], "none"),
        ([], "none"),
    ],
)
def test_only_our_own_server_judges(results, verdict):
    found = letter(*(f"Authentication-Results: {each}" for each in results), ours=JUDGED)
    assert (found.verdict, found.may_answer) == (verdict, verdict == "pass")


@pytest.mark.parametrize(
    ("mailed", "reason"),
    [
        (b"", "empty"), (b" \r\n\n", "empty"), (b"\x00\x01\x02" * 400, "not_a_mail"), (b"halo dunia", "not_a_mail"),
        (b"From: a@b.id\n\n" + b"x" * (37 << 20), "too_large"),
        (b"From: a@b.id\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx", "encrypted"),
        (b"From: a@b.id\n\n-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n", "encrypted"),
        (b"From: a@b.id\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 400, "too_many_parts"),
    ],
)  # fmt: skip
def test_not_readable(mailed, reason):
    assert read(mailed, OURS) == Quarantined(reason)


def test_the_command_prints_a_line_for_each_file_whatever_it_is(tmp_path, capsys):
    import json
    import os

    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "good.eml").write_bytes(mail("Mohon wifi tamu."))
    (tmp_path / "bad.eml").write_bytes(b"\xff\xfe" * 100)
    names = [str(tmp_path / name) for name in ("good.eml", "bad.eml", "pipe", "none", ".")]
    assert main(["mail", *names]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["file"], line["outcome"]) for line in lines] == [
        (name, outcome) for name, outcome in zip(names, ["message", *["quarantined"] * 4], strict=True)
    ]
    keys = {"file", "outcome", "reason", "from", "to", "cc", "subject", "message_id", "references", "text", "full_text",
            "attachments", "may_answer"}  # fmt: skip
    assert all(set(line) >= keys for line in lines)
    assert (lines[0]["text"], lines[0]["from"], lines[0]["may_answer"]) == ("Mohon wifi tamu.", ANI, True)
    assert Path(names[0]).exists()
