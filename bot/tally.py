"""What this process did, counted by channel, as Prometheus reads it."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, generate_latest

COUNTED = {
    "received": "Messages kept",
    "repeated": "Messages that came again and were absorbed",
    "handled": "Messages that became a turn",
    "failed": "Attempts at a turn that failed",
    "sent": "Rows of words that the far side accepted",
    "put_off": "Attempts to send that are made again later",
    "given_up": "Rows of words that will not be sent",
    "begun_again": "Rows that another process had begun to send: the far side may have them twice",
}


class Tally:
    """Counters, and the moment at which a channel last worked: a message came in or one went out."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._counters = {
            name: Counter(f"loket_{name}", about, ["channel"], registry=self._registry)
            for name, about in COUNTED.items()
        }
        self.worked: dict[str, datetime] = {}

    def open(self, channel: str) -> None:
        """Count from nought, so that what never happened is shown as that."""
        for counter in self._counters.values():
            counter.labels(channel)

    def count(self, what: str, channel: str, number: int = 1) -> None:
        """One more of what `COUNTED` names. Any thread may."""
        self._counters[what].labels(channel).inc(number)

    def text(self) -> bytes:
        """Prometheus text."""
        return generate_latest(self._registry)
