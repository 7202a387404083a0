"""A tree of parts -> the letter's words and what is attached to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from channels.email import flowed, html, uuencoded
from channels.email.mime import Part
from channels.email.shapes import Attachment

MOST = 500_000  # characters of a letter's words
NAMELESS = {
    "message/rfc822": "surat.eml",
    "text/calendar": "undangan.ics",
    "application/ms-tnef": "winmail.dat",
    "application/pdf": "lampiran.pdf",
    "image/jpeg": "gambar.jpg",
    "image/png": "gambar.png",
    "image/gif": "gambar.gif",
    "text/html": "lampiran.html",
    "text/plain": "lampiran.txt",
}
WORDS = ("text/plain", "text/enriched", "text/richtext", "text/markdown")
DRESSES = ("text/x-amp-html", "text/watch-html")  # the same words once more, for some programs only
SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


@dataclass(frozen=True, slots=True)
class Body:
    """`blocks`: words in order. `shown`: ids of the parts that a page shows within itself."""

    blocks: tuple[str, ...] = ()
    files: tuple[Part, ...] = ()
    shown: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        return "\n\n".join(block for block in self.blocks if block.strip())[:MOST]


def gather(part: Part) -> Body:
    """Words and files of a part and all that is in it."""
    if part.parts:
        inner = [gather(each) for each in part.parts]
        return _one_of(inner) if part.kind == "multipart/alternative" else _all_of(inner)
    if part.kind in DRESSES:
        return Body()
    if part.disposition == "attachment" or part.file_name or part.kind not in (*WORDS, "text/html"):
        return Body(files=(part,))
    if part.kind in WORDS:
        text, files = uuencoded.taken_out(part.text())
        return Body((flowed.undone(text[:MOST], part.params),), files)
    page = part.text()
    return Body((html.words(page),), shown=frozenset(html.pictures(page)))


def _all_of(inner: Sequence[Body]) -> Body:
    return Body(
        tuple(block for each in inner for block in each.blocks),
        tuple(file for each in inner for file in each.files),
        frozenset().union(*(each.shown for each in inner)),
    )


def _one_of(inner: Sequence[Body]) -> Body:
    """The same words in several dresses: the plainest that says something."""
    every = _all_of(inner)
    first = next((each.blocks for each in inner if each.words.strip()), ())
    return Body(first, every.files, every.shown)


def attachments(body: Body) -> tuple[Attachment, ...]:
    """What came with the words, each under the name that it was given or that its kind deserves."""
    return tuple(
        Attachment(part.file_name or NAMELESS.get(part.kind, "lampiran"), part.content(), _decorates(part, body))
        for part in body.files
    )


def _decorates(part: Part, body: Body) -> bool:
    """A picture that the page itself shows (a logo), or a signature: no evidence."""
    if part.kind in SIGNATURES:
        return True
    shown = part.header("content-id").strip().strip("<>") in body.shown
    return part.kind.startswith("image/") and shown and part.disposition != "attachment"


def sealed(part: Part) -> bool:
    """Encrypted, or signed in a way that hides the words."""
    return part.kind in SEALED
