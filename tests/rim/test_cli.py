"""The machine-readable surface: one line out for each line in, in order, whatever comes in."""

import io
import json
import os
import signal
import socket
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli import directory
from bot.cli.clock import StandingClock, duration
from bot.cli.when import moment


@pytest.fixture
def ask(monkeypatch, capsys):
    """Run a command on lines: (exit status, its lines of output)."""

    def run(*argv, lines=()):
        raw = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        status = main(argv)
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


WHEN = {"text": "besok jam 2", "now": "2026-11-23T09:00"}
FAULTY = [b"not json", b"[1]", b'"x"', b"\xff\xfe", b'{"text": NaN}', {"text": 5}, {"no": "text"}, b"[" * 100_000]


def test_when_answers_for_the_text_as_a_whole(ask):
    line = {"text": "jumat atau sabtu pukul 08.00-17.00", "now": "2026-11-23T09:00"}
    days = ["2026-11-27", "2026-11-28"]
    assert ask("when", lines=[line]) == (0, [{"date": None, "time": "08:00", "end": None, "ask": days}])


def test_when_answers_as_the_contract_says(ask):
    assert ask("when", lines=[WHEN]) == (0, [{"date": "2026-11-24", "time": "14:00", "end": None, "ask": []}])


@pytest.mark.parametrize("command", ["when", "due", "match"])
def test_a_faulty_line_is_answered_with_its_number_and_the_rest_goes_on(ask, command):
    good = {
        "when": WHEN,
        "match": {"id": 1, "text": "wifi tamu"},
        "due": {"service": "BMN.3", "variant": None, "office": "medan", "opened_at": "2026-11-23T09:00", "params": {}},
    }[command]
    status, out = ask(command, lines=[*FAULTY, good])
    assert status == 1
    assert [line.get("line") for line in out] == [*range(1, len(FAULTY) + 1), None]
    assert all(set(line) == {"error", "line"} and line["error"] for line in out[:-1])
    assert "error" not in out[-1]


def test_empty_lines_are_counted_and_not_answered(ask):
    status, out = ask("when", lines=[b"", WHEN, b"  ", b"x"])
    assert (status, len(out), out[1]["line"]) == (1, 2, 4)


def test_match_answers_as_the_contract_says(ask):
    status, (out,) = ask("match", lines=[{"id": {"any": 1}, "text": "minta wifi tamu 3 orang"}])
    assert status == 0
    assert set(out) >= {"id", "intent", "service", "variant", "decision", "candidates", "ms"}
    assert (out["id"], out["service"], out["decision"]) == ({"any": 1}, "ITSM.5", "accept")
    assert len(out["candidates"]) <= 3
    assert all(0 <= one["score"] <= 1 for one in out["candidates"])


def test_candidates_come_best_first(ask):
    told = (Path(__file__).parents[1] / "phrases" / "fresh.jsonl").read_bytes().splitlines()
    status, out = ask("match", lines=[*told, {"text": "x" * 5000}])
    assert status == 0
    for line in out:
        scores = [one["score"] for one in line["candidates"]]
        assert scores == sorted(scores, reverse=True), line


def test_a_reader_who_leaves_ends_the_command_quietly(monkeypatch):
    far, near = os.pipe()
    os.close(far)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(WHEN).encode())))
    with os.fdopen(near, "w") as out:
        monkeypatch.setattr("sys.stdout", out)
        assert main(["when"]) == 128 + signal.SIGPIPE


def test_match_for_a_person_says_why(capsys):
    assert main(["match", "minta", "wifi", "tamu"]) == 0
    said = capsys.readouterr().out
    assert "ITSM.5" in said
    assert "because" in said
    assert "like: " in said


OPENING = "minta wifi tamu 1 orang hari rabu di semarang, namanya Rina Astuti"
CHAT = ("chat", "--json", "--now", "2026-11-23T09:00+07:00")
TICKET = [{"text": text} for text in (OPENING, "Ani", "Bagian Umum", "0812345678", "ya")]


