"""Positions in an office ("kasubbag umum", "eselon II") and the echelon that they mean."""

from __future__ import annotations

import re

from intents.entities.load import forms, words
from intents.entities.page import Page, any_of

_W = words("role")
_ROLE_OF = forms(_W["role"])
_NAMES = any_of(_ROLE_OF)
_RANK = r"(?:\s?(?P<rank>iv|i{1,3}|v|[1-5])\b(?:\s?[/.]?\s?[ab]\b)?)"
ROLE = re.compile(rf"\b(?P<role>{_NAMES})\b\.?(?:(?<=eselon)|(?<=esselon)|(?<=echelon)|(?<=es))?{_RANK}?")
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}


def find(page: Page) -> None:
    """Take positions; the unit is the echelon in Roman figures, "" where it is not known."""
    for hit in page.each(ROLE):
        role, rank = _ROLE_OF[hit["role"]], hit["rank"]
        if role == "eselon":
            if rank:
                page.take("role", role, hit.span(), unit=_ROMAN.get(rank, rank.upper()))
        else:
            page.take("role", role, hit.span("role"), unit=_W["echelon"].get(role, ""))
