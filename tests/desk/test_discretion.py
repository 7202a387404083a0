"""Identity numbers in lists."""

import pytest

from bot.desk.discretion import hidden


@pytest.mark.parametrize(
    "number",
    [
        "3374051204900001", "199804122024021001", "123456789012345", "3374 0512 0490 0001", "01.234.567.8-901.000",
        "19980412 202402 1 001",
    ],
)  # fmt: skip
def test_only_the_last_digits_stay(number):
    said = hidden(f"akun a.n. Yusuf, NIP {number}, KPP Medan")
    assert said == f"akun a.n. Yusuf, NIP ••••{number[-4:]}, KPP Medan"
    assert hidden(f"({number})") == f"(••••{number[-4:]})"


@pytest.mark.parametrize(
    "text",
    ["KPTIK-2611-0042", "0812 3456 7890", "+62 812-3456-7890", "23-11-2026 09.00-11.30", "3.10.01.02.001/12",
     "SN PF2ABC1234567890123", "11 perangkat", "(0361) 235065"],
)  # fmt: skip
def test_what_names_nobody_stays(text):
    assert hidden(text) == text
