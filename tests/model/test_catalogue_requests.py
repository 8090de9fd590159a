"""Requests of measures by name: what a measure cannot heed is refused, and nothing found is said."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA
from suasion.errors import InputError
from suasion.measure.measured import on_its_own_engine
from suasion.model.catalogue import Request, every, measure

VOTES = {"KHM": (1, 2, 3, 1, 3, 1), "CHN": (1, 2, 3, 3, 3, 1), "USA": (3, 3, 1, 1, 2, 3), "JPN": (1, 3, 1, 2, 3, 3)}


def row(indicator: str, actor: str, partner: str | None, value: float, year: int = 2015, **more: Any) -> dict[str, Any]:
    return {
        "id": f"ob-{indicator}-{actor}-{partner}-{year}-{more.get('item')}", "source": "so-1", "row": None,
        "indicator": indicator, "actor": actor, "partner": partner, "item": None, "label": None, "first_year": year,
        "last_year": year, "date": None, "value": value, "unit": INDICATORS[indicator].unit, "status": "observed",
        "known": "2024-01-01",
    } | more  # fmt: skip


ROWS = [
    row("un-vote", state, None, float(vote), item=f"A/RES/70/{at}", label="Human rights")
    for state, votes in VOTES.items()
    for at, vote in enumerate(votes)
] + [
    row("oda-gross", "JPN", "KHM", 100e6), row("oda-gross", "USA", "KHM", 300e6),
    row("oda-gross", "JPN", "KHM", 50e6, 2016), row("oda-gross", "USA", "KHM", 60e6, 2016),
    row("debt-owed", "JPN", "KHM", 5e8), row("debt-owed", "CHN", "KHM", 9e8),
    row("fbic", "CHN", "LAO", 0.2),
    *(row("events-verbal-cooperation", a, b, 12.0) for a, b in (("KHM", "CHN"), ("CHN", "KHM"), ("USA", "KHM"))),
]  # fmt: skip


def rows() -> Any:
    return ibis.memtable(pa.Table.from_pylist(ROWS, schema=OBSERVATION_SCHEMA))


@pytest.mark.parametrize(
    ("name", "request_", "says"),
    [
        ("kappa", {"issue": "Human rights"}, "Ask by issue"),
        ("kappa", {"indicators": ("visit",)}, "visit would change nothing"),
        ("aid", {"outcome": "agreement"}, "aid has no outcome"),
        ("events", {"partners": ("KHM",)}, "KHM is both the state and its only partner"),
        ("kappa", {"first_year": 1850, "last_year": 1860}, "no kappa of KHM in 1850 to 1860"),
        ("fbic", {"partners": ("CHN",)}, "no fbic of KHM with CHN"),
        ("event-intensity", {"partners": ("CHN",)}, "counts by year"),
        ("debt", {"partners": ("USA",)}, "no debt of KHM to USA"),
        ("vote-shift", {"indicators": ("A/RES/70/1", "70/1")}, "named twice"),
    ],
)
def test_what_a_measure_cannot_heed_or_find_is_said_and_not_passed_over(
    name: str, request_: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        measure(rows(), name, Request(actor="KHM", **request_), on_its_own_engine)


def test_all_measures_together_give_each_figure_once_and_with_its_interval() -> None:
    asked = Request(actor="KHM", partners=("CHN", "JPN", "USA"), indicators=("oda-gross", "debt-owed"), draws=16)
    table, problems = every(rows(), asked, on_its_own_engine)
    keys = table.select(["actor", "partner", "year", "measure"])
    assert keys.group_by(keys.column_names).aggregate([]).num_rows == table.num_rows
    shares = table.filter(pc.equal(table["measure"], "share [oda-gross]")).to_pylist()
    assert {r["partner"]: r["value"] for r in shares} == pytest.approx({"JPN": 150 / 510, "USA": 360 / 510})
    assert all(r["low"] < r["value"] for r in shares)
    assert "kappa" in table["measure"].to_pylist()  # which has no choice of series, and is not refused for it
    assert {"refilled [oda-gross]", "debt owed"} <= {*table["measure"].to_pylist()}
    assert "fbic" in {problem.input for problem in problems}


def test_a_state_among_its_own_partners_gets_no_row_with_itself() -> None:
    table = measure(rows(), "events", Request(actor="KHM", partners=("KHM", "CHN")), on_its_own_engine)
    pairs = {(r["actor"], r["partner"]) for r in table.to_pylist()}
    assert pairs == {("KHM", "CHN"), ("CHN", "KHM")}
