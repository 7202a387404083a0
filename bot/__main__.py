"""The command `loket` (also `python -m bot`): one module of `bot.cli` for each word."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "run": "serve every channel that is on",
    "check": "check the catalogue, the languages and the settings",
    "chat": "talk to the counter in the terminal, or as JSON lines",
    "match": "what was meant: JSON lines, or one text for a person to read",
    "learn": "list what was not understood, or say what was meant",
    "when": "read dates: JSON lines",
    "due": "compute deadlines: JSON lines",
    "mail": "read raw mails as the e-mail channel would",
    "channels": "test the settings of the channels against their far sides",
    "directory": "load the staff directory",
    "person": "show or erase what is kept of one person",
    "retention": "erase what is older than the settings allow",
    "migrate": "bring the store's schema up to date",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is returned, that of a shell when the reader or the writer ended it."""
    words = sys.argv[1:] if argv is None else list(argv)
    parser = argparse.ArgumentParser(prog="loket", description="One service counter behind every channel.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        if words[:1] == [name]:  # only the module that is wanted is loaded
            import_module(f"bot.cli.{name}").arguments(command)
    args = parser.parse_args(words)
    try:
        status = int(import_module(f"bot.cli.{args.command}").run(args))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our lines has left; nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return status


if __name__ == "__main__":
    sys.exit(main())
