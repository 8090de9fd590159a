"""The measure table: the columns in which every measure comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pyarrow as pa

Run = Callable[[Any], pa.Table]  # how an Ibis expression is run, such as `Record.run`

MEASURE_SCHEMA: Final = pa.schema(
    [
        ("actor", pa.string()),  # ISO 3166 alpha-3
        ("partner", pa.string()),  # null for a state's own measure
        ("year", pa.int16()),  # null for a whole period
        ("measure", pa.string()),
        ("value", pa.float64()),  # null: cannot be estimated from the rows at hand
        ("low", pa.float64()),  # of the 90 % interval; null where none is known
        ("high", pa.float64()),
        ("n", pa.int64()),  # rows or roll calls that went in
        ("unit", pa.string()),
        ("method", pa.string()),
        ("evidence", pa.string()),  # how to find the rows: ids, or a source and a filter
    ]
)
SORT: Final = tuple((name, "ascending") for name in ("actor", "partner", "year", "measure"))


def on_its_own_engine(expression: Any) -> pa.Table:
    """Run an Ibis expression on the engine that its tables belong to."""
    return expression.to_pyarrow()
