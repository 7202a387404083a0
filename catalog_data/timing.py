"""Within one service every variant has its term, and the clock is given what it counts by."""

from __future__ import annotations

from catalog_data.model import Field, Service, Term
from catalog_data.references import Found, Pairs

COUNTED = {"hk", "jam_kerja", "hari"}
COUNTS_BY = {"tiers": "devices", "at_event": "event_date", "day_before_event": "event_date"}
TRIAGE = {"ringan_ada", "ringan_tidak_ada", "sedang_berat_ada", "sedang_berat_tidak_ada"}


def terms(service: Service) -> Found:
    """Exactly one term for every variant of the standard; the right figures in each."""
    wanted = [variant.id for variant in service.variants if not variant.incident]
    for variant in wanted:
        found = [term for term in service.terms if not term.variants or variant in term.variants]
        if len(found) != 1:
            yield ("terms",), f"variant {variant!r} has {len(found)} terms instead of one"
    if not wanted and len(service.terms) != 1:
        yield ("terms",), f"{len(service.terms)} terms instead of one"
    for at, term in enumerate(service.terms):
        for key, reason in (*_figures(term), *_param(term, service)):
            yield ("terms", at, key), reason


def _figures(term: Term) -> Pairs:
    if term.rule in COUNTED and term.amount < 1:
        yield "amount", f"rule {term.rule!r} without an amount"
    bounds = [tier.up_to for tier in term.tiers]
    if term.rule == "tiers" and (not bounds or bounds != sorted(set(bounds))):
        yield "tiers", "tiers must be there, each reaching further than the one before"
    if term.rule == "triage" and set(term.triage) != TRIAGE:
        yield "triage", f"triage must name {', '.join(sorted(TRIAGE))}"


def _param(term: Term, service: Service) -> Pairs:
    param = COUNTS_BY.get(term.rule)
    if param and not _giving(service, param):
        yield "rule", f"rule {term.rule!r} counts by {param!r}, which no field gives"


def lead_times(service: Service) -> Found:
    """A lead time is counted back from an event, whose date some field asks for."""
    for at, lead in enumerate(service.lead_times):
        if lead.amount < 1:
            yield ("lead_times", at, "amount"), "a lead time of nothing"
        if not _giving(service, "event_date"):
            yield ("lead_times", at), "counted from 'event_date', which no field gives"
        if lead.after_hours_only and not _giving(service, "after_hours"):
            yield ("lead_times", at), "holds after hours only, but no field gives 'after_hours'"


def thresholds(service: Service) -> Found:
    """A threshold joins two variants and reads a number that both of them ask for."""
    known = {variant.id for variant in service.variants}
    by_id = {field.id: field for field in service.fields}
    for at, rule in enumerate(service.thresholds):
        for key, variant in (("low", rule.low), ("high", rule.high)):
            if variant not in known:
                yield ("thresholds", at, key), f"unknown variant {variant!r}"
        field = by_id.get(rule.field)
        if field is None or field.kind != "number":
            yield ("thresholds", at, "field"), f"{rule.field!r} is no number field"
        elif field.variants and not {rule.low, rule.high} <= set(field.variants):
            yield ("thresholds", at, "field"), f"{rule.field!r} is not asked for under both variants"


def _giving(service: Service, param: str) -> list[Field]:
    return [field for field in service.fields if field.param == param]
