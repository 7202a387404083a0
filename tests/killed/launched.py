"""`python -m tests.killed.launched`: lives of the real program, each a fork of a process that has imported it all.

Reads a JSON line for each life, its environment, and writes its pid; the file ENDED gets its exit status.
STOP_AT names the point at which that life ends itself as kill -9 would.
"""

import json
import os
import signal
import socket
import sys
from functools import wraps
from pathlib import Path

import alembic.command  # noqa: F401  what a start would import
import httpcore  # noqa: F401

import bot.cli.run
import bot.doors
import bot.postbox  # noqa: F401
from bot.__main__ import main
from bot.cli.parts import catalogue, reader
from channels.email.channel import Email
from channels.telegram.channel import Telegram
from channels.whatsapp.channel import WhatsApp
from storage.owed import Owed
from storage.store import Store

IN, AFTER, BEFORE = "in", "after", "before"
POINTS = {  # a piece of the store's work, or a channel's call, and where in it
    "after the receipt": (AFTER, "bot.receive.keep"),
    "before the turn's commit": (IN, "bot.turn.hear"),
    "after the turn's commit": (AFTER, "bot.turn.hear"),
    "before sending": (BEFORE, "send"),
    "after the far side's accepting": (AFTER, "send"),
    "before the mark": (IN, "bot.outbox.Outbox._sent"),
}


def die(stop_at, *here):
    """End here, if this is the point."""
    if POINTS[stop_at] == here:
        os.kill(os.getpid(), signal.SIGKILL)


def watch(stop_at):
    """Wrap the seams where the points are: the store's transactions and the channels' calls."""
    write = Store._write

    def watched(self, work, *args, **kwargs):
        name = f"{work.__module__}.{work.__qualname__}" if hasattr(work, "__qualname__") else ""

        @wraps(work)
        def inside(c, *args, **kwargs):
            made = work(c, *args, **kwargs)
            if not (args and isinstance(args[0], Owed) and args[0].to.channel == "web"):  # a page is no far side
                die(stop_at, IN, name)
            return made

        done = write(self, inside, *args, **kwargs)
        done.add_done_callback(lambda _: die(stop_at, AFTER, name))
        return done

    Store._write = watched
    for channel in (Telegram, WhatsApp, Email):
        channel.send = _watched(channel.send, stop_at)


def _watched(send, stop_at):
    @wraps(send)
    async def watched(self, message):
        die(stop_at, BEFORE, "send")
        ids = await send(self, message)
        die(stop_at, AFTER, "send")
        return ids

    return watched


def live(given):
    """One life, in the child."""
    os.environ.update(given)
    socket.getfqdn = lambda name="": f"life{os.getpid()}"  # as which it greets an SMTP server
    if given.get("STOP_AT"):
        watch(given["STOP_AT"])
    quiet = os.open(os.devnull if "LOUD" not in os.environ else "/dev/stderr", os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os._exit(main(["run"]) or 0)


def keep(given):
    """Begin a life and wait for its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        live(given)
    print(child, flush=True)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = Path(given["ENDED"])
    told.with_suffix(".new").write_text(str(status))
    told.with_suffix(".new").replace(told)
    os._exit(0)


if __name__ == "__main__":
    reader(catalogue())  # for all that it imports
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            keep(json.loads(line))
