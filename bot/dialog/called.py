"""What the lines of a summary are called in a sentence: by their label, and by their kind where it is the only one."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dialog.form import fields
from bot.dialog.holding import DAYS
from bot.dialog.scene import Scene
from bot.dialog.sides import Name
from bot.dialog.state import Draft
from catalog_data.model import Field

# "tanggalnya jadi kamis", "lokasi pindah ke lantai 3": what stands between the label and the value
TURNS = re.compile(
    r"^(?:nya)?[\s,:=]*(?:(?:itu|saya|harusnya|seharusnya|mestinya|sebenarnya|diganti|ganti|diubah|ubah|"
    r"jadi|menjadi|jadinya|pindah|dipindah|salah|maksudnya|bukan|adalah|should be|change[d]?|to|is|ke|di)[\s,:]+)*",
    re.I,
)
WRONG = ("salah", "keliru", "typo", "wrong")
TURNED = re.compile(r"\b(?:jadi|menjadi|jadinya|ganti|diganti|ubah|diubah|pindah|dipindah|harusnya|seharusnya)\b", re.I)
# kinds of field -> table [called] of the language: what people call the only field of that kind
CALLED = {
    "date dates datetime": "day",
    "number": "count",
    "place": "place",
    "names": "names",
    "superior": "superior",
    "contact": "contact",
}
DENIED = re.compile(r"\b(?:bukan|not)\b.*?(?=[,;]|\b(?:tapi|tetapi|melainkan|but)\b|$)", re.I | re.S)


def named(scene: Scene, draft: Draft) -> tuple[Field, str] | None:
    """The answered field that the words call by its name, and the words behind the name."""
    said = scene.heard.text
    every = fields(draft, scene.world)
    known = [each for each in every if each.id in draft.answers]
    others = [name for each in every if each.id not in draft.answers for name in _names(each.label)]
    for name, field in _called(scene, known):
        if any(name in other and _spoken(other).search(said) for other in others):
            continue  # "bukan perusahaan baru" is about another line
        if rest := _behind(name, said):
            return field, rest
    return None


def _behind(name: str, said: str) -> str:
    """The words behind a name; "" where there are none but that it is wrong."""
    hit = _spoken(name).search(said)
    rest = TURNS.sub("", said[hit.end() :]).strip(" .") if hit else ""
    return "" if rest.lower() in WRONG else rest


@lru_cache(maxsize=1024)
def _spoken(name: str) -> re.Pattern[str]:
    """A field's name in a sentence; behind a number ("4 unit") it counts."""
    return re.compile(rf"(?<!\d\s)\b{re.escape(name)}(?=nya\b|\b)", re.I)


def _called(scene: Scene, known: list[Field]) -> list[tuple[str, Field]]:
    """Every name of a field, the longest first: its label, and what its kind is called if it is the only one."""
    names = [(name, each) for each in known for name in _names(each.label)]
    for kinds, words in CALLED.items():
        alike = [each for each in known if each.kind in kinds.split()]
        if len(alike) == 1:
            names += [(word, alike[0]) for word in scene.world.words.tables["called"][words]]
    return sorted(names, key=lambda each: (-len(each[0]), each[0] != each[1].label.lower()))


@lru_cache(maxsize=1024)
def _names(label: str) -> tuple[str, ...]:
    """A field's label or each half of it, and the label's first word when it says enough."""
    parts = [part.strip() for part in label.lower().split("/")]
    first = parts[0].split()[0]
    return (*parts, first) if len(first) > 3 and first not in {"nama", "jumlah"} else tuple(parts)


def sayings(scene: Scene, draft: Draft) -> dict[str, Name]:
    """What the lines are called, and whether that may be a part of the value ("tgl 3", "ruang B")."""
    found: dict[str, Name] = {}
    for name, field in _called(scene, fields(draft, scene.world)):
        found.setdefault(name, Name(field.id, field.kind in (*DAYS, "hours") or name not in _names(field.label)))
    return found
