"""Conversations through the real house with a Bot API that also lies."""

import asyncio
from datetime import timedelta
from hashlib import sha256

import httpx
import pytest
from sqlalchemy import select

from bot.messages import Address
from bot.web.app import build
from bot.web.front import Front
from channels.base import Unreachable
from channels.pacing import Pace
from channels.telegram.channel import Telegram, Wishes
from channels.web import Web
from storage import conversations, history, owed, receipts, tickets, unheard
from storage.shapes import key_of
from storage.tables import files
from tests.channels.served import until
from tests.channels.telegram import botapi, updates
from tests.channels.telegram.botapi import ACCEPTED
from tests.channels.telegram.conftest import ME, opened
from tests.stores import still_owed

WIFI = "minta wifi tamu 1 orang hari rabu di semarang, namanya Rina Astuti"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


def kept(c):
    """(name, kind) of the files that the store knows."""
    return [tuple(row) for row in c.execute(select(files.c.name, files.c.kind).order_by(files.c.at, files.c.name))]


async def test_from_the_first_words_to_the_ticket_with_a_button(desk):
    await desk.bring(updates.message(WIFI))
    _, data = desk.buttons()[0]
    await desk.bring(updates.pressed(data))
    assert "KPTIK-2611-0001" in desk.texts()[-1]
    assert "<b>" in desk.texts()[-1]
    ticket, at = desk.counter.see(tickets.find, "KPTIK-2611-0001")
    assert (ticket.service, ticket.variant, at.address) == ("ITSM.5", "internet_tamu", key_of(ME))
    await until(lambda: [m for m, _ in desk.api.calls].count("answerCallbackQuery") == 1)
    assert [c["action"] for m, c in desk.api.calls if m == "sendChatAction"] == ["typing"]


async def test_a_typed_number_or_label_is_as_good_as_the_button(desk):
    await desk.bring(updates.message(WIFI), updates.message("1"))
    assert "KPTIK-2611-0001" in desk.texts()[-1]


async def test_the_offset_moves_only_after_the_commit(desk):
    def fails(*_):
        raise OSError("disk full")

    keep, desk.app.receive.__self__.receiver.receive = desk.app.receiver.receive, fails
    desk.api.bring(updates.message("halo"))
    await until(lambda: len(desk.api.offsets) >= 1)
    await asyncio.sleep(0.05)
    assert len(desk.api.updates) == 1, "the far side still has it"
    desk.app.receiver.receive = keep
    listening = asyncio.create_task(desk.channel.listen(desk.app.receive))
    await until(lambda: not desk.api.updates)
    await desk.app.settle()
    listening.cancel()
    assert len(desk.texts()) == 1


async def test_redeliveries_are_absorbed(desk):
    hello = updates.message("halo")
    await desk.bring(hello)
    for _ in range(100):
        await desk.channel.take(hello, desk.app.receive)
    await desk.app.settle()
    assert len(desk.texts()) == 1


async def test_an_album_is_one_message_with_one_caption(desk):
    desk.api.files |= {"A": PDF, "B": PDF + b"b", "C": PDF + b"c"}
    album = {"media_group_id": "55"}
    parts = [updates.document(name, f"{name}.pdf", **album) for name in "ABC"]
    parts[0]["message"]["caption"] = "printer di lantai 2 rusak, kertasnya macet terus"
    await desk.bring(*parts)
    lines = desk.counter.see(history.of, key_of(ME))
    assert len([line for line in lines if line.who == "person"]) == 3
    turns = {call["text"] for call in desk.api.said()}
    assert len(turns) == len(desk.api.said()), "answered once"
    waiting = desk.counter.see(receipts.unheard_keys)
    assert waiting == []
    assert desk.counter.see(kept) == [("A.pdf", "pdf"), ("B.pdf", "pdf"), ("C.pdf", "pdf")]


async def test_a_photo_is_fetched_before_the_turn(desk):
    desk.api.files["big"] = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x00IEND" + b"\x00" * 4
    desk.api.lies["getFile"] = [botapi.BROKEN, botapi.TOO_FAST | {"parameters": {"retry_after": 0}}]
    await desk.bring(updates.photo("big", caption="laptop saya rusak, layarnya pecah begini"))
    ((name, kind),) = desk.counter.see(kept)
    assert (name[:5], kind) == ("foto-", "image")
    assert desk.counter.house.shelf.get(sha256(desk.api.files["big"]).hexdigest()) == desk.api.files["big"]


@pytest.mark.parametrize(("size", "lie"), [(30 * 2**20, None), (0, botapi.TOO_BIG)])
async def test_a_file_beyond_what_is_handed_out_is_named(desk, size, lie):
    desk.api.files["x"] = PDF
    desk.api.lies["getFile"] = [lie] if lie else []
    await desk.bring(updates.document("x", "besar.pdf", size))
    assert "besar.pdf" in desk.texts()[-1]
    assert "terlalu besar" in desk.texts()[-1]


