"""Flows are what the rows say, with their gaps."""

from __future__ import annotations

import pytest

from suasion.assess.flows import flows
from suasion.codebook import Contest, recompute

CONTEST = Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2012, last_year=2021)


def found(record, contest: Contest = CONTEST) -> dict[tuple[str, str], object]:
    return {(flow.indicator, flow.patron): flow for flow in flows(record, contest, draws=256)}


def test_japans_aid_to_cambodia_in_the_first_case(first_case) -> None:
    flow = found(first_case)["oda-net", "JPN"]
    assert round(flow.total.value / 1e6) == 1563
    assert round(flow.share.value, 3) == 0.259
    assert len(flow.years) == 10
    assert sum(year.value for year in flow.years) == pytest.approx(flow.total.value)
    assert flow.share.low < flow.share.value < flow.share.high
    assert round(found(first_case)["oda-grants", "JPN"].total.value / 1e6) == 881


def test_years_without_a_row_are_absent_and_counted_in_the_note(write) -> None:
    write.yearly("oda-net", "JPN", {2015: 2e8, 2016: 3e8})
    write.yearly("oda-net", "USA", {2015: 1e8})
    flow = found(write.record)["oda-net", "JPN"]
    assert [year.name for year in flow.years] == ["2015", "2016"]
    assert flow.total.value == 5e8
    assert "8 years have no row" in flow.total.note
    assert ("oda-net", "CHN") not in found(write.record)


def test_totals_and_shares_are_worked_out_from_their_rows(write) -> None:
    write.yearly("exports", "KHM", {2021: 7e9}, partner="USA")
    write.yearly("exports", "KHM", {2013: 1e9, 2021: 14e9}, partner=None)
    flow = found(write.record)["exports", "USA"]
    rows = write.record.run(write.record.observations().select("id", "value")).to_pylist()
    values = {row["id"]: row["value"] for row in rows}
    assert flow.share.value == recompute(flow.share.derivation, values) == pytest.approx(0.5)
    assert flow.total.low is None  # one year tells nothing of how years vary


def test_a_stock_is_averaged_and_an_index_has_no_share(write) -> None:
    write.yearly("debt-owed", "CHN", {2020: 3e9, 2021: 4e9})
    write.yearly("debt-owed", "JPN", {2020: 1e9, 2021: 1e9})
    write.yearly("fbic", "CHN", {2020: 0.3, 2021: 0.4})
    assert found(write.record)["debt-owed", "CHN"].total.value == 3.5e9
    index = found(write.record)["fbic", "CHN"]
    assert index.total.value == pytest.approx(0.35)
    assert index.share.value is None


def test_sanctions_in_force_are_counted_as_cases(write) -> None:
    write.rows(
        {
            "indicator": "sanction",
            "actor": "USA",
            "partner": "KHM",
            "year": 2017,
            "last_year": 2023,
            "value": 1.0,
            "item": "a",
        },
        {
            "indicator": "sanction",
            "actor": "USA",
            "partner": "KHM",
            "year": 2021,
            "last_year": 2023,
            "value": 1.0,
            "item": "b",
        },
        {
            "indicator": "sanction",
            "actor": "USA",
            "partner": "KHM",
            "year": 1997,
            "last_year": 2007,
            "value": 1.0,
            "item": "c",
        },
        {
            "indicator": "sanction",
            "actor": "EU",
            "partner": "KHM",
            "year": 2018,
            "last_year": 2018,
            "value": 1.0,
            "item": "d",
        },
    )
    flow = found(write.record)["sanction", "USA"]
    assert flow.total.value == 2
    assert flow.share.value == pytest.approx(2 / 3)


def test_shares_among_the_patrons_alone_say_so(write) -> None:
    write.yearly("vaccine-doses", "JPN", {2021: 1.3e6})
    write.yearly("vaccine-doses", "CHN", {2021: 6.3e6})
    assert "patrons alone" in found(write.record)["vaccine-doses", "JPN"].share.note
