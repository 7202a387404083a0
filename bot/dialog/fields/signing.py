"""Who signed a letter: the name and the unit among the lines below its farewell."""

from __future__ import annotations

import re

from intents.frame import TITLE, frame

BODY = (
    r"kanwil|kppn|kpp|kpknl|kpu|kppbc|djp|djpb|djbc|djkn|djpk|djppr|dja|djsef|bppk|bdk|itjen|setjen|lnsw|pusintek|kptik|"
    r"sekretariat|direktorat|ditjen|inspektorat|subbag|subbagian|bagian|seksi|bidang|biro|badan|balai|dinas|kantor|bea|"
    r"pt|cv|ud|koperasi|yayasan|universitas|bank|satker|bpkp|bpk|bps|pemprov|pemkot|pemkab|unit|tim"
)
_UNIT = re.compile(rf"\b(?:{BODY})\b[^\n()|]*", re.I)
_STAFF_NUMBER = re.compile(r"\bnip\b.*|\b\d[\d\s]{8,}\d\b.*", re.I)
_CALLED = r"(?:\b(?:hp|wa|telp|telepon|no|email|kontak)\b\W{0,9}){0,4}"
_REACHED = re.compile(rf"\s*(?:[|,;(]\s*)?{_CALLED}(?:[^\s@]{{1,64}}@\S+|\+?\(?\d[\d\s().-]{{6,}}).*", re.I)
_NO_NAME = re.compile(
    r"(?:hormat|salam|terima|ttd|tertanda|regards|best|sincerely|ditandatangani|dokumen|om|wassalam\w*)\b", re.I
)
_FROM = re.compile(r"^[ \t]*dari[ \t]*:[ \t]*([^\n]{1,200})", re.I | re.M)
_LABELLED = re.compile(r"(?:nama|narahubung|kontak|unit(?:\skerja)?|instansi)\s*:\s*", re.I)
_PERSON = re.compile(r"[^\W\d_][\w.'’]*(?:\s[^\W\d_][\w.'’]*){0,5}(?:,\s?[A-Z][\w.]*){0,4}$")


def signature(text: str) -> dict[str, str]:
    """ "name" and "unit" of who signed, as far as the lines tell; {} where nobody did."""
    around = frame(text)
    lines = [_bare(line) for line in text[around.close : around.end].splitlines()]
    lines = [line for line in lines if line and not _NO_NAME.match(line)]
    found = {"name": _name(lines), "unit": _unit(lines)}
    return {key: told for key, told in found.items() if told}


def sender(text: str) -> dict[str, str]:
    """ "unit" by the head's line "Dari : Kepala KPP Pratama Medan Polonia"; {} where there is none."""
    first, last = frame(text).head
    told = next((hit[1] for hit in _FROM.finditer(text[first:last])), "")
    held = _UNIT.search(told)
    return {"unit": held[0].strip(" ,.")} if held else {}


def _bare(line: str) -> str:
    """A line without staff number, addresses, brackets and label."""
    plain = _REACHED.sub("", _STAFF_NUMBER.sub("", line.strip()))
    return _LABELLED.sub("", plain).strip(" ,;:/()-")


def _name(lines: list[str]) -> str:
    """The first line that is neither an office held nor a body."""
    own = (line for line in lines if not TITLE.match(line) and not _UNIT.match(line))
    return next((line for line in own if line[0].isupper() and _PERSON.match(line)), "")


def _unit(lines: list[str]) -> str:
    """The line that begins like a body; else the body of which an office is held."""
    begins = next((line for line in lines if _UNIT.match(line)), "")
    held = (hit[0] for line in lines if TITLE.match(line) and (hit := _UNIT.search(line)))
    return (begins or next(held, "")).strip(" ,.")
