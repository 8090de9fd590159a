"""A panel has a row for each state or pair that there was, and none for one that there was not."""

from __future__ import annotations

from collections import Counter

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.codebook import Contest
from suasion.errors import InputError
from suasion.panel import create_contests, create_dyad_months, create_dyad_years, create_state_years


def years_of(panel, **keys) -> list[int]:
    rows = panel.to_pyarrow().to_pylist()
    return [row["year"] for row in rows if all(row[k] == v for k, v in keys.items())]


def test_a_year_before_a_state_existed_has_no_row() -> None:
    states = create_state_years(first_year=1950, last_year=1956)
    assert years_of(states, actor="KHM") == [1953, 1954, 1955, 1956]
    pairs = create_dyad_years(directed=True, first_year=1950, last_year=1956)
    assert years_of(pairs, actor="JPN", partner="KHM") == [1953, 1954, 1955, 1956]
    assert years_of(pairs, actor="JPN", partner="USA") == [1952, 1953, 1954, 1955, 1956]


@pytest.mark.parametrize("system", ["cow", "gw", "iso"])
def test_a_number_that_passes_on_names_one_state_a_year(system) -> None:
    states = create_state_years(first_year=1974, last_year=2007, system=system).filter_actors(
        "SUN", "RUS", "VDR", "VNM"
    )
    held = Counter(row["year"] for row in states.filter_actors("SUN", "RUS").to_pyarrow().to_pylist())
    assert set(held.values()) == {1}
    assert years_of(states, actor="RUS")[0] == 1992
    assert years_of(states, actor="VNM")[0] == 1977


def test_a_state_with_two_numbers_in_a_year_has_one_row() -> None:
    states = create_state_years(first_year=1989, last_year=1991).filter_actors("DEU", "YEM")
    numbers = [(r["actor"], r["year"], r["actor_cow"]) for r in states.to_pyarrow().to_pylist()]
    assert numbers == [
        ("DEU", 1989, 260), ("DEU", 1990, 260), ("DEU", 1991, 255),
        ("YEM", 1989, 678), ("YEM", 1990, 679), ("YEM", 1991, 679),
    ]  # fmt: skip


def test_an_interrupted_state_has_no_row_while_it_was_gone() -> None:
    states = create_state_years(first_year=1936, last_year=1957)
    assert years_of(states, actor="AUT") == [1936, 1937, 1938, 1955, 1956, 1957]


def test_the_systems_differ_on_whom_they_count() -> None:
    years = {"first_year": 1950, "last_year": 1950}
    there = {
        system: set(create_state_years(system=system, **years).to_pyarrow()["actor"].to_pylist())
        for system in ("cow", "gw", "iso")
    }
    assert "JPN" not in there["cow"]  # occupied until 1952
    assert "JPN" in there["gw"] & there["iso"]
    assert "VAT" in there["iso"] - there["cow"] - there["gw"]


def test_the_states_are_those_of_the_publishers_list(shared_data) -> None:
    listed = {
        (row["ccode"], year)
        for row in pq.read_table(shared_data / "cow_states.parquet").to_pylist()
        for year in range(max(1946, row["styear"]), row["endyear"] + 1)
    }
    found = create_state_years(first_year=1946, last_year=2016).to_pyarrow()
    ours = set(zip(found["actor_cow"].to_pylist(), found["year"].to_pylist(), strict=True))
    assert ours <= listed
    assert listed - ours == {(255, 1990), (678, 1990)}  # Germany and Yemen, once each


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["cow", "gw", "iso"]), st.integers(1816, 2015), st.integers(0, 3))
def test_undirected_pairs_are_half_the_directed_and_each_stands_once(system, first, length) -> None:
    years = {"first_year": first, "last_year": first + length, "system": system}
    states = Counter(create_state_years(**years).to_pyarrow()["year"].to_pylist())
    directed = create_dyad_years(directed=True, **years).to_pyarrow()
    undirected = create_dyad_years(directed=False, **years).to_pyarrow()
    assert directed.num_rows == 2 * undirected.num_rows == sum(n * (n - 1) for n in states.values())
    keys = list(zip(*(undirected[k].to_pylist() for k in ("actor", "partner", "year")), strict=True))
    assert len(set(keys)) == len(keys)
    assert all(actor < partner for actor, partner, _ in keys)


def test_a_month_has_the_states_of_that_month() -> None:
    months = create_dyad_months(directed=False, first_year=1953, last_year=1953).filter_actors(
        "KHM", "CHN", side="both"
    )
    assert months.to_pyarrow().select(["actor", "partner", "year", "month"]).to_pylist() == [
        {"actor": "CHN", "partner": "KHM", "year": 1953, "month": month} for month in (11, 12)
    ]


def test_in_a_contest_the_patron_is_actor_and_the_client_partner() -> None:
    contest = Contest(client="KHM", patrons=("JPN", "CHN"), first_year=1952, last_year=1954)
    rows = create_contests([contest]).to_pyarrow().to_pylist()
    assert [(r["contest"], r["actor"], r["partner"], r["year"]) for r in rows] == [
        ("KHM 1952-1954", patron, "KHM", year) for patron in ("CHN", "JPN") for year in (1953, 1954)
    ]


def test_contests_of_one_name_are_refused_and_names_can_be_given() -> None:
    contests = [Contest(client="KHM", patrons=(patron,), first_year=2000, last_year=2001) for patron in ("CHN", "JPN")]
    with pytest.raises(InputError, match="KHM 2000-2001 names several contests"):
        create_contests(contests)
    panel = create_contests({"China": contests[0], "Japan": contests[1]})
    assert panel.count() == 4


def test_what_cannot_be_a_panel_is_refused_with_its_reason() -> None:
    with pytest.raises(InputError, match=r"'COW' is no state system\. Choose one of: cow, gw, iso"):
        create_state_years(first_year=1990, last_year=2000, system="COW")
    with pytest.raises(InputError, match="2000 to 1990 is no period from 1816"):
        create_state_years(first_year=2000, last_year=1990)
    with pytest.raises(InputError, match="there is no contest"):
        create_contests([])
