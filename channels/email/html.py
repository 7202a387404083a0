"""HTML -> the words that a reader sees, quotations marked with "> " as in a plain letter.

Tag by tag and without a tree, so in time linear in the size: tree builders take quadratic time on
tags that are nested by the thousand, and a mail may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

MOST = 700_000  # characters of HTML that are looked at
RAW = ("script", "style", "title", "textarea", "svg", "noscript", "template", "object")
APART = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"})
BLOCKS = APART | {
    "address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "header", "li", "main", "nav", "section", "tbody", "tfoot", "thead", "tr",
}  # fmt: skip
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})
UNCLOSED = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option"})  # the next of its kind ends it
DEEPEST = 9  # signs before a line
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(/?)([a-z][\w:-]{0,40})((?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*)>?"
    r"|<[!?/][^>]*>?"
    r"|((?:[^<]|<(?![a-z/!?]))+|<)",
    re.I | re.S,
)
_ENDS = {name: re.compile(rf"</{name}\b[^>]*>?", re.I) for name in RAW}
_UNSEEN = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*0(?![.\d])|visibility\s*:\s*hidden|\shidden(?=[\s=/]|$)", re.I
)
_CITED = re.compile(r"\btype\s*=\s*[\"']?cite\b", re.I)
_INDENT = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HUGE = re.compile(r"&#x?[0-9a-f]{8,};?", re.I)
_CID = re.compile(r"""cid:([^"'\s>)]{1,300})""", re.I)


def words(html: str) -> str:
    """The words, a line for each block; empty where there are none.

    What is hidden is left out, but not where its end is missing: else all that follows would be lost.
    """
    page = _read(html[:MOST], may_hide=True)
    return (_read(html[:MOST], may_hide=False) if page.hiding else page).text()


def _read(html: str, may_hide: bool) -> _Page:
    page, at, endless = _Page(may_hide), 0, set[str]()
    while at < len(html):
        token = _TOKEN.match(html, at)
        assert token is not None, "the last alternatives match any character"
        at = token.end()
        name = (token[2] or "").lower()
        if token[4]:
            page.say(token[4])
        elif name in RAW and name not in endless and not token[1]:
            end = _ENDS[name].search(html, at)
            at = end.end() if end else at
            endless |= set() if end else {name}
        elif name:
            page.tag(name, token[3], not token[1])
    return page


def pictures(html: str) -> set[str]:
    """Content ids of the parts that the page shows."""
    return set(_CID.findall(html[:MOST]))


class _Page:
    """Lines as they grow."""

    def __init__(self, may_hide: bool) -> None:
        self._may_hide = may_hide
        self._lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._quotes: list[int] = [0]  # how deep in quotations: outside, then within each open blockquote
        self._pre = 0
        self._unseen, self.hiding = "", 0  # the name that hides all within it, and how many of it are open

    def say(self, said: str) -> None:
        """Words between tags."""
        if self.hiding:
            return
        said = unescape(_HUGE.sub("", said)) if "&" in said else said
        if not self._pre:
            self._line.append(_SPACE.sub(" ", said))
            return
        first, *rest = said.split("\n")
        self._line.append(first)
        for line in rest:
            self._end(always=True)
            self._line.append(line)

    def tag(self, name: str, given: str, opens: bool) -> None:
        """A tag; `given`: its attributes as written."""
        if self._hides(name, given, opens):
            return
        if name in BLOCKS:
            self._end(apart=name in APART)
        if name in TAGS:
            TAGS[name](self, given, opens)

    def _hides(self, name: str, given: str, opens: bool) -> bool:
        """Whether the tag is hidden, by itself or by one around it."""
        if self.hiding and not (opens and name == self._unseen and name in UNCLOSED):
            self.hiding += (1 if opens else -1) * (name == self._unseen)
            return True
        starts = self._may_hide and opens and name not in VOID and bool(_UNSEEN.search(given))
        self._unseen, self.hiding = name, int(starts)
        return starts

    def _break(self, given: str, opens: bool) -> None:
        self._end(always=True)

    def _cell(self, given: str, opens: bool) -> None:
        self._line.append(" ")

    def _item(self, given: str, opens: bool) -> None:
        self._line += ["- "] if opens else []

    def _preformatted(self, given: str, opens: bool) -> None:
        self._pre = max(0, self._pre + (1 if opens else -1))

    def _quote(self, given: str, opens: bool) -> None:
        """A quotation, or new words that were indented."""
        if opens:
            quotes = bool(_CITED.search(given)) or not _INDENT.search(given)
            self._quotes.append(self._quotes[-1] + quotes)
        elif len(self._quotes) > 1:
            self._quotes.pop()

    def _end(self, always: bool = False, apart: bool = False) -> None:
        line = "".join(self._line)
        if not self._pre:
            line = re.sub(" +", " ", line).lstrip()
            line = line if line == "-- " else line.rstrip()  # the mark of a signature keeps its blank
        self._line = []
        depth = min(self._quotes[-1], DEEPEST)
        if line.strip() or always:
            self._lines.append((depth, line))
        if apart and self._lines and self._lines[-1][1]:
            self._lines.append((depth, ""))

    def text(self) -> str:
        """All lines; never more than one empty one in a row."""
        self._end()
        joined = "\n".join(f"{'>' * depth} {line}".rstrip() if depth else line for depth, line in self._lines)
        return re.sub(r"\n{3,}", "\n\n", joined).strip()


TAGS: dict[str, Callable[[_Page, str, bool], None]] = {
    "br": _Page._break,
    "td": _Page._cell,
    "th": _Page._cell,
    "li": _Page._item,
    "pre": _Page._preformatted,
    "blockquote": _Page._quote,
}
