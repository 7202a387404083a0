"""`loket mail`: read raw mails as the e-mail channel would; nothing is sent or stored (contract)."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from bot.attachments import safe_name
from bot.cli import lines
from bot.cli.parts import catalogue, settings
from bot.postbox import ours
from channels.email.reading import read
from channels.email.shapes import Attachment, Ignored, Letter, Ours, Quarantined, Read


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a raw mail, as a mailbox holds it")


def run(args: argparse.Namespace) -> int:
    """One line for each file, in order."""
    we = ours(settings(), catalogue())
    for name in args.files:
        lines.show({"file": name, **shown(_read(name, we))})
    return 0


def _read(name: str, we: Ours) -> Read:
    try:
        path = Path(name)
        if not path.is_file():  # a pipe or a device might never end
            return Quarantined("no_file")
        with path.open("rb") as file:
            return read(file.read(we.max_bytes + 1), we)
    except (OSError, ValueError):
        return Quarantined("no_file")


def shown(found: Read) -> lines.Line:
    """The line's other keys."""
    if isinstance(found, Quarantined):
        return {"outcome": "quarantined", "reason": found.reason, **_letter(Letter(held=found.reason))}
    if isinstance(found, Ignored):
        return {"outcome": "ignored", "reason": found.reason, **_letter(found.letter), "may_answer": False}
    return {"outcome": "message", "reason": found.held or None, **_letter(found)}


def _letter(letter: Letter) -> lines.Line:
    return {
        "from": letter.sender,
        "to": list(letter.to),
        "cc": list(letter.cc),
        "subject": letter.subject,
        "message_id": letter.message_id,
        "references": list(letter.references),
        "text": letter.text,
        "full_text": letter.full_text,
        "attachments": [_attachment(each) for each in letter.attachments],
        "may_answer": letter.may_answer,
    }


def _attachment(found: Attachment) -> lines.Line:
    digest = hashlib.sha256(found.data).hexdigest()
    return {"name": safe_name(found.name), "bytes": len(found.data), "sha256": digest, "inline": found.inline}
