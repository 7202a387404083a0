"""Numbers that name a thing: tickets, complaints, assets (kode BMN, NUP), serials, NIP, prices."""

from __future__ import annotations

import re

from intents.entities.page import Page

TICKET = re.compile(r"\bkptik[\s_-]{0,2}(\d{4})[\s_-]{0,2}(\d{1,6})\b")
COMPLAINT = re.compile(r"\bpgd[\s_-]{0,2}(\d{4})[\s_-]{0,2}(\d{1,6})\b")
_TICKET = r"\b(?:tiket|tikt|ticket|tkt)(?:nya|ku)?"
_MINE = r"(?:\s(?:saya|sy|yg|yang|itu|dengan|dgn)){0,2}"
TAIL = re.compile(
    rf"(?:{_TICKET}|\b(?:laporan|pengaduan|permintaan)(?:nya|ku)?){_MINE}"
    r"\s*(?:no(?:mor|mer|\.)?|nmr|number|#)?\s*[:.#]?\s*(?:(\d{4})-)?(\d{3,6})\b(?![-/.]\d)"
)
NUMBERED = re.compile(rf"{_TICKET}\s*(?:no(?:mor|mer|\.)?|nmr|number|#)\s*[:.#]?\s*(\d{{1,2}})\b(?![-/.:]\d)")
_NUP = r"[\s,;/-]{0,2}(?:nup|no(?:mor)?\.?|\.)\s*[:.]?\s*\d{1,6}(?!\d)"
ASSET = re.compile(rf"(?<![\d.])\d\.\d{{2}}\.\d{{2}}\.\d{{2}}\.\d{{3}}(?:{_NUP})?")
COMPACT = re.compile(
    rf"\b(?:kode\s*(?:bmn|barang|aset)|bmn)\s*(?:no(?:mor)?\.?)?\s*[:.]?\s*(\d{{10}}(?:{_NUP})?)(?!\d)"
)
NAKED = re.compile(r"(?<![\w.])(\d{10}[\s,;/-]{0,2}(?:nup|no(?:mor)?\.?)\s*[:.]?\s*\d{1,6})(?!\d)")
_CODE = re.compile(r"(\d(?:\.\d{2}){3}\.\d{3}|\d{10})\D*(\d*)")
NUP = re.compile(r"\bnup\s*(?:no(?:mor)?\.?)?\s*[:.]?\s*(\d{1,6})\b")
SERIAL = re.compile(
    r"\b(?:s/n|sn|serial(?:\s?(?:number|no\.?|num))?|no(?:mor|\.)?\s?seri(?:al)?|seri)\s*[:.#]?\s*(?:nya\s|adalah\s|yaitu\s)?"
    r"((?=[a-z-]{0,20}\d)[a-z0-9][a-z0-9-]{3,24})\b"
)
NIP = re.compile(r"\bnip\.?\s*[:.]?\s*\d[\d\s]{7,22}\d\b|(?<!\d)(?:19|20)\d{6}[ ]?\d{6}[ ]?\d[ ]?\d{3}(?!\d)")
PRICE = re.compile(
    r"\brp\.?\s?\d[\d.,]*(?:\s?(?:rb|ribu|jt|juta|m|miliar))?\b"
    r"|(?<![\w.,/-])\d[\d.,]*\s?(?:rb|ribu|jt|juta)\b(?!\s*(?:orang|org|peserta|unit|lembar|buah))"
)
LONG = re.compile(r"(?<![\w.])\d{7,}(?!\w)")
LETTER = re.compile(r"(?<![\w/])[a-z]{1,5}-?\d{1,5}/[\w.-]{1,20}(?:/[\w.-]{1,20}){1,4}")
IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
MODEL = re.compile(r"\b(?=[a-z0-9-]{2,15}\b)(?:[a-z]{1,6}-?\d{2,6}[a-z]{0,3}|[a-z]{2,6}-\d{1,6}|\d{1,2}[a-z]\d{2,4})\b")
_NOT_MODEL = re.compile(
    r"\d\dt\d\d|(?:lt|lantai|tgl|jam|pkl|jm|rp|no|ke|nov|des|okt|sep|jan|feb|mar|apr|jun|jul|agt|ags|h|d|x|m|utk|dr|s|sd)-?\d"
)


def find(page: Page) -> None:
    """Take every code; close prices, staff numbers, addresses of machines and letters' numbers."""
    for hit in page.each(TICKET):
        page.take("ticket", f"KPTIK-{hit[1]}-{hit[2]:0>4}", hit.span())
    for hit in page.each(COMPLAINT):
        page.take("ticket", f"PGD-{hit[1]}-{hit[2]:0>4}", hit.span())
    for pattern in (NIP, LETTER, PRICE, IP):
        for hit in page.each(pattern):
            page.close(hit.span())
    _assets(page)
    _tails(page)
    for hit in page.each(LONG):
        page.close(hit.span())


def _assets(page: Page) -> None:
    for hit in page.each(ASSET):
        page.take("asset_code", _tidy(hit[0]), hit.span())
    for pattern in (COMPACT, NAKED):
        for hit in page.each(pattern):
            page.take("asset_code", _tidy(hit[1]), hit.span(1))
    for hit in page.each(NUP):
        page.take("asset_code", f"NUP {hit[1]}", hit.span())
    for hit in page.each(SERIAL):
        page.take("serial", page.text[hit.start(1) : hit.end(1)].upper(), hit.span(1))


def _tails(page: Page) -> None:
    for hit in page.each(TAIL):
        page.take("ticket", f"KPTIK-{hit[1]}-{hit[2]:0>4}" if hit[1] else f"{hit[2]:0>4}", hit.span())
    for hit in page.each(NUMBERED):
        page.take("ticket", f"{hit[1]:0>4}", hit.span())


def models(page: Page) -> None:
    """Close names of models ("L3210", "T-480"): their digits count nothing."""
    for hit in page.each(MODEL):
        if not _NOT_MODEL.fullmatch(hit[0]):
            page.close(hit.span())


def _tidy(code: str) -> str:
    """ "3.10.02.03.003 no 17" whatever stands between the code and its number (NUP)."""
    return " no ".join(part for part in _CODE.findall(code)[0] if part)
