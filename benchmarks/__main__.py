"""`make bench`: durable turns beside bare rows, the engine alone, start and memory."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.desk import measured
from benchmarks.process import started
from benchmarks.turn import TALK, compared, pure
from bot.app import make_house
from bot.cli.parts import catalogue, reader
from storage.store import Store


def main() -> None:
    """Print the tables. `--people`: how many talk; the disk decides how long that takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--tickets", type=int, default=100_000, help="in the store behind the officers' pages")
    given = parser.parse_args()
    people = given.people
    known = catalogue()
    Path("data").mkdir(exist_ok=True)  # the disk that the counter itself would use
    with TemporaryDirectory(prefix="bench-", dir="data") as made:
        folder = Path(made)
        house = make_house(known, reader(known), Store.open(), folder)
        gc.freeze()  # as `loket run` does
        turns(house, folder, people)
        print(f"\nengine alone        {pure(house, people):9,.0f} turns/s   (target 5,000)")
        print(f"\n{given.tickets:,} tickets, the officers' pages at the server (targets: 150 ms, reports 2,000 ms)")
        for name, took in measured(house, folder, given.tickets):
            print(f"{name:19} {took:9.0f} ms p95")
        began, again = started(folder), started(folder)
        print(f"start, first time   {began[0]:9.2f} s         (trains the reader)")
        print(f"start, second time  {again[0]:9.2f} s         (target 3)")
        print(f"resident memory     {again[1]:9.0f} MB        (target 300)")


def turns(house, folder: Path, people: int) -> None:  # type: ignore[no-untyped-def]
    """The table of durable turns, and how ours compares."""
    print(f"{people} people, {len(TALK)} turns each, SQLite, WAL, synchronous=FULL\n")
    print(f"{'':12}{'at once':>8}{'turns/s':>10}{'p50 ms':>9}{'p99 ms':>9}")
    bare = None
    for name, at_once, found in compared(house, folder, people):
        print(f"{name:12}{at_once:8}{found.rate:10,.0f}{found.p50:9.2f}{found.p99:9.2f}")
        if name == "bare rows":
            bare = found
        elif bare:
            print(f"{'':12}{'':8}{found.rate / bare.rate:9.0%} of bare (target 50 %), p99 x {found.p99 / bare.p99:.1f}")


if __name__ == "__main__":
    main()
