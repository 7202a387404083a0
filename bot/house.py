"""All that a turn needs besides the store's transaction. Made once, by `bot.app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from bot.dialog.language import Words
from bot.dialog.state import DOMAINS
from bot.learner import Learner
from bot.messages import Traits
from bot.tally import Tally
from catalog_data.model import Catalogue
from channels.base import TRAITS
from intents.read import Reader
from storage.files import Shelf
from storage.store import Store

ZONE = "Asia/Jakarta"  # before the person's office is known


@dataclass(frozen=True, repr=False)  # nobody reads a whole catalogue in a log
class House:
    """The parts that stand behind every channel. `clock` gives the present moment, aware.

    `secret` signs the tokens of mails that may be answered; `url`: where people reach our pages, or empty;
    `admin`: the mail address of whoever runs the counter, or empty.
    """

    store: Store
    shelf: Shelf
    catalogue: Catalogue
    words: Mapping[str, Words]
    reader: Reader | Learner
    clock: Callable[[], datetime]
    domains: tuple[str, ...] = DOMAINS
    traits: Mapping[str, Traits] = field(default_factory=lambda: TRAITS)
    secret: str = field(default_factory=token_urlsafe)
    url: str = ""
    joining: str = "off"  # whether addresses become one person's: LOKET_JOINING
    admin: str = ""
    tally: Tally = field(default_factory=Tally)

    def now(self, office: str = "") -> datetime:
        """The present moment in the zone of `office`."""
        return self.local(self.clock(), office)

    def local(self, moment: datetime, office: str = "") -> datetime:
        """`moment` in the zone of `office`."""
        found = self.catalogue.offices.get(office)
        return moment.astimezone(ZoneInfo(found.zone if found else ZONE))

    def speak(self, language: str) -> Words:
        """The words of `language`, or Indonesian while it is off."""
        return self.words.get(language) or self.words["id"]
