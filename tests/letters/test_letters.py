"""Complete letters lead straight to the summary; one with something missing is asked just for that.

Each `<service>.toml` is a letter as offices write it: `answers` are the values that the form must hold,
`free` what must stand within a free text. `lacking` cuts words, files or CC out of it, and names all that
is asked then; `says` must stand in the reply.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from storage import conversations
from tests.conversations.counter import Counter, Rehearsal, shared
from tests.letters.papers import laid

HERE = Path(__file__).parent
LETTERS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.toml"))}
LACKING = [(name, each) for name, letter in LETTERS.items() for each in letter["lacking"]]
NAMED = [f"{name} without {' '.join(each['asks'])}" for name, each in LACKING]
OF_SIGNATURES = ("nip", "hormat kami,", "tembusan", "terima kasih", "rahasia")


@pytest.fixture(scope="module")
def counter() -> Counter:
    return shared()


async def sent(at: Rehearsal, letter: dict[str, Any], folder: Path) -> tuple[dict[str, Any], Any]:
    """What the letter is answered with, and the state of the conversation afterwards."""
    files = await at.talk.upload([laid(name, folder) for name in letter.get("files", ())])
    words = letter["body"].strip()
    await at.talk.say(words, subject=letter["subject"], cc=tuple(letter.get("cc", ())), files=files)
    held = at.house.store.do(conversations.lock, at.talk.me, at.house.clock())
    return await at.talk.shown(), held.state


def without(letter: dict[str, Any], lack: dict[str, Any]) -> dict[str, Any]:
    """The letter without these words, files and addresses, and with the files that are there instead."""
    body = letter["body"]
    for part in lack["cut"]:
        body = body.replace(part, "")
    left = {name: [each for each in letter.get(name, ()) if each not in lack["cut"]] for name in ("files", "cc")}
    return letter | left | {"body": body, "files": [*left["files"], *lack.get("add", ())]}


def shown(value: Any) -> Any:
    """A value as the letters' files write it: papers by their names."""
    papers = isinstance(value, list) and value and isinstance(value[0], dict)
    return ", ".join(each["name"] for each in value) if papers else value


@pytest.mark.parametrize("name", LETTERS)
def test_a_complete_letter_leads_to_the_summary(name: str, counter: Counter, tmp_path: Path) -> None:
    counter.run(_complete(counter, LETTERS[name], tmp_path))


async def _complete(counter: Counter, letter: dict[str, Any], folder: Path) -> None:
    reply, after = await sent(counter.rehearsal("email"), letter, folder)
    told = "\n".join(each["text"] for each in reply["replies"])
    assert after.draft is not None, told
    assert (after.draft.service, after.draft.variant) == (letter["service"], letter.get("variant", after.draft.variant))
    found = {key: shown(each.value) for key, each in after.draft.answers.items()}
    wanted = letter["answers"]
    assert {key: found.get(key) for key in wanted} == wanted, told
    for key, parts in letter.get("free", {}).items():
        assert all(part in found[key] for part in parts)
    free = "\n".join(str(found[key]).lower() for key in found if key not in wanted)
    assert not any(mark in free for mark in OF_SIGNATURES), free
    assert after.step == "confirming", told


@pytest.mark.parametrize(("name", "lack"), LACKING, ids=NAMED)
def test_what_is_missing_is_asked_in_one_list(
    name: str, lack: dict[str, Any], counter: Counter, tmp_path: Path
) -> None:
    counter.run(_lacking(counter, without(LETTERS[name], lack), lack, tmp_path))


async def _lacking(counter: Counter, letter: dict[str, Any], lack: dict[str, Any], folder: Path) -> None:
    reply, after = await sent(counter.rehearsal("email"), letter, folder)
    told = "\n".join(each["text"] for each in reply["replies"])
    asked = list(after.held.get("all", ())) or [after.asked]
    assert (after.step, asked) == ("filling", lack["asks"]), told
    assert all(part in told for part in lack.get("says", ())), told


@pytest.mark.parametrize(
    ("name", "files", "says"),
    [
        ("perangkat_lunak", ["nota_dinas.pdf", "daftar_perangkat.pdf"], "daftar_perangkat.pdf"),
        ("perangkat_lunak", ["nota_dinas.pdf", "rusak.xlsx"], "rusak.xlsx"),
        ("perangkat_lunak", ["perangkat_11_bolong.xlsx"], "baris 3"),
        ("perangkat_lunak", ["akun_11.xlsx"], "Kode BMN"),
        ("peningkatan_kompetensi_tik", ["akun_3.xlsx"], "akun_3.xlsx"),
        ("peningkatan_kompetensi_tik", ["arsip.zip"], "arsip.zip"),
    ],
)
def test_a_wrong_paper_is_told(name: str, files: list[str], says: str, counter: Counter, tmp_path: Path) -> None:
    counter.run(_wrong(counter, LETTERS[name] | {"files": files}, says, tmp_path))


async def _wrong(counter: Counter, letter: dict[str, Any], says: str, folder: Path) -> None:
    reply, after = await sent(counter.rehearsal("email"), letter, folder)
    assert after.step == "filling"
    assert any(says in each["text"] for each in reply["replies"] if each["key"] == "ask.refused"), reply["replies"]
