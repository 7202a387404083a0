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
    """Counters, and moments by channel: `worked`, a message came in or one went out; `sent`, one went out;
    `unsent`, the first that was not taken since, while none is.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._counters = {
            name: Counter(f"loket_{name}", about, ["channel"], registry=self._registry)
            for name, about in COUNTED.items()
        }
        self.worked: dict[str, datetime] = {}
        self.sent: dict[str, datetime] = {}
        self.unsent: dict[str, datetime] = {}

    def accepted(self, channel: str, at: datetime) -> None:
        """The far side took something."""
        self.worked[channel] = self.sent[channel] = at
        self.unsent.pop(channel, None)

    def refused(self, channel: str, at: datetime) -> None:
        """It took nothing, whoever it was for."""
        self.unsent.setdefault(channel, at)

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
