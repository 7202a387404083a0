"""What stands beside the place where an officer types: where it arrives, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.messages import Address
from bot.web.desk.reach import reaches
from bot.web.desk.timeline import Telling
from tests.web.conftest import MONDAY, Site


class Door:
    name = "telegram"


class Narrow(Door):
    name = "whatsapp"
    window = timedelta(hours=23, minutes=58)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("channel", "heard", "can", "said"), [
    ("telegram", None, True, "lewat Telegram"),
    ("whatsapp", MONDAY - HOUR, True, "hingga Selasa 24 November pukul 07.58 WIB"),
    ("whatsapp", MONDAY - 24 * HOUR, False, "sudah tertutup"),
    ("whatsapp", None, False, "sudah tertutup"),
    ("email", MONDAY, False, "tidak dapat dihubungi lewat email"),
])  # fmt: skip
def test_a_window_is_shown_with_its_end(site: Site, channel: str, heard: Any, can: bool, said: str) -> None:
    house = site.front.house
    how = Telling(house, house.speak("id"), site.front.words("desk"), "semarang")
    doors: Any = {"telegram": Door(), "whatsapp": Narrow()}
    found = reaches(how, doors, Address(channel, "62812"), heard)
    assert found["can"] is can and said in found["text"]
