"""The catalogue as it is, and copies of it to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import catalog_data

OWN = Path(catalog_data.__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogue's files."""
    copy = tmp_path / "catalogue"
    shutil.copytree(OWN, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy
