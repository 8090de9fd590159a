"""What S, kappa and pi of all pairs and years of UN votes cost, all at once and in a pandas loop.

Run as ``python -m bench.alignment``. The votes are the real ones where they lie in a shared folder beside the project,
else made up from a seed, as many as the General Assembly has cast. The loop takes a sample of the pairs, in the same
run, since all would take it half an hour; what it finds must agree with the measure.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from bench.measure import votes as made_up
from suasion.codebook import OBSERVATION_SCHEMA
from suasion.measure.alignment import alignment

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
MEASURES = ("kappa", "pi", "s-score")
PAIRS = 400  # of states and years that the loop takes
AIM_SECONDS = 5.0
LEAST_RATIO = 20.0


def real(votes: pa.Table, calls: pa.Table) -> pa.Table:
    """Return the votes in OBSERVATION_SCHEMA, states under the names that the publisher gives them."""
    joined = votes.join(calls.select(["rcid", "date"]).cast(pa.schema([("rcid", pa.int64()), ("date", pa.date32())])),
                        "rcid")  # fmt: skip
    n = joined.num_rows
    year = pa.array(joined["date"].to_numpy().astype("datetime64[Y]").astype(int) + 1970, pa.int16())
    codes = {"yes": 1.0, "abstain": 2.0, "no": 3.0}
    columns = {
        "source": pa.array(["so-0"] * n), "indicator": pa.array(["un-vote"] * n),
        "actor": joined["country"].cast(pa.string()), "item": joined["rcid"].cast(pa.string()),
        "first_year": year, "last_year": year, "value": pa.array([codes[v] for v in joined["vote"].to_pylist()]),
        "unit": pa.array(["vote"] * n), "status": pa.array(["observed"] * n), "known": pa.array(["2020-12-31"] * n),
    }  # fmt: skip
    empty = {name: pa.nulls(n, OBSERVATION_SCHEMA.field(name).type) for name in OBSERVATION_SCHEMA.names}
    return pa.table(empty | columns, schema=OBSERVATION_SCHEMA)


def taken() -> tuple[str, pa.Table]:
    """Return which votes these are, and the votes."""
    paths = [SHARED / "un_votes.parquet", SHARED / "un_roll_calls.parquet"]
    if all(path.exists() for path in paths):
        return "real, to January 2020", real(*(pq.read_table(path) for path in paths))
    return "made up", made_up()


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long some work took, and what it gave."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def pandas_loop(frame: Any, pairs: list[tuple[str, str, int]]) -> dict[tuple[str, str, int], tuple[float, ...]]:
    """Return kappa, pi and S of some pairs and years, as a plain pandas script works them out."""
    tables = {
        year: votes.pivot_table(index="item", columns="actor", values="value")
        for year, votes in frame[frame.year.isin({year for *_, year in pairs})].groupby("year")
    }
    found = {}
    for one, other, year in pairs:
        both = tables[year][[one, other]].dropna()
        a, b = both[one], both[other]
        apart = (a - b).abs().mean()
        p, q = (series.value_counts(normalize=True).reindex([1.0, 2.0, 3.0]).fillna(0.0) for series in (a, b))
        m = (p + q) / 2
        own, pooled = (sum(x[i] * y[j] * abs(i - j) for i in x.index for j in y.index) for x, y in ((p, q), (m, m)))
        found[one, other, year] = (
            1 - apart / own if own else np.nan, 1 - apart / pooled if pooled else np.nan, 1 - apart,
        )  # fmt: skip
    return found


def main() -> int:
    """Print the table; return 1 where the measure is too slow against the loop, or the two disagree."""
    which, table = taken()
    connection = ibis.duckdb.connect()
    rows = connection.create_table("observations", table)
    measure = lambda **more: alignment(rows, measures=MEASURES, draws=0, **more)  # noqa: E731
    measure(first_year=2000, last_year=2000)  # import and build once
    took, found = seconds(lambda: measure(first_year=1946, last_year=2020))
    three = len(MEASURES)
    n_pairs = found.num_rows // three
    print(f"{'votes':<50} {table.num_rows:,} ({which})")
    print(f"{'pairs of states and years':<50} {n_pairs:,}")
    print(f"{'S, kappa and pi of all':<50} {took:.2f} s (aim: under {AIM_SECONDS:.0f} s)")
    print(f"{'pairs and years a second':<50} {n_pairs / took:,.0f}")
    try:
        import pandas as pd
    except ImportError:
        print("pandas is not installed, so there is no loop to compare with. Install it: pip install pandas")
        return 0
    frame = pd.DataFrame({
        "year": table["first_year"].to_numpy(), "actor": table["actor"].to_pandas(), "item": table["item"].to_pandas(),
        "value": table["value"].to_numpy(),
    })  # fmt: skip
    # One year's pairs, so that its table is made once for many; the loop is given that.
    of_2018 = found.filter(pa.compute.equal(found["year"], 2018)).to_pylist()[::three]
    picked = np.random.default_rng(0).choice(len(of_2018), PAIRS, replace=False)
    sample = [(row["actor"], row["partner"], row["year"]) for row in (of_2018[i] for i in picked)]
    looped, expected = seconds(lambda: pandas_loop(frame, sample))
    measured: dict[Any, list[float]] = {key: [] for key in sample}
    for row in found.filter(pa.compute.equal(found["year"], 2018)).to_pylist():
        if (key := (row["actor"], row["partner"], row["year"])) in measured:
            measured[key].append(np.nan if row["value"] is None else row["value"])
    agree = all(np.allclose(measured[key], expected[key], rtol=0, atol=1e-12, equal_nan=True) for key in sample)
    ratio = (n_pairs / took) / (PAIRS / looped)
    print(f"{f'a pandas loop over {PAIRS:,} of them':<50} {looped:.2f} s")
    print(f"{'pairs and years a second':<50} {PAIRS / looped:,.0f}")
    print(f"{'ratio of the rates':<50} {ratio:,.0f} (at least {LEAST_RATIO:.0f})")
    print(f"{'both agree to 1e-12':<50} {'yes' if agree else 'no'}")
    drawn, intervals = seconds(
        lambda: alignment(rows, actor=sample[0][0], first_year=2015, last_year=2020, measures=MEASURES)
    )
    cells = intervals.num_rows // three
    print(f"{'one state with all others from 2015, 2,048 draws':<50} {drawn:.2f} s, {cells:,} pairs and years")
    return int(not agree or ratio < LEAST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
