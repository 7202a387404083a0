"""Bars as SVG, made here: labels are text, colours come from the stylesheet, and the table stands beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

ROW, LABEL, WIDTH, SAID = 30, 250, 380, 170


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` of `whole`; `shown` are its words; `bad` bars stand out, their words say why."""

    label: str
    part: float
    shown: str
    bad: bool = False


def bars(title: str, rows: Sequence[Bar], whole: float | None = None) -> Markup:
    """A chart of horizontal bars. Whole: the largest, where none is given."""
    most = whole or max((row.part for row in rows), default=0) or 1
    drawn = Markup("").join(_bar(row, n, most) for n, row in enumerate(rows))
    height = ROW * len(rows)
    head = Markup('<svg class="chart" role="img" viewBox="0 0 {} {}" aria-label="{}">').format(
        LABEL + WIDTH + SAID, height, title
    )
    return head + drawn + Markup("</svg>")


def _bar(row: Bar, n: int, most: float) -> Markup:
    y, length = n * ROW, max(0.0, min(1.0, row.part / most)) * WIDTH
    label = row.label if len(row.label) <= 34 else f"{row.label[:33]}…"
    return Markup(
        '<text x="{x}" y="{t}" text-anchor="end">{label}</text>'
        '<rect class="rest" x="{l}" y="{y}" width="{w}" height="18" rx="3"/>'
        '<rect class="bar{bad}" x="{l}" y="{y}" width="{length:.1f}" height="18" rx="3"/>'
        '<text x="{s}" y="{t}">{shown}</text>'
    ).format(
        x=LABEL - 8, t=y + 19, label=escape(label), l=LABEL, y=y + 5, w=WIDTH, bad=" bad" if row.bad else "",
        length=length, s=LABEL + WIDTH + 8, shown=escape(row.shown),
    )  # fmt: skip
