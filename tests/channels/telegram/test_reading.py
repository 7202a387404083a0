"""Updates as our messages: a table, and a thousand broken ones."""

import random
from datetime import UTC, datetime

import pytest
from telegram import Update

from bot.messages import Inbound
from channels.base import Bubble, Ignored
from channels.telegram.channel import Telegram, Wishes
from channels.telegram.reading import read
from channels.telegram.writing import cut, keyboard
from tests.channels.telegram import updates

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def heard(flat):
    """What an update says."""
    return read(Update.de_json(flat, None), NOW)


@pytest.mark.parametrize(
    ("words", "text", "choice"),
    [
        ("halo", "halo", None),
        ("/start", "halo", None),
        ("/start ITSM.5_internet_tamu", "", "start/ITSM.5/internet_tamu"),
        ("/start ITSM-5_internet_tamu", "", "start/ITSM.5/internet_tamu"),
        ("/start BMN-3", "", "start/BMN.3"),
        ("/start ../../etc", "halo", None),
        ("/menu@loket_bot", "menu", None),
        ("/help", "bantuan", None),
        ("/wifi tamu besok", "wifi tamu besok", None),
        ("1/2 rim kertas", "1/2 rim kertas", None),
    ],
)
def test_words_and_commands(words, text, choice):
    found = heard(updates.message(words))
    assert (found.text, found.choice, found.name) == (text, choice, "Ani Lestari")


@pytest.mark.parametrize(
    ("flat", "reason"),
    [
        (updates.in_group("halo"), "group"),
        (updates.membership("kicked"), "blocked"),
        (updates.message(delete_chat_photo=True), "service"),
        ({"update_id": 1}, "kind"),
        (updates.message("x", **{"from": {"id": 5, "is_bot": True, "first_name": "b"}}), "no person"),
    ],
)  # fmt: skip
def test_what_is_no_message_to_us(flat, reason):
    found = heard(flat)
    assert isinstance(found, Ignored)
    assert found.reason == reason


def test_ids_tell_a_message_its_edits_and_a_press_apart():
    first = updates.message("a")
    found = [heard(each).id for each in (first, first, updates.edited(first, "b"), updates.edited(first, "c"))]
    assert len(set(found)) == 3
    assert heard(updates.pressed("1:yes")).id.startswith("press ")


def test_the_largest_photo_and_the_names_of_files():
    (photo,) = heard(updates.photo("big")).files
    assert (photo.id, photo.sha256) == ("big", "")
    (letter,) = heard(updates.document("d", "surat.pdf", 99)).files
    assert (letter.name, letter.size, letter.fault) == ("surat.pdf", 99, None)
    assert heard(updates.document("d", "x", 21 * 2**20)).files[0].fault == "too_large"


def test_a_contact_is_its_number_and_a_sticker_is_no_words():
    assert heard(updates.message(contact={"phone_number": "+62812", "first_name": "B"})).text == "+62812"
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
               "is_animated": False, "is_video": False}  # fmt: skip
    found = heard(updates.message(sticker=sticker))
    assert (found.text, found.files) == ("", ())


async def test_broken_updates_are_passed_over():
    """Parts are taken out at random; the channel keeps or ignores, it never falls over."""
    rng = random.Random(7)
    samples = [updates.message("halo"), updates.photo("p"), updates.pressed("1:yes"), updates.membership("member")]
    channel, kept = Telegram(Wishes("1:x"), lambda: NOW), []

    async def receive(found):
        kept.append(found)
        return False

    for _ in range(600):
        await channel.take(_mutated(rng, rng.choice(samples)), receive)
    assert 100 < len(kept) < 600
    assert all(isinstance(each, Inbound) for each in kept)


def _mutated(rng, flat):
    if not isinstance(flat, dict):
        return flat
    kept = {name: _mutated(rng, value) for name, value in flat.items() if rng.random() > 0.08}
    return {**kept, "update_id": flat["update_id"]} if "update_id" in flat else kept


def test_choices_too_long_for_a_button_are_numbered():
    bubble = Bubble("k", "Yang mana?", (("1:a", "Satu"), ("2:" + "x" * 70, "Dua")))
    (only,) = cut(bubble)
    assert (only.choices, only.text) == ((), "Yang mana?\n1. Satu\n2. Dua")


def test_short_labels_stand_side_by_side():
    rows = keyboard((("1", "Ya"), ("2", "Ubah"), ("3", "Batal"))).inline_keyboard
    assert [len(row) for row in rows] == [2, 1]
    assert [len(row) for row in keyboard((("1", "Ya"), ("2", "Permintaan yang lain"))).inline_keyboard] == [1, 1]


def test_no_words_are_no_call():
    assert cut(Bubble("k", "")) == []
