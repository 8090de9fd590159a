"""Ties in force are found by the years they touch, and a flag of 0 is no tie."""

from __future__ import annotations

from suasion.measure import pacts, sanctions_in_force, standing, visits


def test_a_sanction_is_in_force_in_every_year_it_touches(table, observation) -> None:
    rows = [
        observation("sanction", "USA", "KHM", 2017, 1.0, last_year=2023, item="1065", label="travel"),
        observation("sanction", "USA", "KHM", 1997, 1.0, last_year=2007, item="583", label="financial"),
        observation("sanction", "EU", "KHM", 2018, 1.0, last_year=2019, item="1064", label="financial"),
    ]
    found = sanctions_in_force(table(rows), "KHM", first_year=2019, last_year=2021).to_pyarrow().to_pylist()
    assert [(r["actor"], r["n"], r["first_year"], r["last_year"]) for r in found] == [
        ("EU", 1, 2019, 2019),
        ("USA", 1, 2019, 2021),
    ]
    assert found[1]["labels"] == ["travel"]


def test_visits_are_counted_one_a_row(table, observation) -> None:
    rows = [observation("visit", "JPN", "KHM", 2022, 1.0, item=str(n)) for n in range(3)]
    [row] = visits(table(rows), "KHM", first_year=2022, last_year=2022).to_pyarrow().to_pylist()
    assert row["n"] == 3


def test_a_pact_not_signed_is_a_row_and_no_pact(table, observation) -> None:
    rows = [observation("alliance-defense", "CHN", "KHM", 2015, 0.0)]
    [row] = pacts(table(rows), "KHM", first_year=2015, last_year=2015).to_pyarrow().to_pylist()
    assert row["largest"] == 0


def test_ties_are_directed(table, observation) -> None:
    rows = [observation("troops", "USA", "JPN", 2015, 50000.0)]
    t = table(rows)
    assert standing(t, ["troops"], actor="JPN", first_year=2015, last_year=2015).to_pyarrow().num_rows == 0
    assert standing(t, ["troops"], partner="JPN", first_year=2015, last_year=2015).to_pyarrow().num_rows == 1


def test_ties_among_some_leave_out_those_with_others(table, observation) -> None:
    rows = [observation("alliance-defense", *pair, 2015, 1.0) for pair in (("USA", "JPN"), ("USA", "KOR"))]
    found = standing(table(rows), ["alliance-defense"], among=["USA", "JPN"], first_year=2015, last_year=2015)
    assert [row["partner"] for row in found.to_pyarrow().to_pylist()] == ["JPN"]
