"""The secret that signs cookies: a setting, or made once and kept beside the store."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_of(wanted: str, folder: Path) -> str:
    """`wanted` if it is set, else the one kept in `folder`, readable by its owner only."""
    if wanted:
        return wanted
    path = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text()
