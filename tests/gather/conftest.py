"""Reading small files of a publisher's form, and the real data where it is at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suasion import gather

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data for development; it is no part of the project."""
    if not SHARED.is_dir():
        pytest.skip("no folder of real data beside the project")
    return SHARED


@pytest.fixture
def table() -> Callable[..., bytes]:
    """Make a CSV file out of its lines."""

    def made(*lines: str, encoding: str = "utf-8") -> bytes:
        return ("\n".join(lines) + "\n").encode(encoding)

    return made


@pytest.fixture
def read() -> Callable[..., Rows]:
    """Read a data set's bytes and return its rows as dictionaries."""

    def rows(name: str, data: bytes, file_name: str = "file.csv") -> Rows:
        found: Rows = gather.read_rows(name, data, file_name=file_name).rows.to_pylist()
        return found

    return rows


@pytest.fixture
def problems() -> Callable[..., list[str]]:
    """Read a data set's bytes and return its problems as text."""

    def said(name: str, data: bytes, file_name: str = "file.csv") -> list[str]:
        return [str(problem) for problem in gather.read_rows(name, data, file_name=file_name).problems]

    return said
