"""What a panel costs: directed dyad-years 1946 to 2020 with ten things added, in Ibis and in plain pandas.

Run as ``python -m bench.panel``, with the data sets of the folder ``shared/data`` beside the checkout; without them
there is nothing to measure. Both ways work on the same observations, each in a process of its own so that its memory
can be told, and must agree on every figure.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from suasion import gather
from suasion.panel import Panel, create_dyad_years
from suasion.panel.geography import EARTH_RADIUS_KM
from suasion.panel.states import members
from suasion.panel.succession import bearers, lines

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
SETS = (
    "atop-alliance", "cow-capitals", "cow-contdir", "cow-igo-dyad-year", "cow-majors", "cow-mid-dyads", "cow-mindist",
    "cow-nmc", "tss-rivalries", "unga-idealpoints", "un-votes",
)  # fmt: skip
FIRST, LAST, CLIENT = 1946, 2020, "KHM"
TIMES = 3  # the best counts: other work on the machine only ever adds
MOST_SECONDS, MOST_GB, MOST_CLIENT_SECONDS = 10.0, 4.0, 1.0
LEAST_RATIO = 1.5  # by how much the panel must beat plain pandas


def added(panel: Panel) -> Panel:
    """Return the panel with ten things added."""
    return (
        panel.add_alliances()
        .add_igos()
        .add_capabilities()
        .add_contiguity()
        .add_minimum_distance()
        .add_major_powers()
        .add_disputes()
        .add_rivalries()
        .add_ideal_points()
        .add_capital_distance()
    )


def gathered(folder: Path) -> None:
    """Write the observations and their sources as a record would have them: all in one table, in any order."""
    read = []
    for name in SETS:
        (file,) = gather.open_files(name, [DATA])
        read.append(gather.read_rows(name, file.data, file_name=file.name))
    pq.write_table(pa.concat_tables([one.rows for one in read]), folder / "observations.parquet")
    known = [{"id": one.source.id, "name": one.source.name, "citation": one.source.citation} for one in read]
    pq.write_table(pa.Table.from_pylist(known), folder / "sources.parquet")


def peak_gb() -> float:
    """Return the most memory that this process has had, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the shortest time of several, and what the work gave."""
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - start)
    return min(times), found


def in_ibis(folder: Path) -> dict[str, float]:
    """Time the panel on DuckDB, and leave its rows for the comparison."""
    import ibis

    connection = ibis.duckdb.connect(folder / "observations.duckdb")
    rows = connection.create_table("observations", connection.read_parquet(folder / "observations.parquet"))
    sources = pq.read_table(folder / "sources.parquet")

    def bare() -> Panel:
        asked = {"first_year": FIRST, "last_year": LAST, "observations": rows, "sources": sources}
        return create_dyad_years(directed=True, run=connection.to_pyarrow, **asked)

    def whole(panel: Panel) -> pa.Table:
        return connection.to_pyarrow(panel.table)

    told: dict[str, float] = {}
    told["s"], table = best(lambda: whole(added(bare())))
    told["gb"], told["rows"], told["columns"] = peak_gb(), table.num_rows, table.num_columns
    told["figures_s"], _ = best(lambda: whole(added(bare()).without_status()))
    panel = added(bare())
    told["client_s"], _ = best(panel.filter_client(CLIENT).to_pyarrow)
    told["client_first_s"], _ = best(lambda: added(bare().filter_client(CLIENT)).to_pyarrow())
    told["votes_s"], _ = best(lambda: whole(bare().add_votes()))
    pq.write_table(panel.without_status().to_pyarrow(), folder / "ibis.parquet")
    return told


def in_pandas(folder: Path) -> dict[str, float]:
    """Time the same steps as merges of data frames, without saying what each figure is; leave its rows too."""
    observations = pq.read_table(folder / "observations.parquet").to_pandas()
    seconds, frame = best(lambda: plain_pandas(observations))
    peak = peak_gb()
    frame.sort_values(["actor", "partner", "year"]).to_parquet(folder / "pandas.parquet", index=False)
    return {"s": seconds, "gb": peak, "rows": len(frame)}


def plain_pandas(observations: Any) -> Any:
    """Return the panel as merges of data frames, each with its key checked."""
    import pandas as pd

    states = members("cow", first_year=FIRST, last_year=LAST).to_pandas()
    one = states.rename(columns={"number": "actor_cow"})
    other = states.rename(columns={"actor": "partner", "number": "partner_cow"})
    pairs = one.merge(other, on="year")
    pairs = pairs[pairs.actor != pairs.partner]
    borne = bearers(FIRST, LAST).to_pandas()

    def rows(indicator: str) -> Any:
        found = observations[observations.indicator == indicator]
        return found[(found.first_year <= LAST) & (found.last_year >= FIRST)]

    def yearly(found: Any) -> Any:
        first, last = found.first_year.clip(lower=FIRST), found.last_year.clip(upper=LAST)
        length = (last - first + 1).to_numpy()
        spread = found.loc[found.index.repeat(length)]
        spread["year"] = np.repeat(first.to_numpy(), length) + np.arange(length.sum()) - np.repeat(
            np.cumsum(length) - length, length
        )  # fmt: skip
        for side in ("actor", "partner"):
            spread["line"] = spread[side].map(lines())
            spread = spread.merge(borne, on=["line", "year"], how="left", validate="m:1")
            heir = spread.bearer.notna() & (spread.first_year < spread.last_year)
            spread[side] = spread[side].mask(heir, spread.bearer)
            spread = spread.drop(columns=["line", "bearer"])
        return spread

    def both_ways(found: Any) -> Any:
        return pd.concat([found, found.rename(columns={"actor": "partner", "partner": "actor"})])

    def joined(frame: Any, right: Any, on: list[str]) -> Any:
        return frame.merge(right, on=on, how="left", validate="m:1")

    def covered(frame: Any, column: str, first: int, last: int) -> None:
        none = frame[column].isna() & frame.year.between(first, last)
        frame.loc[none, column] = 0.0

    pair, by_state = ["actor", "partner", "year"], ["actor", "year"]

    found = rows("alliance-defense").rename(columns={"first_year": "year"})
    found["alliance"], found["alliance_defense"] = 1.0, found["value"]
    words = {"offense": "offence", "neutrality": "neutrality", "nonaggression": "non-aggression"}
    words |= {"consultation": "consultation"}
    for name, word in words.items():
        found[f"alliance_{name}"] = found.label.str.contains(word, regex=False).astype(float)
    columns = ["alliance", "alliance_defense", *(f"alliance_{name}" for name in words)]
    pairs = joined(pairs, found[[*pair, *columns]], pair)
    for column in columns:
        covered(pairs, column, found.year.min(), found.year.max())

    for indicator, column in (("igo-shared", "igos_shared"), ("min-distance", "min_distance_km")):
        found = both_ways(rows(indicator).rename(columns={"first_year": "year", "value": column}))
        pairs = joined(pairs, found[[*pair, column]], pair)

    def of_states(frame: Any, right: Any, columns: list[str]) -> Any:
        for side in ("actor", "partner"):
            called = {column: f"{side}_{column}" for column in columns}
            named = right[[*by_state, *columns]].rename(columns={"actor": side} | called)
            frame = joined(frame, named, [side, "year"])
        return frame

    pairs = of_states(pairs, rows("cinc").rename(columns={"first_year": "year", "value": "cinc"}), ["cinc"])

    found = both_ways(yearly(rows("contiguity")))
    nearest = found.assign(value=found["value"].mask(found["value"] == 0)).groupby(pair)["value"].min().fillna(0.0)
    pairs = joined(pairs, nearest.rename("contiguity").reset_index(), pair)
    covered(pairs, "contiguity", 1816, 2016)

    found = yearly(rows("major-power"))
    powers = found.groupby(by_state)["value"].max().rename("major_power").reset_index()
    pairs = of_states(pairs, powers, ["major_power"])
    for side in ("actor", "partner"):
        covered(pairs, f"{side}_major_power", 1816, 2016)

    found = rows("dispute").rename(columns={"first_year": "year"})
    found["onset"] = found.label.str.contains("began that year", regex=False).astype(float)
    grouped = found.groupby(pair).agg(
        dispute_onset=("onset", "max"), disputes=("item", "nunique"), dispute_hostility=("value", "max")
    )
    grouped.insert(0, "dispute", 1.0)
    pairs = joined(pairs, grouped.reset_index(), pair)
    for column in grouped.columns:
        covered(pairs, column, 1816, 2014)

    found = both_ways(yearly(rows("rivalry")))
    pairs = joined(pairs, found.groupby(pair)["value"].max().rename("rivalry").reset_index(), pair)

    points = rows("ideal-point").rename(columns={"first_year": "year", "value": "ideal_point"})
    pairs = of_states(pairs, points, ["ideal_point"])
    pairs["ideal_point_distance"] = (pairs.actor_ideal_point - pairs.partner_ideal_point).abs()

    places = []
    for which in ("latitude", "longitude"):
        found = yearly(rows(f"capital-{which}")).sort_values("date")
        places.append(np.radians(found.groupby(by_state)["value"].last()).rename(which))
    placed = pd.concat(places, axis=1).reset_index()
    pairs = of_states(pairs, placed, ["latitude", "longitude"])
    lat, lon = pairs.partner_latitude - pairs.actor_latitude, pairs.partner_longitude - pairs.actor_longitude
    chord = np.sin(lat / 2) ** 2 + np.cos(pairs.actor_latitude) * np.cos(pairs.partner_latitude) * np.sin(lon / 2) ** 2
    pairs["capital_distance_km"] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord.clip(upper=1.0)))
    return pairs.drop(columns=[c for c in pairs.columns if c.endswith(("latitude", "longitude"))])


def differences(folder: Path) -> list[str]:
    """Return the columns in which the two tables differ by more than rounding."""
    one = pq.read_table(folder / "ibis.parquet").to_pandas()
    other = pq.read_table(folder / "pandas.parquet").to_pandas()
    if len(one) != len(other) or set(one.columns) != set(other.columns):
        return [f"{len(one)} and {len(other)} rows", *sorted(set(one.columns) ^ set(other.columns))]
    differ = []
    for column in one.columns:
        if one[column].dtype.kind == "f":
            same = np.allclose(one[column], other[column].astype(float), rtol=1e-9, atol=1e-6, equal_nan=True)
        else:
            same = (one[column].to_numpy() == other[column].to_numpy()).all()
        differ += [] if same else [column]
    return differ


def apart(work: Callable[[Path], dict[str, float]], folder: Path) -> dict[str, float]:
    """Return what some work told, done in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (folder,))


