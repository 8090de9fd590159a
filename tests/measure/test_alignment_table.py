"""Alignment as a measure table: published values, laws of the measures, intervals, issues, weights, warnings."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.measure.alignment import alignment, vote_alignment
from suasion.measure.likeness import LIKENESSES
from suasion.measure.measured import MEASURE_SCHEMA
from suasion.measure.sign_problems import sign_problems

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
# METHODS 1.3, recomputed from dgrtwo/unvotes: n, agreement, kappa, pi, S of Cambodia with each.
PUBLISHED = {
    ("CHN", 2000): (73, 0.836, 0.276, 0.251, 0.836),
    ("CHN", 2010): (84, 0.893, 0.373, 0.358, 0.857),
    ("CHN", 2015): (74, 0.838, 0.380, 0.355, 0.811),
    ("CHN", 2018): (91, 0.868, 0.554, 0.546, 0.824),
    ("CHN", 2019): (86, 0.895, 0.613, 0.607, 0.860),
    ("JPN", 2000): (74, 0.676, -0.081, -0.163, 0.608),
    ("JPN", 2010): (85, 0.682, -0.053, -0.152, 0.553),
    ("JPN", 2015): (75, 0.533, -0.071, -0.242, 0.387),
    ("JPN", 2018): (93, 0.570, -0.097, -0.181, 0.398),
    ("JPN", 2019): (88, 0.557, -0.076, -0.187, 0.409),
    ("USA", 2000): (74, 0.284, -0.041, -0.444, -0.216),
    ("USA", 2010): (84, 0.238, -0.051, -0.515, -0.333),
    ("USA", 2015): (75, 0.173, -0.069, -0.621, -0.520),
    ("USA", 2018): (93, 0.108, -0.149, -0.714, -0.656),
    ("USA", 2019): (88, 0.125, -0.131, -0.712, -0.659),
}
YEARS: dict[str, int] = {"first_year": 2015, "last_year": 2015}
ALL = tuple(name for name in LIKENESSES if name != "s-score-weighted")

Rows = list[dict[str, Any]]


def by_key(table: pa.Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = table.to_pylist()
    keyed = {(row["actor"], row["partner"], row["year"], row["measure"]): row for row in rows}
    assert len(keyed) == len(rows)
    return keyed


def cast(observation: Callable[..., dict[str, Any]], votes: dict[str, list[int | None]], year: int = 2015) -> Rows:
    return [
        observation("un-vote", state, None, year, float(vote), item=f"rc-{year}-{n}")
        for state, series in votes.items()
        for n, vote in enumerate(series)
        if vote is not None
    ]


@pytest.fixture(scope="session")
def cambodia(un_votes) -> pa.Table:
    return alignment(un_votes, actor="KHM", partners=["CHN", "JPN", "USA"], first_year=2000, last_year=2019)


def test_real_votes_give_the_published_alignment(cambodia: pa.Table) -> None:
    assert cambodia.schema.equals(MEASURE_SCHEMA)
    rows = by_key(cambodia)
    for (partner, year), (n, *values) in PUBLISHED.items():
        found = [rows["KHM", partner, year, measure] for measure in ("agreement", "kappa", "pi", "s-score")]
        assert [round(row["value"], 3) for row in found] == values, (partner, year)
        assert {row["n"] for row in found} == {n}
        assert all(row["low"] <= row["value"] <= row["high"] for row in found)


def test_all_pairs_at_once_equal_all_pairs_by_join(un_votes) -> None:
    for by in ("year", "period"):
        joined = vote_alignment(un_votes, first_year=1990, last_year=2019, by=by).to_pyarrow().to_pylist()
        rows = by_key(alignment(un_votes, first_year=1990, last_year=2019, by=by, draws=0))
        assert len(rows) == 4 * len(joined)
        for row in joined:
            for measure in ("agreement", "s-score", "kappa", "pi"):
                found = rows[row["actor"], row["partner"], row.get("year"), measure]
                assert found["n"] == row["n"]
                assert found["value"] == pytest.approx(row[measure.replace("-", "_")], abs=1e-12)
                assert found["low"] is None


def test_s_and_kappa_of_cambodia_and_japan_differ_in_sign(cambodia: pa.Table) -> None:
    problems = {problem.place: problem for problem in sign_problems(cambodia)}
    assert problems["KHM and JPN"].severity == "warning"
    assert "2000 (S +0.61, kappa -0.08)" in problems["KHM and JPN"].reason
    assert "KHM and CHN" not in problems


def test_issues_restrict_the_roll_calls(un_votes) -> None:
    path = SHARED / "un_roll_call_issues.parquet"
    if not path.exists():
        pytest.skip(f"{path.name} does not lie in a shared folder beside the project")
    table = pq.read_table(path).to_pylist()
    issues = {name: [f"rcid-{row['rcid']}" for row in table if row["issue"] == name]
              for name in ("Human rights", "Palestinian conflict")}  # fmt: skip
    window = {"first_year": 2010, "last_year": 2019}
    found = by_key(alignment(un_votes, actor="KHM", partners=["USA"], by="issue", issues=issues, draws=200, **window))
    for name, items in issues.items():
        own = un_votes.filter(un_votes.item.isin(items))
        alone = by_key(alignment(own, actor="KHM", partners=["USA"], by="period", draws=0, **window))
        for measure in ("agreement", "kappa", "pi", "s-score"):
            row, same = found["KHM", "USA", None, f"{measure} [{name}]"], alone["KHM", "USA", None, measure]
            assert (row["n"], row["value"]) == (same["n"], same["value"])
            # A pair that never once voted alike has resamples without any spread, and no interval.
            assert row["low"] is None or row["low"] <= row["value"] <= row["high"]


def test_issues_come_from_labels_as_gathered(table, observation) -> None:
    labels = ["A [Human rights]", "B [Colonialism; Human rights]", "C", "D (on a paragraph) [Colonialism]"]
    rows = [
        observation("un-vote", state, None, 2015, float(vote), item=f"rc-{n}", label=labels[n])
        for state, votes in {"KHM": [1, 1, 3, 3], "JPN": [1, 3, 3, 1]}.items()
        for n, vote in enumerate(votes)
    ]
    found = by_key(alignment(table(rows), by=("year", "issue"), measures=["agreement"], draws=0, **YEARS))
    assert {key[3]: (row["value"], row["n"], row["year"]) for key, row in found.items()} == {
        "agreement [Colonialism]": (0.0, 2, 2015),
        "agreement [Human rights]": (0.5, 2, 2015),
    }
    with pytest.raises(InputError, match="no roll call's label names an issue"):
        alignment(table(cast(observation, {"KHM": [1], "JPN": [1]})), by="issue", **YEARS)


def test_closed_form_of_all_measures(table, observation) -> None:
    rows = table(cast(observation, {"JPN": [1, 1, 2, 3], "KHM": [1, 3, 1, 3]}))
    weights = {f"rc-2015-{n}": weight for n, weight in enumerate([1.0, 3.0, 0.0, 0.0])}
    found = alignment(rows, measures=[*ALL, "s_score_weighted"], weights=weights, draws=0, **YEARS)
    # d is 0, 2, 1, 0; JPN casts (1/2, 1/4, 1/4), KHM (1/2, 0, 1/2), together (1/2, 1/8, 3/8).
    absolute = {"own": 0.5 * 0.5 * 2 + 0.25 + 0.25 * 0.5 * 2, "pooled": 2 * (0.5 / 8 + 0.5 * 3 / 8 * 2 + 3 / 64)}
    squared = {"own": 0.5 * 0.5 * 4 + 0.25 + 0.25 * 0.5 * 4, "pooled": 2 * (0.5 / 8 + 0.5 * 3 / 8 * 4 + 3 / 64)}
    expected = {
        "agreement": 0.5,
        "s-score": 1 - 2 * 3 / 8, "s-score-squared": 1 - 2 * 5 / 16, "s-score-weighted": 1 - 2 * 6 / 8,
        "kappa": 1 - 0.75 / absolute["own"], "kappa-squared": 1 - 1.25 / squared["own"],
        "pi": 1 - 0.75 / absolute["pooled"], "pi-squared": 1 - 1.25 / squared["pooled"],
    }  # fmt: skip
    assert {row["measure"]: row["value"] for row in found.to_pylist()} == pytest.approx(expected)


votes = st.lists(st.tuples(*[st.sampled_from([1, 2, 3, 0, None])] * 2), min_size=1, max_size=25)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes)
def test_measures_are_symmetric_and_bounded_and_equal_weights_are_none(table, observation, pairs) -> None:
    rows = table(cast(observation, {"KHM": [a for a, _ in pairs], "JPN": [b for _, b in pairs]}))
    asked = {"measures": [*ALL, "s-score-weighted"], "weights": {2015: 0.5}, "draws": 50, "seed": 1, **YEARS}
    one = by_key(alignment(rows, actor="KHM", partners=["JPN"], **asked))
    other = by_key(alignment(rows, actor="JPN", partners=["KHM"], **asked))
    for key, row in one.items():
        mirrored = other["JPN", "KHM", *key[2:]]
        for field in ("value", "low", "high", "n"):
            assert row[field] == pytest.approx(mirrored[field]), (key, field)
        assert (row["low"] is None) == (row["high"] is None)
        if row["low"] is not None:
            assert -1 - 1e-12 <= row["low"] <= row["high"] <= 1 + 1e-12 or row["measure"].startswith(("pi", "kappa"))
            assert row["value"] <= 1 + 1e-12
    for field in ("value", "low", "high") if one else ():
        weighted, plain = (one["KHM", "JPN", 2015, name][field] for name in ("s-score-weighted", "s-score"))
        assert weighted == pytest.approx(plain)


def test_intervals_follow_the_seed_and_nothing_else_that_is_asked(un_votes) -> None:
    asked = {"first_year": 2018, "last_year": 2019, "actor": "KHM"}
    three = by_key(alignment(un_votes, partners=["CHN", "JPN", "USA"], **asked))
    alone = by_key(alignment(un_votes, partners=["JPN"], **(asked | {"first_year": 2019})))
    for key, row in alone.items():
        assert [row[f] for f in ("value", "low", "high")] == pytest.approx(
            [three[key][f] for f in ("value", "low", "high")], abs=1e-12
        )
    other = by_key(alignment(un_votes, partners=["JPN"], seed=1, **asked))
    key = ("KHM", "JPN", 2019, "pi")
    assert other[key]["value"] == three[key]["value"]
    assert other[key]["low"] != three[key]["low"]


def test_intervals_cover_the_truth_nine_times_in_ten(table, observation) -> None:
    rng = np.random.default_rng(7)
    joint = np.array([0.45, 0.05, 0.02, 0.1, 0.1, 0.03, 0.05, 0.05, 0.15])
    distance = np.abs(np.subtract.outer(range(3), range(3)))
    truth = 1 - (joint.reshape(3, 3) * distance).sum()
    years, calls = range(1950, 2010), 80
    drawn = rng.choice(9, size=(len(years), calls), p=joint)
    rows = [
        row
        for year, pairs in zip(years, drawn, strict=True)
        for row in cast(observation, {"KHM": (pairs // 3 + 1).tolist(), "JPN": (pairs % 3 + 1).tolist()}, year)
    ]
    found = alignment(
        table(rows), actor="KHM", partners=["JPN"], measures=["s-score"], first_year=1950, last_year=2009, draws=500
    ).to_pylist()
    covered = sum(row["low"] <= truth <= row["high"] for row in found)
    assert 48 <= covered <= 60  # 54 of 60 expected, give or take 2.3


def test_weights_by_year_weigh_the_years_of_a_period(table, observation) -> None:
    rows = table(
        cast(observation, {"KHM": [1, 1], "JPN": [1, 1]}) + cast(observation, {"KHM": [1], "JPN": [3]}, year=2016)
    )
    window = {"first_year": 2015, "last_year": 2016, "actor": "KHM", "partners": ["JPN"], "by": "period"}
    [row] = alignment(
        rows, measures=["s-score-weighted"], weights={2015: 1.0, 2016: 6.0}, draws=400, **window
    ).to_pylist()
    assert row["value"] == pytest.approx(1 - 2 * 12 / 16)
    assert (row["year"], row["n"]) == (None, 3)
    # Of three roll calls drawn, all are of 2016 in 1 of 27 resamples, and none is in 8.
    assert (row["low"], row["high"]) == pytest.approx((1 - 2 * 24 / 26, 1.0))


def test_a_pair_asked_for_without_a_shared_roll_call_has_no_value(table, observation) -> None:
    rows = table(cast(observation, {"KHM": [1, None], "JPN": [None, 2], "USA": [1, 0]}))
    asked = alignment(rows, actor="KHM", partners=["JPN", "CHN"], by="period", **YEARS).to_pylist()
    assert {(row["partner"], row["n"], row["value"], row["low"]) for row in asked} == {
        ("CHN", 0, None, None), ("JPN", 0, None, None),
    }  # fmt: skip
    assert {row["partner"] for row in alignment(rows, actor="KHM", **YEARS).to_pylist()} == {"USA"}
    nothing = alignment(rows, first_year=1950, last_year=1951)
    assert nothing.num_rows == 0
    assert nothing.schema.equals(MEASURE_SCHEMA)


def test_states_that_always_vote_alike_have_no_agreement_beyond_chance(table, observation) -> None:
    rows = alignment(table(cast(observation, {"KHM": [1, 1], "JPN": [1, 1]})), measures=ALL, **YEARS).to_pylist()
    assert {row["measure"]: (row["value"], row["low"], row["high"]) for row in rows} == {
        name: (None if name.startswith(("kappa", "pi")) else 1.0, None, None) for name in ALL
    }


def test_roll_calls_of_the_same_name_in_other_years_are_not_paired(table, observation) -> None:
    rows = [
        observation("un-vote", "KHM", None, 2015, 1.0, item="12"),
        observation("un-vote", "JPN", None, 2016, 1.0, item="12"),
    ]
    assert alignment(table(rows), first_year=2015, last_year=2016, by="period").num_rows == 0


def test_two_sources_of_one_roll_call_count_once(table, observation) -> None:
    full = cast(observation, {"KHM": [1, 2, 3], "JPN": [1, 2, 2]})
    extract = [row | {"source": "so-extract", "id": f"{row['id']}x", "item": f"A/{row['item']}"} for row in full[::3]]
    row = alignment(table(full + extract), **YEARS).to_pylist()[0]
    assert row["n"] == 3
    assert row["evidence"].endswith("source so-1")


def test_one_vote_twice_counts_once_and_two_votes_are_refused(table, observation) -> None:
    rows = cast(observation, {"KHM": [1, 2], "JPN": [1, 2]})
    again = rows[0] | {"id": "ob-again"}
    assert alignment(table([*rows, again]), **YEARS).to_pylist()[0]["n"] == 2
    with pytest.raises(InputError, match="KHM has two different votes on rc-2015-0 in 2015"):
        alignment(table([*rows, again | {"value": 3.0}]), **YEARS)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measures": ["tau"]}, "'tau' is no measure of alignment"),
        ({"measures": []}, "no measure is named"),
        ({"by": "decade"}, "by decade is not known"),
        ({"partners": ["JPN"]}, "no actor"),
        ({"measures": ["s-score-weighted"]}, "has no weights"),
        ({"weights": {"rc-2015-0": 1.0}}, "roll call rc-2015-1 has no weight"),
        ({"weights": {2015: -1.0}}, "below 0"),
        ({"draws": -1}, "-1 draws"),
    ],
)
def test_what_cannot_be_measured_is_named(table, observation, asked: dict[str, Any], said: str) -> None:
    rows = table(cast(observation, {"KHM": [1, 2], "JPN": [1, 2]}))
    with pytest.raises(InputError, match=said):
        alignment(rows, **(YEARS | asked))


def test_rows_are_in_order(un_votes) -> None:
    keys = [
        (row["actor"], row["partner"], row["year"], row["measure"])
        for row in alignment(un_votes, first_year=1971, last_year=1975, draws=0).to_pylist()
    ]
    assert keys == sorted(keys)
    assert {key[:2] for key in keys} == set(itertools.combinations(["CHN", "JPN", "KHM", "USA"], 2))