async def test_a_file_that_cannot_be_had_is_asked_for_again(desk):
    desk.api.lies["getFile"] = [botapi.BROKEN] * 9
    desk.api.files["x"] = PDF
    await desk.bring(updates.document("x", "surat.pdf"))
    assert "belum dapat kami ambil" in desk.texts()[-1]


async def test_voice_is_kept_and_politely_not_understood(desk):
    desk.api.files["v"] = b"OggS\x00\x02" + b"\x00" * 22 + b"\x01\x13OpusHead"
    await desk.bring(updates.voice("v"))
    assert "belum dapat memahaminya" in desk.texts()[-1]
    assert [kind for _, kind in desk.counter.see(kept)] == ["audio"]


async def test_an_edit_corrects_what_was_said(desk):
    first = updates.message(WIFI)
    await desk.bring(first)
    assert "Rina Astuti" in desk.texts()[-1]
    await desk.bring(updates.edited(first, WIFI.replace("rabu", "kamis")))
    assert "26 November" in desk.texts()[-1]


async def test_a_deep_link_begins_at_its_service(desk):
    await desk.bring(updates.message("/start ITSM-5_internet_tamu"))
    assert "berapa orang tamu" in desk.texts()[0]
    ticket = desk.counter.see(conversations.state_at, key_of(ME))
    assert (ticket.draft.service, ticket.draft.variant) == ("ITSM.5", "internet_tamu")


async def test_a_link_to_what_is_not_offered_leads_to_what_is(desk):
    await desk.bring(updates.message("/start BMN-99"))
    assert len(desk.buttons()) == 5, "the menu"
    await desk.bring(updates.message("/start ITSM-5_tidak_ada"))
    draft = desk.counter.see(conversations.state_at, key_of(ME)).draft
    assert (draft.service, draft.variant) == ("ITSM.5", None)
    assert len(desk.buttons()) > 1, "which one"
    assert desk.counter.see(unheard.waiting) == []


async def test_it_tells_when_it_was_last_answered(desk):
    assert Telegram(Wishes("1:x"), desk.counter.clock).rounds() == {"telegram": None}
    assert Telegram(Wishes("1:x", webhook="https://loket.test"), desk.counter.clock).rounds() == {}
    await desk.bring(updates.message("halo"))
    assert desk.channel.rounds() == {"telegram": desk.counter.clock()}
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(minutes=1))
    desk.api.bring(updates.message("halo lagi"))
    await until(lambda: desk.channel.rounds() == {"telegram": desk.counter.clock()})


async def test_commands_are_plain_words(desk):
    await desk.bring(updates.message("/start"))
    assert " Ani," in desk.texts()[-1]
    await desk.bring(updates.message("/menu"))
    assert len(desk.buttons()) == 5
    await desk.bring(updates.message("/status@loket_bot"))
    assert "tiket" in desk.texts()[-2].lower()


async def test_too_fast_waits_as_long_as_told(desk):
    desk.api.lies["sendMessage"] = [botapi.TOO_FAST]
    await desk.bring(updates.message("halo"))
    assert desk.texts() == []
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(seconds=6.9))
    await desk.app.settle()
    assert desk.texts() == []
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(seconds=0.2))
    await desk.app.settle()
    assert len(desk.texts()) == 1


async def test_many_words_to_one_chat_go_at_its_pace_and_hold_up_no_other(counter):
    async with opened(counter, each=Pace(0.15, 2)) as desk:
        for n in range(4):
            owe_words(desk, ME, f"Kabar {n}")
        owe_words(desk, Address("telegram", "8001"), "Kabar lain")
        begun = asyncio.get_running_loop().time()
        delivering = asyncio.create_task(desk.app.settle())
        await until(lambda: desk.texts(8001))
        assert len(desk.texts()) < 4
        await delivering
        assert desk.texts() == [f"Kabar {n}" for n in range(4)]
        assert asyncio.get_running_loop().time() - begun >= 0.29


def owe_words(desk, to, text):
    """Something is owed."""
    bubble = {"key": "x", "text": text, "choices": [], "files": [], "data": {}}
    desk.counter.house.store.do(owed.add, to, {"subject": "", "bubbles": [bubble]}, desk.counter.clock(), None)


async def test_broken_after_accepting_is_sent_again_and_nothing_else_is(desk):
    desk.api.lies["sendMessage"] = [(ACCEPTED, botapi.BROKEN)]
    await desk.bring(updates.message("halo"))
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(minutes=1))
    await desk.app.settle()
    assert len(desk.texts()) == 2, "once more, since nobody knows"
    assert len(set(desk.texts())) == 1


async def test_blocked_by_the_person_goes_to_the_console(desk):
    desk.api.lies["sendMessage"] = [botapi.BLOCKED]
    await desk.bring(updates.message("halo"), updates.membership("kicked"))
    (row,) = desk.counter.see(unheard.waiting)
    assert (row.kind, "blocked" in row.fault) == ("delivery", True)
    assert desk.counter.see(still_owed) == 0


