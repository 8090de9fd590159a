"""Which rows of a data set can be: years, values, states at their date, and each thing said once."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook import INDICATORS
from suasion.gather.codes import last_year
from suasion.gather.dataset import Dataset
from suasion.gather.problems import Problems

FIRST_YEAR: Final = 1815  # ATOP begins a year before the COW state system
LAST_YEAR: Final = 2100
# Net of what came back: repayments, refunds, disinvestment. The OECD books refunds of grants as grants below 0.
SIGNED: Final = frozenset(
    {"oda-net", "oda-loans-net", "oda-grants", "oda-humanitarian", "oda-technical", "oda-multilateral", "fdi-stock"}
)
_COUNTED: Final = frozenset({"USD", "TIV", "count", "people", "doses", "case", "flag", "share", "km", "vote"})
_KEY: Final = ("indicator", "actor", "partner", "item", "first_year", "last_year", "date")


def in_range(rows: pa.Table, problems: Problems) -> pa.Table:
    """Leave out rows whose years cannot be, or run backwards."""
    first, last = rows["first_year"], rows["last_year"]
    good = pc.and_(
        pc.and_(pc.greater_equal(first, FIRST_YEAR), pc.less_equal(last, LAST_YEAR)), pc.less_equal(first, last)
    )
    _leave(rows, pc.fill_null(good, False), "years that cannot be, or the last before the first", problems)
    return rows.filter(pc.fill_null(good, False))


def possible(rows: pa.Table, dataset: Dataset, problems: Problems) -> pa.Table:
    """Leave out values that their indicator cannot have, and states that had ended by then.

    The description's ``expected.values`` say what a value can be. Where they are silent, what counts, measures or pays
    something is not negative, unless its figures are net (`SIGNED`).
    """
    good = pa.chunked_array([pa.repeat(True, rows.num_rows)])
    for indicator, (least, most) in dataset.expected.values.items():
        outside = pc.or_(pc.less(rows["value"], least), pc.greater(rows["value"], most))
        wrong = pc.fill_null(pc.and_(pc.equal(rows["indicator"], indicator), outside), False)
        _leave(rows, pc.invert(wrong), f"{indicator} outside {least:,g} to {most:,g}", problems)
        good = pc.and_not(good, wrong)
    rows = rows.filter(good)
    rows = _not_negative(rows, dataset, problems)
    gone = pa.chunked_array([pa.repeat(False, rows.num_rows)])
    for side in ("actor", "partner"):
        rows, ended = _ended(rows, side, dataset.codes.get("heirs", {}), problems)
        gone = pc.or_(gone, ended)
    _leave(rows, pc.invert(gone), "an actor that had ended before that year", problems)
    return rows.filter(pc.invert(gone))


def _not_negative(rows: pa.Table, dataset: Dataset, problems: Problems) -> pa.Table:
    """Leave out negative values of indicators that count, measure or pay something."""
    below = rows.filter(pc.less(rows["value"], 0))
    for name in pc.unique(below["indicator"]).to_pylist():
        unit = INDICATORS[name].unit.partition("-")[0]
        if name in SIGNED or name in dataset.expected.values or unit not in _COUNTED:
            continue
        wrong = pc.fill_null(pc.and_(pc.equal(rows["indicator"], name), pc.less(rows["value"], 0)), False)
        _leave(rows, pc.invert(wrong), f"{name} below 0", problems)
        rows = rows.filter(pc.invert(wrong))
    return rows


def _ended(rows: pa.Table, side: str, heirs: dict[str, str], problems: Problems) -> tuple[pa.Table, pa.ChunkedArray]:
    """Return rows with the heirs of states whose name the publisher goes on using, and which rows have none."""
    codes = rows[side].combine_chunks().dictionary_encode()
    words = codes.dictionary.to_pylist()
    ends = pa.array([last_year(code) for code in words], pa.int16()).take(codes.indices)
    gone = pc.fill_null(pc.greater(rows["first_year"], ends), False)
    heir = pa.array([heirs.get(code) for code in words], pa.string()).take(codes.indices)
    led = pc.and_(gone, pc.is_valid(heir))
    inherited = rows.filter(led)
    if inherited.num_rows:
        named = ", ".join(f"{code} for {heirs[code]}" for code in words if code in heirs)
        problems.add(
            f"{inherited.num_rows:,} rows call an actor by the name of one that had ended ({named}) and stand under "
            f"the later one, for example {', '.join(inherited['row'].slice(0, 3).to_pylist())}.",
            severity="warning",
        )
    index = rows.schema.get_field_index(side)
    return rows.set_column(index, side, pc.if_else(led, heir, rows[side])), pc.and_not(gone, led)


def _leave(rows: pa.Table, good: pa.ChunkedArray, why: str, problems: Problems) -> None:
    bad = rows.filter(pc.invert(good))
    if bad.num_rows:
        said = [f"{r['row']}: {r['indicator']} {r['actor']} {r['first_year']}" for r in bad.slice(0, 3).to_pylist()]
        problems.add(
            f"{bad.num_rows:,} rows have {why} and were left out, for example {'; '.join(said)}.",
            remedy="Correct the rows in the file.",
        )


def once(rows: pa.Table, problems: Problems) -> pa.Table:
    """Take each thing once: what is said twice alike is one row, what is said twice differently is none."""
    codes = [_ranks(rows[name]) for name in _KEY]
    keys = np.stack(codes, axis=1) if len(rows) else np.zeros((0, len(_KEY)), dtype=np.int64)
    sizes = keys.max(axis=0, initial=0) + 2
    if float(np.prod(sizes.astype(np.float64))) < 2**62:
        key = np.ravel_multi_index(tuple((keys + 1).T), tuple(sizes))
    else:
        _, key = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(key, kind="stable")
    same = np.zeros(len(key), dtype=bool)
    same[1:] = key[order][1:] == key[order][:-1]
    if not same.any():
        return rows
    return _settled(rows, key, problems)


def _ranks(column: pa.ChunkedArray) -> NDArray[np.int64]:
    indices = column.combine_chunks().dictionary_encode().indices
    return np.asarray(pc.fill_null(indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)


def _settled(rows: pa.Table, key: NDArray[np.int64], problems: Problems) -> pa.Table:
    values = rows["value"].to_numpy()
    _, inverse = np.unique(key, return_inverse=True)
    figures = np.bincount(inverse, weights=~np.isnan(values)) > 0
    # "No figure" beside a figure of the same thing says nothing against it.
    idle = np.isnan(values) & figures[inverse]
    rows, key, values = rows.filter(pa.array(~idle)), key[~idle], values[~idle]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    plain = np.nan_to_num(values, nan=-1e300)
    differs = np.bincount(inverse, weights=plain != plain[first][inverse]) > 0
    is_first = np.zeros(len(key), dtype=bool)
    is_first[first] = True
    alike = pa.chunked_array([pa.array(is_first | differs[inverse])])
    clash = pa.chunked_array([pa.array(~differs[inverse])])
    twice = rows.filter(pc.invert(alike))
    if twice.num_rows:
        problems.add(
            f"{twice.num_rows:,} rows repeat an earlier one and count once, for example "
            f"{', '.join(twice['row'].slice(0, 3).to_pylist())}.",
            severity="warning",
        )
    _leave(rows, clash, "another row that says something else of the same thing", problems)
    return rows.filter(pc.and_(alike, clash))
