"""What `measure` works out is the same table on DuckDB and on Spark: one suite for both, exceptions named."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import ibis
import pyarrow as pa
import pytest
from ibis.common.exceptions import UnsupportedOperationError

import suasion.measure
from suasion import measure
from suasion.codebook import STATEMENT_SCHEMA
from suasion.measure.event_dedup import deduplicated
from suasion.measure.event_months import dyad_events, per_volume
from suasion.measure.event_rows import gathered_events, statement_events
from suasion.measure.event_years import between, dyads_within

# Said by pyspark 4.3 with pandas 3, and by Ibis 12 of pandas 3, of pyspark and of DuckDB 2.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::UserWarning")

WINDOW: Final = {"first_year": 2010, "last_year": 2016}
CLIENT: Final = "KHM"

EXPRESSIONS: Final[dict[str, Callable[[Any], Any]]] = {
    "given": lambda o: measure.given(o, CLIENT, **WINDOW),
    "yearly": lambda o: measure.yearly(o, CLIENT, **WINDOW),
    "totals": lambda o: measure.totals(o, CLIENT, **WINDOW),
    "concentration": lambda o: measure.concentration(o, CLIENT, **WINDOW),
    "trade": lambda o: measure.trade(o, CLIENT, **WINDOW),
    "own_series": lambda o: measure.own_series(o, CLIENT, "gdp", **WINDOW),
    "in_common_dollars": lambda o: measure.in_common_dollars(measure.own_series(o, CLIENT, "gdp", **WINDOW)),
    "flow_to_gdp": lambda o: measure.flow_to_gdp(o, CLIENT, **WINDOW),
    "supplies": lambda o: measure.supplies(o, CLIENT, **WINDOW, reach=2),
    "one_source": measure.one_source,
    "set_aside": measure.set_aside,
    "standing": lambda o: measure.standing(o, ["sanction", "troops", "visit"], partner=CLIENT, **WINDOW),
    "sanctions_in_force": lambda o: measure.sanctions_in_force(o, CLIENT, **WINDOW),
    "troops": lambda o: measure.troops(o, CLIENT, **WINDOW),
    "visits": lambda o: measure.visits(o, CLIENT, **WINDOW),
    "pacts": lambda o: measure.pacts(o, CLIENT, **WINDOW),
    "paired_votes": lambda o: measure.paired_votes(o, **WINDOW),
    "vote_alignment": lambda o: measure.vote_alignment(o, **WINDOW, by="period"),
    "gathered_events": gathered_events,
    "events folded once a day": lambda o: deduplicated(gathered_events(o)),
    "events folded in chains": lambda o: deduplicated(gathered_events(o), window_days=3),
    "dyad-months against the news": lambda o: per_volume(dyad_events(deduplicated(gathered_events(o)))),
    "dyad-years with published counts, zeros where covered": lambda o: between(
        dyads_within(o, **WINDOW), CLIENT, ("CHN", "USA")
    ),
}  # fmt: skip

# What does not run on Spark, and why.
_ORDERED: Final = "lists ids in order while it collects them, which Ibis 12 cannot say to Spark"
EXCEPTIONS: Final[dict[str, str]] = dict.fromkeys(
    ("yearly", "trade", "flow_to_gdp", "supplies", "standing", "sanctions_in_force", "troops", "visits", "pacts"),
    _ORDERED,
)


@pytest.fixture(scope="module")
def observations(row: Any, table: Any) -> pa.Table:
    """Return rows of all kinds: flows of two sources, missing figures, trade by both books, ties, votes, events."""
    made = []
    for year in range(2010, 2017):
        made += [
            row("oda-net", "JPN", CLIENT, year, 100.0 + year % 3), row("oda-net", "USA", CLIENT, year, 80.5),
            row("oda-net", "FRA", CLIENT, year, None if year == 2012 else -4.0),
            row("finance-oof", "CHN", CLIENT, year, 300.25, source="so-2"),
            row("gdp", CLIENT, None, year, 1.5e4 + year, source="so-3"),
            row("exports", CLIENT, "CHN", year, 40.0, source="so-4"),
            row("imports", "CHN", CLIENT, year, 44.0, source="so-5"),
            row("exports", CLIENT, None, year, 400.0, source="so-4"),
            row("troops", "USA", CLIENT, year, float(year % 4), source="so-6"),
            row("events-verbal-conflict", "USA", CLIENT, year, 3.0, source="so-9"),
            row("events-material-cooperation", "CHN", CLIENT, year, 7.0, source="so-9"),
        ]  # fmt: skip
    made += [
        row("oda-net", "JPN", CLIENT, 2015, 111.0, source="so-typed", known="2020-01-01"),
        row("oda-net", "KOR", CLIENT, 2014, 9.0, source="so-typed", known="2020-01-01"),
        row("alliance-defense", "CHN", CLIENT, 2011, 1.0, source="so-6", label="defence; consultation"),
        row("sanction", "USA", CLIENT, 2009, 1.0, last_year=2012, item="a", label="arms", source="so-7"),
        row("sanction", "USA", CLIENT, 2011, 1.0, last_year=2014, item="b", label="trade", source="so-7"),
        row("visit", "CHN", CLIENT, 2012, 1.0, item="v1", label="Hu", date="2012-03-30", source="so-8"),
        row("visit", "CHN", CLIENT, 2016, 1.0, item="v2", label="Xi", date="2016-10-13", source="so-8"),
    ]  # fmt: skip
    for state, cast in {"KHM": (1, 1, 2, 0, 3), "CHN": (1, 3, 2, 1, 3), "USA": (3, 3, 1, 1, None)}.items():
        made += [
            row("un-vote", state, None, 2013, None if vote is None else float(vote), item=f"rc-{n}", source="so-12",
                label=f"R/{n}", date=f"2013-12-{n + 1:02}")
            for n, vote in enumerate(cast)
        ]  # fmt: skip
    told = [
        ("CHN", "verbal-cooperation", "042", 1.9, "2014-01-01"),
        ("CHN", "verbal-cooperation", "043", 2.8, "2014-01-01"),
        ("CHN", "verbal-cooperation", "040", None, "2014-01-03"),
        ("CHN", "material-cooperation", "071", 7.4, "2014-02-28"),
        ("USA", "material-conflict", "163", -8.0, "2014-03-01"),
        ("USA", "material-conflict", "163", -8.0, "2014-03-01"),
        ("USA", "verbal-conflict", "112", -2.0, "2015-12-31"),
        ("KHM", "verbal-conflict", "112", -2.0, "2016-02-29"),
    ]
    for n, (actor, kind, root, weight, date) in enumerate(told):
        report = "https://news.example/same" if root == "163" else f"https://news.example/{n}"
        more = {
            "item": f"gdelt-{n}",
            "date": date,
            "source": "so-13",
            "label": f"told (CAMEO {root}), 9 mentions; {report}",
        }
        partner = "CHN" if actor == CLIENT else CLIENT
        made.append(row(f"events-{kind}", actor, partner, int(date[:4]), 1.0, **more))
        if weight is not None:
            made.append(row("event-intensity", actor, partner, int(date[:4]), weight, **more))
    return table(made)


@pytest.fixture(scope="module")
def engines(observations: pa.Table, request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """Return the rows as a table of Spark and as one of DuckDB."""
    on_spark = request.getfixturevalue("on_spark")("measured", observations)  # which may skip
    return on_spark, ibis.duckdb.connect().create_table("measured", observations)


def in_order(found: pa.Table) -> list[tuple[Any, ...]]:
    """Return rows sorted by all their columns; the order of rows is no part of a table."""
    rows = (tuple(row.values()) for row in found.to_pylist())
    return sorted(rows, key=lambda row: tuple((cell is not None, _round(cell)) for cell in row))


def _round(cell: Any) -> str:
    return f"{cell:+025.6f}" if isinstance(cell, float) else str(cell)


def the_same(one: Any, other: Any) -> bool:
    """Return whether two cells are alike: numbers to a part in a thousand million, all else exactly."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(the_same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return type(one) is type(other) and one == other