def test_chat_leads_to_a_ticket_and_the_desk_ends_it(ask):
    deeds = [{"desk": "take"}, {"desk": "fulfil", "label": "selesai", "text": "sudah"}, {"after": "P8D"}]
    status, out = ask(*CHAT, lines=[*TICKET, *deeds])
    assert status == 0
    for line in out:
        assert set(line) >= {"replies", "expecting", "step", "ticket", "sent"}
        assert all(set(reply) == {"key", "text", "choices", "files"} for reply in line["replies"])
    opened = out[len(TICKET) - 1]
    wanted = {
        "number": "KPTIK-2611-0001",
        "service": "ITSM.5",
        "variant": "internet_tamu",
        "status": "new",
        "urgent": False,
        "due_at": "2026-11-24T17:00:00",
        "office": "semarang",
        "outstanding": [],
    }
    assert opened["ticket"].items() >= wanted.items()
    assert {"close_by", "response_due_at", "answers"} <= set(opened["ticket"])
    assert [one["key"] for one in opened["sent"]] == ["staff.new_ticket"]
    assert "KPTIK-2611-0001" in opened["sent"][0]["subject"]
    assert out[0]["expecting"] == {"field": "nama", "kind": "name"}
    assert [line["ticket"]["status"] for line in out[-3:]] == ["analysed", "fulfilled", "closed"]


def test_chat_goes_on_after_a_faulty_line(ask):
    lines = [*FAULTY, {}, {"text": "x", "after": "1 day"}, {"desk": "dance"}, {"files": ["/no/such"]}, {"text": "halo"}]
    status, out = ask(*CHAT, lines=lines)
    assert status == 1
    assert [line.get("line") for line in out] == [*range(1, len(lines)), None]
    assert out[-1]["replies"][0]["key"] == "greeting.hello"


def test_what_the_desk_may_not_do_is_said_with_what_it_may(ask):
    ticket = {"owner": "self", "service": "BMN.3", "status": "analysed", "opened_at": "2026-11-23T08:00"}
    wrong = [{"desk": "dance"}, {"desk": "take"}, {"desk": "escalate", "group": "X"}, {"desk": "fulfil"}]
    status, (_, dance, take, group, empty) = ask(*CHAT, lines=[{"given": {"ticket": ticket}}, *wrong])
    assert status == 1
    assert "'dance'" in dance["error"]
    assert {"take", "fulfil", "close"} <= set(dance["error"].partition("one of: ")[2].split(", "))
    assert take["error"].startswith("refused.status action=take status=analysed: Tindakan ini")
    assert "TIK, BMN, TU, dan LPSE" in group["error"]
    assert "param=label: Isian label" in empty["error"]


def test_chat_with_a_ticket_that_stands_already(ask):
    mine = {"owner": "self", "service": "BMN.3", "variant": None, "status": "in_progress", "office": "medan"}
    others = {"owner": "other", "owner_name": "Budi", "service": "BMN.1", "variant": None, "status": "new"}
    given = [{"given": {"ticket": one | {"opened_at": "2026-11-23T08:00"}}} for one in (mine, others)]
    unknown = {"text": "status KPTIK-2611-0999"}
    status, out = ask(*CHAT, lines=[*given, {"text": "status KPTIK-2611-0002"}, unknown, {"text": "status tiket saya"}])
    assert status == 0
    assert [line["ticket"]["number"] for line in out[:2]] == ["KPTIK-2611-0001", "KPTIK-2611-0002"]
    assert out[0]["ticket"]["due_at"] == "2026-11-25T17:00:00"
    assert out[2]["replies"][0] == out[3]["replies"][0], "somebody else's is as one that does not exist"
    assert "KPTIK-2611-0001" in out[4]["replies"][0]["text"]
    assert "0002" not in out[4]["replies"][0]["text"]


def test_given_works_on_the_store_in_memory_only(ask, tmp_path):
    ticket = {"owner": "self", "service": "BMN.3", "status": "new", "opened_at": "2026-11-23T08:00"}
    url = f"sqlite+pysqlite:///{tmp_path}/x.db"
    status, out = ask(*CHAT, "--db", url, lines=[{"given": {"ticket": ticket}}, {"text": "halo"}])
    assert (status, out[0]["line"]) == (1, 1)
    status, out = ask(*CHAT, "--db", url, lines=[{"text": "halo"}])
    assert "privacy" not in [reply["key"] for reply in out[0]["replies"]], "a store that stays remembers"


def test_a_channel_brings_its_traits_and_an_office_is_known(ask):
    _, by_mail = ask(*CHAT, "--channel", "email", lines=[{"text": "minta wifi tamu 2 orang hari rabu"}])
    assert by_mail[0]["expecting"]["kind"] == "text", "all that is missing in one letter"
    _, out = ask(*CHAT, "--office", "denpasar", lines=TICKET)
    assert [line["ticket"]["office"] for line in out if line["ticket"]] == ["semarang"], "what is said goes first"


