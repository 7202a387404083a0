"""Officers teach: what was not understood is labelled, and the open counter understands it."""

import json
from dataclasses import replace
from threading import Event

import pytest

from bot import __main__ as loket
from bot import learner, learning
from bot.app import App
from bot.learner import Learner
from intents import load
from intents.load import LocalExample
from storage import unheard
from storage.privacy import MARKER
from tests.ready import empty_store, url_of
from tests.turn.conftest import NOW

SAID = "minta perahu gerbang maya"
TAUGHT = (LocalExample(SAID, service="ITSM.8", variant="reset_password"),)


@pytest.fixture
def taught(counter, small, few):
    """The counter with a reader that knows little and can learn."""
    learner = Learner(small, load.made(small, few, None), lambda told: load.made(small, few, None, told))
    house = replace(counter.house, reader=learner, catalogue=small)
    counter.house, counter.app = house, App(house, [counter.web, counter.mail])
    return counter


def label(counter, meant, words=SAID):
    """An officer's click."""

    def click(c):
        unheard.add(c, NOW, "web:ani", learning.UNCLEAR, words, "reject")
        unheard.done(c, unheard.waiting(c)[-1].id, NOW, meant)

    counter.house.store.do(click)


async def test_what_was_labelled_is_understood_without_a_restart(taught):
    await taught.say(SAID)
    (row,) = taught.see(unheard.waiting)
    assert (row.words, row.kind) == (SAID, learning.UNCLEAR)
    taught.house.store.do(unheard.done, row.id, NOW, "ITSM.8/reset_password")
    await taught.app.tick()
    taught.house.reader.lesson.join()
    reading = taught.house.reader.read(SAID, NOW)
    assert (reading.service, reading.variant) == ("ITSM.8", "reset_password")
    await taught.say(SAID)
    assert taught.see(unheard.waiting) == []


async def test_one_lesson_at_a_time_and_none_without_news(counter, catalogue):
    begun, go, told = Event(), Event(), []

    def make(phrases):
        told.append(phrases)
        begun.set()
        go.wait(10)
        return f"knows {len(phrases)}"

    pupil = Learner(catalogue, "knows 0", make)
    await pupil.tick(counter.house.store)
    assert told == []
    label(counter, "oos", "harga emas hari ini")
    await pupil.tick(counter.house.store)
    begun.wait(10)
    label(counter, "ITSM.8/reset_password")
    await pupil.tick(counter.house.store)
    assert (len(told), pupil.reader) == (1, "knows 0")
    go.set()
    pupil.lesson.join()
    for _ in range(2):
        await pupil.tick(counter.house.store)
        pupil.lesson.join()
    assert told == [(LocalExample("harga emas hari ini", "oos"),), (*told[0], *TAUGHT)]
    assert pupil.reader == "knows 2"


async def test_a_lesson_that_fails_leaves_the_reader(counter, catalogue):
    pupil = Learner(catalogue, "as it was", lambda told: 1 / 0)
    label(counter, "oos")
    await pupil.tick(counter.house.store)
    pupil.lesson.join()
    assert pupil.reader == "as it was"


def test_only_what_still_means_something_is_learnt(counter, catalogue):
    for meant, words in (("ITSM.99/", "a"), ("ITSM.8/gone", "b"), ("", "c"), ("oos", MARKER), ("thanks", SAID)):
        label(counter, meant, words)
    label(counter, "ITSM.8/reset_password")
    assert counter.see(learning.phrases, catalogue) == TAUGHT


async def test_the_start_waits_for_no_lesson(counter, small, few, tmp_path, monkeypatch):
    monkeypatch.setattr(load, "tables", lambda: few)
    cache, store = tmp_path / "cache", counter.house.store
    first = learner.begun(small, cache, store)
    label(counter, "ITSM.8/reset_password")
    trained = set(cache.iterdir())
    again = learner.begun(small, cache, store)
    assert again.read(SAID, NOW) == first.read(SAID, NOW)
    assert set(cache.iterdir()) == trained
    await again.tick(store)
    again.lesson.join()
    assert len(set(cache.iterdir()) - trained) == 1
    third = learner.begun(small, cache, store)
    assert third.read(SAID, NOW).service == "ITSM.8"
    await third.tick(store)
    assert third.lesson.ident is None


async def test_persons_are_not_kept_for_learning(counter):
    await counter.say("zxqv blorp gnarfle ani.w@kemenkeu.go.id 0812-3456-7890 wimbo")
    (row,) = counter.see(unheard.waiting)
    assert row.words.startswith("zxqv blorp gnarfle •")
    assert "ani" not in row.words and "7890" not in row.words


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    """A store with one phrase on the list, and `loket learn` on it."""
    monkeypatch.setenv("LOKET_STORE", url_of(tmp_path / "cli.db"))
    store = empty_store(tmp_path / "cli.db")
    store.do(unheard.add, NOW, "web:ani", learning.UNCLEAR, SAID, "reject")
    store.do(unheard.add, NOW, "web:ani", "turn", "x", "fault")
    store.close()

    def run(*argv):
        status = loket.main(["learn", *argv])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_list_and_label(cli):
    status, (row,) = cli("list")
    assert (status, row["id"], row["text"], row["decision"], row["service"]) == (0, 1, SAID, "reject", None)
    assert cli("label", "1", "ITSM.8", "reset_password")[1][0].items() >= {
        "id": 1, "intent": "request", "service": "ITSM.8", "variant": "reset_password",
    }.items()  # fmt: skip
    assert cli("list") == (0, [])
    assert cli("label", "1", "oos")[1][0].items() >= {"intent": "oos", "service": None, "variant": None}.items()
    assert [row["intent"] for row in cli("list", "--labelled")[1]] == ["oos"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("7", "oos"), ("under 7", "1")),
        (("2", "oos"), ("under 2", "1")),
        (("1", "ITSM.99"), ("service: ITSM.99", "ITSM.8", "oos")),
        (("1", "ITSM.8", "nope"), ("variant of ITSM.8: nope", "reset_password")),
        (("1", "oos", "nope"), ("variant of oos", "none")),
    ],
)
def test_what_is_unknown_is_named_with_what_is_allowed(cli, capsys, argv, said):
    with pytest.raises(SystemExit) as stopped:
        cli("label", *argv)
    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert all(part in told for part in said)
    assert len(cli("list")[1]) == 1


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("hubungi Budi Santoso soal lemari", "hubungi •••••••••••• soal lemari"),
        ("kata bu Dewi lemarinya macet", "kata bu •••• lemarinya macet"),
        ("minta Microsoft Office di lemari", "minta Microsoft Office di lemari"),
    ],
)
def test_no_name_is_kept_for_learning(reader, said, kept):
    assert learning.impersonal(reader.read(said, NOW)) == kept
