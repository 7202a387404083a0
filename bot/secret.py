"""The secret that signs cookies: a setting, or made once and kept beside the store."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def secret_of(wanted: str, folder: Path) -> str:
    """`wanted` if it is set, else the one kept in `folder`, readable by its owner only."""
    if wanted:
        return wanted
    path = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with NamedTemporaryFile("w", dir=folder) as new:  # readable by its owner only
            new.write(secrets.token_urlsafe(32))
            new.flush()
            with suppress(FileExistsError):
                os.link(new.name, path)  # whole, and another process may be the quicker one
    return path.read_text()
