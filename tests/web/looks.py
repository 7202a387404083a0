"""How a page is looked at: by axe at every size, in light and dark, and by human eyes where a folder is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from tests.web.visit import DESKTOP, PHONE

SHOTS = os.environ.get("LOKET_SHOTS", "")  # a folder: every look is kept there
PICTURES = os.environ.get("LOKET_PICTURES", "")  # anything: the pictures in docs/ are made anew
DOCS = Path(__file__).parents[2] / "docs"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = """rules => axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: rules})})
  .then(found => found.violations.map(one => [one.id, ...one.nodes.map(node => node.target.join(" "))]))"""
SETTLED = """() => new Promise(then => requestAnimationFrame(() => {
  for (const one of document.getAnimations()) one.finish();
  requestAnimationFrame(then);
}))"""  # the new colours are there, not on their way
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
INLINE = """() => [...document.querySelectorAll("*")].filter(node => node.matches("script:not([src]), style, [style]")
  || [...node.attributes].some(each => each.name.startsWith("on"))).map(node => node.outerHTML.slice(0, 80))"""
SIZES: tuple[tuple[int, int], ...] = (PHONE, DESKTOP)


def violations(page: Page, rules: list[str] | None = None) -> list[Any]:
    """What axe finds, by all of its rules or by some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return list(page.evaluate(RUN, rules))


def visit(page: Page, address: str) -> None:
    """Open it: nothing inline, as it was sent, and a policy that would forbid it."""
    answer = page.goto(address)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy, address
    assert page.evaluate(INLINE) == [], address


def seen_everywhere(page: Page, name: str, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
    """Clean on a phone and a desktop; in the dark only the colours are others. Nothing runs out of the page."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.evaluate(SETTLED)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{width}-{scheme}-{name}.png")
            found = violations(page, rules)
            assert not found, f"{name}, {width} pixels, {scheme}: {found}"
        assert page.evaluate(OVER) == 0, f"{name} runs out of a page of {width} pixels"


def picture(page: Page, name: str, size: tuple[int, int]) -> None:
    """The picture `docs/<name>.png`, made anew where that is wished; else it must be there."""
    path = DOCS / f"{name}.png"
    if PICTURES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.evaluate(SETTLED)
        page.screenshot(path=path)
    assert 10_000 < path.stat().st_size < 200_000
