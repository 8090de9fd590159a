"""Events by name: a whole table of reciprocity, what it refuses, and ICEWS's dyad-years as they were published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from suasion import gather
from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA
from suasion.errors import InputError
from suasion.measure.event_years import dyads_within
from suasion.measure.measured import MEASURE_SCHEMA, on_its_own_engine
from suasion.model.catalogue import Request, measure

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "icews_dyad_year.parquet"
KINDS = {"verbCoop": "verbal-cooperation", "matlCoop": "material-cooperation", "verbConf": "verbal-conflict",
         "matlConf": "material-conflict"}  # fmt: skip


def row(indicator: str, actor: str, partner: str, year: int, value: float) -> dict[str, Any]:
    return dict.fromkeys(OBSERVATION_SCHEMA.names) | {
        "id": f"ob-{indicator}-{actor}-{partner}-{year}", "source": "so-1", "indicator": indicator, "actor": actor,
        "partner": partner, "first_year": year, "last_year": year, "value": value, "unit": INDICATORS[indicator].unit,
        "status": "observed", "known": "2024-01-01",
    }  # fmt: skip


@pytest.fixture(scope="module")
def published() -> Any:
    """Twelve years of published counts: China and Cambodia rise together, and others have news of their own."""
    made = []
    for n, year in enumerate(range(2003, 2015)):
        made += [
            row("events-verbal-cooperation", "CHN", "KHM", year, 10.0 + 3 * (n % 4)),
            row("events-verbal-cooperation", "KHM", "CHN", year, 5.0 + 3 * (n % 4)),
            row("events-material-conflict", "CHN", "KHM", year, 4.0),
            row("events-material-conflict", "USA", "LAO", year, 960.0 - 6 * (n % 4)),
        ]
    return ibis.memtable(pa.Table.from_pylist(made, schema=OBSERVATION_SCHEMA))


def asked(published: Any, name: str, **request: Any) -> pa.Table:
    return measure(published, name, Request(**request), on_its_own_engine)


def test_reciprocity_comes_as_a_whole_table(published: Any) -> None:
    found = asked(published, "reciprocity", actor="KHM", partners=("CHN",), first_year=2003, last_year=2014)
    assert found.schema == MEASURE_SCHEMA
    balances = found.filter(pc.is_valid(found["year"]))
    assert balances.num_rows == 12 * 2
    first = {r["measure"]: r for r in balances.to_pylist() if r["year"] == 2003}
    cooperation, conflict = (first[f"reciprocity [balance, {kind}]"] for kind in ("cooperation", "conflict"))
    assert cooperation["value"] == pytest.approx(1 - 5 / 15)
    assert (cooperation["n"], cooperation["unit"]) == (15, "balance")
    assert cooperation["low"] < cooperation["value"] < cooperation["high"]
    assert (conflict["value"], conflict["n"]) == (0, 4)
    period = {(r["actor"], r["partner"], r["measure"]): r for r in found.to_pylist() if r["year"] is None}
    assert sorted(period) == sorted(
        (one, other, f"reciprocity [{part}, {kind}]")
        for kind in ("cooperation", "conflict")
        for one, other, part in (
            ("KHM", "CHN", "same year"), ("KHM", "CHN", "year after"), ("CHN", "KHM", "year after")
        )
    )  # fmt: skip
    same = period["KHM", "CHN", "reciprocity [same year, cooperation]"]
    assert (same["value"], same["n"], same["unit"]) == (pytest.approx(1.0), 12, "correlation")
    after = period["KHM", "CHN", "reciprocity [year after, cooperation]"]
    assert (after["value"], after["n"]) == (None, 11)  # a dozen is the least
    assert period["KHM", "CHN", "reciprocity [same year, conflict]"]["value"] is None  # Cambodia never moves
    assert found.num_rows == 24 + 6
    assert all("so-1" in evidence for evidence in found["evidence"].to_pylist())


def test_reciprocity_wants_a_state_and_events_to_count(published: Any) -> None:
    with pytest.raises(InputError, match="--actor"):
        asked(published, "reciprocity")
    with pytest.raises(InputError):
        asked(published, "reciprocity", actor="KHM", first_year=1990, last_year=1991)


@pytest.fixture(scope="module")
def icews() -> tuple[Any, pa.Table]:
    """Return the gathered rows of ICEWS's dyad-years, and the file as it was published."""
    if not FILE.exists():
        pytest.skip(f"{FILE.name} does not lie in a shared folder beside the project")
    rows = gather.read_rows("icews-dyad-year", FILE.read_bytes(), file_name=FILE.name).rows
    ids = pc.binary_join_element_wise("ob", pa.array(range(len(rows))).cast(pa.string()), "-")
    events = rows.set_column(0, "id", ids).filter(pc.starts_with(rows["indicator"], "events-"))
    file = pq.read_table(FILE, columns=["i_iso3c", "j_iso3c", "year", *KINDS])
    keys = [file[name].cast(pa.string()) for name in ("i_iso3c", "j_iso3c")] + [file["year"].cast(pa.int32())]
    published = pa.table([*keys, *(file[column] for column in KINDS)], names=["actor", "recipient", "year", *KINDS])
    return ibis.memtable(events), published


def test_all_dyad_years_of_icews_are_counted_as_published(icews: tuple[Any, pa.Table]) -> None:
    events, published = icews
    counted = dyads_within(events, first_year=2002, last_year=2014).to_pyarrow()
    joined = published.join(counted, ["actor", "recipient", "year"], join_type="full outer")
    assert joined.num_rows == published.num_rows == counted.num_rows == 298_376
    for column, kind in KINDS.items():
        assert joined[column].combine_chunks().equals(joined[kind.replace("-", "_")].combine_chunks())
    assert pc.sum(joined["n"]).as_py() == sum(pc.sum(published[column]).as_py() for column in KINDS)


def test_a_states_dyad_years_of_icews_come_back_by_name(icews: tuple[Any, pa.Table]) -> None:
    events, published = icews
    found = asked(events, "events", actor="KHM", first_year=2002, last_year=2014).to_pylist()
    values = {(r["actor"], r["partner"], r["year"], r["measure"]): r["value"] for r in found}
    own = published.filter(pc.or_(pc.equal(published["actor"], "KHM"), pc.equal(published["recipient"], "KHM")))
    expected = {
        (r["actor"], r["recipient"], r["year"], f"events [{kind}]"): r[column]
        for r in own.to_pylist()
        for column, kind in KINDS.items()
    }
    assert len(expected) == 2 * 151 * 13 * 4
    assert {key: values.get(key) for key in expected} == expected
