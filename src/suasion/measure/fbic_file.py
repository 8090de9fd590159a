"""A file of FBIC components, CSV or Parquet, as columns."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyarrow as pa

from suasion.errors import DatasetError
from suasion.measure.fbic_columns import KEYS
from suasion.measure.fbic_terms import TERMS

_WHOLE: Final = ("atopoffense", "fbic", "bandwidth", "dependence", "bandwidthmax", "dependencemax", "fbicmax")
WANTED: Final = frozenset(
    (*KEYS, *_WHOLE, *(f"{name}_plus" for name in _WHOLE))
).union(*(term.columns for terms in TERMS.values() for term in terms))  # fmt: skip


def read_components(path: Path) -> pa.Table:
    """Return the columns of a file that `suasion.measure.fbic` can use, with their cells as they are.

    Parameters
    ----------
    path
        The publisher's file or an extract, in CSV or Parquet, with the publisher's column names. Its other columns
        (names of countries, lists of organisations, sources) are left where they are.

    Raises
    ------
    DatasetError
        If the file cannot be read, is damaged or no table, or has a column twice.
    """
    from suasion.gather import describe
    from suasion.gather.formats import raw_tables

    try:
        data = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}). Name a file of FBIC components.") from error
    for raw in raw_tables(path.name, data, describe("fbic")):
        at = [i for i, name in enumerate(raw.header) if name in WANTED]
        names = [raw.header[i] for i in at]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DatasetError(f"{path.name} has the column {twice[0]} twice. Keep one of them.")
        if at:
            columns, *_ = raw.load(at)
            return pa.table(dict(zip(names, columns, strict=True)))
    raise DatasetError(
        f"{path.name} has none of the columns of FBIC. Take the publisher's file, and keep its column names."
    )
