"""`loket channels test`: do the settings fit the real far sides, and if not, how is it mended?"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable
from typing import Any

from bot import doors
from bot.app import make_house
from bot.cli.parts import catalogue, settings
from bot.settings import Settings
from channels.base import Channel, Closing, Examined, Finding, fine, wrong
from storage.store import Store

NOBODY: Any = None  # no reader: nobody is heard here, and it takes its time
OFF = "Fill them in, in the file .env, and test again."
PATIENCE = 60  # seconds that one channel may take


def arguments(parser: argparse.ArgumentParser) -> None:
    """One deed: test, of all channels or of one."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    test = deeds.add_parser("test", help="ask every far side whether our settings fit; nothing is sent to anybody")
    test.add_argument("name", nargs="?", choices=sorted(doors.DOORS), help="only this channel")


def run(args: argparse.Namespace) -> int:
    """Print what was found. Exit status 1 when a channel that is on, or that was named, does not work."""
    return asyncio.run(examine_all(settings(), args.name))


async def examine_all(wanted: Settings, name: str | None = None) -> int:
    """Every channel, or the one named, examined and reported."""
    known = catalogue()
    house = make_house(known, NOBODY, Store.open(), wanted.files, domains=wanted.domains)
    channels, off = doors.opened(wanted, house)
    faults = 0
    try:
        for each, why in off.items():
            if name in (None, each):
                told = f"off: {why}"
                faults += report(each, [wrong(told, OFF) if name else fine(told)])  # whoever names it wants it on
        for channel in channels:
            if name in (None, channel.name):
                faults += report(channel.name, await examined(channel))
    finally:
        for channel in channels:
            if isinstance(channel, Closing):
                await channel.close()
        house.store.close()
    return 1 if faults else 0


async def examined(channel: Channel) -> list[Finding]:
    """What a channel says of itself; what it raises is a finding too."""
    if not isinstance(channel, Examined):
        return [fine("on; it has no test of its own")]
    try:
        return await asyncio.wait_for(channel.examine(), PATIENCE)
    except TimeoutError:
        return [wrong("no answer in time", "Is this machine connected, and may it go out (proxy, firewall)?")]
    except Exception as fault:
        return [wrong(f"the test itself failed: {fault!r}", "Please report this.")]


def report(name: str, findings: Iterable[Finding]) -> int:
    """Print the findings of one channel; how many are wrong."""
    told = list(findings)
    for each in told:
        print(f"{name:<9} {'ok   ' if each.ok else 'WRONG'} {each.about}")
        if each.mend:
            print(f"{'':<9} {'':<5} -> {each.mend}")
    return sum(not each.ok for each in told)
