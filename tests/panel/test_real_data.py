"""Real data sets in one panel: what is publicly known of some pairs comes out. Skipped where they are not at hand."""

from __future__ import annotations

import pytest

from suasion.panel import create_dyad_years, create_state_years

YEARS = {"first_year": 2009, "last_year": 2011}


@pytest.fixture(scope="module")
def security(take):
    """Pairs of 2009 to 2011 with alliances, contiguity, great powers, disputes and rivalries."""
    observations, sources = take("atop-alliance", "cow-contdir", "cow-majors", "cow-mid-dyads", "tss-rivalries")
    bare = create_dyad_years(directed=True, observations=observations, sources=sources, **YEARS)
    return bare.add_alliances().add_contiguity().add_major_powers().add_disputes().add_peace_years().add_rivalries()


def test_great_powers_of_2010_are_the_seven_of_the_list(take) -> None:
    observations, sources = take("cow-majors")
    states = create_state_years(observations=observations, sources=sources, **YEARS).add_major_powers()
    powers = states.filter_great_powers().filter_years(2010, 2010).to_pyarrow()["actor"].to_pylist()
    assert powers == ["CHN", "DEU", "FRA", "GBR", "JPN", "RUS", "USA"]


def test_cambodia_touches_three_states_by_land(security) -> None:
    near = security.filter_client("KHM").filter_years(2010, 2010).filter_contiguous(within=1)
    assert near.to_pyarrow()["actor"].to_pylist() == ["LAO", "THA", "VNM"]


def test_cambodia_and_thailand_clashed_from_2008_to_2011(security, cells) -> None:
    found = [
        cells(security, "dispute dispute_hostility peace_years", actor="THA", partner="KHM", year=year)
        for year in (2009, 2010, 2011)
    ]
    # A clash over Preah Vihear each year: hostility 4, a use of force.
    assert [row[:2] for row in found] == [[1, 4]] * 3
    assert [row[2] for row in found] == [0, 0, 0]
    assert cells(security, "alliance dispute", actor="CHN", partner="KHM", year=2010)[1] == 0


def test_treaties_bind_whom_they_bind(security, cells) -> None:
    columns = "alliance_defense alliance_status"
    assert cells(security, columns, actor="USA", partner="JPN", year=2010) == [1, "observed"]
    assert cells(security, columns, actor="CHN", partner="PRK", year=2010) == [1, "observed"]
    assert cells(security, columns, actor="CHN", partner="KHM", year=2010)[0] == 0


def test_real_votes_give_the_published_alignment(take, cells) -> None:
    observations, sources = take("un-votes")
    bare = create_dyad_years(directed=True, first_year=2019, last_year=2019, observations=observations, sources=sources)
    panel = bare.add_votes()
    # METHODS 1.3: 2019, dgrtwo/unvotes.
    published = {
        "CHN": (86, 0.895, 0.860, 0.613, 0.607),
        "JPN": (88, 0.557, 0.409, -0.076, -0.187),
        "USA": (88, 0.125, -0.659, -0.131, -0.712),
    }
    columns = "votes_shared vote_agreement vote_s vote_kappa vote_pi"
    for partner, expected in published.items():
        found = cells(panel, columns, actor="KHM", partner=partner, year=2019)
        assert found == pytest.approx(expected, abs=0.0005)


def test_wars_of_2010_are_their_parties(take, cells) -> None:
    observations, sources = take("ucdp-acd")
    states = create_state_years(observations=observations, sources=sources, **YEARS).add_armed_conflicts()
    assert cells(states, "armed_conflict", actor="AFG", year=2010) == [2]
    assert cells(states, "armed_conflict armed_conflict_status", actor="KHM", year=2010) == [0, "none-listed"]
    assert cells(states, "armed_conflict", actor="KHM", year=2011) == [1]
