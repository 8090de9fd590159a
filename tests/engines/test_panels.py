"""The same panel on DuckDB, Polars and Spark is the same table; engines that are not installed are skipped."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest

from suasion.panel import Panel, create_dyad_years, create_state_years

YEARS = {"first_year": 1989, "last_year": 1994}
SOME = ("CHN", "KHM", "JPN", "RUS", "SUN", "THA", "USA", "VNM")

# Said by pyspark 4.3 with pandas 3, and by Ibis 12 of pandas 3 and of pyspark.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::UserWarning")


@pytest.fixture(scope="module")
def rows(row, table) -> pa.Table:
    """Return a few rows of all kinds: spells, sums, flags, missing figures, both directions."""
    made = [
        row("alliance-defense", "USA", "JPN", 1990, 1.0, label="obligations: defence, consultation"),
        row("alliance-defense", "RUS", "CHN", 1992, 0.0, label="obligations: non-aggression"),
        row("contiguity", "SUN", "CHN", 1949, 1.0, last_year=2016, source="so-2"),
        row("contiguity", "KHM", "THA", 1953, 1.0, last_year=2016, source="so-2"),
        row("major-power", "RUS", None, 1922, 1.0, last_year=2016, source="so-3"),
        row("igo-shared", "CHN", "KHM", 1991, 12.0, source="so-4"),
        row("igo-shared", "KHM", "JPN", 1991, None, source="so-4"),
        row("sanction", "USA", "KHM", 1990, 1.0, last_year=1992, item="a", source="so-5"),
        row("sanction", "USA", "KHM", 1991, 1.0, last_year=1993, item="b", source="so-5"),
        row("gdp", "KHM", None, 1993, 2.5e9, source="so-6"),
        row("ideal-point", "KHM", None, 1993, -0.5, source="so-7"),
        row("ideal-point", "USA", None, 1993, 2.5, source="so-7"),
        row("leader", "RUS", None, 1991, 1.0, last_year=1999, date="1991-12-26", item="RUS-1991", source="so-8",
            label="Yeltsin (M, born 1931), 1991-12-26 to 1999-12-31; came: Regular; went: Regular"),
        row("armed-conflict", "KHM", None, 1990, 2.0, item="ucdp-1", source="so-9"),
        row("armed-conflict-interstate", "THA", "VNM", 1989, 1.0, item="ucdp-2", source="so-9"),
    ]  # fmt: skip
    made += [
        row("dispute", one, other, year, 4.0, item=f"mid-{year}", label="clash; began that year", source="so-10")
        for year in (1980, 1990, 1993)
        for one, other in (("THA", "KHM"), ("KHM", "THA"))
    ]
    made += [
        row("arms-transfer", "SUN", "VNM", 1990, value, item=f"deal-{n}", source="so-11")
        for n, value in enumerate((1.5, 2.5, None))
    ]
    made += [
        row("un-vote", state, None, 1993, vote, item=f"rc-{n}", source="so-12")
        for state, votes in {"KHM": (1.0, 1.0, 2.0), "CHN": (1.0, 3.0, 2.0), "USA": (3.0, 3.0, 1.0)}.items()
        for n, vote in enumerate(votes)
    ]
    made += [
        row(f"capital-{which}", state, None, 1950, value, last_year=2024, date="1950-01-01", source="so-13")
        for state, place in {"KHM": (11.57, 104.92), "THA": (13.75, 100.5), "SUN": (55.63, 37.61)}.items()
        for which, value in zip(("latitude", "longitude"), place, strict=True)
    ]
    return table(made)


@pytest.fixture(scope="module")
def sources(source) -> pa.Table:
    """Return the sources of the rows that list all there is."""
    named = {"so-1": "atop-alliance", "so-2": "cow-contdir", "so-3": "cow-majors", "so-9": "ucdp-acd"}
    return pa.concat_tables([source(name, id) for id, name in (named | {"so-10": "cow-mid-dyads"}).items()])


def states(observations: Any, sources: pa.Table) -> Panel:
    panel = create_state_years(system="gw", observations=observations, sources=sources, **YEARS)
    return panel.filter_actors(*SOME).add_gdp().add_major_powers().add_leaders().add_armed_conflicts()


def pairs(observations: Any, sources: pa.Table) -> Panel:
    bare = create_dyad_years(directed=True, observations=observations, sources=sources, **YEARS)
    some = bare.filter_actors(*SOME, side="both").add_alliances().add_igos().add_contiguity().add_disputes()
    more = some.add_peace_years().add_sanctions(absent="zero").add_arms().add_ideal_points().add_votes()
    return more.add_capital_distance().filter_politically_relevant(unknown="keep")


@pytest.mark.parametrize("made", [states, pairs])
@pytest.mark.parametrize("engine", ["polars", "pyspark"])
def test_every_engine_gives_the_same_panel(engine, made, rows, sources, request) -> None:
    if engine == "polars":
        pytest.importorskip("polars", reason="polars is not installed")
        observations = ibis.polars.connect().create_table("observations", rows)
    else:
        observations = request.getfixturevalue("on_spark")("observations", rows)  # which may skip
    expected = made(rows, sources).to_pyarrow().to_pylist()
    found = made(observations, sources).to_pyarrow().to_pylist()
    assert len(expected) > 40
    assert [{k: pytest.approx(v) if isinstance(v, float) else v for k, v in row.items()} for row in expected] == found
