"""Who is writing: a name, and the unit behind it, as people introduce themselves, sign, or answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from bot.dialog.fields.base import POSTPONED, Heard, said
from bot.dialog.fields.signing import BODY, sender, signature
from bot.dialog.state import Draft, Given, World
from bot.messages import Refused
from catalog_data.model import Field
from intents.entities.load import words
from intents.load import data

_COMMON = frozenset(words("names")["common"]) - frozenset(words("names")["both"])


def _strings(table: Any) -> Iterator[str]:
    """What stands below a table of the data, but for its keys and for the values that are made up there (names)."""
    if isinstance(table, str):
        yield table.lower()
    elif isinstance(table, list):
        yield from chain.from_iterable(map(_strings, table))
    elif isinstance(table, dict):
        yield from chain.from_iterable(_strings(each) for key, each in table.items() if key != "values")


_SPOKEN = (
    frozenset(re.findall(r"\w+", " ".join(_strings(data("controls.toml"))))) | _COMMON
)  # words of wishes and questions
_DEGREE = r"(?:,?\s?(?:S|M|A|Dr|Ir)\.\s?[A-Z][A-Za-z]{0,4}\.?|,\s?(?:MBA|MPA|Ak|CA|Ph\.?D)\.?(?!\w))"
_TITLE = r"(?:(?:dr|drs|dra|ir|prof|h|hj|pak|bu|bapak|ibu|mas|mbak)\.?\s)"
_NAME = (
    rf"{_TITLE}{{0,3}}[^\W\d_][\w'.]*(?:\s(?!dari\b|dr\b|selaku\b|di\b|from\b)[^\W\d_][\w'.]*){{0,4}}{_DEGREE}{{0,2}}"
)
_CALLS = r"nama\s(?:saya|sy|aku)|perkenalkan(?:,?\s(?:nama\s)?saya)?|my\sname\sis|i\sam|i'm"
_ENDS = (
    r"mau|minta|mohon|ingin|pengen|butuh|perlu|tolong|(?:hp|no|nomor|nomer|wa|telp|telepon|kontak|email)(?:nya)?|untuk|utk|dengan|ini|yang|yg|"
    r"bisa|ada|lagi|besok|hari|saya|kami|atas|ya|dong|nih|pak|bu|min|bermaksud|hendak|akan|berminat|mengajukan|telah|adalah|need|want|please|would"
)
_UNIT = rf"(?:{BODY})\b(?:\s(?!(?:{_ENDS})\b)[\w./&'-]+){{0,6}}"
FROM = r"(?:\s?[,(/-]\s?(?:dari\s|dr\s)?|\s(?:dari|dr|from|selaku\s\w+)\s)"
_ANY = rf"[\w./&'-]+(?:\s(?!(?:{_ENDS})\b)[\w./&'-]+){{0,6}}"
CALLED = re.compile(rf"\b(?:{_CALLS})[\s:,]+(?P<name>{_NAME})(?:{FROM}(?:the\s)?(?P<unit>{_ANY}))?", re.I)
_NEXT = rf"(?:{FROM}|\s(?=(?:{BODY})\b))"
_TOGETHER = r"(?<!sehubungan\s)(?<!berkenaan\s)(?<!berkaitan\s)(?<!terkait\s)(?<!sesuai\s)(?<!bersama\s)"
_HERE = rf"{_TOGETHER}\b(?:(?:saya|sy|ini|dengan|dgn)[\s,]+){{1,3}}"
SELF = re.compile(rf"{_HERE}(?P<name>{_NAME}){_NEXT}(?:the\s)?(?P<unit>{_UNIT})", re.I)
OF = re.compile(rf"\b(?:saya|sy|kami|we\sare|i\sam)\s(?:(?:dari|dr|from)\s)?(?:the\s)?(?P<unit>{_UNIT})", re.I)
_WORD = r"[\w./&'-]+"
_ANY_BODY = frozenset(
    ("pt", "cv", "ud", "koperasi", "yayasan", "kantor", "unit", "tim", "bank", "seksi", "bagian", "bidang")
)
_BODY = re.compile(rf"(?:{BODY})\b", re.I)
WRITTEN = re.compile(
    rf"\b(?:unit(?:\skerja)?|instansi)\s?[:=]\s?(?P<unit>(?:{BODY})\b(?:[ ](?!(?:{_ENDS})\b){_WORD}){{0,6}})", re.I
)
WHOLE = re.compile(_UNIT, re.I)
_JOINED = r"(?:\s?[,(/-]\s?|\s)(?:(?:dari|dr)\s)?"
BESIDE = re.compile(rf"^(?P<name>{_NAME}){_JOINED}(?P<unit>{_UNIT})", re.I)  # before a contact
SIGNED = re.compile(
    rf"\b(?:hormat\s(?:kami|saya)|salam(?:\shormat)?|ttd|regards|sincerely|(?:terima\skasih|thank\syou|thanks)[,.]?\s*\n)[\s,.]*"
    rf"(?P<name>{_NAME})"
    rf"(?=\s*(?:[,(\n]|$|-))(?:[\s,(-]+[^\n]{{0,30}}?\b(?P<unit>(?:{BODY})\b[^\n,()]{{0,60}}))?",
    re.I,
)
_LABEL = re.compile(
    r"^(?:oke?|baik|ya|halo)?[\s,.]*(?:nama(?:nya)?|unit(?:\skerja)?|instansi|dari|dr|from|hp|no\.?\s?(?:hp|wa|telp)|wa|telp|telepon|"
    r"nomor(?:\s(?:hp|wa|telepon))?|email|e-mail|kontak|ini|saya|sy|aku|"
    r"dengan|dgn|panggil(?:\s(?:aja|saja))?)\b[\s:=,]*",
    re.I,
)
_BETWEEN = re.compile(r"(?:(?<!\s)\s+)?[,;/|\n(]\s*|(?<!\s)\s+(?:-\s+|(?:dari|dr|from)[\s,]+)", re.I)
_FROM = re.compile(r"\b(?:dari|dr|from|nama)\b", re.I)
_UNIT_STARTS = re.compile(rf"(?<!\s)\s+(?=(?:{BODY})\b)", re.I)
_BESIDE = re.compile(r"\bnip\b\D{0,3}[\d\s]{9,22}|(?<=\w)\s(?:aja|saja|ya|dong|nih)\b(?=\s*[,.]|\s*$)", re.I)
_DEGREE_ONLY = re.compile(rf"^{_DEGREE}$|^(?:[SM]\.?[A-Z][a-zA-Z]{{0,3}}\.?|MBA|MPA|Ak)$")
NUMBERED = re.compile(rf"\b(?:saya|sy|nama|a\.?n\.?)[\s:,]+(?P<name>{_NAME})[\s,(]+nip\b", re.I)
LONGEST = 6  # words of a name
SHORT = 4  # words of an answer that holds nothing but a name
BARE = 2  # words from which on a yes is more than that
ASKS = re.compile(
    r"\b(?:tolong|tlg|minta|mohon|mau|bisa|gimana|gmn|apa|kapan|berapa|untuk|utk|yang|yg|tidak|ga|gak|nggak|jangan|"
    r"belum|sudah|udah|besok|lusa|sampai|sampe|jam|tanggal|tgl|please|want|need|how|what|when)\b",
    re.I,
)


def introduced(heard: Heard) -> dict[str, str]:
    """ "name" and "unit" of the one who writes, as far as the words say that it is them."""
    text = _without_reach(heard)
    found = signature(heard.text)
    reached = not found and bool(heard.entities("email", "phone"))
    for pattern in (WRITTEN, CALLED, SELF, SIGNED, OF, *((BESIDE,) if reached else ())):
        for hit in pattern.finditer(text):
            if pattern is SELF and hit["name"][0].islower() and not _FROM.search(hit[0]):
                continue  # "saya keblokir, CV Maju Jaya"
            told = _held(hit)
            if _is_name(told.get("name", "x")):
                found = {**told, **found}
    return {**sender(heard.text), **_numbered(heard.text), **found}


def _held(hit: re.Match[str]) -> dict[str, str]:
    """Name and unit of a match; a mere kind of body ("kami koperasi mau sewa") is no unit."""
    told = {key: _trimmed(part) for key, part in hit.groupdict().items() if part}
    return {key: part for key, part in told.items() if part.lower() not in _ANY_BODY}


def _numbered(text: str) -> dict[str, str]:
    """ "saya Budi NIP 1985...": the name before a staff number."""
    found = NUMBERED.search(text)
    return {"name": _trimmed(found["name"])} if found and _is_name(found["name"]) else {}


def name(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """The name alone, of an answer that may hold unit and contact too. Refused: name.empty."""
    bare = (heard.reading.yes or heard.reading.no) and len(heard.text.split()) < BARE
    found = "" if bare else introduced(heard).get("name") or _person(_parts(heard))
    if not found or len(found) > 100 or any(char.isdigit() for char in found):
        raise Refused("name.empty")
    return Given(found)


def surely_named(heard: Heard) -> bool:
    """A short answer with a word that stands in no wish or question: a name, however it is spelt ("Rudi", "Maya")."""
    found = _person(_parts(heard))
    parts = [part for part in re.findall(r"\w+", found.lower()) if len(part) > 1]
    return "?" not in heard.text and len(parts) <= SHORT and any(part not in _SPOKEN for part in parts)


def unit(field: Field, heard: Heard, world: World, draft: Draft) -> Given:
    """A unit or body, without "dari". Refused: text.empty (an address, a mere yes), text.too_long."""
    words = said(heard)
    if (heard.reading.yes or heard.reading.no or heard.reading.intent == "thanks") and len(words.split()) <= BARE:
        raise Refused("text.empty")
    bare = _trimmed(_LABEL.sub("", _without_reach(heard)))
    told = introduced(heard).get("unit") or bare
    if not any(char.isalpha() for char in told):
        raise Refused("text.empty")
    return Given(told if len(told) <= len(words) else words)


def unit_beside(heard: Heard) -> str:
    """The unit told in the same breath as the name: "Nur, KPPN Makassar I, 0852..."; else empty."""
    told, parts = introduced(heard), _parts(heard)
    return told.get("unit", "") if told else ", ".join(part for part in parts if part != _person(parts))


def is_body(said: str) -> bool:
    """Whether it begins like the name of a body ("KPPN Denpasar")."""
    return _BODY.match(said) is not None


def told_alone(heard: Heard) -> set[str]:
    """What of the writer the words tell, and nothing else: "unit", "name" (surely one), both, or nothing."""
    bare = heard.text.strip(" .,!")
    if len(bare.split()) > 1 and WHOLE.fullmatch(bare) and not ASKS.search(bare):
        return {"unit"}
    people, bodies = _people_and_bodies(heard)
    if len(people) != 1 or len(bodies) > 1 or not _surely(people[0], heard, bool(bodies)):
        return set()
    return {"name", "unit"} if bodies else {"name"}


def _surely(person: str, heard: Heard, beside: bool) -> bool:
    """Read as a name; or written like one with a body beside it or "saya" before it."""
    known = [each for entity in heard.entities("names") for each in entity.value]
    led = beside or person != heard.text.strip(" .,!")
    return "?" not in heard.text and (person in known or (led and person.istitle()))


def presented(heard: Heard) -> bool:
    """Nothing but a name, a body and a number or address ("Andi Baso, KPP Madya Makassar, 0813...")."""
    people, bodies = _people_and_bodies(heard)
    return len(people) == len(bodies) == len(heard.entities("phone", "email")) == 1 and not ASKS.search(heard.text)


def _people_and_bodies(heard: Heard) -> tuple[list[str], list[str]]:
    parts = _parts(heard)
    return [part for part in parts if not _BODY.match(part)], [part for part in parts if _BODY.match(part)]


def _person(parts: list[str]) -> str:
    """The first part that does not begin like a body ("Koperasi Sejahtera, Bu Tini"), else the first."""
    people = (part for part in parts if not _BODY.match(part))
    return next(people, next(iter(parts), ""))


def _trimmed(said: str) -> str:
    bare = " ".join(said.split()).strip(" ,;:/-")
    return bare if re.search(r"\w\.\w{1,3}\.$", bare) else bare.rstrip(".")


def _is_name(said: str) -> bool:
    """A few words, none of which is an everyday word or asks for something."""
    parts = said.lower().replace(".", " ").split()
    bare = [part for part in parts if part not in ("pak", "bu", "bapak", "ibu")]
    return (
        0 < len(bare) <= LONGEST
        and not ASKS.search(said)
        and not POSTPONED.search(said)
        and not any(part in _COMMON for part in bare)
    )


def _parts(heard: Heard) -> list[str]:
    """Name, unit, ... of an answer: labels gone, addresses and numbers gone, a degree with its name."""
    parts: list[str] = []
    text = _without_reach(heard)
    for piece in _BETWEEN.split(text if _BETWEEN.search(text.strip(" ,")) else _UNIT_STARTS.sub(",", text, count=1)):
        bare = piece.strip(" ;:,!()")
        while bare != (shorter := _LABEL.sub("", bare)):
            bare = shorter
        if _DEGREE_ONLY.match(bare) and parts:
            parts[-1] = f"{parts[-1]}, {bare}"
        elif any(char.isalpha() for char in bare):
            parts.append(_trimmed(bare))
    return parts if parts and _is_name(_person(parts)) else []


def _without_reach(heard: Heard) -> str:
    """The words without addresses and telephone numbers."""
    text = heard.text
    for each in sorted(heard.entities("email", "phone"), key=lambda each: -each.start):
        text = f"{text[: each.start]},{text[each.end :]}"
    return _BESIDE.sub("", text)
