"""Votes are compared as METHODS 1.3 has them, and absence is no vote."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.codebook import Derivation, recompute
from suasion.measure import paired_votes, vote_alignment

# METHODS 1.3, recomputed from dgrtwo/unvotes: year -> n, agreement, S, kappa, pi of Cambodia with each.
PUBLISHED = {
    ("CHN", 2000): (73, 0.836, 0.836, 0.276, 0.251),
    ("CHN", 2010): (84, 0.893, 0.857, 0.373, 0.358),
    ("CHN", 2015): (74, 0.838, 0.811, 0.380, 0.355),
    ("CHN", 2018): (91, 0.868, 0.824, 0.554, 0.546),
    ("CHN", 2019): (86, 0.895, 0.860, 0.613, 0.607),
    ("JPN", 2000): (74, 0.676, 0.608, -0.081, -0.163),
    ("JPN", 2010): (85, 0.682, 0.553, -0.053, -0.152),
    ("JPN", 2015): (75, 0.533, 0.387, -0.071, -0.242),
    ("JPN", 2018): (93, 0.570, 0.398, -0.097, -0.181),
    ("JPN", 2019): (88, 0.557, 0.409, -0.076, -0.187),
    ("USA", 2000): (74, 0.284, -0.216, -0.041, -0.444),
    ("USA", 2010): (84, 0.238, -0.333, -0.051, -0.515),
    ("USA", 2015): (75, 0.173, -0.520, -0.069, -0.621),
    ("USA", 2018): (93, 0.108, -0.656, -0.149, -0.714),
    ("USA", 2019): (88, 0.125, -0.659, -0.131, -0.712),
}
MEASURES = {"agreement": "agreement", "s_score": "s-score", "kappa": "kappa", "pi": "pi"}


def test_real_votes_give_the_published_alignment(un_votes) -> None:
    found = vote_alignment(un_votes, first_year=2000, last_year=2019, actor="KHM", partners=["CHN", "JPN", "USA"])
    rows = {(r["partner"], r["year"]): r for r in found.to_pyarrow().to_pylist()}
    for pair, (n, *values) in PUBLISHED.items():
        assert rows[pair]["n"] == n
        assert [round(rows[pair][m], 3) for m in MEASURES] == values, pair


def votes(observation, one: list[int | None], other: list[int | None]) -> list[dict]:
    def cast(state: str, series: list[int | None]) -> list[dict]:
        return [
            observation("un-vote", state, None, 2015, float(v), item=f"rc-{n}")
            for n, v in enumerate(series)
            if v is not None
        ]

    return cast("KHM", one) + cast("JPN", other)


def test_absent_and_uncovered_votes_are_no_abstention(table, observation) -> None:
    rows = votes(observation, [1, 0, None, 2], [1, 3, 3, 2])
    paired = paired_votes(table(rows), first_year=2015, last_year=2015).to_pyarrow().to_pylist()
    assert sorted(row["item"] for row in paired) == ["rc-0", "rc-3"]
    assert {(row["actor"], row["partner"]) for row in paired} == {("JPN", "KHM")}


def test_states_that_always_vote_alike_have_no_agreement_beyond_chance(table, observation) -> None:
    [row] = (
        vote_alignment(table(votes(observation, [1, 1], [1, 1])), first_year=2015, last_year=2015)
        .to_pyarrow()
        .to_pylist()
    )
    assert row["agreement"] == row["s_score"] == 1
    assert row["kappa"] is None
    assert row["pi"] is None


def test_roll_calls_of_the_same_name_in_other_years_are_not_paired(table, observation) -> None:
    rows = [
        observation("un-vote", "KHM", None, 2015, 1.0, item="12"),
        observation("un-vote", "JPN", None, 2016, 1.0, item="12"),
    ]
    assert paired_votes(table(rows), first_year=2015, last_year=2016).to_pyarrow().num_rows == 0


def test_the_same_roll_call_from_two_sources_counts_once(table, observation) -> None:
    full = votes(observation, [1, 2, 3], [1, 2, 2])
    extract = [
        row | {"source": "so-extract", "id": f"{row['id']}x", "item": f"A/{row['item']}"}
        for row in full
        if row["item"] == "rc-0"
    ]
    [row] = vote_alignment(table(full + extract), first_year=2015, last_year=2015).to_pyarrow().to_pylist()
    assert row["n"] == 3


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])), min_size=1, max_size=30))
def test_measures_are_symmetric_and_equal_what_the_verifier_works_out(table, observation, pairs) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    rows = table(votes(observation, one, other))
    values = {f"a{i}": float(v) for i, v in enumerate(one)} | {f"b{i}": float(v) for i, v in enumerate(other)}
    terms = {"one": tuple(f"a{i}" for i in range(len(one))), "other": tuple(f"b{i}" for i in range(len(other)))}
    for actor in ("KHM", "JPN"):
        [row] = vote_alignment(rows, first_year=2015, last_year=2015, actor=actor, by="period").to_pyarrow().to_pylist()
        for column, operation in MEASURES.items():
            expected = recompute(Derivation(operation=operation, terms=terms), values)
            assert row[column] == (None if expected != expected else pytest.approx(expected))
