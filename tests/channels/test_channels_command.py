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
        ({"telegram_webhook": "http://loket.test"}, "the webhook address is", "only https"),
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


def whatsapp(far, **more):
    """Settings that fit the stand-in."""
    given = {"token": graphapi.TOKEN, "number_id": NUMBER, "app_secret": "s", "verify_token": "v"}
    given["url"] = f"{far}/v23.0"
    return load(**{f"whatsapp_{name}": value for name, value in (given | more).items()})


async def test_whatsapp_that_fits(capsys):
    async with served(GraphApi().app) as url:
        assert await examine_all(whatsapp(url, templates="*=kabar"), "whatsapp") == 0
    assert "the number is +62 21 1 (Loket)" in capsys.readouterr().out


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
