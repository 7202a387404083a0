"""What came as bytes: known by content, held against limits, never trusted, never raising."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.attachments import Limits, inspect, safe_name
from bot.messages import File
from bot.sheets import columns_of, template
from catalog_data.model import Field
from tests.ready import catalogue

LIMITS = Limits()
COLUMNS = {"serial": ("serial number", "sn"), "kode_bmn": ("kode bmn",)}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xda\x00\x02data\xff\xd9"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + chunk(b"IDAT", b"x" * 40) + chunk(b"IEND")


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


DOCX = zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<w/>"})


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def seen(data: bytes, name: str = "a.bin", limits: Limits = LIMITS) -> File:
    return inspect(name, data, limits, COLUMNS)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (PNG, "image"),
        (JPEG, "image"),
        (DOCX, "docx"),
        (xlsx(("a", "b")), "xlsx"),
        (b"GIF89a" + b"\0" * 20 + b";", "image"),
        (b"sn;kode bmn\n1;2\n", "csv"),
        ("Sn\tKode BMN\nä\t2".encode("utf-16"), "csv"),
        (b"Yth. Bapak, mohon dibantu.\n", "text"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"<?xml version='1.0'?><svg/>", "svg"),
        (b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\0" * 300, "audio"),
        (b"MZ\x90\x00" + b"\0" * 300, "other"),
        (zipped({"a.txt": b"x"}), "archive"),
        (b"PK\x03\x04", "archive"),
        (b"\x00\x01\x02\x03" * 9, "other"),
    ],
)
def test_the_kind_is_found_by_content(data: bytes, kind: str) -> None:
    assert seen(data, "surat.pdf").kind == kind


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (PDF, None),
        (PNG, None),
        (JPEG, None),
        (DOCX, None),
        (b"", "empty"),
        (b"  \n ", "empty"),
        (PDF[:-8], "damaged"),
        (PNG[:-20], "damaged"),
        (JPEG[:-2], "damaged"),
        (DOCX[:-30], "damaged"),
        (b"GIF89a" + b"\0" * 9, "damaged"),
        (PDF.replace(b"<</Root", b"<</Encrypt 5 0 R/Root"), "protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, None),
    ],
)
def test_faults(data: bytes, fault: str | None) -> None:
    assert seen(data).fault == fault


def test_the_size_is_limited_before_anything_is_read() -> None:
    assert seen(PDF, limits=Limits(size=len(PDF))).fault is None
    assert seen(PDF, limits=Limits(size=len(PDF) - 1)).fault == "too_large"


def test_a_locked_archive_is_protected() -> None:
    locked = bytearray(zipped({"word/document.xml": b"secret"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert seen(bytes(locked)).fault == "protected"


def test_what_unpacks_too_far_is_not_unpacked() -> None:
    bomb = zipped({"xl/workbook.xml": b"\0" * 3_000_000})
    assert len(bomb) < 10_000
    assert seen(bomb, limits=Limits(unpacked=1_000_000)).fault == "too_large"
    assert seen(zipped({f"{n}": b"" for n in range(9)}), limits=Limits(members=8)).fault == "too_large"


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    liar = bytearray(zipped({"xl/workbook.xml": b"\0" * 3_000_000}))
    for at in (liar.index(b"PK\x03\x04") + 22, liar.index(b"PK\x01\x02") + 24):
        liar[at : at + 4] = struct.pack("<I", 1_000)
    assert seen(bytes(liar), limits=Limits(unpacked=1_000_000)).fault == "damaged"


def test_a_changed_member_is_damaged() -> None:
    plain = bytearray(zipped({"word/document.xml": b"<w>hello</w>"}, zipfile.ZIP_STORED))
    plain[plain.index(b"hello")] = ord("j")
    assert seen(bytes(plain)).fault == "damaged"


def test_entities_of_its_own_are_refused() -> None:
    evil = zipped({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"})
    assert seen(evil).fault == "damaged"


def test_a_list_is_found_under_its_heading() -> None:
    sheet = xlsx(
        ("Daftar laptop",),
        (),
        ("No", "S/N", "KODE BMN (NUP)"),
        (1, "A1", "3.10"),
        (2, "", "3.11"),
        (None, None, None),
        (3, "A3", None),
    )
    table = inspect("d.xlsx", sheet, LIMITS, {"serial": ("s/n",), "kode_bmn": ("kode bmn",), "merek": ("merek",)}).table
    assert table is not None
    assert table.columns == {"serial": "S/N", "kode_bmn": "KODE BMN (NUP)"}
    assert (table.rows, table.missing) == (3, ("merek",))
    assert set(table.faults) == {(5, "serial"), (7, "kode_bmn")}


def test_a_comma_list_counts_like_a_sheet() -> None:
    table = seen('﻿Serial Numbr,"Kode BMN"\r\nA1,"3,10"\r\nA2,\r\n'.encode()).table
    assert table is not None
    assert (table.rows, table.faults, set(table.columns)) == (2, ((3, "kode_bmn"),), {"serial", "kode_bmn"})


def test_too_many_rows_are_not_counted() -> None:
    assert seen(xlsx(("sn", "kode bmn"), *((n, n) for n in range(60))), limits=Limits(rows=20)).fault == "too_large"
    assert seen(b"sn,kode bmn\n" + b"1,2\n" * 60, limits=Limits(rows=20)).fault == "too_large"


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    whole = xlsx(("sn", "kode bmn"), ("1", "2"), ("3", "4"))
    members = {i.filename: zipfile.ZipFile(BytesIO(whole)).read(i) for i in zipfile.ZipFile(BytesIO(whole)).infolist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b'ref="A1:B3"', b'ref="A1"')
    table = seen(zipped(members)).table
    assert table is not None and table.rows == 2


def test_every_template_is_read_back_as_an_empty_list_of_its_columns() -> None:
    lists = [f for service in catalogue().services.values() for f in service.fields if f.kind == "list"]
    assert lists
    for asked in lists:
        table = inspect("t.xlsx", template(asked), LIMITS, columns_of(catalogue())).table
        assert table is not None and table.rows == 0 and set(asked.columns) <= set(table.columns)


def test_a_template_shows_an_example() -> None:
    asked = Field(id="d", kind="list", label="Daftar", ask="?", columns=COLUMNS)
    sheet = load_workbook(BytesIO(template(asked))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["serial number", "kode bmn"],
        ["CONTOH: serial number", "CONTOH: kode bmn"],
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("surat tugas.pdf", "surat tugas.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a.pdf", "a.pdf"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("a\nb\0.pdf", "a_b_.pdf"),
        ("", "berkas"),
        ("...", "berkas"),
        (".htaccess", "htaccess"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_contents_are_told_apart_and_files_too() -> None:
    first, second = seen(PDF), seen(PDF)
    assert first.sha256 == second.sha256 and first.id != second.id and first.size == len(PDF)


@given(st.text(max_size=150))
@settings(max_examples=100, deadline=None)
def test_no_name_is_dangerous(name: str) -> None:
    safe = safe_name(name)
    assert safe and len(safe) <= 100 and not set(safe) & set('/\\\0\n"') and not safe.startswith(".")


@given(st.sampled_from([PDF, PNG, JPEG, DOCX, xlsx(("sn", "kode bmn"), (1, 2)), b"sn,kode bmn\n1,2\n"]), st.data())
@settings(max_examples=120, deadline=None)
def test_broken_bytes_never_raise(whole: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(whole)))
    at, byte = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 255))
    seen(whole[:cut])
    seen(whole[:at] + bytes([byte]) + whole[at + 1 :])


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_looked_at_in_peace(data: bytes) -> None:
    assert seen(data).size == len(data)


def test_a_page_of_comments_is_looked_at_once() -> None:
    began = time.process_time()
    assert seen(b"<!---->" * 26 + b"<html>").kind == "html"
    assert seen(b"<!---->" * 26 + b"words").kind == "text"
    assert time.process_time() - began < 5, "each comment twice as long as the one before"
