"""A filter keeps the rows it says, before or after what is added."""

from __future__ import annotations

import pytest

from suasion.errors import InputError, UnknownActorError
from suasion.panel import create_dyad_years, create_state_years

YEARS = {"first_year": 2000, "last_year": 2003}


@pytest.fixture
def known(table, row, source):
    """Pairs with all that filters ask for: China a great power, Thailand beside Cambodia, to 2002."""
    rows = [
        row("major-power", "CHN", None, 1950, 1.0, last_year=2002),
        row("contiguity", "KHM", "THA", 1953, 1.0, last_year=2002, source="so-2"),
        row("contiguity", "AUS", "IDN", 1953, 5.0, last_year=2002, source="so-2"),
        row("igo-shared", "CHN", "KHM", 2000, 30.0, source="so-3"),
    ]
    import pyarrow as pa

    sources = pa.concat_tables([source("cow-majors"), source("cow-contdir", "so-2")])
    return {"observations": table(rows), "sources": sources, **YEARS}


def pairs_of(panel) -> set[tuple[str, str, int]]:
    rows = panel.to_pyarrow()
    return set(zip(*(rows[key].to_pylist() for key in ("actor", "partner", "year")), strict=True))


def test_a_client_is_the_partner_of_directed_pairs_and_either_of_undirected(known) -> None:
    assert {row[1] for row in pairs_of(create_dyad_years(directed=True, **known).filter_client("KHM"))} == {"KHM"}
    undirected = pairs_of(create_dyad_years(directed=False, **known).filter_client("KHM"))
    assert all("KHM" in row for row in undirected)
    assert {"CHN", "THA"} <= {state for row in undirected for state in row[:2]}


def test_filtering_to_a_client_first_or_last_gives_the_same(known) -> None:
    def added(panel):
        return panel.add_igos().add_contiguity().add_major_powers()

    for directed in (True, False):
        bare = create_dyad_years(directed=directed, **known)
        first = added(bare.filter_client("KHM").filter_years(2001, 2003)).to_pyarrow()
        last = added(bare).filter_client("KHM").filter_years(2001, 2003).to_pyarrow()
        assert first.equals(last)
        assert first.num_rows


def test_states_can_be_asked_for_on_one_side_either_or_both(known) -> None:
    panel = create_dyad_years(directed=True, **known)
    both = panel.filter_actors("KHM", "CHN", side="both").filter_years(2000, 2000)
    assert pairs_of(both) == {("CHN", "KHM", 2000), ("KHM", "CHN", 2000)}
    assert {row[0] for row in pairs_of(panel.filter_actors("KHM", "CHN", side="actor"))} == {"CHN", "KHM"}
    with pytest.raises(UnknownActorError, match="Its code is KHM"):
        panel.filter_actors("Cambodia")
    with pytest.raises(InputError, match="name at least one state"):
        panel.filter_actors()


def test_relevant_pairs_touch_or_have_a_great_power(known) -> None:
    relevant = create_dyad_years(directed=False, **known).filter_politically_relevant()
    found = pairs_of(relevant)
    assert ("KHM", "THA", 2000) in found
    assert ("AUS", "IDN", 2000) in found
    assert ("CHN", "KHM", 2000) in found
    assert ("KHM", "LAO", 2000) not in found  # these rows list no border of theirs
    assert {year for _, _, year in found} == {2000, 2001, 2002}
    kept = pairs_of(create_dyad_years(directed=False, **known).filter_politically_relevant(unknown="keep"))
    assert ("KHM", "LAO", 2003) in kept
    assert ("KHM", "LAO", 2000) not in kept


def test_contiguity_can_be_asked_for_up_to_a_distance(known) -> None:
    panel = create_dyad_years(directed=False, **known)
    assert {row[:2] for row in pairs_of(panel.filter_contiguous())} == {("AUS", "IDN"), ("KHM", "THA")}
    assert {row[:2] for row in pairs_of(panel.filter_contiguous(within=1))} == {("KHM", "THA")}


def test_great_powers_can_be_asked_for_on_either_side(known) -> None:
    panel = create_dyad_years(directed=True, **known)
    assert all("CHN" in row for row in pairs_of(panel.filter_great_powers()))
    assert {row[0] for row in pairs_of(panel.filter_great_powers(side="actor"))} == {"CHN"}
    assert not pairs_of(panel.filter_great_powers(side="both"))
    states = create_state_years(**known).filter_great_powers().to_pyarrow()
    assert set(states["actor"].to_pylist()) == {"CHN"}


def test_states_of_one_list_can_be_kept_to_those_of_another() -> None:
    iso = create_state_years(system="iso", **YEARS)
    cow = create_state_years(system="cow", **YEARS)
    kept = iso.filter_in_system("cow").to_pyarrow()
    assert kept.equals(cow.to_pyarrow().select(["actor", "year"]))
    with pytest.raises(InputError, match="'un' is no state system"):
        iso.filter_in_system("un")


def test_years_outside_the_panel_are_named(known) -> None:
    with pytest.raises(InputError, match="the panel has 2000 to 2003, and nothing of 2010 to 2012"):
        create_state_years(**known).filter_years(2010, 2012)
