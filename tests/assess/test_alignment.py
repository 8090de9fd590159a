"""Alignment comes in four measures, with intervals, and warns where they part."""

from __future__ import annotations

import pytest

from suasion.assess.alignment import alignment
from suasion.codebook import Contest, recompute
from suasion.measure import vote_alignment

CONTEST = Contest(client="KHM", patrons=("JPN", "CHN"), first_year=2014, last_year=2015)


def cast(write, **series: str) -> None:
    """Write votes as letters y, a, n; "-" for absent, "." for no row; the first half in 2014, the second in 2015."""
    codes = {"y": 1.0, "a": 2.0, "n": 3.0, "-": 0.0}
    write.rows(
        *(
            {"indicator": "un-vote", "actor": state, "partner": None, "item": f"rc-{i:02}", "value": codes[letter],
             "date": f"{2014 + (i >= len(letters) / 2)}-11-{i % 28 + 1:02}"}
            for state, letters in series.items()
            for i, letter in enumerate(letters)
            if letter != "."
        ),
        name="votes",
    )  # fmt: skip


def test_values_are_those_of_the_measure_and_of_the_votes_named(write) -> None:
    cast(write, KHM="yyyannyyya", JPN="yynaanynya", CHN="yyyannyyyn")
    rows = write.record.run(write.record.observations().select("id", "value")).to_pylist()
    values = {row["id"]: row["value"] for row in rows}
    window = {"first_year": 2014, "last_year": 2015, "actor": "KHM", "partners": ["JPN", "CHN"]}
    measured = {
        row["partner"]: row
        for row in write.record.run(vote_alignment(write.record.observations(), **window, by="period")).to_pylist()
    }
    for found in alignment(write.record, CONTEST, draws=200):
        by_kind = {estimate.unit: estimate for estimate in found.measures}
        assert list(by_kind) == ["agreement", "s-score", "kappa", "pi"]
        for kind, estimate in by_kind.items():
            assert estimate.n == 10
            assert estimate.value == pytest.approx(measured[found.patron][kind.replace("s-score", "s_score")])
            assert estimate.value == recompute(estimate.derivation, values)
            assert estimate.low <= estimate.value <= estimate.high
        assert [year for year, _ in found.years] == [2014, 2015]
        assert [year[0].n for _, year in found.years] == [5, 5]


def test_absence_and_missing_rows_are_dropped_and_not_abstentions(write) -> None:
    cast(write, KHM="yya-", JPN="yy.y")
    japan, china = alignment(write.record, CONTEST, draws=50)
    assert japan.measures[0].n == 2
    assert japan.measures[0].value == 1
    assert japan.measures[2].value is None
    assert "beyond chance" in japan.measures[2].note
    assert china.measures[0].value is None
    assert "no roll call" in china.measures[0].note


def test_a_warning_where_agreement_is_less_than_chance(write) -> None:
    cast(write, KHM="yyyyyyyyya", JPN="yyyyyyyyay", CHN="yyyyyyyyya")
    japan, china = alignment(write.record, CONTEST, draws=50)
    by_kind = {estimate.unit: estimate.value for estimate in japan.measures}
    assert by_kind["s-score"] == pytest.approx(0.8)
    assert by_kind["kappa"] == pytest.approx(1 - 0.2 / 0.18)
    assert "S +0.80, kappa -0.11" in japan.warning
    assert china.warning is None


def test_without_votes_the_note_says_where_they_may_be_had(write) -> None:
    for found in alignment(write.record, CONTEST, draws=10):
        assert all(estimate.value is None and "From:" in estimate.note for estimate in found.measures)