async def test_a_refused_markup_goes_without(desk):
    desk.api.lies["sendMessage"] = [
        {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities: ..."}
    ]
    await desk.bring(updates.message("halo"))
    assert len(desk.texts()) == 1
    assert "parse_mode" not in desk.api.said()[0]


async def test_groups_are_told_where_we_are_and_are_not_disturbed_again(desk):
    joined = updates.membership("member", "supergroup", -500, "left")
    chat = [updates.in_group(words) for words in ("halo semua", "/menu", "/start", "/menu@loket_bot")]
    await desk.bring(joined, *chat, updates.message("/menu", -600))
    await until(lambda: desk.texts(-500) and desk.texts(-600))
    assert len(desk.texts(-500)) == 1 and "percakapan pribadi" in desk.texts(-500)[0]
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(hours=13))
    await desk.bring(updates.in_group("/menu"), updates.in_group("/menu"))
    await until(lambda: len(desk.texts(-500)) == 2)
    await desk.bring(updates.message("halo"))
    assert len(desk.texts(-500)) == 2
    assert desk.counter.see(receipts.unheard_keys) == []


async def test_the_commands_are_told_in_both_languages(desk):
    await until(lambda: [m for m, _ in desk.api.calls].count("setMyCommands") == 2)
    told = {c.get("language_code", ""): c["commands"] for m, c in desk.api.calls if m == "setMyCommands"}
    assert set(told) == {"", "en"}
    assert {"command": "menu", "description": "Daftar layanan"} in told[""]


async def test_a_wrong_token_is_said_without_the_token(counter):
    async with opened(counter, listens=False) as desk:
        desk.api.token = "another"
        with pytest.raises(Unreachable, match="LOKET_TELEGRAM_TOKEN") as fault:
            await desk.channel.listen(desk.app.receive)
        assert "4242" not in str(fault.value)


async def test_a_webhook_is_set_with_its_secret_and_checked(counter):
    counter.know(ME)
    async with opened(counter, webhook="https://loket.example.test", secret="agreed") as desk:
        await until(lambda: any(method == "setWebhook" for method, _ in desk.api.calls))
        (set_up,) = [call for method, call in desk.api.calls if method == "setWebhook"]
        assert (set_up["url"], set_up["secret_token"]) == ("https://loket.example.test/webhooks/telegram", "agreed")
        web = site(desk)
        hello = updates.message("halo")
        for secret, status in (("", 403), ("guessed", 403), ("agreed", 200), ("agreed", 200)):
            headers = {"x-telegram-bot-api-secret-token": secret}
            assert (await web.post("/webhooks/telegram", json=hello, headers=headers)).status_code == status
        for nonsense in (b"", b"[]", b"{}", b"{", b'{"update_id": "x"}'):
            assert (await web.post("/webhooks/telegram", content=nonsense, headers=headers)).status_code == 422
        assert (await web.post("/webhooks/none", json=hello)).status_code == 404
        await desk.app.settle()
        assert len(desk.texts()) == 1


def site(desk):
    """A far side's view of our web address."""
    front = Front(desk.counter.house, desk.app.receive, desk.app.act, Web(), "x" * 32, channels=desk.app.channels)
    return httpx.AsyncClient(transport=httpx.ASGITransport(build(front)), base_url="http://loket.test")


async def test_a_template_is_handed_out_as_a_document(desk):
    await desk.app.outbox.deliver()
    bubble = {"key": "x", "text": "Daftar", "choices": [], "files": ["daftar_perangkat.xlsx"], "data": {}}
    desk.counter.house.store.do(owed.add, ME, {"subject": "", "bubbles": [bubble]}, desk.counter.clock(), None)
    await desk.app.settle()
    text, document = desk.api.said()
    assert text["text"] == "Daftar"
    assert document["document"].filename == "daftar_perangkat.xlsx"


async def test_long_words_go_in_pieces_and_only_the_missing_one_is_sent_again(desk):
    words = " ".join(f"Kalimat nomor {n} 🙂." for n in range(500))
    bubble = {"key": "x", "text": words, "choices": [{"id": "1:yes", "label": "Ya"}], "files": [], "data": {}}
    desk.counter.house.store.do(owed.add, ME, {"subject": "", "bubbles": [bubble]}, desk.counter.clock(), None)
    desk.api.lies["sendMessage"] = [None, botapi.TOO_FAST]
    await desk.app.settle()
    assert len(desk.texts()) == 1
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(seconds=8))
    await desk.app.settle()
    assert len(desk.texts()) > 2
    assert " ".join(desk.texts()) == words
    assert all(len(text.encode("utf-16-le")) <= 4096 * 2 and text.endswith(".") for text in desk.texts())
    assert ["reply_markup" in call for call in desk.api.said()] == [False] * (len(desk.texts()) - 1) + [True]
