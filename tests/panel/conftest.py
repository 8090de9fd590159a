"""Observations to join, small and made by hand, or the real ones where they lie beside the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from suasion import gather
from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA, Source

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"

Row = dict[str, Any]


@pytest.fixture(scope="session")
def row() -> Callable[..., Row]:
    """Return the maker of one observation: indicator, actor, partner, year, value, and what differs from the usual."""

    def made(indicator: str, actor: str, partner: str | None, year: int, value: float | None, **more: Any) -> Row:
        usual = dict.fromkeys(OBSERVATION_SCHEMA.names)
        told = {
            "source": "so-1", "indicator": indicator, "actor": actor, "partner": partner, "first_year": year,
            "last_year": year, "value": value, "unit": INDICATORS[indicator].unit, "known": "2024-01-01",
            "status": "missing" if value is None else "observed",
        }  # fmt: skip
        return usual | told | more

    return made


@pytest.fixture(scope="session")
def table() -> Callable[[list[Row]], pa.Table]:
    """Return the maker of an Arrow table in OBSERVATION_SCHEMA."""
    return lambda rows: pa.Table.from_pylist(rows, schema=OBSERVATION_SCHEMA)


@pytest.fixture(scope="session")
def source() -> Callable[..., Source]:
    """Return the maker of a data set's source, which has the id that is asked for."""

    def made(name: str, id: str = "so-1", citation: str | None = None) -> Any:
        # A source's id is made of its bytes' hash; the panel reads id, name and citation alone.
        return pa.table({"id": [id], "name": [name], "citation": [citation or f"Authors of {name}."]})

    return made


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data for development, or skip the test; it is no part of the project."""
    if not SHARED.is_dir():
        pytest.skip("no folder of real data beside the project")
    return SHARED


@pytest.fixture(scope="session")
def take(request: pytest.FixtureRequest) -> Callable[..., tuple[pa.Table, list[Source]]]:
    """Read real data sets by name, or skip the test."""
    read: dict[str, gather.Gathered] = {}

    def taken(*names: str) -> tuple[pa.Table, list[Source]]:
        folder = request.getfixturevalue("shared_data")
        for name in names:
            if name not in read:
                (file,) = gather.open_files(name, [folder])
                read[name] = gather.read_rows(name, file.data, file_name=file.name)
        return pa.concat_tables([read[name].rows for name in names]), [read[name].source for name in names]

    return taken


@pytest.fixture
def cells() -> Callable[..., list[Any]]:
    """Return one row's values: of a panel, the row with some keys, and the columns asked for."""

    def values(panel: Any, columns: str, **keys: Any) -> list[Any]:
        found = panel.filter_where(*[ibis._[k] == v for k, v in keys.items()]).to_pyarrow().to_pylist()
        assert len(found) == 1, f"{len(found)} rows with {keys}"
        return [found[0][name] for name in columns.split()]

    return values
