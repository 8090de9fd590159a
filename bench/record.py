"""What the record costs: appends a second, a large data set in time and disk, reopening and tracing.

Run as ``python -m bench.record``. The rows are made up from a seed; the same rows go into a plain DuckDB
table in the same run, so that the ratio holds on any machine.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from suasion.codebook import OBSERVATION_SCHEMA, Source, Statement
from suasion.record import Record
from suasion.record.tables import Tables

READINGS, STATEMENTS_A_READING = 100, 50
ROWS = 900_000
LARGEST_SECONDS = 30.0  # on one core, for ROWS observations


def document(number: int) -> tuple[Source, bytes, list[Statement]]:
    """Return a document of as many sentences as a reading has statements."""
    sentences = [f"State {number} gave the client {i} million dollars." for i in range(STATEMENTS_A_READING)]
    text = " ".join(sentences)
    data = text.encode()
    source = Source(
        kind="document",
        name=f"{number}.txt",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type="text/plain",
        published="2022-03-20",
        text=text,
    )
    found, at = [], 0
    for i, sentence in enumerate(sentences):
        found.append(
            Statement(doc=source.name, n=i, sentence=sentence, quote=sentence, start=at, end=at + len(sentence),
                      kind="flow", amount=i * 1e6, unit="USD", reader="bench 1")
        )  # fmt: skip
        at += len(sentence) + 1
    return source, data, found


def data_set(rows: int, seed: int = 0) -> Any:
    """Return made-up observations in OBSERVATION_SCHEMA, of about the variety of a table of aid."""
    rng = np.random.default_rng(seed)
    codes = np.array([a + b + c for a in "ABCDE" for b in "ABCDE" for c in "ABCDEFGH"])
    years = rng.integers(1960, 2024, rows).astype("int16")
    columns = {
        "id": pa.nulls(rows, pa.string()),
        "source": pa.nulls(rows, pa.string()),
        "row": pa.array([f"row {i}" for i in range(rows)]),
        "indicator": pa.array(np.array(["oda-net", "oda-gross", "oda-grants"])[rng.integers(0, 3, rows)]),
        "actor": pa.array(codes[rng.integers(0, 200, rows)]),
        "partner": pa.array(codes[rng.integers(0, 200, rows)]),
        "item": pa.nulls(rows, pa.string()),
        "label": pa.array([f"aid of kind {i % 1000}" for i in range(rows)]),
        "first_year": pa.array(years),
        "last_year": pa.array(years),
        "date": pa.nulls(rows, pa.string()),
        "value": pa.array(rng.gamma(1, 1e7, rows)),
        "unit": pa.array(["USD-2022"] * rows),
        "status": pa.array(["observed"] * rows),
        "known": pa.array(["2023-12-31"] * rows),
    }
    return pa.table(columns, schema=OBSERVATION_SCHEMA)


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long some work took, and what it gave."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def megabytes(*paths: Path) -> float:
    """Return the size of files and folders."""
    files = [f for path in paths for f in (path.rglob("*") if path.is_dir() else [path]) if f.is_file()]
    return sum(f.stat().st_size for f in files) / 1e6


def plain_insert(path: Path, rows: Any) -> None:
    """Put the rows into a table of plain DuckDB: no ids, journal, chain or head."""
    tables = Tables(path)
    tables.create()
    number = pa.array(np.ones(rows.num_rows, "int32"))
    tables.engine.insert("observations", rows.add_column(0, "batch", number))
    tables.engine.checkpoint()
    tables.close()


def measure(rows: int, folder: Path) -> tuple[list[tuple[str, str]], float]:
    """Return the lines of the table, and the seconds that the large data set took."""
    path = folder / "record.duckdb"
    documents = [document(i) for i in range(READINGS)]
    with Record.open(path) as record:

        def append() -> None:
            for source, data, statements in documents:
                record.append_source(source, data)
                record.append_reading(source.id, "bench 1", statements)

        took, _ = seconds(append)
        again, _ = seconds(append)
    table = data_set(rows)
    data = b"made up"
    source = Source(kind="dataset", name="bench", sha256=hashlib.sha256(data).hexdigest(), size=len(data),
                    media_type="text/csv", published="2023")  # fmt: skip
    before = megabytes(folder)
    with Record.open(path) as record:
        large, appended = seconds(lambda: record.append_observations(source, data, table))
        retried, retry = seconds(lambda: record.append_observations(source, data, table))
    if (appended.added, retry.already) != (rows, rows):
        raise SystemExit(f"the record took {appended} and then {retry}, of {rows} rows")
    size = megabytes(folder) - before
    plain, _ = seconds(lambda: plain_insert(folder / "plain.duckdb", table))
    plain_size = megabytes(folder / "plain.duckdb")
    opened, record = seconds(lambda: Record.open(path, read_only=True))
    with record:
        viewed, found = seconds(lambda: record.run(record.observations().limit(1)))
        traced, _ = seconds(lambda: record.trace(found["id"][0].as_py()))
        counted, _ = seconds(lambda: record.run(record.observations().group_by("actor").agg(n=lambda t: t.count())))
        verified, verification = seconds(record.verify)
    if not verification.ok:
        raise SystemExit(f"the record does not verify: {verification.problems}")
    lines = [
        ("batches of a source or 50 statements, a second", f"{2 * READINGS / took:,.0f}"),
        ("statements, a second", f"{READINGS * STATEMENTS_A_READING / took:,.0f}"),
        ("the same again, batches a second", f"{2 * READINGS / again:,.0f}"),
        (f"{rows:,} observations", f"{large:.2f} s, {size:.1f} MB"),
        ("the same again", f"{retried:.2f} s"),
        ("the same in plain DuckDB", f"{plain:.2f} s, {plain_size:.1f} MB"),
        ("ratio to plain DuckDB", f"{large / plain:.1f} in time, {size / plain_size:.1f} in size"),
        ("open for reading", f"{opened:.3f} s"),
        ("first view (with the import of Ibis)", f"{viewed:.2f} s"),
        ("count observations by actor", f"{counted:.2f} s"),
        ("trace an observation", f"{traced:.3f} s"),
        ("verify all", f"{verified:.2f} s"),
    ]
    return lines, large


def main(rows: int = ROWS) -> int:
    """Print the table; return 1 where the large data set takes longer than it may."""
    with tempfile.TemporaryDirectory(prefix="suasion-bench-") as folder:
        lines, large = measure(rows, Path(folder))
    for name, figure in lines:
        print(f"{name:<50} {figure}")
    return int(large > LARGEST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
