"""The reader in use, which learns what officers label while the counter stays open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread

import structlog

from bot.learning import phrases
from catalog_data.model import Catalogue
from intents.load import LocalExample, kept, reader
from intents.read import Reader
from intents.reading import Reading
from storage.store import Store

log = structlog.get_logger()
Phrases = tuple[LocalExample, ...]


class Learner:
    """Reads with `reader`, which has learnt `told`, until `make` (seconds of work) has made one that knows more."""

    def __init__(
        self, catalogue: Catalogue, reader: Reader, make: Callable[[Phrases], Reader], told: Phrases = ()
    ) -> None:
        self.reader, self.lesson = reader, Thread()
        self._catalogue, self._make, self._told = catalogue, make, told

    def read(self, text: str, now: datetime) -> Reading:
        """As `Reader.read`."""
        return self.reader.read(text, now)

    async def tick(self, store: Store) -> None:
        """Begin a lesson if something new was labelled, here or by another process; one at a time."""
        if self.lesson.is_alive():
            return
        told = await store.look(phrases, self._catalogue)
        if told != self._told:
            self._told = told
            self.lesson = Thread(target=self._learn, args=(told,), name="lesson", daemon=True)
            self.lesson.start()

    def _learn(self, told: Phrases) -> None:
        """What cannot be learnt leaves the reader as it is, until something else is labelled."""
        try:
            self.reader = self._make(told)
        except Exception:
            log.exception("lesson failed", phrases=len(told))
        else:
            log.info("lesson learnt", phrases=len(told))


def begun(catalogue: Catalogue, cache: Path, store: Store) -> Learner:
    """A learner that is ready soonest: what it cannot take from the cache is learnt at the first tick."""
    make, told = partial(reader, catalogue, cache), store.see(phrases, catalogue)
    if ready := kept(catalogue, cache, told):
        return Learner(catalogue, ready, make, told)
    if ready := kept(catalogue, cache):
        return Learner(catalogue, ready, make)
    log.info("learning to read, the first time only: up to a minute")
    return Learner(catalogue, make(told), make, told)
