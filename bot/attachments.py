"""An attachment's bytes -> File: what it is by content, whether it is sound, and what a list holds.

Never raises, never trusts a name, never unpacks more than `Limits` allow. Run before any transaction.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

import filetype

from bot import sheets
from bot.house import House
from bot.messages import File, Table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_MARKUP = re.compile(r"(?>(?:<\?xml[^>]*>|<!--.*?-->|\s)*)<(!doctype\s+html|html|head|body|script|svg)\b", re.I | re.S)
_BAD_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
PIECE = 65_536  # a bomb that lies about its size fills one piece, then fails its checksum
ARCHIVES = ("zip", "rar", "7z", "gz", "bz2", "xz", "tar")
OFFICE = (("xl/workbook", "xlsx"), ("word/document", "docx"), ("ppt/presentation", "pptx"))


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes as sent and unpacked, rows of a list, seconds for reading one."""

    size: int = 10 * 2**20
    unpacked: int = 40 * 2**20
    members: int = 2_000
    rows: int = 5_000
    seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    fault: str | None = None
    table: Table | None = None


def inspect(name: str, data: bytes, limits: Limits, columns: sheets.Columns | None = None) -> File:
    """What `data` is. `columns`: those that a list may have (`sheets.columns_of`), to name the missing."""
    found = _look(data, limits, columns or {})
    digest = hashlib.sha256(data).hexdigest()
    return File(uuid4().hex, safe_name(name), found.kind, digest, len(data), found.fault, found.table)


async def take(house: House, name: str, data: bytes, limits: Limits | None = None) -> File:
    """Inspect a file beside the event loop and put its content on the shelf, before any transaction."""
    columns = sheets.columns_of(house.catalogue)
    file = await asyncio.to_thread(inspect, name, data, limits or Limits(), columns)
    await asyncio.to_thread(house.shelf.put, file.sha256, data)
    return file


def safe_name(name: str) -> str:
    """A name without folders, invisible or reserved signs, at most 100 characters, its ending kept."""
    last = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode()).replace("\\", "/").split("/")[-1]
    clean = _BAD_NAME.sub("_", last).strip(" ._")
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 10:
        return clean[:100] or "berkas"
    return f"{stem[: 99 - len(ending)]}.{ending}"


def _look(data: bytes, limits: Limits, columns: sheets.Columns) -> _Found:
    if not data:
        return _Found("other", "empty")
    guess = filetype.guess(data[:8192])
    mime, ending = (guess.mime, guess.extension) if guess else ("", "")
    kind = _kind(data, mime, ending)
    if len(data) > limits.size:
        return _Found(kind, "too_large")
    if kind in ("text", "csv"):
        return _text(data, limits, columns)
    if data.startswith(ZIP):
        return _zip(data, limits, columns)
    return _Found(kind, _FAULTS.get(kind, _sound)(data))


def _kind(data: bytes, mime: str, ending: str) -> str:
    """By signature; "text" where there is none and the bytes are words."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(OLE):
        return "ole"
    if ending in ARCHIVES or data.startswith(ZIP):
        return "archive"
    family = mime.partition("/")[0]
    if family in ("image", "audio", "video"):
        return family
    return "other" if mime or not _words(data) else "text"


def _words(data: bytes) -> bool:
    if data.startswith((b"MZ", b"\x7fELF")):
        return False
    text = sheets.decoded(data[:8192])
    strange = sum(1 for char in text if unicodedata.category(char) == "Cc" and char not in "\r\n\t\f")
    return strange == 0


def _text(data: bytes, limits: Limits, columns: sheets.Columns) -> _Found:
    text = sheets.decoded(data)
    if not text.strip():
        return _Found("text", "empty")
    if markup := _MARKUP.match(text[:4096]):
        return _Found("svg" if markup[1].lower() == "svg" else "html")
    if sheets.delimiter(text, columns) is None:
        return _Found("text")
    return _table("csv", lambda: sheets.from_csv(text, columns, limits.rows, limits.seconds))


def _zip(data: bytes, limits: Limits, columns: sheets.Columns) -> _Found:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            kind, fault = _office(archive), _unpacked(archive, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return _Found("archive", "damaged")
    if kind != "xlsx" or fault:
        return _Found(kind, fault)
    return _table(kind, lambda: sheets.from_xlsx(data, columns, limits.rows, limits.seconds))


def _office(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    return next((kind for start, kind in OFFICE if any(n.startswith(start) for n in names)), "archive")


def _unpacked(archive: zipfile.ZipFile, limits: Limits) -> str | None:
    """Locked, too much inside, or a member that does not unpack to what it claims."""
    members = archive.infolist()
    if any(each.flag_bits & 1 for each in members):
        return "protected"
    if len(members) > limits.members or sum(each.file_size for each in members) > limits.unpacked:
        return "too_large"
    try:
        whole = all(_member(archive, each) for each in members if not each.is_dir())
    except Exception:  # zlib, lzma and bz2 each raise their own on broken data
        return "damaged"
    return None if whole else "damaged"


def _member(archive: zipfile.ZipFile, each: zipfile.ZipInfo) -> bool:
    """Unpacks to what it claims, piece by piece, and declares no entities of its own."""
    with archive.open(each) as member:
        first = member.read(PIECE)
        while member.read(PIECE):
            pass
    return not (each.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in first)


def _table(kind: str, read: Callable[[], Table]) -> _Found:
    try:
        return _Found(kind, None, read())
    except sheets.TooMuch:
        return _Found(kind, "too_large")
    except Exception:  # a reader of foreign sheets raises whatever it stumbles over
        return _Found(kind, "damaged")


def _sound(data: bytes) -> str | None:
    return None


def _pdf(data: bytes) -> str | None:
    if b"%%EOF" not in data[-2048:] or b"startxref" not in data[-4096:]:
        return "damaged"
    return "protected" if _ENCRYPTED_PDF.search(data) else None


def _ole(data: bytes) -> str | None:
    """An old Office file, or a new one locked by a password."""
    return "protected" if ENCRYPTED_OFFICE in data else None


def _image(data: bytes) -> str | None:
    check = next((check for start, check in _IMAGES if data.startswith(start)), None)
    return None if check is None or check(data) else "damaged"


def _jpeg(data: bytes) -> bool:
    """Its end marker stands after the start of the scan (a preview inside has one of its own)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xDA:
            return data.find(b"\xff\xd9", at) >= 0
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _png(data: bytes) -> bool:
    """Its chunks follow one another to the last."""
    at = 8
    while at + 12 <= len(data):
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return False


def _gif(data: bytes) -> bool:
    return data.rstrip(b"\x00").endswith(b";")


def _riff(data: bytes) -> bool:
    return len(data) >= int.from_bytes(data[4:8], "little") + 8


_IMAGES: tuple[tuple[bytes, Callable[[bytes], bool]], ...] = (
    (b"\xff\xd8\xff", _jpeg), (b"\x89PNG\r\n\x1a\n", _png), (b"GIF8", _gif), (b"RIFF", _riff),
)  # fmt: skip
_FAULTS: dict[str, Callable[[bytes], str | None]] = {"pdf": _pdf, "image": _image, "ole": _ole}