def test_an_office_that_is_none_ends_the_command(capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*CHAT, "--office", "jakarta"])
    assert stopped.value.code == 2
    assert "denpasar" in capsys.readouterr().err, "those that there are"


def test_check_finds_nothing(capsys):
    assert main(["check"]) == 0, capsys.readouterr().out


def test_check_names_file_line_and_reason(capsys, tmp_path):
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "bad.toml").write_text('name = "x"\nnumber = [')
    assert main(["check", "--catalogue", str(tmp_path)]) == 1
    assert "services/bad.toml:2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("PT90M", timedelta(minutes=90)),
        ("P2W", timedelta(weeks=2)),
        ("PT0S", timedelta()),
    ],
)
def test_durations(written, length):
    assert duration(written) == length


@pytest.mark.parametrize("written", ["", "P", "PT", "1D", "P1M", "P-1D", "P1DT", "P99999999999D"])
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(ValueError, match="duration"):
        duration(written)


def test_a_standing_clock_moves_only_forward():
    clock = StandingClock(moment("2026-11-23T09:00"))
    clock.move_to(moment("2026-11-24T09:00"))
    clock.move_to(moment("2026-11-22T09:00"))
    assert clock() == moment("2026-11-24T09:00")


HEADER = "address;name;position;echelon;unit\n"


def test_a_directory_with_semicolons_and_spelt_ranks(tmp_path):
    path = tmp_path / "d.csv"
    rows = ("Sri.M@kemenkeu.go.id; Sri ;Kepala Seksi;IV.a;Umum", "a@b.id;A;Pelaksana;;", "c@d.id;C;;eselon 3;")
    path.write_text("\ufeff" + HEADER + "\n".join(rows))
    assert [(one.email, one.name, one.echelon) for one in directory.read(path)] == [
        ("sri.m@kemenkeu.go.id", "Sri", "IV"), ("a@b.id", "A", ""), ("c@d.id", "C", "III"),
    ]  # fmt: skip


def test_every_fault_of_a_directory_is_named_and_nothing_is_imported(tmp_path, monkeypatch, capsys):
    path = tmp_path / "d.csv"
    path.write_text(HEADER + "nobody;A;;IV;\na@b.id;A;;IX;\nc@d.id;C;;;\nC@D.id;C;;;")
    monkeypatch.setenv("LOKET_STORE", f"sqlite+pysqlite:///{tmp_path}/x.db")
    with pytest.raises(SystemExit) as stopped:
        main(["directory", "import", str(path)])
    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert all(part in told for part in ("line 2", "nobody", "line 3", "IX", "line 5", "twice"))
    assert not (tmp_path / "x.db").exists()


def test_a_directory_is_imported(tmp_path, monkeypatch, capsys):
    path = tmp_path / "d.csv"
    path.write_text(HEADER + "a@b.id;A;Kepala;IV;Umum")
    monkeypatch.setenv("LOKET_STORE", f"sqlite+pysqlite:///{tmp_path}/x.db")
    assert main(["directory", "import", str(path)]) == 0
    assert main(["migrate"]) == 0
    assert "1 people" in capsys.readouterr().out


@pytest.fixture
def started(monkeypatch, capsys, tmp_path):
    """Start `loket run` with settings that cannot do: its exit status and what it said."""

    def run(**wanted):
        for name, value in {"DATA": tmp_path, "STORE": f"sqlite+pysqlite:///{tmp_path}/a.db", **wanted}.items():
            monkeypatch.setenv(f"LOKET_{name}", str(value))
        with pytest.raises(SystemExit) as stopped:
            main(["run"])
        return stopped.value.code, capsys.readouterr().err

    return run


def test_a_port_that_is_taken_is_said_before_a_password_is_made(started, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = started(PORT=port)
    assert code == 2
    assert f"LOKET_PORT={port}: Address already in use; set another" in said and "password" not in said
    assert not (tmp_path / "a.db").exists()


def test_a_data_folder_that_cannot_be_written_to_is_said(started, tmp_path):
    (tmp_path / "file").touch()
    code, said = started(DATA=tmp_path / "file" / "data")
    assert code == 2 and "LOKET_DATA: " in said and "Traceback" not in said


def test_a_store_that_does_not_answer_is_said(started):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as gone:
        free = gone.getsockname()[1]
    code, said = started(STORE=f"postgresql+psycopg://u@127.0.0.1:{port}/loket", PORT=free)
    assert code == 2 and "LOKET_STORE: connection" in said and "Traceback" not in said
