"""Conversations through the real house with a Graph API that also lies."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.messages import Address
from storage import conversations, history, owed, receipts, tickets, unheard
from storage.shapes import key_of
from storage.tables import files
from tests.channels.served import until
from tests.channels.whatsapp import posts
from tests.channels.whatsapp.conftest import ME, opened
from tests.channels.whatsapp.graphapi import ACCEPTED, refusal
from tests.stores import status_of

WIFI = "minta wifi tamu 1 orang hari rabu di semarang, namanya Rina Astuti"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"
TICKET = "KPTIK-2611-0001"


def owe(desk, text="Kabar tiket", key="notice.take", choices=(), files=()):
    """Something is owed to the person."""
    shown = [{"id": id, "label": label} for id, label in choices]
    bubble = {"key": key, "text": text, "choices": shown, "files": list(files), "data": {}}
    desk.counter.house.store.do(owed.add, ME, {"subject": "", "bubbles": [bubble]}, desk.counter.clock(), None)


def later(desk, **time):
    """The clock goes on."""
    desk.counter.clock.move_to(desk.counter.clock() + timedelta(**time))


async def test_from_the_first_words_to_the_ticket_with_a_button(desk):
    await desk.say(WIFI)
    (yes, *_) = desk.api.choices()
    await desk.bring(posts.pressed(yes[1]))
    assert TICKET in desk.api.texts()[-1]
    ticket, at = desk.counter.see(tickets.find, TICKET)
    assert (ticket.variant, at.address) == ("internet_tamu", key_of(ME))
    await until(lambda: len(desk.api.courtesies) == 2)
    assert desk.api.sent[-1]["to"] == posts.PHONE
    assert desk.api.sent[-1]["recipient"] == posts.USER


@pytest.mark.parametrize("typed", ["1", "{title}"])
async def test_a_typed_number_or_name_is_as_good_as_the_button(desk, typed):
    await desk.say(WIFI)
    await desk.say(typed.format(title=desk.api.choices()[0][0]))
    assert TICKET in desk.api.texts()[-1]


async def test_the_menu_is_two_lists(desk):
    await desk.say("menu")
    groups = desk.api.choices()
    await desk.bring(posts.pressed(groups[0][1], groups[0][0], "list_reply"))
    assert 3 <= len(desk.api.choices()) <= 10
    assert all(len(title) <= 24 for title, _ in [*groups, *desk.api.choices()])


async def test_200_only_after_the_commit(desk):
    async def fails(*_):
        raise OSError("disk full")

    body = posts.post(posts.text("halo"))
    keep, desk.app.receiver.receive = desk.app.receiver.receive, fails
    with pytest.raises(OSError, match="disk full"):
        await desk.post(body)
    desk.app.receiver.receive = keep
    assert await desk.post(body) == 200
    assert desk.counter.see(lambda c: receipts.last_at(c, key_of(ME))) is not None
    await desk.app.settle()
    assert len(desk.api.sent) == 1


async def test_a_wrong_signature_is_refused_and_nothing_kept(desk):
    body = posts.post(posts.text("halo"))
    right = posts.signed(body)["x-hub-signature-256"]
    for wrong in ("", "sha256=", right.upper(), right[:-1], posts.signed(body, "guess")["x-hub-signature-256"]):
        assert await desk.post(body, {"x-hub-signature-256": wrong}) == 403
    assert await desk.post(body + b" ", {"x-hub-signature-256": right}) == 403
    assert desk.counter.see(receipts.unheard_keys) == []
    for nonsense in (b"", b"[]", b"{", b'{"entry": 5}'):
        assert await desk.post(nonsense) == 422


async def test_the_address_is_verified_by_the_agreed_word(desk):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "agreed", "hub.challenge": "1158201444"}
    answer = await desk.web.get("/webhooks/whatsapp", params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "x"}, {"hub.mode": "x"}, {"hub.verify_token": ""}):
        assert (await desk.web.get("/webhooks/whatsapp", params=asked | wrong)).status_code == 403


async def test_a_batch_with_repeats_and_a_faulty_part(desk):
    first, second = posts.text(WIFI), posts.text("ya")
    await desk.bring(first, first, {"type": "text"}, second, posts.message("reaction"))
    assert TICKET in desk.api.texts()[-1]
    before = len(desk.api.sent)
    for _ in range(20):
        await desk.bring(second, first)
    assert len(desk.api.sent) == before
    lines = desk.counter.see(history.of, key_of(ME))
    assert len([line for line in lines if line.who == "person"]) == 2


@pytest.mark.parametrize("order", [["both", "user", "phone"], ["phone", "both", "user"], ["user", "both", "phone"]])
async def test_one_person_under_several_ids(counter, order):
    ids = {"both": {}, "user": {"sender": ""}, "phone": {"user": ""}}
    async with opened(counter) as desk:
        for each in order:
            await desk.bring(posts.text("halo", **ids[each]))
        ids = [Address("whatsapp", posts.USER), Address("whatsapp", posts.PHONE)]
        assert len({counter.see(conversations.person_at, each) for each in ids}) == 1
        assert len(set(counter.see(lambda c: list(c.scalars(select(receipts.receipts.c.address)))))) == 1


async def test_inside_24_hours_free_words_outside_the_template(counter):
    counter.know(ME)
    async with opened(counter, templates={"notice": "kabar_tiket", "*": "kabar"}) as desk:
        await desk.say("halo")
        later(desk, hours=23, minutes=50)
        owe(desk, "Tiket **A** dikerjakan")
        later(desk, minutes=5)
        await desk.app.settle()
        assert desk.api.sent[-1]["text"]["body"] == "Tiket *A* dikerjakan"
        owe(desk, "Tiket **A** selesai\n> Kantor: Medan")
        later(desk, minutes=10)  # it was owed inside the window and is sent outside it
        await desk.app.settle()
        template = desk.api.sent[-1]["template"]
        assert (template["name"], template["language"]["code"]) == ("kabar_tiket", "id")
        assert desk.api.texts()[-1] == "Tiket A selesai Kantor: Medan"
        owe(desk, key="rating.ask")
        await desk.app.settle()
        assert desk.api.sent[-1]["template"]["name"] == "kabar"
        await desk.bring(posts.text("halo lagi", timestamp=str(int(desk.counter.clock().timestamp()))))
        assert desk.api.sent[-1]["type"] == "text"


async def test_outside_without_a_template_by_mail_else_on_the_console(counter):
    counter.know(ME, contact="ani@kemenkeu.go.id")
    async with opened(counter, mail=True) as desk:
        await desk.say("halo")
        later(desk, hours=25)
        owe(desk, "Selesai")
        await desk.app.settle()
        assert [(one.to.user, one.bubbles[0].text) for one in desk.mail.accepted] == [("ani@kemenkeu.go.id", "Selesai")]
        assert desk.counter.see(unheard.waiting) == []
    async with opened(counter) as desk:
        owe(desk, "Selesai lagi")
        await desk.app.settle()
        (row,) = desk.counter.see(unheard.waiting)
        assert (row.words, "LOKET_WHATSAPP_TEMPLATES" in row.fault) == ("Selesai lagi", True)


@pytest.mark.parametrize("told", ["at once", "afterwards", "before our mark"])
async def test_131047_is_answered_by_the_template(counter, told):
    counter.know(ME)
    async with opened(counter, templates={"*": "kabar"}) as desk:
        await desk.say("halo")
        owe(desk, "Selesai")
        if told == "at once":
            desk.api.lies = [refusal(131047)]
        if told == "before our mark":
            await desk.bring(statuses=[posts.status("wamid.out2", "failed", 131047)])
        await desk.app.settle()
        if told == "afterwards":
            await desk.bring(statuses=[posts.status("wamid.out2", "failed", 131047)] * 3)
        assert [each["type"] for each in desk.api.sent if "Selesai" in str(each)][-1] == "template"
        assert len([each for each in desk.api.sent if each["type"] == "template"]) == 1


@pytest.mark.parametrize(("code", "wait"), [(130429, 10), (131056, 6), (131048, 600), (190, 600), (80007, 60)])
async def test_codes_that_ask_to_wait(desk, code, wait):
    await desk.say("halo")
    desk.api.lies = [refusal(code)]
    owe(desk, "Selesai")
    await desk.app.settle()
    later(desk, seconds=wait - 1)
    await desk.app.settle()
    assert "Selesai" not in desk.api.texts()
    later(desk, seconds=2)
    await desk.app.settle()
    assert desk.api.texts()[-1] == "Selesai"


async def test_the_far_sides_own_wait_is_honoured(desk):
    await desk.say("halo")
    desk.api.lies = [refusal(130429, 429, **{"retry-after": "90"})]
    owe(desk, "Selesai")
    await desk.app.settle()
    later(desk, seconds=89)
    await desk.app.settle()
    assert "Selesai" not in desk.api.texts()
    later(desk, seconds=2)
    await desk.app.settle()
    assert desk.api.texts()[-1] == "Selesai"


@pytest.mark.parametrize("late", [False, True])
async def test_131026_goes_to_the_console(desk, late):
    await desk.say("halo")
    desk.api.lies = [] if late else [refusal(131026)]
    owe(desk, "Selesai")
    await desk.app.settle()
    if late:
        await desk.bring(statuses=[posts.status("wamid.out2", "failed", 131026)] * 2)
    (row,) = desk.counter.see(unheard.waiting)
    assert (row.kind, row.words) == ("delivery", "Selesai")
    assert "131026" in row.fault


async def test_a_refusal_afterwards_is_sent_anew_but_not_for_ever(desk):
    await desk.say("halo")
    owe(desk, "Selesai")
    await desk.app.settle()
    for n in range(2, 12):
        await desk.bring(statuses=[posts.status(f"wamid.out{n}", "failed", 130429)])
        later(desk, seconds=11)
        await desk.app.settle()
    assert desk.api.texts().count("Selesai") == 6
    assert len(desk.counter.see(unheard.waiting)) == 1


async def test_broken_after_accepting_is_sent_again(desk):
    desk.api.lies = [(ACCEPTED, refusal(131000, 500))]
    await desk.say("halo")
    later(desk, minutes=1)
    await desk.app.settle()
    assert len(desk.api.sent) == 2
    assert desk.api.sent[0] == desk.api.sent[1]


async def test_statuses_only_step_forward(desk):
    await desk.say("halo")
    seen = []
    for told in ("delivered", "sent", "read", "delivered", "sent", "failed"):
        await desk.bring(statuses=[posts.status("wamid.out1", told, 131026 if told == "failed" else 0)])
        seen.append(desk.counter.see(status_of, "whatsapp", "wamid.out1"))
    assert seen == ["delivered", "delivered", "read", "read", "read", "read"]
    assert desk.counter.see(unheard.waiting) == []


def known_files(c):
    """(name, kind) in the store."""
    return [tuple(row) for row in c.execute(select(files.c.name, files.c.kind))]


async def test_a_document_is_fetched_by_content_after_the_receipt(desk):
    desk.api.files["m1"] = PDF
    desk.api.media_lies["m1"] = [refusal(131000, 500)]
    await desk.bring(posts.media("document", "m1", "application/x-msdownload", filename="../surat.pdf"))
    assert desk.counter.see(known_files) == [("surat.pdf", "pdf")]
    assert desk.api.shown == ["Bearer stand-in-token"]


async def test_a_file_too_large_is_named_and_never_loaded(desk):
    desk.api.files["m1"] = b"x" * (10 * 2**20 + 1)
    await desk.bring(posts.media("document", "m1", "application/pdf", filename="besar.pdf"))
    assert desk.api.shown == []
    assert "besar.pdf terlalu besar" in desk.api.texts()[-1]


@pytest.mark.parametrize(
    "url", ["http://lookaside.fbsbx.com/x", "https://fbsbx.com.evil.test/x", "http://127.0.0.1:1/x"]
)
async def test_our_token_is_shown_to_nobody_else(desk, url):
    desk.api.files["m1"], desk.api.elsewhere = PDF, url
    await desk.bring(posts.media("image", "m1", "image/jpeg"))
    assert "belum dapat kami ambil" in desk.api.texts()[-1]


async def test_voice_is_kept_and_politely_not_understood(desk):
    desk.api.files["v"] = b"OggS\x00\x02" + b"\x00" * 22 + b"\x01\x13OpusHead"
    await desk.bring(posts.media("audio", "v", "audio/ogg; codecs=opus", voice=True))
    assert "belum dapat memahaminya" in desk.api.texts()[-1]
    assert [kind for _, kind in desk.counter.see(known_files)] == ["audio"]


async def test_a_template_list_is_handed_out(desk):
    await desk.say("halo")
    owe(desk, "Daftar", files=["daftar_perangkat.xlsx"])
    await desk.app.settle()
    assert desk.api.sent[-1]["document"]["filename"] == "daftar_perangkat.xlsx"
    assert desk.api.files[desk.api.sent[-1]["document"]["id"]][:2] == b"PK"


async def test_many_people_in_one_request_are_each_answered(counter):
    async with opened(counter) as desk:
        people = [{"sender": f"62812{n:07d}", "user": f"ID.{n}"} for n in range(15)]
        await desk.bring(*(posts.text("halo", **each) for each in people))
        answered = {each["recipient"] for each in desk.api.sent}
        assert len(answered) == 15
        assert counter.see(lambda c: c.scalar(select(func.count()).select_from(receipts.receipts))) == 15


async def test_concurrent_redelivery_is_heard_once(desk):
    body = posts.post(posts.text("halo"))
    assert set(await asyncio.gather(*(desk.post(body) for _ in range(50)))) == {200}
    await desk.app.settle()
    assert len(desk.api.sent) == 1
