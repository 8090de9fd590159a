"""Spark maps the same function over its partitions, with equal results; skipped where pyspark is not installed."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from suasion import example
from suasion.read import DOCUMENT_SCHEMA, READING_SCHEMA, read_batches, spark_schema

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install -r requirements/spark.txt")
if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
    pytest.skip("Spark needs Java 17 or later, and there is none", allow_module_level=True)

# Said by pyspark 4.3 with pandas 3, which mapInArrow does not use.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Return a Spark of two threads in this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]").appName("suasion")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "3",
    }.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def documents() -> list[tuple[str, str | None, str | None, str | None]]:
    """Return the example's documents, one without a text and one with a date that is none."""
    found = [
        (document.path.stem, document.path.read_text(encoding="utf-8"), document.published, None)
        for document in example.load().documents
        if document.path.suffix == ".txt"
    ]
    return [*found, ("empty", None, None, None), ("undated", found[0][1], "sometime", "en")]


@pytest.fixture(scope="module")
def plain(documents: list[tuple[Any, ...]]) -> pa.Table:
    """Return what the function gives when it is simply called."""
    columns = dict(zip(DOCUMENT_SCHEMA.names, zip(*documents, strict=True), strict=True))
    batches = pa.table({k: list(v) for k, v in columns.items()}, schema=DOCUMENT_SCHEMA).to_batches()
    return pa.Table.from_batches(read_batches(batches), schema=READING_SCHEMA)


def in_order(table: pa.Table) -> pa.Table:
    """Return rows by document and number; Spark promises no order."""
    return table.sort_by([("doc", "ascending"), ("n", "ascending")])


@pytest.mark.parametrize(("records", "partitions"), [(10_000, 1), (2, 3)])
def test_spark_gives_what_the_plain_function_gives(
    spark: Any, documents: list[tuple[Any, ...]], plain: pa.Table, records: int, partitions: int
) -> None:
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(records))
    frame = spark.createDataFrame(documents, "doc string, text string, published string, language string")
    mapped = frame.repartition(partitions, "doc").mapInArrow(read_batches, spark_schema())
    table = mapped.toArrow().cast(READING_SCHEMA)
    assert table.num_rows > 100
    assert in_order(table).equals(in_order(plain))
