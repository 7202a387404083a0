"""Said beside everything: to wait a moment, how far it is, and news of a ticket that stands."""

from __future__ import annotations

from bot.dialog.adding import alive, concerns
from bot.dialog.leaving import wants
from bot.dialog.scene import Scene
from bot.dialog.typed import short
from intents.near import flat, spoken

TOLD = ("request", "oos", "complaint")  # intents that news of a trouble may look like
AT_REST = ("idle", "confirm_act")  # steps in which news of a ticket may come


def waits(scene: Scene) -> tuple[str, str] | None:
    """ "Bentar ya": no value and no question in it."""
    plain = not scene.heard.reading.entities and not scene.heard.files and short(scene.heard.text)
    words = [
        word for word in flat(scene.heard.text).split() if word not in scene.world.words.tables["spoken"]["beside"]
    ]
    begins = f"{' '.join(words)} ".startswith(tuple(f"{each} " for each in scene.world.words.tables["called"]["wait"]))
    return ("wait", "") if plain and begins else None


def progress(scene: Scene) -> tuple[str, str] | None:
    """ "Udah belum??" behind a ticket."""
    return ("status", "") if _of_ticket(scene) and short(scene.heard.text) and _says(scene, "progress") else None


def urges(scene: Scene) -> tuple[str, str] | None:
    """ "Lama banget, tolong dipercepat dong" while a ticket is open."""
    return ("urge", "") if _of_ticket(scene) and short(scene.heard.text) and _says(scene, "urge") else None


def news(scene: Scene) -> tuple[str, str] | None:
    """ "Oh iya, bocornya makin deras": joins the newest open ticket, if it is about its service."""
    tells = scene.heard.reading.intent in TOLD and not wants(scene)
    joins = _of_ticket(scene) and tells and _says(scene, "news")
    return ("news", "") if joins and concerns(scene) else None


def _of_ticket(scene: Scene) -> bool:
    return scene.state.draft is None and scene.state.step in AT_REST and bool(alive(scene))


def _says(scene: Scene, table: str) -> bool:
    return bool(spoken(scene.heard.text, {"": scene.world.words.tables["called"][table]}))