def assert_equal(found: pa.Table, expected: pa.Table) -> None:
    assert expected.num_rows > 0
    assert found.schema.names == expected.schema.names
    assert [str(t) for t in found.schema.types] == [str(t) for t in expected.schema.types]
    pairs = zip(in_order(found), in_order(expected), strict=True)
    differing = [(one, other) for one, other in pairs if not all(map(the_same, one, other))]
    assert not differing, differing[:3]


@pytest.mark.parametrize("name", [name for name in EXPRESSIONS if name not in EXCEPTIONS])
def test_spark_gives_the_table_that_duckdb_gives(name: str, engines: tuple[Any, Any]) -> None:
    found, expected = (EXPRESSIONS[name](table).to_pyarrow() for table in engines)
    assert_equal(found, expected)


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exceptions_are_refused_by_ibis_and_not_worked_out_otherwise(name: str, engines: tuple[Any, Any]) -> None:
    with pytest.raises(UnsupportedOperationError, match="order_by"):
        EXPRESSIONS[name](engines[0]).compile()
    assert EXPRESSIONS[name](engines[1]).to_pyarrow().num_rows > 0


def test_statements_are_the_same_events(on_spark: Any) -> None:
    usual = dict.fromkeys(STATEMENT_SCHEMA.names) | {
        "kind": "event", "actor": "USA", "recipient": "KHM", "plover": "SANCTION", "modality": "asserted", "score": 0.9,
    }  # fmt: skip
    told = [("2021-11-10", "so-a"), ("2021-11-10", "so-b"), ("2021-12-08", "so-a"), ("2021", "so-a"), (None, "so-a")]
    rows = pa.Table.from_pylist(
        [usual | {"id": f"st-{n}", "date": date, "source": doc} for n, (date, doc) in enumerate(told)],
        schema=STATEMENT_SCHEMA,
    )
    tables = on_spark("statements", rows), ibis.duckdb.connect().create_table("statements", rows)
    found, expected = (dyad_events(deduplicated(statement_events(table))).to_pyarrow() for table in tables)
    assert_equal(found, expected)


def test_every_public_expression_is_tried_on_both_engines() -> None:
    assert set(suasion.measure.__all__) <= set(EXPRESSIONS)
    assert set(EXCEPTIONS) <= set(EXPRESSIONS)
