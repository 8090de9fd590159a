"""Each series is taken from one source: the fullest that counts alike, and a sparse extract hides no full set."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.measure import one_source, set_aside


def kept(expression) -> set[tuple[str, str, int]]:
    return {(row["source"], row["actor"], row["first_year"]) for row in expression.to_pyarrow().to_pylist()}


def product(observation, source: str, state: str, years, **more):
    return [observation("gdp", state, None, year, 1.0, source=source, **more) for year in years]


def test_a_sparse_extract_of_many_states_does_not_hide_a_full_set_of_few(table, observation) -> None:
    rows = [
        row for state in ("CHN", "FRA", "JPN", "USA") for row in product(observation, "so-extract", state, (2000, 2010))
    ]
    rows += product(observation, "so-full", "CHN", range(2002, 2015))
    rows += product(observation, "so-full", "USA", range(2002, 2015))
    found = kept(one_source(table(rows)))
    assert {year for source, state, year in found if (source, state) == ("so-full", "CHN")} == set(range(2002, 2015))
    # Before the full set begins the extract lengthens it; within it the two are not mixed.
    assert {year for source, state, year in found if (source, state) == ("so-extract", "CHN")} == {2000}
    assert {year for source, state, year in found if (source, state) == ("so-extract", "JPN")} == {2000, 2010}
    assert set_aside(table(rows)).to_pyarrow().to_pylist() == [{"indicator": "gdp", "source": "so-extract", "n": 2}]


def test_a_source_with_most_of_the_years_still_comes_first_so_that_givers_are_counted_alike(table, observation) -> None:
    rows = [
        observation("oda-net", donor, "KHM", year, 10.0)
        for donor in ("FRA", "JPN", "USA") for year in range(2012, 2022) if (donor, year) != ("JPN", 2015)
    ]  # fmt: skip
    rows += [observation("oda-net", "JPN", "KHM", year, 11.0, source="so-typed") for year in range(2012, 2022)]
    found = kept(one_source(table(rows)))
    assert {source for source, donor, _ in found if donor == "JPN"} == {"so-1"}


def test_a_source_that_reaches_further_back_is_no_fuller_within_the_others_span(table, observation) -> None:
    rows = [observation("oda-net", donor, "KHM", year, 10.0) for donor in ("FRA", "JPN") for year in (2019, 2020, 2021)]
    rows += [observation("oda-net", "JPN", "KHM", year, 11.0, source="so-long") for year in range(1990, 2022)]
    rows += [observation("oda-net", "XYZ", "KHM", 2020, 1.0)]
    found = kept(one_source(table(rows)))
    assert {year for source, donor, year in found if (source, donor) == ("so-1", "JPN")} == {2019, 2020, 2021}
    assert {year for source, donor, year in found if (source, donor) == ("so-long", "JPN")} == set(range(1990, 2019))


def test_a_spell_counts_for_all_its_years(table, observation) -> None:
    rows = [observation("sanction", "USA", target, 1990, 1.0, last_year=2019) for target in ("KHM", "CUB", "IRN")]
    rows += [observation("sanction", "USA", "KHM", year, 1.0, source="so-typed") for year in range(2000, 2006)]
    found = kept(one_source(table(rows)))
    assert {source for source, *_ in found} == {"so-1"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(
        st.tuples(
            st.sampled_from(["so-1", "so-2", "so-3"]), st.sampled_from(["CHN", "JPN"]), st.integers(2000, 2009)
        ),
        min_size=1,
    )
)  # fmt: skip
def test_every_year_of_a_series_has_at_most_one_source_and_no_series_is_lost(table, observation, held) -> None:
    rows = [observation("gdp", state, None, year, 1.0, source=source) for source, state, year in sorted(held)]
    found = kept(one_source(table(rows)))
    assert len({(state, year) for _, state, year in found}) == len(found)
    assert {state for _, state, _ in found} == {state for _, state, _ in held}
    assert found <= held
    left_out = sum(row["n"] for row in set_aside(table(rows)).to_pyarrow().to_pylist())
    assert len(found) + left_out == len(held)