def main() -> int:
    """Print the table; return 1 where a bound is broken, or the two disagree."""
    if not DATA.is_dir():
        print(f"no data sets in {DATA}; nothing measured")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gathered(folder)
        ours, plain = apart(in_ibis, folder), apart(in_pandas, folder)
        differ = differences(folder)
    print(f"{f'directed dyad-years {FIRST} to {LAST}':<58} {ours['rows']:,.0f}")
    print(f"{'columns after ten add_*, with what each figure is':<58} {ours['columns']:.0f}")
    print(f"{'ten add_* and all rows, Ibis on DuckDB':<58} {ours['s']:.2f} s, {ours['gb']:.2f} GB at most")
    print(f"{'the figures alone, Ibis on DuckDB':<58} {ours['figures_s']:.2f} s")
    print(f"{'the figures alone, plain pandas':<58} {plain['s']:.2f} s, {plain['gb']:.2f} GB at most")
    print(f"{'ratio of the two':<58} {plain['s'] / ours['figures_s']:.1f}")
    print(f"{f'that panel filtered to one client ({CLIENT})':<58} {ours['client_s']:.2f} s")
    print(f"{'the panel made for one client, from nothing':<58} {ours['client_first_s']:.2f} s")
    print(f"{'alignment of votes added to all pairs and years':<58} {ours['votes_s']:.2f} s")
    print(f"{'both agree':<58} {'yes' if not differ else 'no: ' + ', '.join(differ)}")
    bounds = (
        (ours["s"], MOST_SECONDS),
        (ours["client_s"], MOST_CLIENT_SECONDS),
        (ours["gb"], MOST_GB),
        (LEAST_RATIO, plain["s"] / ours["figures_s"]),
    )
    return int(bool(differ) or any(found > most for found, most in bounds))


if __name__ == "__main__":
    sys.exit(main())
