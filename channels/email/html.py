"""HTML -> the words that a reader sees, quotations marked with "> " as in a plain letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST = 1 << 20  # characters of HTML that are looked at
NEVER = "script, style, head, title, template, svg, noscript, object, [hidden]"
APART = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"})
BLOCKS = APART | {
    "address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "header", "li", "main", "nav", "section", "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip
CELLS = ("td", "th")
_UNSEEN = re.compile(r"display\s*:\s*none|font-size\s*:\s*0(?!\.)|visibility\s*:\s*hidden", re.I)
_INDENT = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CID = re.compile(r"""cid:([^"'\s>)]{1,300})""", re.I)


def words(html: str) -> str:
    """The words, a line for each block; empty where there are none."""
    tree = LexborHTMLParser(html[:MOST])
    for node in tree.css(NEVER):
        node.decompose()
    if tree.body is None:
        return ""
    page = _Page()
    for node, entering in _walk(tree.body):
        page.see(node, entering)
    return page.text()


def pictures(html: str) -> set[str]:
    """Content ids of the parts that the page shows."""
    return set(_CID.findall(html[:MOST]))


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every node twice, on entering and on leaving; no recursion, however deep the page."""
    node: LexborNode | None = root
    yield root, True
    while node is not None:
        child = None if _unseen(node) else node.child
        if child is not None:
            node = child
            yield node, True
            continue
        while node is not None:
            yield node, False
            if node == root:
                return
            if node.next is not None:
                node = node.next
                yield node, True
                break
            node = node.parent


def _unseen(node: LexborNode) -> bool:
    style = node.attributes.get("style") if node.tag != "-text" else None
    return bool(style and _UNSEEN.search(style))


def _quotes(node: LexborNode) -> bool:
    """A quotation, not new words that were indented."""
    if node.tag != "blockquote":
        return False
    given = node.attributes
    return given.get("type") == "cite" or not _INDENT.search(given.get("style") or "")


class _Page:
    """Lines as they grow."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._quoted = 0
        self._pre = 0

    def see(self, node: LexborNode, entering: bool) -> None:
        tag = node.tag or ""
        if tag == "-text":
            if entering:
                self._say(node.text_content or "")
        elif tag == "br":
            if entering:
                self._end(always=True)
        elif tag in CELLS and not entering:
            self._line.append(" ")
        elif tag in BLOCKS:
            self._block(node, tag, entering)

    def _block(self, node: LexborNode, tag: str, entering: bool) -> None:
        if tag not in CELLS:
            self._end(apart=tag in APART)
        if tag == "pre":
            self._pre += 1 if entering else -1
        if tag == "blockquote" and _quotes(node):
            self._quoted += 1 if entering else -1
        if tag == "li" and entering:
            self._line.append("- ")

    def _say(self, said: str) -> None:
        if not self._pre:
            self._line.append(_SPACE.sub(" ", said))
            return
        first, *rest = said.split("\n")
        self._line.append(first)
        for line in rest:
            self._end(always=True)
            self._line.append(line)

    def _end(self, always: bool = False, apart: bool = False) -> None:
        line = re.sub(" +", " ", "".join(self._line)) if not self._pre else "".join(self._line)
        self._line = []
        if line.strip() or always:
            self._lines.append((self._quoted, line.strip()))
        if apart and self._lines and self._lines[-1][1]:
            self._lines.append((self._quoted, ""))

    def text(self) -> str:
        """All lines; never more than one empty one in a row."""
        self._end()
        joined = "\n".join(f"{'>' * min(depth, 9)} {line}".rstrip() if depth else line for depth, line in self._lines)
        return re.sub(r"\n{3,}", "\n\n", joined).strip()
