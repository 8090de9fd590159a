"""What each step says of real and made-up states."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pytest

from suasion.errors import DatasetError, InputError
from suasion.panel import Panel, create_dyad_years, create_state_years

YEARS = {"first_year": 2000, "last_year": 2005}
MIDS = "cow-mid-dyads"


def pairs(table, rows, *, directed=True, **more):
    return create_dyad_years(directed=directed, observations=table(rows), **(YEARS | more))


def dispute(row, one, other, year, hostility=4.0, **more):
    return [row("dispute", a, b, year, hostility, label="border violation; began that year", **more)
            for a, b in ((one, other), (other, one))]  # fmt: skip


def test_peace_is_counted_from_the_last_dispute_also_one_before_the_panel(table, row, source, cells) -> None:
    rows = dispute(row, "KHM", "THA", 1998) + dispute(row, "KHM", "THA", 2003) + dispute(row, "IND", "PAK", 2005)
    panel = pairs(table, rows, sources=source(MIDS)).add_disputes().add_peace_years()

    def told(one, other):
        return [cells(panel, "dispute peace_years", actor=one, partner=other, year=year) for year in range(2000, 2006)]

    assert told("KHM", "THA") == told("THA", "KHM") == [[0, 1], [0, 2], [0, 3], [1, 4], [0, 0], [0, 1]]
    # Both in the system since 1953, but disputes are covered by these rows from 1998 on.
    assert told("KHM", "VNM") == [[0, 2], [0, 3], [0, 4], [0, 5], [0, 6], [0, 7]]


def test_peace_begins_when_both_are_states(table, row, source, cells) -> None:
    rows = dispute(row, "IND", "PAK", 1965) + dispute(row, "IND", "PAK", 2005)
    panel = pairs(table, rows, sources=source(MIDS)).add_peace_years()
    assert cells(panel, "peace_years", actor="TLS", partner="IDN", year=2004) == [2]


def test_peace_is_not_known_where_disputes_are_not_covered(table, row, source, cells) -> None:
    rows = dispute(row, "IND", "PAK", 1999) + dispute(row, "IND", "PAK", 2002)
    panel = pairs(table, rows, sources=source(MIDS)).add_peace_years()
    assert cells(panel, "peace_years", actor="IND", partner="PAK", year=2003) == [None]
    with pytest.raises(InputError, match="nothing says in which years a pair without a row had no dispute"):
        pairs(table, rows).add_peace_years()
    assert cells(
        pairs(table, rows).add_peace_years(absent="zero"), "peace_years", actor="IND", partner="PAK", year=2001
    ) == [1]


def test_a_spell_goes_on_under_the_state_that_bears_the_number(table, row, source, cells) -> None:
    rows = [
        row("contiguity", "POL", "SUN", 1945, 1.0, last_year=2016),
        row("major-power", "RUS", None, 1922, 1.0, last_year=2016, source="so-2"),
        row("contiguity", "KHM", "VDR", 1975, 1.0, last_year=2016),
    ]
    known = pa.concat_tables([source("cow-contdir"), source("cow-majors", "so-2")])
    panel = pairs(table, rows, sources=known, first_year=1975, last_year=2010).add_contiguity().add_major_powers()
    columns = "contiguity partner_major_power"
    assert cells(panel, columns, actor="POL", partner="SUN", year=1991) == [1, 1]
    assert cells(panel, columns, actor="POL", partner="RUS", year=1992) == [1, 1]
    assert cells(panel, columns, actor="KHM", partner="VNM", year=2010) == [1, 0]


def test_a_state_has_the_peace_of_the_one_whose_number_it_bears(table, row, source, cells) -> None:
    rows = dispute(row, "USA", "SUN", 1987) + dispute(row, "IND", "PAK", 2005)
    panel = pairs(table, rows, sources=source(MIDS), first_year=1990, last_year=2005).add_peace_years()
    assert cells(panel, "peace_years", actor="USA", partner="SUN", year=1991) == [3]
    assert cells(panel, "peace_years", actor="RUS", partner="USA", year=1992) == [4]
    assert cells(panel, "peace_years", actor="UKR", partner="USA", year=1993) == [2]


def test_disputes_tell_onset_number_and_each_sides_hostility(table, row, source, cells) -> None:
    rows = [
        row("dispute", "KHM", "THA", 2000, 4.0, item="mid-1", label="clash; began that year"),
        row("dispute", "THA", "KHM", 2000, 3.0, item="mid-1", label="alert; began that year"),
        row("dispute", "KHM", "THA", 2001, None, item="mid-1", label="not known; began in an earlier year"),
        row("dispute", "KHM", "THA", 2002, 2.0, item="mid-2", label="threat; began that year"),
        row("dispute", "KHM", "THA", 2002, 1.0, item="mid-3", label="none; began in an earlier year"),
    ]
    columns = "dispute dispute_onset disputes dispute_hostility dispute_status"
    panel = pairs(table, rows, sources=source(MIDS)).add_disputes()
    found = [cells(panel, columns, actor="KHM", partner="THA", year=year) for year in (2000, 2001, 2002)]
    assert found == [[1, 1, 1, 4, "observed"], [1, 0, 1, None, "missing"], [1, 1, 2, 2, "observed"]]
    assert cells(panel, columns, actor="THA", partner="KHM", year=2000) == [1, 1, 1, 3, "observed"]
    both = pairs(table, rows, sources=source(MIDS), directed=False).add_disputes()
    assert cells(both, columns, actor="KHM", partner="THA", year=2000) == [1, 1, 1, 4, "observed"]


def test_of_two_sets_of_disputes_one_must_be_chosen(table, row, source, cells) -> None:
    rows = dispute(row, "KHM", "THA", 2000) + dispute(row, "KHM", "THA", 2001, source="so-2")
    known = pa.concat_tables([source(MIDS), source("gml-mid-dyads", "so-2")])
    panel = pairs(table, rows, sources=known)
    with pytest.raises(InputError, match=r"disputes of cow-mid-dyads and gml-mid-dyads.*dataset='gml-mid-dyads'"):
        panel.add_disputes()
    chosen = panel.add_disputes(dataset="gml-mid-dyads")
    assert cells(chosen, "dispute", actor="KHM", partner="THA", year=2001) == [1]
    assert chosen.cited()[1:] == ("Authors of gml-mid-dyads.",)


def test_conflicts_between_states_are_each_ones_own_too(table, row, source, cells) -> None:
    rows = [
        row("armed-conflict", "IND", None, 2000, 1.0, item="ucdp-1"),
        row("armed-conflict", "IND", None, 2000, 1.0, item="ucdp-2"),
        row("armed-conflict-interstate", "IND", "PAK", 2000, 2.0, item="ucdp-3"),
    ]
    columns = "armed_conflict armed_conflicts armed_conflict_status"
    made = {"observations": table(rows), "sources": source("ucdp-acd")}
    states = create_state_years(**YEARS, **made, system="gw").add_armed_conflicts()
    assert cells(states, columns, actor="IND", year=2000) == [2, 3, "observed"]
    assert cells(states, columns, actor="PAK", year=2000) == [2, 1, "observed"]
    assert cells(states, columns, actor="KHM", year=2000) == [0, 0, "none-listed"]
    both = create_dyad_years(directed=True, **YEARS, **made).add_armed_conflicts()
    wanted = "interstate_conflict actor_armed_conflicts partner_armed_conflicts"
    assert cells(both, wanted, actor="PAK", partner="IND", year=2000) == [2, 1, 3]
    assert cells(both, wanted, actor="KHM", partner="IND", year=2000) == [0, 0, 3]


def test_the_closest_contiguity_of_a_year_counts(table, row, source, cells) -> None:
    rows = [
        row("contiguity", "IDN", "TLS", 1999, 0.0, last_year=2002, date="1999-01-01"),
        row("contiguity", "IDN", "TLS", 2002, 1.0, last_year=2016, date="2002-05-01"),
        row("contiguity", "AUS", "TLS", 2002, 5.0, last_year=2016),
    ]
    panel = pairs(table, rows, sources=source("cow-contdir")).add_contiguity()
    assert cells(panel, "contiguity", actor="TLS", partner="IDN", year=2002) == [1]
    assert cells(panel, "contiguity contiguity_status", actor="TLS", partner="KHM", year=2003) == [0, "none-listed"]


def test_the_distance_of_capitals_is_the_great_circle(table, row, cells) -> None:
    places = {
        "FRA": (48.8566, 2.3522),
        "GBR": (51.5074, -0.1278),
        "MMR": (16.8409, 96.1735),
        "NZL": (-41.2866, 174.7756),
    }
    rows = [
        row(f"capital-{which}", state, None, 1948, place[n], last_year=2024, date="1948-01-04")
        for state, place in places.items()
        for n, which in enumerate(("latitude", "longitude"))
    ]
    rows += [
        row(f"capital-{which}", "MMR", None, 2005, value, last_year=2024, date="2005-11-06")
        for which, value in (("latitude", 19.7633), ("longitude", 96.0785))
    ]
    panel = pairs(table, rows).add_capital_distance()
    # Paris to London, 344 km on the ellipsoid; Yangon is 325 km south of Naypyidaw.
    assert cells(panel, "capital_distance_km", actor="FRA", partner="GBR", year=2000) == [pytest.approx(343.6, abs=1)]
    before, after = (cells(panel, "capital_distance_km", actor="NZL", partner="MMR", year=y)[0] for y in (2004, 2005))
    assert before - after == pytest.approx(-250, abs=60)
    assert cells(panel, "capital_distance_km", actor="KHM", partner="GBR", year=2000) == [None]


def test_the_leader_of_a_year_is_the_one_who_came_last(table, row, cells) -> None:
    rows = [
        row("leader", "JPN", None, first, 1.0, last_year=last, item=f"JPN-{first}", date=f"{first}-{day}",
            label=f"{name} (M, born 1940), {first}-{day} to {last}; came: Regular; went: Regular")
        for name, first, day, last in (
            ("Yoshiro Mori", 2000, "04-05", 2001), ("Obuchi", 1998, "07-30", 2000), ("Koizumi", 2001, "04-26", 2006),
        )
    ]  # fmt: skip
    panel = create_state_years(**YEARS, observations=table(rows)).add_leaders()
    columns = "leader leader_term leaders leader_change"
    assert cells(panel, columns, actor="JPN", year=2000) == ["Yoshiro Mori", "JPN-2000", 2, 1]
    assert cells(panel, columns, actor="JPN", year=2005) == ["Koizumi", "JPN-2001", 1, 0]
    assert cells(panel, columns, actor="KHM", year=2005) == [None, None, None, None]


def test_ideal_points_are_as_far_apart_as_their_difference(table, row, cells) -> None:
    rows = [row("ideal-point", "KHM", None, 2000, -1.0), row("ideal-point", "USA", None, 2000, 2.5)]
    panel = pairs(table, rows).add_ideal_points()
    assert cells(panel, "ideal_point_distance", actor="USA", partner="KHM", year=2000) == [3.5]
    assert cells(panel, "ideal_point_distance", actor="USA", partner="LAO", year=2000) == [None]


def test_votes_are_compared_with_every_other_state(table, row, cells) -> None:
    votes = {"KHM": [1, 1, 3, 2], "CHN": [1, 1, 3, 3], "USA": [3, 3, 1, None]}
    rows = [
        row("un-vote", state, None, 2000, float(vote), item=f"rc-{n}")
        for state, cast in votes.items()
        for n, vote in enumerate(cast)
        if vote is not None
    ]
    panel = pairs(table, rows).add_votes()
    columns = "votes_shared vote_agreement vote_s"
    for one, other in (("KHM", "CHN"), ("CHN", "KHM")):
        assert cells(panel, columns, actor=one, partner=other, year=2000) == [4, 0.75, 0.75]
    assert cells(panel, columns, actor="USA", partner="KHM", year=2000) == [3, 0, -1]
    assert cells(panel, columns, actor="USA", partner="LAO", year=2000) == [None, None, None]
    client = pairs(table, rows).filter_client("KHM").add_votes()
    assert cells(client, columns, actor="CHN", partner="KHM", year=2000) == [4, 0.75, 0.75]


def test_measures_come_in_as_a_column_each(cells) -> None:
    measured = pa.table(
        {
            "actor": ["CHN", "CHN", "JPN", "CHN"],
            "partner": ["KHM", "KHM", "KHM", "KHM"],
            "year": pa.array([2000, 2000, 2000, None], pa.int16()),
            "measure": ["leverage", "s-score", "leverage", "leverage"],
            "value": [0.4, 0.8, None, 0.9],
            "low": [0.3, None, None, 0.8],
            "high": [0.5, None, None, 1.0],
        }
    )
    bare = create_dyad_years(directed=True, **YEARS)
    panel = bare.add_measures(measured, directed=True, measures=["leverage"], intervals=True)
    columns = "leverage leverage_low leverage_high"
    assert cells(panel, columns, actor="CHN", partner="KHM", year=2000) == [0.4, 0.3, 0.5]
    assert cells(panel, columns, actor="KHM", partner="CHN", year=2000) == [None, None, None]
    with pytest.raises(InputError, match=r"the table has not kappa\. It has leverage, s-score"):
        bare.add_measures(measured, directed=True, measures=["kappa"])
    with pytest.raises(DatasetError, match="leverage CHN KHM 2000"):
        bare.add_measures(pa.concat_tables([measured, measured]), directed=True)


def test_a_table_of_ones_own_must_have_each_key_once() -> None:
    mine = pa.table({"actor": ["KHM", "KHM"], "year": pa.array([2000, 2000]), "growth": [1.0, 2.0]})
    states = create_state_years(**YEARS)
    with pytest.raises(DatasetError, match=r"actor, year should name one row, and names several: KHM 2000 \(2 rows\)"):
        states.add_table(mine)
    with pytest.raises(InputError, match="gdp is in the table no column"):
        states.add_table(mine.slice(0, 1), columns=["gdp"])
    added = states.add_table(mine.slice(0, 1).to_pandas(), reference="Mine (2024).")
    assert added.count() == states.count()
    assert added.cited()[-1] == "Mine (2024)."
    assert states.add_table(ibis.memtable(mine.slice(0, 1)), by=["actor", "year"]).count() == states.count()


def test_numbers_of_another_system_can_be_added(cells) -> None:
    panel = create_dyad_years(directed=True, first_year=1990, last_year=1992).add_codes("gw")
    assert cells(panel, "actor_cow actor_gw partner_gw", actor="YEM", partner="DEU", year=1991) == [679, 678, 260]
    with pytest.raises(InputError, match="in ISO codes already"):
        panel.add_codes("iso")


def test_own_functions_stand_in_the_chain() -> None:
    def halved(panel: Panel, by: int) -> Panel:
        return panel.filter_where(lambda t: t.year % by == 0)

    assert create_state_years(**YEARS).pipe(halved, by=2).pipe(Panel.count) < create_state_years(**YEARS).count()
    assert "AFG</td>" in create_state_years(**YEARS)._repr_html_()
