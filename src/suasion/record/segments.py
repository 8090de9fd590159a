"""Segments: the rows of data sets as Parquet beside the journal, which would otherwise swell with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.errors import RecordDamagedError
from suasion.record.files import sha256, write_durably


def segment_path(folder: Path, digest: str) -> Path:
    """Return where the segment with that SHA-256 lies."""
    return folder / f"{digest}.parquet"


def write_segment(folder: Path, rows: Any) -> str:
    """Put rows in a segment and return its SHA-256."""
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    data = sink.getvalue().to_pybytes()
    digest = sha256(data)
    write_durably(segment_path(folder, digest), data)
    return digest


def read_segment(folder: Path, digest: str) -> Any:
    """Return the rows of a segment.

    Raises
    ------
    RecordDamagedError
        If the file is not there, or not what was written.
    """
    import pyarrow.parquet as pq

    path = segment_path(folder, digest)
    data = path.read_bytes() if path.exists() else b""
    if sha256(data) != digest:
        raise RecordDamagedError(f"{path}: these are not the rows that were recorded. Run `suasion repair`.")
    return pq.read_table(pa.BufferReader(data)).cast(OBSERVATION_SCHEMA)
