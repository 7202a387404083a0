"""The process as a whole: how soon it answers, and how much memory it holds."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen


def started(folder: Path) -> tuple[float, float]:
    """Seconds until `loket run` answers, and its resident memory in MB."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mine = {"LOKET_STORE": f"sqlite+pysqlite:///{folder}/loket.db", "LOKET_DATA": str(folder), "LOKET_PORT": str(port)}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=os.environ | mine, stderr=subprocess.DEVNULL)
    try:
        while not _answers(f"http://127.0.0.1:{port}/readyz"):
            if process.poll() is not None:
                raise SystemExit(f"loket run ended with {process.returncode}")
            time.sleep(0.02)
        took = time.perf_counter() - began
        status = Path(f"/proc/{process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return took, int(found.group(1)) / 1024 if found else float("nan")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
