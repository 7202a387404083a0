"""What stands in the catalogue's shared files, file by file."""

from __future__ import annotations

from typing import Any

from pydantic import Field as Spec

from catalog_data.model import Answer, Field, Frozen, Office, Route, Words


class Common(Frozen):
    """common.toml. `blocks`: name -> a table or list that services `use`; `starts`: start -> label."""

    blocks: dict[str, dict[str, Any]]
    labels: tuple[Words, ...]
    starts: dict[str, Words]
    general: tuple[Answer, ...] = ()


class Offices(Frozen):
    """offices.toml."""

    offices: tuple[Office, ...]
    helpdesk: Office | None = None


class Persons(Frozen):
    """person.toml."""

    person: tuple[Field, ...]


class Clock(Frozen):
    """clock.toml."""

    texts: dict[str, Words]


class Routing(Frozen):
    """routing.toml. `supervisors`: group -> position; `offices`: office -> its mailbox, and a group's own.

    `verbs`: action -> the words by which an officer's mail asks for it. `priority`: levels of a disturbance,
    the highest first; the last one waits like any request.
    """

    supervisors: dict[str, Words]
    offices: dict[str, dict[str, Words]] = Spec(default_factory=dict)
    verbs: dict[str, tuple[Words, ...]] = Spec(default_factory=dict)
    priority: tuple[Words, ...] = ()

    def routes(self) -> dict[str, dict[str, Route]]:
        """Office -> group -> route."""
        return {
            office: {
                group: Route(mailbox=row.get(group) or row["mailbox"], supervisor=position)
                for group, position in self.supervisors.items()
                if group in row or "mailbox" in row
            }
            for office, row in self.offices.items()
        }
