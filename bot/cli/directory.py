"""`loket directory import FILE.csv`: the staff directory that superiors are checked against."""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

from bot.cli.parts import open_store, settings, stop
from bot.dialog.state import Entry
from storage.people import replace_directory

COLUMNS = ("address", "name", "position", "echelon", "unit")
ECHELON = re.compile(r"^(?:eselon\s*)?(IV|V|I{1,3}|[1-5])?(?:\s*[./-]?\s*[ab])?$", re.I)
ROMAN = ("", "I", "II", "III", "IV", "V")


def arguments(parser: argparse.ArgumentParser) -> None:
    """One deed: import."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    load = deeds.add_parser("import", help="put a CSV file in the place of the whole directory")
    load.add_argument("file", type=Path, help=f"CSV with the columns {', '.join(COLUMNS)}")


def run(args: argparse.Namespace) -> int:
    """Import all rows, or none when one is faulty."""
    try:
        entries = read(args.file)
    except ValueError as bad:
        raise stop(f"{args.file} was not imported:", str(bad).splitlines()) from None
    store = open_store(settings().store)
    print(f"{store.do(replace_directory, entries)} people are in the directory")
    store.close()
    return 0


def read(path: Path) -> list[Entry]:
    """The rows of a CSV file with comma or semicolon. Raises ValueError, a line for each fault."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as bad:
        raise ValueError(f"cannot be read: {bad}") from None
    mark = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(lines, delimiter=mark, skipinitialspace=True)
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
    missing = [name for name in COLUMNS if name not in rows.fieldnames]
    if missing:
        raise ValueError(f"line 1: no column {', '.join(missing)}")
    return _entries(rows)


def _entries(rows: csv.DictReader[str]) -> list[Entry]:
    found: dict[str, Entry] = {}
    faults = []
    for row in rows:
        try:
            entry = _entry({name: (row[name] or "").strip() for name in COLUMNS})
        except ValueError as bad:
            faults.append(f"line {rows.line_num}: {bad}")
            continue
        if entry.email in found:
            faults.append(f"line {rows.line_num}: {entry.email} occurs twice")
        found[entry.email] = entry
    if faults:
        raise ValueError("\n".join(faults))
    return list(found.values())


def _entry(row: dict[str, str]) -> Entry:
    address = row["address"].lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
        raise ValueError(f"no mail address: {row['address']!r}")
    echelon = ECHELON.match(row["echelon"])
    if not echelon:
        raise ValueError(f"no echelon: {row['echelon']!r}; write I to V, or nothing")
    rank = (echelon.group(1) or "").upper()
    rank = ROMAN[int(rank)] if rank.isdecimal() else rank
    return Entry(address, row["name"], row["position"], rank, row["unit"])
