"""What dependence of all pairs costs; and how refilling as assumed and as worked out fares against cuts that happened.

Run as ``python -m bench.dependence``. Trade is made up: every pair of 200 states, ten years, both books. Aid is the
OECD's table DAC2a where it lies in a shared folder beside the project; without it the second half says so. There,
each cut of a half or more by a donor that had held a tenth or more of a client's gross aid is predicted from the
years before it alone, and held against what the other donors then gave more, as a part of what the donor gave.
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
import pyarrow.compute as pc
from ibis.expr.types import Table

from suasion import gather
from suasion.codebook import OBSERVATION_SCHEMA
from suasion.measure.concentration_table import concentrations
from suasion.measure.dependence_table import dependence
from suasion.measure.refill_episodes import refill_episodes
from suasion.measure.substitution import substitution
from suasion.measure.trade_dependence import trade_dependence
from suasion.model.leverage import CAPACITY, REALISED, UNSEEN, WILLINGNESS

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "oecd_dac2a.parquet"
STATES, YEARS = 200, range(2012, 2022)
ALL: dict[str, Any] = {"first_year": 1816, "last_year": 2100}
AIM_SECONDS = 20.0
LEAST_COVERED = 0.9  # the interval is meant to hold nine in ten
EVERY = -1e9  # a cut of this part: every supplier and year, whether it gave less or more


def made_up_trade(seed: int = 0) -> pa.Table:
    """Return exports and imports of every pair, by both books, and GDP, as observations."""
    rng = np.random.default_rng(seed)
    names = [f"S{n:03d}" for n in range(STATES)]
    size = rng.lognormal(26, 2, STATES)
    one, other, year = (a.ravel() for a in np.meshgrid(range(STATES), range(STATES), YEARS, indexing="ij"))
    one, other, year = (a[one != other] for a in (one, other, year))
    sold = size[one] * size[other] / size.sum() * rng.lognormal(-2, 1, len(one))
    pieces = [
        _rows("exports", one, other, year, sold, names),
        _rows("imports", other, one, year, sold * rng.lognormal(0.07, 0.3, len(one)), names),
    ]
    of, when = (a.ravel() for a in np.meshgrid(range(STATES), YEARS, indexing="ij"))
    for kind in ("exports", "imports"):  # all that a state sells and buys, published
        pieces.append(_rows(kind, of, None, when, size[of], names))
    pieces.append(_rows("gdp", of, None, when, size[of], names))
    return pa.concat_tables(pieces)


def _rows(
    indicator: str, actor: np.ndarray, partner: np.ndarray | None, year: np.ndarray, value: np.ndarray, names: list[str]
) -> pa.Table:
    n = len(actor)
    words = pa.array(names)
    columns = {
        "id": pa.array([f"ob-{indicator}-{partner is None}-{i}" for i in range(n)]),
        "source": pa.repeat("so-made-up", n),
        "indicator": pa.repeat(indicator, n), "actor": words.take(pa.array(actor)),
        "partner": pa.nulls(n, pa.string()) if partner is None else words.take(pa.array(partner)),
        "first_year": pa.array(year, pa.int16()), "last_year": pa.array(year, pa.int16()), "value": pa.array(value),
        "unit": pa.repeat("USD-2022", n), "status": pa.repeat("observed", n), "known": pa.repeat("2024-01-01", n),
    }  # fmt: skip
    return pa.table({f.name: columns.get(f.name, pa.nulls(n, f.type)) for f in OBSERVATION_SCHEMA})


def growth_of_others(aid: Table) -> None:
    """Print where the assumed capacity lies among what all other donors of a client gave more in a year."""
    every = refill_episodes(aid, "oda-gross", large=0.1, cut=EVERY, **ALL)
    growth = every["others_growth"].to_numpy()
    quantiles = " ".join(f"{q:.0%}: {np.quantile(growth, q):+.2f}" for q in (0.1, 0.25, 0.5, 0.75, 0.9, 0.95))
    print(f"growth of all others in a year, {len(growth):,} donors, clients and years: {quantiles}")
    below = ", ".join(f"{c:g} above {np.mean(growth < c):.0%} of years" for c in CAPACITY)
    print(f"assumed capacity: {below}")
    cuts = refill_episodes(aid, "oda-gross", **ALL)
    refilled = cuts["refilled"].to_numpy()
    capped = np.clip(refilled, 0, 1)
    others = cuts["others_growth"].to_numpy()
    print(
        f"{len(cuts)} cuts: others gave more by a median of {np.median(refilled):.2f} of the loss, capped at 0 and 1 "
        f"a mean of {capped.mean():.2f} (assumed willingness {WILLINGNESS[0]:g} to {WILLINGNESS[2]:g}); their growth "
        f"had a median of {np.median(others):+.3f}, in all years of such donors {np.median(growth):+.3f}"
    )


def held_against_cuts(aid: Table) -> float:
    """Print how the interval of refilling fared in years after those it was worked out from; return its coverage."""
    cuts = {
        (row["client"], row["supplier"], row["year"]): row
        for row in refill_episodes(aid, "oda-gross", **ALL).to_pylist()
    }
    before = refill_episodes(aid, "oda-gross", large=0.1, cut=EVERY, **ALL)
    flows = {}
    for row in aid.select("actor", "partner", "first_year", "value").to_pyarrow().to_pylist():
        flows[row["partner"], row["actor"], row["first_year"] + 1] = row["value"]
    known = sorted(set(pc.unique(before["year"]).to_pylist()))[3:]
    told = []
    for year in known:
        table = substitution(aid, first_year=year - 1, last_year=year - 1, realised=REALISED, indicators=["oda-gross"])
        for row in table.filter(pc.equal(table["measure"], "refilled [oda-gross]")).to_pylist():
            cut = cuts.get((row["actor"], row["partner"], year))
            if cut is not None and row["value"] is not None:
                gave = flows[row["actor"], row["partner"], year]
                actual = min(1.0, max(0.0, cut["others"] * cut["others_growth"] / gave))
                told.append((actual, row["low"], row["value"], row["high"]))
    actual, low, value, high = np.array(told).T
    covered = float(np.mean((actual >= low - 1e-9) & (actual <= high + 1e-9)))
    print(
        f"{len(told)} cuts of {known[0]} to {known[-1]} told from earlier years: the interval holds {covered:.0%}; "
        f"value {value.mean():.2f} on average, happened {actual.mean():.2f}; mean absolute error "
        f"{np.abs(value - actual).mean():.2f}, of the mean alone {np.abs(actual - actual.mean()).mean():.2f}; "
        f"correlation {np.corrcoef(value, actual)[0, 1]:.2f}"
    )
    return covered


def main() -> int:
    trade = ibis.memtable(made_up_trade())
    started, busy = time.perf_counter(), time.process_time()
    found = trade_dependence(trade, **ALL)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    pairs = STATES * (STATES - 1) * len(YEARS)
    print(
        f"trade dependence of {pairs:,} directed dyad-years: {found.num_rows:,} rows in {seconds:.1f} s "
        f"({busy:.1f} s of processor time, aim 20)"
    )
    del found
    if not SHARED.exists():
        print(f"{SHARED.name} does not lie in a shared folder beside the project: refilling was not measured")
        return int(busy > AIM_SECONDS)
    rows = gather.read_rows("oecd-dac2a", SHARED.read_bytes(), file_name=SHARED.name).rows
    ids = pa.array([f"ob-{n}" for n in range(len(rows))])
    table = ibis.memtable(rows.set_column(0, "id", ids)).mutate(source=ibis.literal("so-dac"))
    first, last = ALL["first_year"], ALL["last_year"]
    works: dict[str, Callable[[], pa.Table]] = {
        "shares": lambda: dependence(table, first_year=first, last_year=last, unseen=UNSEEN[2], realised=REALISED),
        "concentration": lambda: concentrations(
            table, first_year=first, last_year=last, unseen=UNSEEN[2], realised=REALISED
        ),
        "substitution": lambda: substitution(table, first_year=first, last_year=last, realised=REALISED),
    }
    for name, work in works.items():
        started, spent = time.perf_counter(), time.process_time()
        measured = work()
        took, spent = time.perf_counter() - started, time.process_time() - spent
        print(f"{name} of all clients, donors, years and kinds of aid: {measured.num_rows:,} rows in {took:.1f} s "
              f"({spent:.1f} s of processor time)")  # fmt: skip
    gross = table.filter(table.indicator == "oda-gross", table.status == "observed", table.value.notnull())
    growth_of_others(gross)
    covered = held_against_cuts(gross)
    return int(busy > AIM_SECONDS or covered < LEAST_COVERED)


if __name__ == "__main__":
    sys.exit(main())
