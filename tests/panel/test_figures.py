"""Zero, missing, not covered and not applicable stay apart, and a figure stands where it belongs."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import DatasetError, InputError
from suasion.panel import create_dyad_months, create_dyad_years, create_state_years

YEARS = {"first_year": 2000, "last_year": 2003}


def pairs(table, rows, *, directed=True, **more):
    return create_dyad_years(directed=directed, observations=table(rows), **(YEARS | more))


def states(table, rows, **more):
    return create_state_years(observations=table(rows), **(YEARS | more))


def test_no_row_is_zero_only_where_the_data_set_lists_all_there_is(table, row, source, cells) -> None:
    rows = [
        row("alliance-defense", "CHN", "PRK", year, 1.0, label="obligations: defence, consultation")
        for year in (2000, 2001, 2002)
    ]
    listed = pairs(table, rows, sources=source("atop-alliance")).add_alliances()
    unlisted = pairs(table, rows, sources=source("my-alliances")).add_alliances()
    columns = "alliance alliance_defense alliance_consultation alliance_offense alliance_status"
    bound = {"actor": "CHN", "partner": "PRK", "year": 2001}
    unbound = {"actor": "CHN", "partner": "KHM", "year": 2001}
    assert cells(listed, columns, **bound) == cells(unlisted, columns, **bound) == [1, 1, 1, 0, "observed"]
    assert cells(listed, columns, **unbound) == [0, 0, 0, 0, "none-listed"]
    assert cells(unlisted, columns, **unbound) == [None, None, None, None, "not-covered"]


def test_a_year_that_the_rows_do_not_reach_is_not_covered(table, row, source, cells) -> None:
    rows = [row("alliance-defense", "CHN", "PRK", year, 1.0, label="obligations: defence") for year in (2000, 2001)]
    panel = pairs(table, rows, sources=source("atop-alliance")).add_alliances()
    assert cells(panel, "alliance alliance_status", actor="CHN", partner="KHM", year=2003) == [None, "not-covered"]


def test_a_state_outside_the_sets_system_is_not_covered(table, row, source, cells) -> None:
    rows = [row("alliance-defense", "CHN", "PRK", 2000, 1.0, label="obligations: defence")]
    panel = pairs(table, rows, sources=source("atop-alliance"), system="iso").add_alliances()
    wanted = "alliance alliance_status"
    assert cells(panel, wanted, actor="CHN", partner="VAT", year=2000) == [None, "not-covered"]
    assert cells(panel, wanted, actor="CHN", partner="KHM", year=2000) == [0, "none-listed"]
    assert not [name for name in panel.to_pyarrow().column_names if name.startswith("_")]


def test_the_user_may_say_that_no_row_means_none(table, row, cells) -> None:
    rows = [row("sanction", "USA", "KHM", 2001, 1.0, last_year=2002, item=f"case-{n}") for n in (1, 2)]
    panel = pairs(table, rows)
    columns = "sanctions sanctions_status"
    assert cells(panel.add_sanctions(), columns, actor="CHN", partner="KHM", year=2001) == [None, "not-covered"]
    told = panel.add_sanctions(absent="zero")
    assert cells(told, columns, actor="CHN", partner="KHM", year=2001) == [0, "none-listed"]
    assert cells(told, columns, actor="USA", partner="KHM", year=2001) == [2, "observed"]
    assert cells(told, columns, actor="CHN", partner="KHM", year=2003) == [None, "not-covered"]


def test_a_row_without_a_figure_says_why(table, row, cells) -> None:
    rows = [
        row("cinc", "KHM", None, 2000, 0.0),
        row("cinc", "KHM", None, 2001, None),
        row("cinc", "KHM", None, 2002, None, status="not-applicable"),
    ]
    panel = states(table, rows).add_capabilities()
    found = [cells(panel, "cinc cinc_status", actor="KHM", year=year) for year in range(2000, 2004)]
    assert found == [[0, "observed"], [None, "missing"], [None, "not-applicable"], [None, "not-covered"]]


def test_deliveries_are_added_up_and_a_sum_without_one_of_them_says_so(table, row, cells) -> None:
    rows = [
        row("arms-transfer", "CHN", "KHM", year, value, item=f"deal-{n}")
        for n, (year, value) in enumerate([(2000, 1.5), (2000, 2.5), (2001, 4.0), (2001, None), (2002, None)])
    ]
    panel = pairs(table, rows).add_arms()
    found = [
        cells(panel, "arms_tiv_million arms_tiv_million_status", actor="CHN", partner="KHM", year=year)
        for year in range(2000, 2004)
    ]
    assert found == [[4, "observed"], [4, "partial"], [None, "missing"], [None, "not-covered"]]


def test_what_has_a_direction_stands_both_ways_in_undirected_pairs(table, row, cells) -> None:
    rows = [
        row("exports", "JPN", "KHM", 2000, 10.0),
        row("exports", "KHM", "JPN", 2000, 3.0),
        row("imports", "JPN", "KHM", 2000, 4.0),
    ]
    one = pairs(table, rows, directed=False).add_trade()
    columns = "exports_usd exports_usd_back imports_usd imports_usd_back"
    assert cells(one, columns, actor="JPN", partner="KHM", year=2000) == [10, 3, 4, None]
    both = pairs(table, rows).add_trade()
    assert cells(both, "exports_usd imports_usd", actor="KHM", partner="JPN", year=2000) == [3, None]


def test_what_has_no_direction_is_the_same_both_ways(table, row, cells) -> None:
    panel = pairs(table, [row("igo-shared", "KHM", "CHN", 2000, 30.0)]).add_igos()
    for actor, partner in (("KHM", "CHN"), ("CHN", "KHM")):
        assert cells(panel, "igos_shared", actor=actor, partner=partner, year=2000) == [30]


def test_a_state_has_its_figure_on_either_side(table, row, cells) -> None:
    rows = [row("major-power", "CHN", None, 1950, 1.0, last_year=2016)]
    panel = pairs(table, rows).add_major_powers()
    assert cells(panel, "actor_major_power partner_major_power", actor="CHN", partner="KHM", year=2000) == [1, None]
    assert cells(panel, "actor_major_power partner_major_power", actor="KHM", partner="CHN", year=2000) == [None, 1]


def test_dollars_are_of_the_year_that_is_asked_for(table, row, cells) -> None:
    rows = [
        row("gdp", "KHM", None, 2000, 100.0),
        row("gdp", "LAO", None, 2000, 100.0, unit="USD-2022", source="so-2"),
    ]
    panel = states(table, rows)
    current = panel.add_gdp()
    assert cells(current, "gdp_usd", actor="KHM", year=2000) == [100]
    assert cells(current, "gdp_usd gdp_usd_status", actor="LAO", year=2000) == [None, "not-covered"]
    constant = panel.add_gdp(dollars_of=2022)
    assert cells(constant, "gdp_usd_2022", actor="KHM", year=2000) == [pytest.approx(100 * 118.023 / 72.722)]
    assert cells(constant, "gdp_usd_2022", actor="LAO", year=2000) == [100]


def test_rows_in_no_dollars_that_can_be_used_are_named(table, row) -> None:
    rows = [row("oda-net", "JPN", "KHM", 2000, 5.0)]
    with pytest.raises(InputError, match=r"oda-net are in USD-2022 here, not in current dollars\..*dollars_of=2022"):
        pairs(table, rows).add_aid(dollars_of=None)
    two = [row("cinc", "KHM", None, 2000, 0.1), row("cinc", "LAO", None, 2000, 10.0, unit="percent")]
    with pytest.raises(InputError, match="cinc is in percent and share"):
        states(table, two).add_capabilities()


def test_aid_of_two_sources_is_not_added_up(table, row, cells) -> None:
    full = [row("oda-net", donor, "KHM", year, 10.0) for donor in ("JPN", "USA") for year in (2000, 2001, 2002)]
    typed = [
        row("oda-net", "JPN", "KHM", 2001, 11.0, source="so-2"),
        row("oda-net", "JPN", "KHM", 2003, 12.0, source="so-2"),
    ]
    panel = pairs(table, full + typed).add_aid()
    found = [cells(panel, "oda_net_usd_2022", actor="JPN", partner="KHM", year=year) for year in range(2000, 2004)]
    assert found == [[10], [10], [10], [12]]


def test_a_gap_in_the_better_source_stays_and_another_set_can_be_chosen(table, row, source, cells) -> None:
    rows = [row("gdp", state, None, year, 1e9) for state in ("KHM", "LAO", "VNM") for year in (2000, 2002)]
    rows += [row("gdp", "KHM", None, year, 2e9, source="so-2") for year in (2000, 2001, 2002)]
    sources = pa.concat_tables([source("broad"), source("long", "so-2")])
    panel = states(table, rows, sources=sources)

    def told(panel):
        return [cells(panel, "gdp_usd", actor="KHM", year=year)[0] for year in (2000, 2001, 2002)]

    assert told(panel.add_gdp()) == [1e9, None, 1e9]
    chosen = panel.add_gdp(dataset="long")
    assert told(chosen) == [2e9, 2e9, 2e9]
    assert chosen.cited()[1:] == ("Authors of long.",)
    with pytest.raises(InputError, match="no row of wide has the indicator gdp"):
        panel.add_gdp(dataset="wide")


def test_a_source_without_a_figure_gives_way_to_one_with(table, row, cells) -> None:
    rows = [
        row("population", "KHM", None, 2000, None),
        row("population", "LAO", None, 2000, 5e6),
        row("population", "KHM", None, 2000, 12e6, source="so-2"),
    ]
    panel = states(table, rows).add_population()
    assert cells(panel, "population population_status", actor="KHM", year=2000) == [12e6, "observed"]


def test_figures_that_contradict_each_other_are_named_with_their_key(table, row) -> None:
    rows = [row("igo-shared", "CHN", "KHM", 2000, 30.0), row("igo-shared", "KHM", "CHN", 2000, 31.0)]
    with pytest.raises(DatasetError, match="names several: igo-shared CHN KHM 2000: 30 and 31"):
        pairs(table, rows).add_igos()


def test_an_indicator_that_no_row_has_is_named(table, row) -> None:
    panel = pairs(table, [row("igo-shared", "CHN", "KHM", 2000, 30.0)])
    with pytest.raises(InputError, match="add_fbic: no row has the indicator fbic or fbic-bandwidth"):
        panel.add_fbic()
    with pytest.raises(InputError, match="'gpd' is no indicator"):
        panel.add_indicator("gpd")
    with pytest.raises(InputError, match="there are no observations"):
        create_state_years(**YEARS).add_gdp()
    with pytest.raises(InputError, match="add_igos needs pairs of states, and this is a panel of state-years"):
        states(table, [row("igo-shared", "CHN", "KHM", 2000, 30.0)]).add_igos()


def test_a_figure_of_a_year_stands_in_all_its_months(table, row) -> None:
    observed = table([row("igo-shared", "CHN", "KHM", 2000, 30.0)])
    months = create_dyad_months(directed=False, first_year=2000, last_year=2000, observations=observed).add_igos()
    found = months.filter_actors("CHN", "KHM", side="both").to_pyarrow()
    assert found["igos_shared"].to_pylist() == [30.0] * 12


def test_a_spell_holds_in_each_of_its_years_and_a_sum_of_years_in_none(table, row, cells) -> None:
    rows = [
        row("rivalry", "KHM", "VNM", 1979, 1.0, last_year=2001),
        row("oda-net", "JPN", "KHM", 2000, 99.0, last_year=2003),
        row("oda-net", "JPN", "KHM", 2001, 7.0),
    ]
    panel = pairs(table, rows).add_rivalries().add_aid()
    found = [cells(panel, "rivalry", actor="VNM", partner="KHM", year=year) for year in range(2000, 2004)]
    assert found == [[1], [1], [None], [None]]
    aid = [cells(panel, "oda_net_usd_2022", actor="JPN", partner="KHM", year=year) for year in range(2000, 2004)]
    assert aid == [[None], [7], [None], [None]]


def test_any_indicator_can_be_added_under_a_name_of_ones_own(table, row, cells) -> None:
    rows = [row("troops", "USA", "KHM", 2000, 12.0), row("visit", "CHN", "KHM", 2000, 2.0, item="a")]
    panel = pairs(table, rows).add_indicator("troops").add_indicator("visit", name="visits", absent="zero")
    assert cells(panel, "troops visits", actor="USA", partner="KHM", year=2000) == [12, 0]
    assert cells(panel, "troops visits", actor="CHN", partner="KHM", year=2000) == [None, 2]


def test_states_can_be_read_without_what_their_figures_are(table, row) -> None:
    panel = states(table, [row("cinc", "KHM", None, 2000, 0.1)]).add_capabilities()
    assert panel.without_status().to_pyarrow().column_names == ["actor", "year", "actor_cow", "cinc"]
    with pytest.raises(InputError, match="the panel has cinc"):
        panel.add_capabilities()


SOME = st.sampled_from(["CHN", "JPN", "KHM", "VNM"])
MADE = st.tuples(
    SOME,
    SOME,
    st.integers(1995, 2006),
    st.integers(0, 6),
    st.sampled_from(["so-1", "so-2"]),
    st.sampled_from([None, 1.0]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MADE, min_size=1, max_size=12), st.booleans())
def test_no_join_adds_or_loses_a_row(table, row, source, made, directed) -> None:
    rows = [
        row(indicator, one, other, first, value, last_year=first + length, source=of, item=f"case-{n}")
        for indicator in ("sanction", "alliance-defense", "rivalry")
        for n, (one, other, first, length, of, value) in enumerate(made)
    ]
    rows += [row("dispute", one, other, year, value) for one, other, year, _, _, value in made]
    bare = pairs(table, rows, sources=source("cow-mid-dyads"), directed=directed)
    panel = bare.add_sanctions(absent="zero").add_alliances().add_rivalries().add_disputes().add_peace_years()
    assert panel.to_pyarrow().select(list(panel.keys)).equals(bare.to_pyarrow().select(list(bare.keys)))
