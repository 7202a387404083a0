"""A choice answered by typing: by its number, by its label or the label's beginning, by a plain yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from bot.dialog.form import field_named
from bot.dialog.scene import Scene, put_between
from bot.messages import Choice

COMMANDS = ("edit", "cancel", "menu", "human")
COMMON = tuple(Choice(f"0:{each}", f"choice.{each}") for each in COMMANDS)
AGREED = ("yes", "resume", "done", "drop")  # names of the choices that a plain yes means
REFUSED = ("no", "back", "edit", "again", "none")
ALL_OF = ("choosing", "which_ticket", "confirm_act")  # steps in which "dua-duanya" means something
LIKE = 88  # two spellings of one label (rapidfuzz ratio, 0 to 100)
LONG = 8  # words among which a choice may be said
NAMING = 3  # words that may name one of the services offered
LONGEST = 80  # characters of words that may be a label
_HEAD = re.compile(r"[.!?;\n]")
BARE_NUMBER = re.compile(r"\s*(?:no(?:mor)?\.?|nomer|pilih(?:an)?|opsi|option|yang)?\s*(\d{1,2})\s*[.)!]*\s*", re.I)


def typed(scene: Scene) -> tuple[str, str] | None:
    """A choice answered by typing: its number, its label, or a yes or no that fits one."""
    choices = scene.state.choices
    found = _by_number(scene, choices) or _by_words(scene, choices) or _by_label(scene, choices) or _command(scene)
    if found is None and scene.heard.reading.restart and short(scene.heard.text):
        return "restart", ""
    if found is None and short(scene.heard.text):
        found = _by_agreement(scene, choices)
    return _named(found) if found else None


def _by_agreement(scene: Scene, choices: tuple[Choice, ...]) -> Choice | None:
    """The choice that a plain yes or no means; one that means none is no answer to "which?"."""
    reading = scene.heard.reading
    if _says_more(scene):
        return None
    names = (AGREED if reading.yes else ()) + (REFUSED if reading.no else ())
    found = _first(names, choices) or (_only_option(choices) if reading.yes else None)
    if found is None and names and choices and scene.state.step != "filling":
        return Choice(":words", "")
    return found


def _says_more(scene: Scene) -> bool:
    """ "salah, harusnya tgl 3", "sip, tapi tanggalnya lusa": more than a yes or a no."""
    reading = scene.heard.reading
    return reading.correction or (scene.state.step == "confirming" and bool(reading.entities))


def _first(names: tuple[str, ...], choices: tuple[Choice, ...]) -> Choice | None:
    return next((each for name in names for each in choices if _name(each) == name), None)


def _only_option(choices: tuple[Choice, ...]) -> Choice | None:
    """The service offered, where it is one alone."""
    options = [each for each in choices if _name(each) == "option"]
    return options[0] if len(options) == 1 else None


def _named(choice: Choice) -> tuple[str, str]:
    head, _, rest = choice.id.partition(":")[2].partition("/")
    return head, rest


def _name(choice: Choice) -> str:
    return choice.id.partition(":")[2].partition("/")[0]


def short(text: str) -> bool:
    """Short enough that a yes or no at its head is all that it says."""
    return len(text.split()) <= 6


def _by_number(scene: Scene, choices: tuple[Choice, ...]) -> Choice | None:
    found = BARE_NUMBER.fullmatch(scene.heard.text)
    if not found or scene.state.step == "which_ticket" or _wants_number(scene):
        return None
    place = int(found.group(1)) - 1
    return choices[place] if 0 <= place < len(choices) else None


def _wants_number(scene: Scene) -> bool:
    """Whether the open question itself is for a number or a date."""
    draft, asked = scene.state.draft, scene.state.asked
    field = field_named(draft, scene.world, asked) if draft and asked and not put_between(scene.state) else None
    return field is not None and field.kind in ("number", "date", "dates", "datetime")


def _by_label(scene: Scene, choices: tuple[Choice, ...]) -> Choice | None:
    """The label as it stands, nearly so, or the beginning of one alone ("sudah" for "Sudah beres")."""
    said, label = _plain(scene.heard.text[: 2 * LONGEST]), scene.world.words.label
    if not choices or not said or len(said) > LONGEST:
        return None
    labels = [_plain(label(each)) for each in choices]
    _, likeness, place = process.extractOne(said, labels, scorer=fuzz.ratio)
    if likeness >= LIKE:
        return choices[place]
    begun = [at for at, each in enumerate(labels) if each.startswith(f"{said} ")]
    return choices[begun[0]] if len(begun) == 1 else None


def _by_words(scene: Scene, choices: tuple[Choice, ...]) -> Choice | None:
    """What people say for a choice instead of its label ("lanjut aja"); of services offered, a word of one alone."""
    ways = scene.world.words.tables["spoken"]
    words = _plain(scene.heard.text).split()
    said = [word for word in words if word not in ways["beside"]] or words
    head = _plain(_HEAD.split(scene.heard.text.strip(), maxsplit=1)[0])  # "dua2nya. terus kompensasinya apa?"
    told = next((each for each in choices if _is_said(each, " ".join(said), head, ways)), None)
    return told or _among_services(scene, choices, said, ways)


def _is_said(choice: Choice, said: str, head: str, ways: Mapping[str, Any]) -> bool:
    known = (*ways.get(choice.id.partition(":")[2], ()), *ways.get(_name(choice), ()))
    return _says(said, known) or (_name(choice) == "low" and head in known)


def _among_services(
    scene: Scene, choices: tuple[Choice, ...], said: list[str], ways: Mapping[str, Any]
) -> Choice | None:
    """Services offered: a word of one alone, or all of them ("dua-duanya")."""
    if scene.state.step in ALL_OF and " ".join(said) in ways["all"]:
        return Choice(":all", "")
    if scene.state.step != "choosing" or not 0 < len(said) <= NAMING:
        return None
    named = [each for each in choices if set(said) <= set(_plain(scene.world.words.label(each)).split())]
    return named[0] if len(named) == 1 else None


def _says(said: str, ways: tuple[str, ...]) -> bool:
    """One of the ways and nothing else; one of several words among a few more."""
    among = f" {said} " if len(said.split()) <= LONG else ""
    return said in ways or any(" " in way and f" {way} " in among for way in ways)


def _command(scene: Scene) -> Choice | None:
    """ "ubah", "batal", "menu": the common choices may be typed though they are not offered now."""
    return _by_label(scene, COMMON if scene.state.draft else COMMON[2:])


@lru_cache(4096)
def _plain(text: str) -> str:
    return re.sub(r"[^\w\s]", " ", text.lower()).strip()
