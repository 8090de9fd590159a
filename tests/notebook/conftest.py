"""The example case in a notebook's hands, read once for all tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from suasion import notebook


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[notebook.OpenContest]:
    """Return the example case; what needs less than all draws still has intervals."""
    with notebook.example(record=tmp_path_factory.mktemp("notebook") / "example.duckdb", draws=256) as opened:
        yield opened
