"""`loket channels test` against stand-ins: what fits, what does not, and how it is mended."""

import pytest

from bot.cli.channels import examine_all
from bot.settings import load
from tests.channels.served import served
from tests.channels.telegram.botapi import TOKEN, BotApi
from tests.channels.whatsapp import graphapi
from tests.channels.whatsapp.graphapi import NUMBER, GraphApi, refusal


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    """No settings but the test's own."""
    monkeypatch.chdir(tmp_path)


async def test_off_says_which_setting_is_empty(capsys):
    assert await examine_all(load()) == 0
    said = capsys.readouterr().out
    assert "telegram  ok    off: LOKET_TELEGRAM_TOKEN is empty" in said
    assert "LOKET_WHATSAPP_NUMBER_ID" in said


async def test_telegram_that_fits(capsys):
    async with served(BotApi().app) as url:
        assert await examine_all(load(telegram_token=TOKEN, telegram_url=url), "telegram") == 0
    assert "the token belongs to @loket_bot" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "about", "mend"),
    [
        ({"telegram_token": "4:wrong"}, "token is not accepted", "@BotFather"),
        ({"telegram_url": "http://127.0.0.1:9"}, "NetworkError", "network, proxy, firewall"),
    ],
)
async def test_telegram_that_does_not(capsys, given, about, mend):
    async with served(BotApi().app) as url:
        wanted = load(**({"telegram_token": TOKEN, "telegram_url": url} | given))
        assert await examine_all(wanted, "telegram") == 1
    said = capsys.readouterr().out
    assert about in said
    assert mend in said
    assert TOKEN not in said


HOOK = "https://loket.test/webhooks/telegram"


@pytest.mark.parametrize(
    ("ours", "theirs", "status", "about", "mend"),
    [
        ("", {"url": "https://else.test/x"}, 0, "a webhook is set at https://else.test/x", "a bot of its own"),
        ("https://loket.test", {}, 0, "not set yet", ""),
        ("https://loket.test", {"url": HOOK}, 0, f"webhook {HOOK}", ""),
        ("https://loket.test", {"url": HOOK, "last_error_message": "refused"}, 1, "could not call us", "running"),
    ],
)
async def test_telegram_and_its_webhook(capsys, ours, theirs, status, about, mend):
    api = BotApi()
    api.webhook = theirs
    async with served(api.app) as url:
        given = {"telegram_token": TOKEN, "telegram_url": url, "telegram_webhook": ours}
        assert await examine_all(load(**given), "telegram") == status
    said = capsys.readouterr().out
    assert about in said and mend in said


def whatsapp(far, **more):
    """Settings that fit the stand-in."""
    given = {"token": graphapi.TOKEN, "number_id": NUMBER, "app_secret": "s", "verify_token": "v"}
    given["url"] = f"{far}/v23.0"
    return load(**{f"whatsapp_{name}": value for name, value in (given | more).items()})


async def test_whatsapp_that_fits(capsys):
    async with served(GraphApi().app) as url:
        assert await examine_all(whatsapp(url, templates="*=kabar"), "whatsapp") == 0
    said = capsys.readouterr().out
    assert "the number is +62 21 1 (Loket)" in said
    assert "the template kabar is approved" in said


@pytest.mark.parametrize(
    ("given", "lies", "mend"),
    [
        ({"token": "other"}, [], "LOKET_WHATSAPP_TOKEN"),
        ({"url": "http://127.0.0.1:9/v23.0"}, [], "LOKET_WHATSAPP_URL"),
        ({}, [refusal(100)], "LOKET_WHATSAPP_NUMBER_ID"),
        ({}, [None, refusal(100)], "LOKET_WHATSAPP_APP_SECRET"),
    ],
)
async def test_whatsapp_that_does_not(capsys, given, lies, mend):
    api = GraphApi()
    api.media_lies[NUMBER] = lies
    async with served(api.app) as url:
        assert await examine_all(whatsapp(url, **given), "whatsapp") == 1
    assert mend in capsys.readouterr().out


FULL = {"app_id": "77", "expires_at": 0, "scopes": ["whatsapp_business_messaging", "whatsapp_business_management"],
        "granular_scopes": [{"scope": "whatsapp_business_management", "target_ids": ["501"]}]}  # fmt: skip


@pytest.mark.parametrize(
    ("lie", "about"),
    [
        ({"granted": FULL | {"scopes": FULL["scopes"][1:]}}, "no permission for whatsapp_business_messaging"),
        ({"granted": FULL | {"expires_at": 1795399200}}, "the token ends on 2026-11-23"),
        ({"apps": ["78", "79"]}, "no messages are brought to this app"),
        ({"templates": []}, "there is no template kabar"),
        ({"templates": [graphapi.template("kabar", language="en")]}, "no template kabar in the language id"),
        ({"templates": [graphapi.template("lain"), graphapi.template("kabar", status="PAUSED")]}, "kabar is PAUSED"),
        ({"templates": [graphapi.template("kabar", "Kabar {{1}} dan {{2}}")]}, "kabar has 2 variables"),
    ],
)
async def test_what_the_account_lacks_is_named(capsys, lie, about):
    api = GraphApi()
    vars(api).update(lie)
    async with served(api.app) as url:
        assert await examine_all(whatsapp(url, templates="notice=kabar,*=kabar"), "whatsapp") == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if "WRONG" in line]
    assert len(wrong) == 1 and about in wrong[0]


async def test_a_token_that_does_not_tell_what_it_may_is_no_fault(capsys):
    api = GraphApi()
    api.granted = None
    async with served(api.app) as url:
        assert await examine_all(whatsapp(url, templates="*=kabar"), "whatsapp") == 0
    assert "cannot be asked with this token" in capsys.readouterr().out


async def test_off_is_wrong_for_the_channel_that_was_asked_for(capsys):
    assert await examine_all(load(whatsapp_token="x"), "whatsapp") == 1
    said = capsys.readouterr().out
    assert "whatsapp  WRONG off: LOKET_WHATSAPP_NUMBER_ID" in said
    assert ".env" in said
