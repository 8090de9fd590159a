"""What alignment costs: all pairs of a year of UN votes, in Ibis and in a plain Python loop.

Run as ``python -m bench.measure``. The votes are made up from a seed, as many as the General Assembly has cast; both
ways work on the same rows in the same run and must agree, so that the ratio holds on any machine.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.measure import vote_alignment
from suasion.model.leverage import Basis, Ties, components, sampled_parameters

STATES, CALLS, YEARS = 193, 60, 75  # 868,500 votes; the real ones to 2020 are 870,109
LEAST_RATIO = 1.5  # by how much the measure must beat the loop
DRAWS = 2048


def votes(seed: int = 0) -> Any:
    """Return made-up votes in OBSERVATION_SCHEMA, mostly yes, as the real ones are."""
    rng = np.random.default_rng(seed)
    n = STATES * CALLS * YEARS
    codes = np.array([a + b + c for a in "ABCDE" for b in "ABCDE" for c in "ABCDEFGH"])[:STATES]
    year = np.repeat(np.arange(1946, 1946 + YEARS), STATES * CALLS).astype("int16")
    call = np.tile(np.repeat(np.arange(CALLS), STATES), YEARS)
    columns = {
        "id": pa.array([f"ob-{i:016x}" for i in range(n)]),
        "source": pa.array(["so-0"] * n),
        "indicator": pa.array(["un-vote"] * n),
        "actor": pa.array(np.tile(codes, CALLS * YEARS)),
        "item": pa.array([f"rc-{y}-{c}" for y, c in zip(year.tolist(), call.tolist(), strict=True)]),
        "first_year": pa.array(year),
        "last_year": pa.array(year),
        "value": pa.array(rng.choice([1.0, 2.0, 3.0], n, p=[0.8, 0.13, 0.07])),
        "unit": pa.array(["vote"] * n),
        "status": pa.array(["observed"] * n),
        "known": pa.array(["2020-12-31"] * n),
    }
    empty = {name: pa.nulls(n, OBSERVATION_SCHEMA.field(name).type) for name in OBSERVATION_SCHEMA.names}
    return pa.table(empty | columns, schema=OBSERVATION_SCHEMA)


def plain_loop(table: Any, year: int) -> dict[tuple[str, str], tuple[float, float | None]]:
    """Return S and kappa of all pairs, worked out vote by vote."""
    by_state: dict[str, dict[str, int]] = {}
    columns = (table[name].to_pylist() for name in ("first_year", "actor", "item", "value"))
    for row_year, actor, item, value in zip(*columns, strict=True):
        if row_year == year and value in (1.0, 2.0, 3.0):
            by_state.setdefault(actor, {})[item] = int(value)
    found = {}
    for one, other in combinations(sorted(by_state), 2):
        shared = [(vote, by_state[other][item]) for item, vote in by_state[one].items() if item in by_state[other]]
        mean = sum(abs(a - b) for a, b in shared) / len(shared)
        p = [sum(a == v for a, _ in shared) / len(shared) for v in (1, 2, 3)]
        q = [sum(b == v for _, b in shared) / len(shared) for v in (1, 2, 3)]
        chance = sum(p[i] * q[j] * abs(i - j) for i in range(3) for j in range(3))
        found[one, other] = (1 - mean, 1 - mean / chance if chance else None)
    return found


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long some work took, and what it gave."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def leverage_draws() -> None:
    """Draw leverage of three patrons among thirty givers by six instruments over ten years."""
    rng = np.random.default_rng(0)
    names = tuple(f"S{i:02}" for i in range(30))
    ties = [
        Ties(
            instrument=f"instrument {n}",
            suppliers=names,
            bases=tuple(
                Basis(
                    disbursed=rng.gamma(1, 1e8, (30, 10)),
                    committed=rng.gamma(1, 1e7, (30, 10)),
                    covered=np.ones(30, dtype=bool),
                    size=np.full(10, 2e10),
                    years=tuple(range(2012, 2022)),
                )
                for _ in range(3)
            ),
            control=(0.5, 0.7, 0.9),
        )
        for n in range(6)
    ]
    parameters = sampled_parameters(ties, names[:3], draws=DRAWS, seed=0)
    for one in ties:
        for patron in names[:3]:
            components(one, patron, parameters).leverage.mean()


def main() -> int:
    """Print the table; return 1 where the measure is too slow against the loop, or the two disagree."""
    table, year = votes(), 1946 + YEARS - 1
    connection = ibis.duckdb.connect()
    rows = connection.create_table("observations", table)
    vote_alignment(rows, first_year=year, last_year=year).limit(1)  # import and build once
    measured, found = seconds(lambda: connection.to_pyarrow(vote_alignment(rows, first_year=year, last_year=year)))
    looped, expected = seconds(lambda: plain_loop(table, year))
    agree = all(
        math.isclose(row["s_score"], expected[row["actor"], row["partner"]][0], abs_tol=1e-12)
        and math.isclose(row["kappa"] or 0.0, expected[row["actor"], row["partner"]][1] or 0.0, abs_tol=1e-12)
        for row in found.to_pylist()
    )
    leverage_draws()  # SciPy's import is not what is measured
    drawn, _ = seconds(leverage_draws)
    print(f"{'votes in the table':<50} {table.num_rows:,}")
    print(f"{'pairs of states in one year':<50} {found.num_rows:,}")
    print(f"{'alignment of all pairs, Ibis on DuckDB':<50} {measured:.2f} s")
    print(f"{'the same in a plain Python loop':<50} {looped:.2f} s")
    print(f"{'ratio':<50} {looped / measured:.1f}")
    print(f"{'both agree to 1e-12':<50} {'yes' if agree else 'no'}")
    print(f"{f'{DRAWS:,} draws of leverage, 3 patrons, 6 instruments':<50} {drawn:.2f} s")
    return int(not agree or looped / measured < LEAST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
