"""Attachments of the talks, made on the spot from their names: `perangkat_11.xlsx`, `terkunci.pdf`."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from bot.attachments import Limits

LISTS: dict[str, tuple[str, ...]] = {
    "perangkat": ("No", "Serial Number", "Kode BMN"),
    "akun": ("No", "Nama Lengkap", "NIP", "Unit Kerja"),
}
NAMED = re.compile(r"(?P<list>perangkat|akun)_(?P<rows>\d+)(?P<trouble>_\w+)?\.(?P<kind>xlsx|csv)")

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
_PIXEL = ((b"IHDR", bytes.fromhex("00000001000000010806000000")), (b"IDAT", zlib.compress(bytes(5))), (b"IEND", b""))
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in _PIXEL
)
MADE: dict[str, Callable[[], bytes]] = {
    "kosong.pdf": lambda: b"",
    "terkunci.pdf": lambda: PDF.replace(b"<</Root", b"<</Encrypt 5 0 R /Root"),
    "rusak.pdf": lambda: b"%PDF-1.4\n1 0 obj <</Type /Cat",
    "besar.pdf": lambda: PDF + b"%" * (Limits().size + 1),
    "program.pdf": lambda: b"MZ\x90\x00" + bytes(200),
    "rusak.xlsx": lambda: b"PK\x03\x04" + bytes(80),
    "arsip.zip": lambda: _zip({"catatan.txt": b"isi"}),
}


def made(name: str, folder: Path) -> Path:
    """The file of that name in `folder`."""
    path = folder / name
    if not path.exists():
        path.write_bytes(content(name))
    return path


def content(name: str) -> bytes:
    """What a file of that name holds."""
    if name in MADE:
        return MADE[name]()
    if found := NAMED.fullmatch(name):
        rows = _rows(found["list"], int(found["rows"]), found["trouble"] or "")
        return _csv(rows) if found["kind"] == "csv" else _xlsx(rows)
    if name.endswith(".pdf"):
        return PDF + f"% {name}".encode()
    if name.endswith((".png", ".jpg")):
        return PNG
    raise LookupError(f"no such attachment: {name}")


def _rows(kind: str, count: int, trouble: str) -> list[list[str]]:
    """A header and `count` rows. Troubles: `_bolong` (an empty cell in row 3), `_tanpa_kode` (a column less)."""
    header = list(LISTS[kind])
    places = header[2:]
    rows = [[str(n), f"{kind[:2].upper()}{n:05d}", *[f"{n:03d}.{at}" for at in places]] for n in range(1, count + 1)]
    if trouble == "_bolong":
        rows[1][-1] = ""
    if trouble == "_tanpa_kode":
        return [row[:-1] for row in (header, *rows)]
    return [header, *rows]


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def _zip(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
