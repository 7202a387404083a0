"""Every conversation of `<lang>/*.talk`, in the traits of every channel that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations import transcript
from tests.conversations.counter import Counter
from tests.conversations.play import Broke, Player
from tests.conversations.transcript import Talk

HERE = Path(__file__).parent
TALKS = list(transcript.talks(HERE))
PLAYS = [(talk, channel) for talk in TALKS for channel in talk.channels]


def name_of(talk: Talk, channel: str) -> str:
    return f"{talk.path.parent.name}/{talk.path.stem}: {talk.title} [{channel}]"


def known_failures() -> set[str]:
    """Lines of known_failures.txt: plays that are known to go wrong, each below a comment that says why."""
    lines = (HERE / "known_failures.txt").read_text("utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


KNOWN = known_failures()


@pytest.mark.parametrize(("talk", "channel"), PLAYS, ids=[name_of(*play) for play in PLAYS])
def test_talk(talk: Talk, channel: str, counter: Counter) -> None:
    fault = _fault(talk, channel, counter)
    if name_of(talk, channel) in KNOWN:
        assert fault, "this talk goes right now: strike it from known_failures.txt"
    elif fault:
        pytest.fail(fault, pytrace=False)


def _fault(talk: Talk, channel: str, counter: Counter) -> str | None:
    """The transcript up to the line that went wrong, or None."""
    try:
        counter.run(Player(talk, channel, counter).play())
    except Broke as broke:
        return str(broke)
    return None


def test_titles_are_unique() -> None:
    names = [name_of(*play) for play in PLAYS]
    assert len(names) == len(set(names))


def test_known_failures_are_talks() -> None:
    assert {name_of(*play) for play in PLAYS} >= KNOWN
