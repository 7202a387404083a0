"""Payloads as our messages, bubbles as payloads: tables, limits, and a thousand broken requests."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Inbound
from channels.base import Bubble, Closed, Delivery, Ignored, Undeliverable, Unreachable
from channels.whatsapp.faults import meaning
from channels.whatsapp.reading import read
from channels.whatsapp.writing import cut, fitted, marked, message, template
from tests.channels.whatsapp import posts
from tests.channels.whatsapp.graphapi import NUMBER


def one(said):
    """What a request with one message says."""
    (found,) = read(posts.post(said), NUMBER)
    return found


@pytest.mark.parametrize(
    ("said", "text", "choice"),
    [
        (posts.text("halo"), "halo", None),
        (posts.pressed("7:yes"), "", "7:yes"),
        (posts.pressed("7:menu", "Menu", "list_reply"), "", "7:menu"),
        (posts.message("button", button={"text": "Ya", "payload": "x"}), "Ya", None),
        (posts.message("contacts", contacts=[{"phones": [{"phone": "+62 812"}]}]), "+62 812", None),
        (posts.message("location", location={"latitude": 1}), "", None),
        (posts.message("unsupported", errors=[{"code": 131051}]), "", None),
        (posts.media("image", "m", "image/jpeg", caption="rusak begini"), "rusak begini", None),
    ],
)
def test_words_and_choices(said, text, choice):
    found = one(said)
    assert (found.text, found.choice, found.name) == (text, choice, "Ani Lestari")


def test_whose_message_it_is_in_a_request_of_several_people():
    ani, budi = posts.text("a"), posts.text("b", sender="62899", user="ID.9")
    body = json.loads(posts.post(ani, budi))
    body["entry"][0]["changes"][0]["value"]["contacts"][1]["profile"]["name"] = "Budi"
    found = read(json.dumps(body).encode(), NUMBER)
    assert {each.sender.user: each.name for each in found} == {posts.USER: "Ani Lestari", "ID.9": "Budi"}


@pytest.mark.parametrize(
    ("ids", "user", "aliases"),
    [
        ({}, posts.USER, (posts.USER, posts.PHONE)),
        ({"sender": ""}, posts.USER, (posts.USER,)),
        ({"user": ""}, posts.PHONE, (posts.PHONE,)),
    ],
)
def test_either_id_is_enough(ids, user, aliases):
    found = one(posts.text("halo", **ids))
    assert (found.sender.user, found.aliases) == (user, aliases)


def test_what_is_not_for_us():
    assert one(posts.message("reaction")) == Ignored("reaction")
    assert read(posts.post(posts.text("x"), number="other"), NUMBER) == [Ignored("another number")]
    assert one(posts.text("x", sender="", user="")) == Ignored("no person")


@pytest.mark.parametrize(
    ("code", "kind"),
    [(131047, Closed), (130429, Unreachable), (131056, Unreachable), (190, Unreachable), (131026, Undeliverable),
     (132001, Undeliverable), (131000, Unreachable)],
)  # fmt: skip
def test_codes(code, kind):
    (found,) = read(posts.post(statuses=[posts.status("w", "failed", code)]), NUMBER)
    assert isinstance(found, Delivery)
    assert type(found.fault) is kind is type(meaning(code, ""))


def test_an_unknown_code_of_a_broken_far_side_is_tried_again():
    assert isinstance(meaning(-1, "", 503), Unreachable)
    assert isinstance(meaning(-1, "", 400), Undeliverable)


def test_broken_requests_raise_nothing_but_value_error():
    rng = random.Random(11)
    said = (posts.text("a"), posts.media("image", "m", "x"), posts.message("sticker", sticker={"id": "s"}))
    whole = json.loads(posts.post(*said, statuses=[posts.status("w", "sent")]))
    for _ in range(800):
        try:
            found = read(json.dumps(_broken(rng, whole)).encode(), NUMBER)
        except ValueError:
            continue
        assert all(isinstance(each, Inbound | Delivery | Ignored) for each in found)


def _broken(rng, flat):
    odd = rng.random()
    if odd < 0.02:
        return rng.choice([None, 7, "x", [], {}, "9" * 400])
    if isinstance(flat, dict):
        return {name: _broken(rng, value) for name, value in flat.items() if rng.random() > 0.02}
    return [_broken(rng, each) for each in flat] if isinstance(flat, list) else flat


LABELS = st.lists(st.text("abc XYZ-", min_size=1, max_size=100).filter(str.strip), min_size=1, max_size=24, unique=True)


@settings(max_examples=100, deadline=None)
@given(LABELS, st.text("kata. \n", max_size=3000))
def test_every_message_keeps_the_far_sides_limits(labels, text):
    choices = tuple((f"1:{n}", label) for n, label in enumerate(labels))
    pieces = cut(Bubble("k", text, choices))
    assert [id for piece in pieces for id, _ in piece.choices] == [id for id, _ in choices], "nothing is left out"
    for piece in pieces:
        sent = message(piece, {}, "Pilih")
        if sent["type"] == "text":
            assert 0 < len(sent["text"]["body"]) <= 4096
            continue
        shown = sent["interactive"]
        assert 0 < len(shown["body"]["text"]) <= 1024
        rows = [row for section in shown["action"].get("sections", ()) for row in section["rows"]]
        buttons = [each["reply"] for each in shown["action"].get("buttons", ())]
        titles = [each["title"] for each in (*rows, *buttons)]
        assert len(set(titles)) == len(titles)
        assert all(0 < len(each["title"]) <= 24 and len(each.get("description", "")) <= 72 for each in rows)
        assert all(0 < len(each["title"]) <= 20 for each in buttons)
        assert len(rows) <= 10 and len(buttons) <= 3


def test_a_long_label_is_short_as_a_title_and_whole_below_it():
    bubble = Bubble("k", "Yang mana?", (("1:a", "Permintaan akun internet kolektif"), ("1:b", "Lain")))
    rows = message(bubble, {}, "Pilih")["interactive"]["action"]["sections"][0]["rows"]
    assert rows == [
        {"id": "1:a", "title": "Permintaan akun…", "description": "Permintaan akun internet kolektif"},
        {"id": "1:b", "title": "Lain"},
    ]


def test_a_label_said_shorter_keeps_the_buttons():
    bubble = Bubble("k", "?", (("1:a", "Tetap, petugas menilai"), ("1:b", "Ya")))
    assert message(bubble, {}, "Pilih")["interactive"]["type"] == "list"
    assert message(bubble, {"Tetap, petugas menilai": "Petugas menilai"}, "Pilih")["interactive"]["type"] == "button"


def test_words():
    assert marked("**Kantor:** a * b") == "*Kantor:* a * b"
    assert fitted("Permintaan yang panjang", 12) == "Permintaan…"
    values = template("kabar", "id", Bubble("k", "**A**\n> B:\t c"))["template"]["components"][0]["parameters"]
    assert values == [{"type": "text", "text": "A B: c"}]
