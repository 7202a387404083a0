"""The standard's scanned text taken apart: services, rows of their tables, and what is countable in them."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("LOKET_STANDARD", ROOT.parent / "shared" / "standard"))

HEADING = re.compile(r"^\d+\. (Layanan .+)$")
ROW = re.compile(r"^(\d)\.\t([^\t]+)\t(.*)$")
PART_B = "Komponen standar pelayanan yang terkait dengan proses pengelolaan"
DRAWING = re.compile(r"<pre>.*?</pre>|The (?:flowchart|process flow) .*?(?=<ol|a\. Waktu mekanisme|$)", re.S)
SIGNATURE = "SEKRETARIS JENDERAL"
GLUED = re.compile(r"(?<=[a-z])(?=\d{1,2}\)\s)|(?<=[A-Za-z])(?=[a-k]\. [A-Z][A-Za-z])")
TAG = re.compile(r"<[^>]*>")

EMAIL = re.compile(r"[\w.]+@[\w.]+\w")
URL = re.compile(r"https://[^\s;),]+[^\s;),.]")
PHONE = re.compile(r"\+62[\d. ]{9,16}\d|\(0\d{2,3}\) ?\d[\d-]{2,}|\b0\d{3}[ -]?\d[\d-]{4,}\d|\b88/808 419")
DECREE = re.compile(r"\d+/(?:PMK|KMK)\.\d+/\d{4}")
LAW = re.compile(r"(Pemerintah|Presiden)(?: Republik Indonesia)? Nomor (\d+) Tahun (\d{4})")
SPAN = re.compile(
    r"(\d+) ?(?:\([a-z ]+\) ?)?(hari kalender|hari kerja|jam kerja|hari|menit|bulan|jam)\b", re.IGNORECASE
)
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
LAYER = re.compile(r"Layer[_ ]?\d")
MARKER = re.compile(r"(?<![\w/.,])(?:\d{1,2}\)|\d{1,2}\.)(?=[\s.])")


def texts() -> list[Path]:
    """The files of the standard that are at hand."""
    return sorted(FOLDER.glob("*.txt"))


@cache
def services() -> dict[int, str]:
    """Number in the list -> that service's part of the text, as scanned."""
    parts: dict[int, list[str]] = {}
    for line in "\n".join(path.read_text("utf-8") for path in texts()).partition(SIGNATURE)[0].splitlines():
        if HEADING.match(line):
            parts[len(parts) + 1] = []
        elif parts:
            parts[len(parts)].append(line)
    return {number: "\n".join(lines) for number, lines in parts.items()}


@cache
def rows(number: int) -> dict[str, str]:
    """A service's rows, "1" to "6" and "B.1" to "B.8": plain text, drawings and page heads removed."""
    found: dict[str, str] = {}
    part, row = "", ""
    for line in services()[number].splitlines():
        if PART_B in line:
            part = "B."
        elif head := ROW.match(line):
            row = f"{part}{head[1]}"
            found[row] = head[3]
        elif row and not line.startswith("No.\tKomponen"):
            found[row] += " " + line
    return {row: plain(text) for row, text in found.items()}


def plain(text: str) -> str:
    """Without drawings and tags; spaces evened, marks of lists that the scan glued to a word set apart."""
    bare = " ".join(html.unescape(TAG.sub(" ", DRAWING.sub(" ", text))).split())
    return GLUED.sub(" ", bare)


def words(text: str) -> str:
    """For comparing: lower case, letters and figures only."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def emails(text: str) -> set[str]:
    return set(EMAIL.findall(text))


def urls(text: str) -> set[str]:
    return set(URL.findall(text))


def phones(text: str) -> set[str]:
    """Telephone numbers, digits only, as printed ("03135230 9395" for the range 93-95)."""
    return {re.sub(r"\D", "", number) for number in PHONE.findall(MARKER.sub(" ", text))}


def decrees(text: str) -> set[str]:
    """Decrees by number; laws and rules by giver, number and year."""
    return set(DECREE.findall(text)) | {" ".join(found) for found in LAW.findall(text)}


def spans(text: str) -> set[tuple[int, str]]:
    """Lengths of time: (7, "hari kalender")."""
    return {(int(amount), unit.lower()) for amount, unit in SPAN.findall(text)}


def numbers(text: str) -> set[str]:
    """Every figure but the marks of lists ("3)", "4."), layers and addresses."""
    return set(NUMBER.findall(MARKER.sub(" ", LAYER.sub(" ", URL.sub(" ", text)))))


def strings(value: object, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every string inside a dumped model, but under the keys in `skip`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in skip:
                yield from strings(item, skip)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item, skip)
