"""A conversation can be followed through the log by its trace, and nobody can be recognised in it."""

import json
import logging
import re

import pytest
import structlog

from bot import log
from bot.messages import Address, File
from channels.base import Undeliverable, Unreachable
from storage import owed
from tests.turn.officers import ALL, employ
from tests.turn.test_act import do
from tests.turn.test_hear import ask_for_wifi

PERSONAL = (
    "Rina Astuti", "Ani Lestari", "Bagian Umum", "ani.lestari@kemenkeu.go.id", "0812 3456 7890",
    "199003152015022001", "3374011503900002", "tamu-rahasia.pdf", "keran bocor", "ID.13491208655302741918",
)  # fmt: skip


@pytest.fixture
def logged(capsys):
    """What was logged so far: the lines, each as it was read."""
    logging.getLogger().handlers.clear()  # those of the test runner must not be closed
    log.setup("debug", "json")
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.getLogger().handlers.clear()
    structlog.reset_defaults()


def whole(lines):
    """All of it, to be searched."""
    return json.dumps(lines, ensure_ascii=False)


def personal(lines):
    """What of a person's can be read in it, word by word."""
    said = whole([{key: value for key, value in line.items() if key != "trace"} for line in lines])
    return [words for words in PERSONAL if words in said or re.search(rf"\b{re.escape(words.split()[0])}\b", said)]


async def test_one_trace_from_the_receipt_to_the_far_side(counter, logged):
    await counter.say("halo", id="first")
    await counter.say("halo", id="first")
    lines = [line for line in logged() if line["event"] != "kept before"]
    assert [line["event"] for line in lines] == ["kept", "heard", "sent"]
    assert len({line["trace"] for line in lines}) == 1
    await counter.say("menu")
    assert {line["trace"] for line in logged()}.isdisjoint({lines[0]["trace"]})


async def test_what_an_officer_does_has_a_trace_too(counter, logged):
    employ(counter.house.store, *ALL)
    await ask_for_wifi(counter)
    await counter.say("ya")
    logged()
    await do(counter, "take")
    traces = {line["trace"] for line in logged() if line["event"] == "sent"}
    assert len(traces) == 1 and "" not in traces


async def test_nobody_is_recognised_in_a_conversation_that_goes_wrong(counter, logged):
    employ(counter.house.store, *ALL)
    await ask_for_wifi(counter)
    await counter.say("Nama saya Ani Lestari, Bagian Umum, ani.lestari@kemenkeu.go.id, 0812 3456 7890")
    await counter.say("NIP 199003152015022001, NIK 3374011503900002, keran bocor", name="Ani Lestari")
    file = File("f1", "tamu-rahasia.pdf", "pdf", "ab" * 32, 9)
    await counter.say("ini daftarnya", files=(file,))
    await counter.say("ya")
    for n, fault in enumerate((Unreachable("away"), RuntimeError("Rina Astuti"), Undeliverable("550 'Rina Astuti'"))):
        counter.web.faults = [fault]
        await counter.say("keran bocor", sender=Address("web", f"ID.13491208655302741918{n}"))
    counter.house.words["id"].fails_on = "greeting.hello"
    await counter.say("halo, Rina Astuti di sini", sender=Address("web", "081234567890"))
    lines = logged()
    assert {"kept", "heard", "sent", "put_off", "given_up", "turn failed"} <= {line["event"] for line in lines}
    assert personal(lines) == []
    assert all(line["trace"] for line in lines if line["event"] in ("kept", "heard", "sent", "turn failed"))


def raised(fault, cause=None):
    """The exception, as one that was raised."""
    try:
        raise fault from cause
    except Exception as caught:
        return caught


def test_of_an_exception_the_place_is_logged_and_of_a_machine_the_words(logged):
    ours = structlog.get_logger()
    ours.error("x", exc_info=raised(ValueError("Rina Astuti"), raised(KeyError("Rina Astuti"))))
    ours.error("y", fault=raised(OSError(28, "No space left on device")))
    ours.error("z", fault=raised(Unreachable("450 <ani.lestari@kemenkeu.go.id> 'Rina Astuti' greylisted")))
    logging.getLogger("foreign").warning("cannot parse 'Rina Astuti' <ani.lestari@kemenkeu.go.id>")
    lines = logged()
    assert personal(lines) == []
    assert lines[0]["exception"].count("test_log.py") == 2
    assert "ValueError" in lines[0]["exception"] and "KeyError" in lines[0]["exception"]
    assert lines[1]["fault"] == "OSError: [Errno 28] No space left on device"
    assert "greylisted" in lines[2]["fault"]
    assert lines[3]["event"] == "cannot parse <words> <<mail>@kemenkeu.go.id>"


def test_a_statement_that_fails_does_not_tell_its_values(counter, logged):
    def twice(c):
        for _ in range(2):
            c.execute(owed.owed.insert().values(id=1, channel="Rina Astuti"))

    with pytest.raises(Exception) as fault:
        counter.house.store.do(twice)
    assert "Rina" not in str(fault.value)
