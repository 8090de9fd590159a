"""Mirror gaps: where two states' books of the same trade differ beyond what freight and insurance explain."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.problems import Problems

# Imports count freight and insurance, some 5 to 20 per cent of the goods' worth; twice is no such thing.
FACTOR: Final = 2.0
LEAST_USD: Final = 10e6  # below it one shipment at the turn of a year makes the difference
SHOWN: Final = 5


def name_mirror_gaps(rows: pa.Table, problems: Problems) -> None:
    """Name the pairs and years in which exports by one's books and imports by the other's differ.

    Parameters
    ----------
    rows
        Observations of one data set; of them "exports" and "imports" of pairs are compared, year by year.
    problems
        Takes one problem for all: how many, of how many that both sides report, and the largest.

    Notes
    -----
    Both figures stay in the rows, each as its reporter gives it: none is corrected by the other.
    """
    pairs = rows.filter(pc.and_(pc.is_valid(rows["partner"]), pc.is_valid(rows["value"])))
    sold, bought = (pairs.filter(pc.equal(pairs["indicator"], name)) for name in ("exports", "imports"))
    if not sold.num_rows or not bought.num_rows:
        return
    names = pc.unique(pa.chunked_array([*pairs["actor"].chunks, *pairs["partner"].chunks]))
    keys = [
        np.stack(
            [
                pc.index_in(table[seller].combine_chunks(), names).to_numpy(zero_copy_only=False).astype(np.int64),
                pc.index_in(table[buyer].combine_chunks(), names).to_numpy(zero_copy_only=False).astype(np.int64),
                table["first_year"].to_numpy().astype(np.int64),
            ]
        )
        for table, seller, buyer in ((sold, "actor", "partner"), (bought, "partner", "actor"))
    ]
    one, other = (np.ravel_multi_index(tuple(key), (len(names), len(names), 10_000)) for key in keys)
    _, left, right = np.intersect1d(one, other, return_indices=True)
    sent, got = sold["value"].to_numpy()[left], bought["value"].to_numpy()[right]
    larger, smaller = np.maximum(sent, got), np.minimum(sent, got)
    gaps = np.flatnonzero((larger >= LEAST_USD) & (larger > FACTOR * smaller))
    if not len(gaps):
        return
    worst = gaps[np.argsort(smaller[gaps] - larger[gaps], kind="stable")][:SHOWN]
    shown = "; ".join(
        f"{sold['actor'][int(left[i])].as_py()} to {sold['partner'][int(left[i])].as_py()} in "
        f"{sold['first_year'][int(left[i])].as_py()}: sent {sent[i] / 1e6:,.0f}, got {got[i] / 1e6:,.0f} million"
        for i in worst
    )
    problems.add(
        f"mirror gaps: in {len(gaps):,} of {len(left):,} pairs and years that both sides report, what one says it sent "
        f"and the other says it got differ by more than {FACTOR:g} times; the largest: {shown}.",
        severity="warning",
        remedy="Look at trade by way of third states (Hong Kong, Singapore, the Netherlands) before using either side.",
    )
