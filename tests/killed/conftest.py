"""The reader's cache, made once; the processes find it there. And whom their lives are forked from."""

import subprocess
import sys

import pytest

from tests.killed.street import ROOT


@pytest.fixture(scope="session")
def mother(parts):
    """A process that has imported everything."""
    words = [sys.executable, "-m", "tests.killed.launched"]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as made:
        yield made
        made.stdin.close()
