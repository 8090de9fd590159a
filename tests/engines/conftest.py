"""The engines, and the rows that all of them are given: a small record with something of every kind."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import ibis
import pyarrow as pa
import pytest

from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA, Source

Row = dict[str, Any]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Return a Spark of two threads in this machine, started once for all tests."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: make spark")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs Java 17 or later, and there is none")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]").appName("suasion")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",  # a task more costs more than these rows
        "spark.sql.adaptive.enabled": "false",
    }.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="session")
def on_spark(spark: Any) -> Callable[[str, pa.Table], Any]:
    """Return the maker of a table on Spark."""
    connection = ibis.pyspark.connect(spark)
    return lambda name, rows: connection.create_view(name, ibis.memtable(rows), overwrite=True)


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
        one = usual | told | more
        keys = ("source", "indicator", "actor", "partner", "item", "first_year", "last_year")
        return one | {"id": "ob-" + "-".join(str(one[key]) for key in keys)}

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
