"""One person's data can be shown and erased; old words are erased; the events stay."""

import json
from argparse import Namespace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import __main__ as loket
from bot.cli.person import DEEDS
from bot.learning import UNCLEAR, phrases
from bot.messages import File
from bot.settings import Settings
from storage import files, privacy, retention, tickets, unheard
from storage.retention import Periods
from storage.tables import metadata
from tests.turn.conftest import ANI, NOW
from tests.turn.officers import ALL, employ
from tests.turn.test_act import do
from tests.turn.test_hear import ask_for_wifi

NUMBER = "KPTIK-2611-0001"
SECRET_WORDS = ("Ani Lestari", "Ujang Komarudin", "ani@kemenkeu.go.id", "tamu-rahasia.pdf")
SHORT = Periods(30, 30, 30, 30)


def whole_store(c):
    """Everything, as one text."""
    return "\n".join(str(row) for name in metadata.tables for row in c.execute(text(f'SELECT * FROM "{name}"')))


@pytest.fixture
async def done(counter):
    """Somebody whose ticket was opened, worked on and closed, with a file and a note."""
    employ(counter.house.store, *ALL)
    counter.house.shelf.put("ab" * 32, b"%PDF tamu")
    await ask_for_wifi(counter)
    await counter.say("ya")
    file = File("f1", "tamu-rahasia.pdf", "pdf", "ab" * 32, 9)
    await counter.say("ini daftar tamunya, atas nama Ujang Komarudin", files=(file,))
    await do(counter, "take")
    await do(counter, "note", text="Ujang Komarudin datang jam 9", internal=True)
    await do(counter, "fulfil", label="selesai", text="diserahkan ke Ujang Komarudin")
    await do(counter, "close")
    return counter


async def test_everything_of_a_person_is_shown(done):
    person = done.see(privacy.find, "web:ani")
    assert person == done.see(privacy.find, NUMBER) == done.see(privacy.find, person)
    told = json.dumps(done.see(privacy.export, person))
    for words in ("Ujang Komarudin", "tamu-rahasia.pdf", NUMBER, "notice.fulfil"):
        assert words in told, words


async def test_erased_nothing_of_what_they_said_is_left_but_what_was_done_is(done):
    person = done.see(privacy.find, "web:ani")
    before = [(each.action, each.actor, each.at) for each in done.see(tickets.history, NUMBER)]
    name = done.see(tickets.find, NUMBER)[0].owner_name
    gone = done.house.store.do(privacy.erase, person)
    left = done.see(whole_store)
    for words in (*SECRET_WORDS, *([name] if name else [])):
        assert words not in left, words
    assert "web/ani/" not in left
    assert [(each.action, each.actor, each.at) for each in done.see(tickets.history, NUMBER)] == before
    assert done.see(tickets.find, NUMBER)[0].status == "closed"
    assert gone.contents == ("ab" * 32,)
    done.house.shelf.erase(gone.contents)
    with pytest.raises(FileNotFoundError):
        done.house.shelf.get("ab" * 32)
    assert done.see(privacy.find, "web:ani") is None


async def test_whoever_was_erased_may_come_again_as_somebody_new(done):
    old = done.see(privacy.find, "web:ani")
    done.house.store.do(privacy.erase, old)
    await done.say("halo")
    assert done.see(privacy.find, "web:ani") not in (None, old)
    await do(done, "note", text="masih dapat dicatat")


async def test_a_file_that_somebody_else_sent_too_stays_on_the_shelf(done):
    twin = File("f2", "sama.pdf", "pdf", "ab" * 32, 9)
    done.house.store.do(files.keep, twin, ANI.__class__("web", "budi"), NOW)
    assert done.house.store.do(privacy.erase, done.see(privacy.find, "web:ani")).contents == ()


async def test_nobody_is_erased_while_something_is_promised(counter):
    await ask_for_wifi(counter)
    await counter.say("ya")
    with pytest.raises(privacy.StillOpen, match=NUMBER):
        counter.house.store.do(privacy.erase, counter.see(privacy.find, "web:ani"))
    assert counter.see(privacy.find, "web:ani")


async def test_what_is_too_old_is_counted_and_erased_once(done):
    assert set(done.see(retention.overdue, NOW + timedelta(29), SHORT).values()) == {0}
    later = NOW + timedelta(31)
    found = done.see(retention.overdue, later, SHORT)
    assert found["messages"] >= 3 and found["letters"] >= 3 and (found["files"], found["tickets"]) == (1, 1)
    counts, contents = done.house.store.do(retention.apply, later, SHORT)
    assert (counts, contents) == (found, ("ab" * 32,))
    assert set(done.see(retention.overdue, later, SHORT).values()) == {0}
    left = done.see(whole_store)
    assert "Ujang Komarudin" not in left and "tamu-rahasia.pdf" not in left
    assert len(done.see(tickets.history, NUMBER)) >= 5


async def test_an_open_ticket_keeps_its_words_and_files_however_old(counter):
    await ask_for_wifi(counter)
    await counter.say("ya")
    await counter.say("", files=(File("f9", "surat.pdf", "pdf", "cd" * 32, 4),))
    counter.house.store.do(tickets.attach, NUMBER, ["f9"], NOW)
    found = counter.see(retention.overdue, NOW + timedelta(900), SHORT)
    assert (found["files"], found["tickets"]) == (0, 0)


async def test_looks_at_files_are_written_down(done):
    done.house.store.do(files.looked_at, NUMBER, "f1", "officer:sri", NOW)
    assert done.see(files.looks, NUMBER) == [(NOW, "officer:sri", "f1")]


async def test_what_was_learnt_from_the_erased_is_unlearnt(done, tmp_path):
    await done.say("wahai kotak ajaib bukakan gerbang")
    listed = done.see(unheard.waiting, 9, (UNCLEAR,))[-1]
    done.house.store.do(unheard.done, listed.id, NOW, "ITSM.5/internet_tamu")
    assert [one.text for one in done.see(phrases, done.house.catalogue)] == [listed.words]
    wanted = Settings(data=tmp_path)
    wanted.cache.mkdir()
    learnt = wanted.cache / "reader-0123.npz"
    learnt.touch()
    DEEDS["erase"](Namespace(who="web:ani", apply=True), wanted, done.house.store)
    assert done.see(phrases, done.house.catalogue) == ()
    assert not learnt.exists()


def test_the_commands_show_first_and_erase_only_when_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LOKET_STORE", f"sqlite+pysqlite:///{tmp_path}/loket.db")
    monkeypatch.setenv("LOKET_DATA", str(tmp_path))
    assert loket.main(["retention"]) == 0
    assert json.loads(capsys.readouterr().out)["erased"] is False
    assert loket.main(["retention", "--apply"]) == 0
    assert json.loads(capsys.readouterr().out)["erased"] is True
    with pytest.raises(SystemExit):
        loket.main(["person", "erase", "email:nobody@kemenkeu.go.id", "--apply"])
