"""Training examples out of the data: phrases, questions about every subject, noisy copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from rapidfuzz import fuzz, process, utils

from catalog_data.model import Catalogue, Service
from intents.decide import CONTROL, OUTSIDE

SLOT = "{s}"  # in a control's phrase: stands for a service's subject
EACH = 6  # subjects put into one phrase
TROUBLES = 2  # of one foreign system
BRIEF = 4  # words of a request that may stand in a subject's place
WISHES = 2  # such requests put into one phrase
FEW = 2  # foreign subjects put into one phrase
JOINED = 2  # subjects joined to a phrase without a slot, from which only the subject is learnt
DRESSED = 0.2
WORN = ("before", "values", "after")
SEED = 7


@dataclass(frozen=True, slots=True)
class Example:
    """`act`: what is meant. `subject`: about which service ("": none). "" and None: not learnt.

    `group`: copies of one phrase share it; so do all phrases of an outside kind.
    """

    text: str
    act: str
    subject: str | None
    group: int

    @property
    def service(self) -> str:
        """The code of the service that is requested, "" where none is."""
        return "" if self.act[:1] in (CONTROL, OUTSIDE) else self.act.partition("/")[0]


@dataclass(frozen=True, slots=True)
class LocalExample:
    """A phrase labelled at the desk. `intent` as in the contract; `service` None for controls."""

    text: str
    intent: str = "request"
    service: str | None = None
    variant: str | None = None


def examples(
    catalogue: Catalogue, controls: Mapping[str, Any], outside: Mapping[str, Any], extra: Iterable[LocalExample]
) -> list[Example]:
    """Everything that is learnt from, in a fixed order."""
    about = [*subjects(catalogue, controls), *_foreign(outside)]
    foreign = [*_outside(outside), *_elsewhere(controls["dress"]["trouble"], outside)]
    asked = [*_controls(controls, about), *_of_wishes(controls, wishes(catalogue))]
    plain = [*_requests(catalogue), *asked, *foreign, *map(_local, extra)]
    groups: dict[str, int] = {}
    return [Example(t, act, about, groups.setdefault(key, len(groups))) for t, act, about, key in plain]


Said = tuple[str, str, str | None, str]  # text, act, subject, what its copies have in common


def _local(said: LocalExample) -> Said:
    label = f"{said.service}/{said.variant or ''}" if said.service else ""
    if said.intent == "request" and label:
        return said.text, label, label, said.text
    if said.intent == "oos":
        return said.text, OUTSIDE + "other", "", said.text
    return said.text, CONTROL + said.intent, label or None, said.text


def _requests(catalogue: Catalogue) -> Iterator[Said]:
    for code, service in catalogue.services.items():
        for text, variant in (*_names(service), *_phrases(service)):
            label = f"{code}/{variant}"
            yield text, label, label, text


def _outside(outside: Mapping[str, Any]) -> Iterator[Said]:
    """A kind is held out as a whole: what really comes is of kinds that nobody thought of."""
    for kind, table in outside.items():
        for phrase in table["phrases"]:
            yield phrase, OUTSIDE + kind, "", OUTSIDE + kind


def _elsewhere(troubles: Sequence[str], outside: Mapping[str, Any]) -> Iterator[Said]:
    """Trouble with a system that is not ours sounds like trouble with ours, but for its name."""
    for kind, table in outside.items():
        chosen = Random(f"{SEED}{kind}")
        for system in table.get("systems", ()):
            for trouble in chosen.sample(troubles, TROUBLES):
                yield trouble.replace(SLOT, system), OUTSIDE + kind, "", OUTSIDE + kind


def _foreign(outside: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(s, OUTSIDE + kind) for kind, table in outside.items() for s in table.get("subjects", ())]


def _names(service: Service) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((service.name, service.product, *service.aliases)):
        yield name, ""
    for variant in service.variants:
        for name in dict.fromkeys((variant.name, *variant.words)):
            yield name, variant.id


def _phrases(service: Service) -> Iterator[tuple[str, str]]:
    known = {v.id for v in service.variants}
    for key, texts in service.phrases.items():
        for text in texts:
            yield text, key if key in known else ""


def subjects(catalogue: Catalogue, controls: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what it is called, label) of all that can be asked about."""
    named = [
        (name.lower(), f"{code}/{variant}")
        for code, service in catalogue.services.items()
        for name, variant in _names(service)
    ]
    spoken = [(s, label) for label, texts in controls.get("subjects", {}).items() for s in texts]
    return [*spoken, *((s, label) for s, label in named if label.partition("/")[0] in catalogue.services)]


def _controls(controls: Mapping[str, Any], about: Sequence[tuple[str, str]]) -> Iterator[Said]:
    """A question about something foreign is as foreign as its subject."""
    own = [a for a in about if not a[1].startswith(OUTSIDE)]
    foreign = [a for a in about if a[1].startswith(OUTSIDE)]
    for intent, table in controls["intents"].items():
        chosen = Random(f"{SEED}{intent}")
        for phrase in table["phrases"]:
            if SLOT not in phrase:
                yield phrase, CONTROL + intent, "", phrase
                for subject, label in chosen.sample(own, JOINED):
                    yield f"{phrase} {subject}", "", label, phrase
                continue
            for subject, label in chosen.sample(own, min(EACH, len(own))):
                yield phrase.replace(SLOT, subject), CONTROL + intent, label, phrase
            for subject, kind in chosen.sample(foreign, min(FEW, len(foreign))):
                yield phrase.replace(SLOT, subject), kind, "", kind


def wishes(catalogue: Catalogue) -> list[tuple[str, str]]:
    """(request, label) of the requests brief enough to be asked about as they are."""
    told = [(text, f"{code}/{v}") for code, service in catalogue.services.items() for text, v in _phrases(service)]
    return [(text, label) for text, label in told if len(text.split()) <= BRIEF and text.replace(" ", "").isalpha()]


def _of_wishes(controls: Mapping[str, Any], brief: Sequence[tuple[str, str]]) -> Iterator[Said]:
    """Who asks what it costs says the request as it comes ("pinjam kamera bayar ga")."""
    for intent, table in controls["intents"].items():
        chosen = Random(f"{SEED}{intent} wishes")
        for phrase in table["phrases"] if table.get("wishes") else ():
            if SLOT in phrase:
                for wish, label in chosen.sample(brief, min(WISHES, len(brief))):
                    yield phrase.replace(SLOT, wish), CONTROL + intent, label, phrase


def alike(text: str, told: Iterable[Example], act: str, most: int = 3) -> list[str]:
    """The examples of one meaning that share most words with `text`. `act`: a service's code, or as learnt."""
    meant = list(dict.fromkeys(e.text for e in told if act and act in (e.act, e.service)))
    found = process.extract(text, meant, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=most)
    return [words for words, _, _ in found]


def dressed(text: str, dress: Mapping[str, Sequence[str]], chance: Random) -> str:
    """A fifth of the texts each with a salutation before, with values, and with thanks after."""
    worn = {kind: chance.choice(dress[kind]) if chance.uniform(0, 1) < DRESSED else "" for kind in WORN}
    return f"{worn['before']} {text} {worn['values']} {worn['after']}".strip()


def noisy(text: str, share: float, chance: Random) -> str:
    """A copy with slips of the finger in about `share` of its longer words."""
    return " ".join(_slip(w, chance) if len(w) > 3 and chance.uniform(0, 1) < share else w for w in text.split())


def _slip(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kinds = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        word[:at] + chance.choice("aiueonrstklmdg") + word[at + 1 :],
    )
    return chance.choice(kinds)
