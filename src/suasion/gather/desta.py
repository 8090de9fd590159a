"""Trade agreements (DESTA): one observation a pair of members, in the year of signature and of entry into force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.gather.codes import by_table
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations, years
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_ACCESSION: Final = 5  # to an agreement of many states (typememb), whose new members meet each other too
_ALONE: Final = 0  # not of a group (mc1 ...); in an agreement without groups all are
_NEW: Final = 1


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return agreements by pair of members; undirected, one row a pair."""
    for every in tables["treaties"]:
        kinds = mapped(every, "entry", dataset.codes["entry"], problems)
        withdrawn = np.asarray(pc.fill_null(pc.equal(every["entry"], "withdrawal"), False))
        problems.add("withdrawals are left out.", input=every.file, rows=every.rows[withdrawn], severity="warning")
        sheet = every.keep(np.asarray(pc.is_valid(kinds)))
        pairs = _pairs(sheet, dataset.tables["treaties"].counted)
        for indicator, column in (("trade-agreement-signed", "year"), ("trade-agreement-force", "force")):
            when = years(pairs, column)
            dated = pairs.keep(when > 0)
            yield observations(
                dated,
                indicator=indicator,
                actor=by_table(dated, "one", when[when > 0], dataset, problems, system="m49"),
                partner=by_table(dated, "other", when[when > 0], dataset, problems, system="m49"),
                item=said(dated, "desta-{number}", dataset),
                label=said(dated, "{name} ({entry})", dataset, unknown="untitled"),
                first_year=when[when > 0],
                value=1,
            )


def _pairs(sheet: Sheet, counted: int) -> Sheet:
    """Return a row for each pair of members that an agreement joins, the lower number first."""
    members, groups = (_grid(sheet, name, counted) for name in ("c", "mc"))
    left, right = np.triu_indices(counted, k=1)
    both = (members[:, left] > 0) & (members[:, right] > 0)
    apart = groups[:, left] != groups[:, right]
    free = (groups[:, left] == _ALONE) & (groups[:, right] == _ALONE)
    new = (groups[:, left] == _NEW) & (groups[:, right] == _NEW) & (sheet.array("kind") == _ACCESSION)[:, None]
    at, pair = np.nonzero(both & (apart | free | new))
    ends = np.sort(np.stack([members[at, left[pair]], members[at, right[pair]]]), axis=0)
    data = sheet.data.take(pa.array(at))
    for name, numbers in zip(("one", "other"), ends, strict=True):
        data = data.append_column(name, pa.array(numbers).cast(pa.string()))
    return msgspec.structs.replace(sheet, data=data, rows=sheet.rows[at])


def _grid(sheet: Sheet, name: str, counted: int) -> NDArray[np.int64]:
    """Return columns name1, name2 ... side by side, shape (n_rows, counted), 0 where nothing stands."""
    return np.stack([sheet.array(f"{name}{n}").astype(np.int64) for n in range(1, counted + 1)], axis=1)
