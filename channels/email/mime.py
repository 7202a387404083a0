"""A raw mail -> a tree of parts, in time linear in its size (RFC 2045, 2046, 2231).

Lenient: whatever is broken is read as text. Raises TooMuch and nothing else.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from channels.email import charsets

DEPTH, PARTS = 12, 300
HEAD = 512 << 10  # bytes of headers that are looked at
VALUE = 64 << 10  # characters of one header
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")
_LINE = re.compile(r"\r\n|\n|\r")  # of a head: no other sign ends one
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]+")
_OF_HEAD = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|[ \t]+[^ \t\r\n]|>?From ")  # a field, its next line, a mailbox's mark
_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]*:(.*)")
_KIND = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_PARAM = re.compile(r';\s*([^\s=;"*]+)(\*\d{1,3})?(\*)?\s*=\s*("(?:[^"\\]|\\.){0,2000}"|[^;]*)')
_ESCAPED = re.compile(r"\\(.)")
_WAY = re.compile(r"base64|quoted-printable")  # whatever is written around it
_SOFT = re.compile(rb"=[ \t]+(?=\r?\n)")  # a soft break with blanks behind it (RFC 2045, 6.7)
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64[:-1]))


class TooMuch(Exception):
    """More than we are willing to look at; the words are the reason."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `headers`: (name in small letters, unfolded value), in order. `body`: still encoded."""

    headers: tuple[tuple[str, str], ...]
    kind: str
    params: Mapping[str, str]
    body: bytes
    parts: tuple[Part, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, or empty."""
        return next((value for known, value in self.headers if known == name), "")

    def headers_named(self, name: str) -> list[str]:
        """All headers of that name, the topmost first."""
        return [value for known, value in self.headers if known == name]

    def walk(self) -> Iterator[Part]:
        """The part and all that is in it, from the top."""
        yield self
        for each in self.parts:
            yield from each.walk()

    @property
    def disposition(self) -> str:
        """ "attachment", "inline" or empty."""
        return self.header("content-disposition").partition(";")[0].strip().lower()

    @property
    def file_name(self) -> str:
        """As written, decoded; empty where none is given."""
        given = params(self.header("content-disposition")).get("filename") or self.params.get("name", "")
        return charsets.words(given).strip()

    def content(self) -> bytes:
        """The body without its transfer encoding."""
        way = _WAY.search(self.header("content-transfer-encoding").lower())
        return _decoded(self.body, way[0] if way else "")

    def text(self) -> str:
        """The body as words, lines ended by a line feed."""
        decoded = charsets.text(self.content(), self.params.get("charset", ""))
        return decoded.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def parse(raw: bytes) -> Part:
    """The tree of a mail. Raises TooMuch."""
    return _Splitter().part(_with_lines(raw.lstrip(b"\r\n\xef\xbb\xbf")), 0)


def _with_lines(raw: bytes) -> bytes:
    """Ends of lines as others write them, where a program on the way wrote CR CR LF or CR alone."""
    if raw.partition(b"\n")[0].endswith(b"\r\r"):
        return raw.replace(b"\r\r\n", b"\r\n")
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


@dataclass
class _Splitter:
    seen: int = field(default=0)

    def part(self, raw: bytes, depth: int, default: str = "text/plain") -> Part:
        self.seen += 1
        if self.seen > PARTS:
            raise TooMuch("too_many_parts")
        if depth > DEPTH:
            raise TooMuch("too_deep")
        head, body = _split(raw)
        headers = _headers(head)
        written = next((value for name, value in headers if name == "content-type"), "")
        found = _KIND.match(written)
        kind, given = (found[1].lower() if found else default), params(written)
        parts: tuple[Part, ...] = ()
        if kind.startswith("multipart/"):
            inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
            parts = tuple(self.part(each, depth + 1, inner) for each in _pieces(body, given.get("boundary", "")))
            kind = kind if parts else "text/plain"
        return Part(headers, kind, given, body, parts)


def _split(raw: bytes) -> tuple[bytes, bytes]:
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw.lstrip(b"\r\n")
    found = _BLANK.search(raw, 0, HEAD)
    head = raw[: found.start() if found else HEAD]
    lines = head.splitlines(keepends=True)
    while lines and not _OF_HEAD.match(lines[-1]):
        lines.pop()
    fields = sum(map(len, lines))
    if fields == len(head) and found:
        return head, raw[found.end() :]
    return head[:fields], raw[fields:]  # the blank line is missing, or holds a blank


def _headers(head: bytes) -> tuple[tuple[str, str], ...]:
    lines = _LINE.split(_FOLD.sub(" ", charsets.text(head, "utf-8")))
    found = (_FIELD.match(line[:VALUE]) for line in lines)
    return tuple((each[1].lower(), each[2].strip()) for each in found if each)


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    """What stands between the boundary's lines; the last piece may lack its end."""
    if not boundary:
        return []
    line = re.compile(re.escape(b"\n--" + boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces: list[bytes] = []
    start, body = None, b"\n" + body
    for hit in line.finditer(body):
        if start is not None:
            pieces.append(body[start : hit.start()].removesuffix(b"\r"))
        start = body.find(b"\n", hit.end()) + 1 or len(body)
        if hit[1] or len(pieces) > PARTS:
            return pieces
    return pieces if start is None else [*pieces, body[start:]]


def params(value: str) -> dict[str, str]:
    """A header's parameters; pieces and escapes of RFC 2231 put together."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for hit in _PARAM.finditer(value):
        name, number, star, said = hit[1].lower(), hit[2], hit[3], hit[4].strip()
        said = _ESCAPED.sub(r"\1", said[1:-1]) if said[:1] == '"' == said[-1:] and len(said) > 1 else said.strip('"')
        if number or star:
            pieces.setdefault(name, []).append((int((number or "*0")[1:]), bool(star), said))
        else:
            plain.setdefault(name, said)
    return plain | {name: charsets.extended(sorted(found)) for name, found in pieces.items()}


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding == "base64" and _in_base64(body):
        clean = body.translate(None, _NOT_BASE64)
        clean = clean[:-1] if len(clean) % 4 == 1 else clean
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_SOFT.sub(b"=", body))
    return body


def _in_base64(body: bytes) -> bool:
    """Some programs only say so: plain words show in the first line."""
    first = body[:4_096].lstrip()[:76].partition(b"\n")[0].strip()
    return len(first.translate(None, _BASE64)) * 10 <= len(first)
