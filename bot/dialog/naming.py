"""Which variant of a service the words name, and when they name none of them."""

from __future__ import annotations

from bot.dialog.scene import Scene
from catalog_data.model import Service
from intents.frame import frame
from intents.near import flat


def worded(service: Service, words: str) -> str | None:
    """The only variant of which a word stands in these."""
    said = f" {words.lower()} "
    hits = [each.id for each in service.variants if any(word.lower() in said for word in each.words)]
    return hits[0] if len(hits) == 1 else None


def meant_variant(scene: Scene, service: Service, variant: str | None, words: str) -> str | None:
    """The variant that was read, but of a thing alone that names none; in a letter the one that its words name."""
    if variant is None:
        return worded(service, words) if frame(words).framed else None
    return None if _bare_thing(scene, words) and not _in_name(service, variant, words) else variant


def _bare_thing(scene: Scene, words: str) -> bool:
    """ "wifi": a thing of which nothing is said, be it wanted or broken."""
    beside = scene.world.words.tables["spoken"]["beside"]
    return sum(each not in beside for each in flat(words).split()) == 1


def _in_name(service: Service, variant: str, words: str) -> bool:
    """Whether this variant alone is called by one of these words ("listrik", "password")."""
    said = set(flat(words).split())
    called = {each.id: set(flat(f"{each.name} {' '.join(each.words)}").split()) for each in service.variants}
    return [key for key, names in called.items() if said & names] == [variant]
