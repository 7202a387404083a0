"""Say -> words: the one place where the dialogue's keys become sentences of a language.

Keys are dotted paths into `bot/languages/<language>.toml`; a value may be a list of alternatives, of
which `params["n"]` (the n-th time) takes one, so that nothing is said twice. A service's own labels
come from the catalogue, in a further language from its `[service."<code>"]` table, else from
`[service.any]`, where labels stand that are alike in all services and those about the person.

Values of params: what `bot.messages.Say` allows, and a phrase `{"key": ..., "params": {...}}`, which
is said in the same language. Placeholders are `{name:spec}`; the specs:

    long day short date time moment   one day or moment ("dates": a range of two)
    and or semi bullets numbered lines     lists of words; "lines": foreign text that keeps its lines
    card                              [{"label", "value"}] as "> Label: value" lines
    n                                 a number with its separators
    if unless                         shows nothing, keeps or drops its line
    service sshort code variant field option   the catalogue's names (the last three need `service`)
    which                             the service's question between its variants, in Indonesian
    office city                       the office's name and its city
    word.<table>                      the word under `<table>.<value>`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from bot import languages
from bot.dialog.dates import Days
from bot.dialog.specs import LABELS, SPECS, Params
from bot.dialog.template import Safe, Spec, fill, one
from bot.messages import Choice, Ref, Say
from catalog_data.model import Catalogue, Field


@dataclass(frozen=True, slots=True)
class Rendered:
    """Words for one address. `choices`: (id, label). `data`: the params, JSON-able, for cards."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """One language: its tables, and the catalogue whose names it says."""

    tables: Mapping[str, Any]
    catalogue: Catalogue

    def render(self, say: Say, refs: Mapping[str, str] | None = None) -> Rendered:
        """The words of `say`. KeyError: the key, a spec or a Ref that nobody has words for."""
        params = self._values(say.params, refs)
        choices = tuple((choice.id, self.label(choice, refs)) for choice in say.choices)
        return Rendered(say.key, self._said(say.key, params), choices, say.files, _jsonable(params))

    def text(self, key: str, params: Params | None = None) -> str:
        """The sentence under `key`, filled with `params` (no Refs in them)."""
        return self._said(key, self._values(params or {}))

    def label(self, choice: Choice, refs: Mapping[str, str] | None = None) -> str:
        """What stands on a quick choice."""
        if not choice.params:
            return self._fixed(choice.key)
        params = self._values(choice.params, refs)
        special = LABELS.get(choice.key)
        return special(self, params) if special else self._said(choice.key, params)

    def _fixed(self, key: str) -> str:
        """Words without a value in them, made once."""
        if key not in self._once:
            self._once[key] = self._said(key, {})
        return self._once[key]

    def show(self, value: Any, spec: str = "", **params: Any) -> str:
        """One value by a spec of the templates; empty where it has none."""
        return one(value, spec, params, self._specs)

    def has(self, key: str) -> bool:
        """Whether this language has words under `key`."""
        try:
            self._raw(key)
        except KeyError:
            return False
        return True

    def of(self, service: str | None, name: str, otherwise: str) -> str:
        """A label in this language ("field.tanggal.ask"), else the catalogue's own words."""
        labels = self.tables.get("service", {})
        return str(labels.get(service, {}).get(name) or labels.get("any", {}).get(name) or otherwise)

    def field(self, service: str | None, field_id: str) -> Field:
        """The service's field, or one of those about the person. KeyError where there is none."""
        named = self.catalogue.services.get(service or "")
        own = named.fields if named else ()
        for found in (*own, *self.catalogue.person):
            if found.id == field_id:
                return found
        raise KeyError(f"{service} field {field_id}")

    def _said(self, key: str, params: Params) -> str:
        if key.startswith("field."):
            return self._field_words(key.removeprefix("field."), params)
        return fill(self._raw(key, params.get("n", 0)), params, self._specs)

    def _raw(self, key: str, n: int = 0) -> str:
        node: Any = self.tables
        for part in key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                raise KeyError(key)
            node = node[part]
        if isinstance(node, Mapping):
            raise KeyError(key)
        return str(node[n % len(node)] if isinstance(node, list) else node)

    def _field_words(self, name: str, params: Params) -> str:
        service = params.get("service")
        asked = self.field(service, name)
        own = "" if "service" in self.tables else asked.again  # the catalogue's words are Indonesian
        if params.get("again") and (short := self.of(service, f"field.{name}.again", own)):
            return short
        ask = self.of(service, f"field.{name}.ask", asked.ask)
        hint = self.of(service, f"field.{name}.hint", asked.hint)
        return f"{ask}\n{hint}" if hint else ask

    def _values(self, params: Params, refs: Mapping[str, str] | None = None) -> dict[str, Any]:
        return {name: self._value(value, refs or {}) for name, value in params.items()}

    def _value(self, value: Any, refs: Mapping[str, str]) -> Any:
        if isinstance(value, Ref):
            return refs[value.name]
        if isinstance(value, Mapping):
            inner = {name: self._value(part, refs) for name, part in value.items()}
            if "key" in inner:
                return Safe(self._said(inner["key"], inner.get("params", {})))
            return {**inner, "label": self._label_of(inner)} if "label" in inner else inner
        if isinstance(value, list | tuple):
            return [self._value(part, refs) for part in value]
        return value

    def _label_of(self, line: Params) -> str:
        """A summary line's label; that of a field is said in this language."""
        if "field" not in line:
            return str(line["label"])
        return self.of(line.get("service"), f"field.{line['field']}.label", line["label"])

    @cached_property
    def days(self) -> Days:
        """How this language says days and times."""
        forms = self.tables["format"]
        return Days(forms["locale"], forms)

    @cached_property
    def _once(self) -> dict[str, str]:
        return {}

    @cached_property
    def _specs(self) -> dict[str, Spec]:
        return {name: partial(spec, self) for name, spec in SPECS.items()}


def load_words(catalogue: Catalogue, language: str) -> Words:
    """The words of `language` ("id", "en"). KeyError: there is no such language."""
    return Words(languages.load(language), catalogue)


def phrase(key: str, **params: Any) -> dict[str, Any]:
    """A value that is itself said from the language file (a list's lines, a source)."""
    return {"key": key, "params": params}


def _jsonable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _jsonable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(part) for part in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
