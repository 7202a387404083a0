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
}


def test_every_wrong_setting_of_a_channel_is_named_at_once(monkeypatch):
    for name, value in WRONG.items():
        monkeypatch.setenv(f"LOKET_{name.upper()}", value)
    with pytest.raises(settings.BadSettings) as bad:
        settings.load()
    named = {fault.partition(":")[0] for fault in bad.value.faults}
    assert named == {f"LOKET_{name.upper()}" for name in WRONG}
    assert "rahasia" not in str(bad.value)


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
