"""`loket chat`: talk to the counter in the terminal, or as JSON lines (contract)."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from bot.acting import NotAllowed
from bot.app import make_house, offering
from bot.cli import lines
from bot.cli.clock import StandingClock, duration
from bot.cli.parts import catalogue, reader, settings, stop
from bot.cli.talk import Talk, paths
from bot.cli.when import moment
from bot.desk import lifecycle
from bot.dialog.language import Words
from bot.log import setup
from bot.messages import Address, Refused
from channels import plain
from channels.base import TRAITS
from storage.engine import MEMORY
from storage.store import Store

log = structlog.get_logger()


def arguments(parser: argparse.ArgumentParser) -> None:
    """As in the contract."""
    parser.add_argument("--json", action="store_true", help="JSON lines in, JSON lines out")
    parser.add_argument("--channel", choices=list(TRAITS), help="whose traits (terminal; with --json web)")
    parser.add_argument("--now", type=_moment, help="where the clock stands, as 2026-11-23T09:00+07:00")
    parser.add_argument("--user", default="chat", help="who is writing")
    parser.add_argument("--office", help="the person's office, known from the start")
    parser.add_argument("--db", default=MEMORY, metavar="URL", help="a store that stays (default: in memory)")


def _moment(written: str) -> Any:
    try:
        return moment(written)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def run(args: argparse.Namespace) -> int:
    """Talk until the input ends."""
    with TemporaryDirectory(prefix="loket-") as shelf:
        return asyncio.run(_run(args, Path(shelf)))


async def _run(args: argparse.Namespace, shelf: Path) -> int:
    wanted, clock = settings(), StandingClock(args.now)
    setup("error", wanted.log_format)
    known = catalogue()
    if args.office not in (None, *known.offices):
        raise stop(f"Unknown office: {args.office}. There are:", [", ".join(known.offices)])
    store = Store.open(args.db)
    files = shelf if args.db == MEMORY else wanted.files
    made = make_house(known, reader(known), store, files, clock=clock, domains=wanted.domains)
    house = replace(offering(made, wanted.languages), joining=wanted.joining)
    talk = Talk(house, clock, Address(args.channel or ("web" if args.json else "terminal"), args.user))
    if args.office:
        await talk.settle_at(args.office)
    try:
        return await (_lines(talk, args.db == MEMORY) if args.json else _terminal(talk))
    finally:
        await talk.app.stop()


KNOWN = (ValueError, NotAllowed, Refused)  # the line is at fault, or the lifecycle says no


async def _lines(talk: Talk, staged: bool) -> int:
    status = 0
    for number, raw in lines.numbered(sys.stdin.buffer):
        try:
            lines.show(await answer(talk, lines.parsed(raw), staged))
        except BrokenPipeError:
            raise
        except Exception as fault:
            if not isinstance(fault, KNOWN):
                log.exception("our own fault", line=number)
            talk.taken()
            lines.show({"error": _told(fault, talk.words), "line": number})
            status = 1
    return status


def _told(fault: Exception, words: Words) -> str:
    """What is wrong; of the lifecycle's refusal its key, what it names, and what an officer would read."""
    if not isinstance(fault, Refused):
        return str(fault) or repr(fault)
    named = " ".join([fault.key, *(f"{name}={value}" for name, value in fault.params.items())])
    return f"{named}: {words.text(fault.key, fault.params)}" if words.has(fault.key) else named


async def answer(talk: Talk, line: lines.Line, staged: bool) -> lines.Line:
    """One line's answer. Raises ValueError or NotAllowed; then nothing was done but the waiting."""
    turn = next((make for name, make in KINDS.items() if name in line), None)
    if turn is None:
        raise lines.Faulty(f"expected one of {', '.join(KINDS)}")
    if "given" in line and not staged:
        raise lines.Faulty("given works on the in-memory store only")
    await talk.wait(_after(line))
    return await talk.shown(await turn(talk, line))


def _after(line: lines.Line) -> timedelta:
    written = line.get("after")
    return duration(lines.text(line, "after")) if written is not None else timedelta()


async def _given(talk: Talk, line: lines.Line) -> str | None:
    wanted = line["given"].get("ticket") if isinstance(line["given"], dict) else None
    if not isinstance(wanted, dict):
        raise lines.Faulty('"given" holds a "ticket"')
    return await talk.give(wanted)


async def _desk(talk: Talk, line: lines.Line) -> str | None:
    ticket = line.get("ticket")
    if ticket is not None and not isinstance(ticket, str):
        raise lines.Faulty('"ticket" must be a number such as KPTIK-2611-0001')
    action = lines.text(line, "desk")
    if action not in lifecycle.OFFICERS:
        raise lines.Faulty(f"unknown action {action!r}; one of: {', '.join(lifecycle.OFFICERS)}")
    params = {name: value for name, value in line.items() if name not in ("desk", "ticket", "after")}
    await talk.do(action, ticket, params)
    return ticket


async def _person(talk: Talk, line: lines.Line) -> str | None:
    choice = line.get("choice")
    if choice is not None and not isinstance(choice, str):
        raise lines.Faulty('"choice" must be a string')
    await talk.say(
        lines.text(line, "text", ""),
        choice=choice,
        files=await talk.upload(paths(_strings(line, "files"))),
        cc=tuple(_strings(line, "cc")),
        subject=lines.text(line, "subject", ""),
    )
    return None


async def _nothing(talk: Talk, line: lines.Line) -> str | None:
    return None


def _strings(line: lines.Line, name: str) -> list[str]:
    value = line.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise lines.Faulty(f'"{name}" must be a list of strings')
    return value


KINDS: dict[str, Callable[[Talk, lines.Line], Any]] = {
    "given": _given,
    "desk": _desk,
    "text": _person,
    "choice": _person,
    "files": _person,
    "after": _nothing,
}


async def _terminal(talk: Talk) -> int:
    """A person at the keyboard; an empty line, the end of input or Ctrl-C leaves. Nothing else runs meanwhile."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio's own would wait for one more line
    while True:
        try:
            said = input("> ")
        except EOFError:
            return 0
        if not said.strip():
            return 0
        await talk.say(said)
        for message in talk.taken():
            if message.to == talk.me:
                print("\n\n".join(plain.text(bubble) for bubble in message.bubbles) + "\n")
