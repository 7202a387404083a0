"""The settings: all faults at once, each by name; the example file complete and true."""

import re
from pathlib import Path

import pytest

from bot import settings
from bot.__main__ import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    """No settings but the test's own."""
    monkeypatch.chdir(tmp_path)
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(f"LOKET_{name.upper()}", raising=False)


def example():
    """Pairs (lines of explanation, name, value) of .env.example."""
    text = (ROOT / ".env.example").read_text("utf-8")
    return re.findall(r"^# (.+)\n(LOKET_\w+)=(.*)$", text, re.M)


def test_example_has_every_setting_in_order_with_its_explanation():
    wanted = [(f.description, f"LOKET_{name.upper()}") for name, f in settings.Settings.model_fields.items()]
    assert [(said, name) for said, name, _ in example()] == wanted


def test_example_shows_the_defaults(monkeypatch):
    for _, name, value in example():
        monkeypatch.setenv(name, value)
    assert settings.load() == settings.Settings()


def test_all_faults_are_reported_together_with_names(monkeypatch):
    monkeypatch.setenv("LOKET_PORT", "eighty")
    monkeypatch.setenv("LOKET_STORE", "sqlite:///x.db")
    monkeypatch.setenv("LOKET_DOMAINS", "kemenkeu.go.id, not a domain")
    monkeypatch.setenv("LOKET_SECRET", "short")
    monkeypatch.setenv("LOKET_LANGUAGES", "id,xx")
    with pytest.raises(settings.BadSettings) as bad:
        settings.load()
    named = [fault.partition(":")[0] for fault in bad.value.faults]
    assert named == ["LOKET_STORE", "LOKET_PORT", "LOKET_DOMAINS", "LOKET_LANGUAGES", "LOKET_SECRET"]
    assert "sqlite+pysqlite:///PATH" in bad.value.faults[0]
    assert "not a domain" in bad.value.faults[2]


def test_a_secret_is_never_repeated_in_a_fault(monkeypatch):
    monkeypatch.setenv("LOKET_SECRET", "hunter2")
    with pytest.raises(settings.BadSettings) as bad:
        settings.load()
    assert "hunter2" not in str(bad.value)


def test_run_with_wrong_settings_exits_2_and_opens_nothing(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("LOKET_PORT", "0")
    with pytest.raises(SystemExit) as stopped:
        main(["run"])
    assert stopped.value.code == 2
    assert "LOKET_PORT" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


WRONG = {
    "host": "0.0.0.0:8080",
    "url": "loket.kantor.go.id",
    "admin_mail": "Admin <a@b.id>",
    "telegram_token": "AAErahasia",
    "telegram_webhook": "http://loket.kantor.go.id",
    "telegram_secret": "dua kata rahasia",
    "telegram_url": "api.telegram.org",
    "whatsapp_number_id": "+62 24 rahasia",
    "whatsapp_templates": "kabar",
    "whatsapp_url": "graph",
    "imap_host": "imaps://mail.kantor.go.id",
    "imap_port": "imaps",
    "imap_tls": "starttls",
    "mailboxes": "medan=a@b.id",
    "smtp_host": "mail.kantor.go.id:587",
    "smtp_port": "0",
    "smtp_tls": "ssl",
    "mail_from": "Loket",
    "mail_authserv": "mail.kantor.go.id; spf=pass",
    "max_message_mb": "9",
    "keep_files_days": "99999999999",
    "secure_cookies": "ya",
    "log_level": "verbose",
    "joining": "wajib",
}
OURS = re.compile(r"LOKET_\w+: (write|set|there|it names|no such|no message|codes go|a file may|Telegram calls)\b")


def test_every_wrong_setting_of_a_channel_is_named_at_once(monkeypatch):
    for name, value in WRONG.items():
        monkeypatch.setenv(f"LOKET_{name.upper()}", value)
    with pytest.raises(settings.BadSettings) as bad:
        settings.load()
    named = {fault.partition(":")[0] for fault in bad.value.faults}
    assert named == {f"LOKET_{name.upper()}" for name in WRONG}
    assert "rahasia" not in str(bad.value)
    assert [fault for fault in bad.value.faults if not OURS.match(fault)] == [], "each says in our words what to write"


def test_numbers_and_choices_are_refused_in_our_words(monkeypatch):
    monkeypatch.setenv("LOKET_PORT", "eighty")
    monkeypatch.setenv("LOKET_TICK_SECONDS", "nan")
    monkeypatch.setenv("LOKET_SMTP_TLS", "ssl")
    with pytest.raises(settings.BadSettings) as bad:
        settings.load()
    assert [fault.partition(". (")[0] for fault in bad.value.faults] == [
        "LOKET_PORT: write a whole number from 1 to 65535",
        "LOKET_TICK_SECONDS: write a number from 0.1 to 60",
        "LOKET_SMTP_TLS: write starttls, tls or none",
    ]


def test_a_mailbox_of_no_office_is_refused_with_the_offices(monkeypatch, capsys):
    monkeypatch.setenv("LOKET_MAILBOXES", "jakarta=a@b.id:rahasia")
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "no such office: jakarta; there are medan, semarang, surabaya, denpasar, makassar" in said
    assert "rahasia" not in said


def test_mailboxes_with_a_comma_between_are_no_login(monkeypatch):
    monkeypatch.setenv("LOKET_MAILBOXES", "medan=a@b.id:rahasia,semarang=c@d.id:rahasia")
    with pytest.raises(settings.BadSettings, match="with spaces between"):
        settings.load()


def test_a_data_folder_that_cannot_be_is_found(monkeypatch, capsys):
    monkeypatch.setenv("LOKET_DATA", "/dev/null/data")
    assert main(["check"]) == 1
    assert "LOKET_DATA: /dev/null is no folder" in capsys.readouterr().out


@pytest.mark.parametrize("host", ["localhost", "::1", "::", "10.0.0.7", "loket.kantor.go.id", "smtp_1", "3com.example"])
def test_names_and_numbers_of_servers(monkeypatch, host):
    for name in ("LOKET_HOST", "LOKET_IMAP_HOST", "LOKET_SMTP_HOST"):
        monkeypatch.setenv(name, host)
    assert settings.load().smtp_host == host


def test_a_mailbox_belongs_to_one_office(monkeypatch):
    monkeypatch.setenv("LOKET_MAILBOXES", "medan=a@b.id:rahasia semarang=A@b.id:rahasia")
    with pytest.raises(settings.BadSettings, match="twice") as bad:
        settings.load()
    assert "rahasia" not in str(bad.value)


def test_misspelt_names_are_found():
    assert settings.unknown(["LOKET_PROT", "LOKET_PORT", "PATH"]) == ["LOKET_PROT"]


def test_lists_are_written_with_commas(monkeypatch):
    monkeypatch.setenv("LOKET_DOMAINS", "Kemenkeu.go.id, pajak.go.id ,")
    monkeypatch.setenv("LOKET_LANGUAGES", "en")
    made = settings.load()
    assert made.domains == ("kemenkeu.go.id", "pajak.go.id")
    assert made.languages == ("id", "en")
