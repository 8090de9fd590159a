"""Aid and finance by kind, giver and year: apart, in dollars of one year, with shares that add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA
from suasion.measure.money import AID, FINANCE, money
from suasion.measure.money_problems import money_problems

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
WINDOW = {"first_year": 2012, "last_year": 2021}
DAC2A = {
    "ODA: Total Net": "oda-net", "Memo: ODA Total, Gross disbursements": "oda-gross", "Grants, Total": "oda-grants",
    "ODA Gross Loans": "oda-loans-gross", "ODA Loans: Total Net": "oda-loans-net",
    "Humanitarian Aid": "oda-humanitarian", "Technical Cooperation": "oda-technical",
}  # fmt: skip


def read(name: str) -> Any:
    """Return a real data set, or skip the test."""
    path = SHARED / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path.name} does not lie in a shared folder beside the project")
    return ibis.memtable(pq.read_table(path))


@pytest.fixture(scope="module")
def dac2a() -> Any:
    """All aid of DAC2a as observations; givers and clients under the names that the OECD gives them."""
    rows = read("oecd_dac2a")
    rows = rows.filter(rows["Aid type"].isin([*DAC2A]))
    year = rows.Year.cast("int16")
    kind = rows["Aid type"].cases(*DAC2A.items())
    return rows.select(
        id=rows.Donor + kind + rows.Recipient + rows.Year.cast("string"), source=ibis.literal("so-dac"), row=rows.Donor,
        indicator=kind, actor=rows.Donor, partner=rows.Recipient, item=ibis.null("string"), label=ibis.null("string"),
        first_year=year, last_year=year, date=ibis.null("string"), value=rows.Value * 1e6,
        unit=ibis.literal("USD-2022"), status=ibis.literal("observed"), known=ibis.literal("2024-12-31"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def gcdf() -> Any:
    """China's finance to Cambodia, summed from AidData's table."""
    rows = read("aiddata_gcdf3_country_year")
    rows = rows.filter(rows.ccode == 811)
    year = rows.year.cast("int16")
    parts = [
        rows.select(
            id=ibis.literal(kind) + rows.year.cast("string"), source=ibis.literal("so-gcdf"),
            row=ibis.literal("row"), indicator=ibis.literal(kind), actor=ibis.literal("CHN"),
            partner=ibis.literal("KHM"), item=ibis.null("string"), label=ibis.null("string"), first_year=year,
            last_year=year, date=ibis.null("string"), value=rows[column].cast("float64"),
            unit=ibis.literal("USD-2021"), status=ibis.literal("observed"), known=ibis.literal("2023-11-06"),
        )
        for kind, column in zip(FINANCE, ("oda_adj", "oof_adj", "vof_adj"), strict=True)
    ]  # fmt: skip
    return ibis.union(*parts)


def by(found: pa.Table, *keys: str) -> dict[Any, Any]:
    return {tuple(row[k] for k in keys) if len(keys) > 1 else row[keys[0]]: row for row in found.to_pylist()}


def millions(found: pa.Table) -> dict[Any, int | None]:
    return {
        (row["partner"], row["measure"]): None if row["value"] is None else round(row["value"] / 1e6)
        for row in found.to_pylist()
    }


def test_japans_aid_to_cambodia_by_every_definition(dac2a: Any) -> None:
    found = money(dac2a, AID[:7], client="Cambodia", givers=["Japan"], by="period", name="aid", **WINDOW)
    assert found.schema == MEASURE_SCHEMA
    said = {measure: value for (giver, measure), value in millions(found).items() if giver == "Japan"}
    assert said == {
        "aid [oda-net]": 1563, "aid [oda-gross]": 1626, "aid [oda-grants]": 881, "aid [oda-loans-gross]": 745,
        "aid [oda-loans-net]": 682, "aid [oda-humanitarian]": 4, "aid [oda-technical]": 287,
    }  # fmt: skip
    assert set(found["unit"].to_pylist()) == {"USD-2022"}
    shares = money(dac2a, AID[:7], client="Cambodia", givers=["Japan"], by="period", shares=True, **WINDOW)
    share = {row["measure"]: round(row["value"], 3) for row in shares.to_pylist()}
    assert (share["money [oda-net]"], share["money [oda-gross]"], share["money [oda-grants]"]) == (0.259, 0.259, 0.198)
    assert share["money [oda-loans-gross]"] == 0.406


def test_chinas_finance_is_promised_in_dollars_of_2021_and_adds_up(gcdf: Any) -> None:
    as_published = money(gcdf, FINANCE, client="KHM", by="period", total="all", dollars_of=2021, **WINDOW)
    rows = by(as_published, "partner", "measure")
    raw = read("aiddata_gcdf3_country_year")
    raw = raw.filter(raw.ccode == 811, raw.year.between(2012, 2021))
    whole = (raw.oda_adj + raw.oof_adj + raw.vof_adj).sum().to_pyarrow().as_py()
    assert rows["CHN", "money [all]"]["value"] == pytest.approx(whole)
    assert rows["CHN", "money [all]"]["n"] == 30
    assert "committed" in rows["CHN", "money [all]"]["method"]
    assert "as published in USD-2021" in rows["CHN", "money [finance-oof]"]["method"]
    dearer = by(money(gcdf, FINANCE, client="KHM", by="period", total="all", **WINDOW), "partner", "measure")
    assert dearer["CHN", "money [all]"]["value"] / whole == pytest.approx(118.023 / 110.186)
    assert "for want of the giver's prices" in dearer["CHN", "money [all]"]["method"]
    assert dearer["CHN", "money [all]"]["low"] is None


def test_years_of_all_givers_add_up_to_the_period(dac2a: Any) -> None:
    years = money(dac2a, ["oda-gross"], client="Cambodia", **WINDOW).to_pylist()
    period = by(money(dac2a, ["oda-gross"], client="Cambodia", by="period", **WINDOW), "partner")
    for giver in (None, "Japan", "Korea"):
        assert sum(r["value"] for r in years if r["partner"] == giver) == pytest.approx(period[giver]["value"])
    assert sum(r["value"] for r in years if r["partner"]) == pytest.approx(period[None]["value"])
    assert {r["year"] for r in years} == set(range(2012, 2022))


def test_grants_and_gross_loans_are_gross_aid_but_for_norway(dac2a: Any) -> None:
    said = [str(problem) for problem in money_problems(dac2a, first_year=2009, last_year=2022)]
    [identity] = [text for text in said if "do not add up" in text]
    assert "23 of 47,470 givers, clients and years" in identity
    assert "Norway to Bangladesh in 2009: 5.53 million" in identity
    later = money_problems(dac2a, first_year=2012, last_year=2022)
    assert not [p for p in later if "do not add up" in p.reason]
    [absent] = [text for text in said if "without net aid" in text]
    assert "1,670 of 47,467" in absent


def test_a_file_that_keeps_to_its_identities_has_no_problem(table: Any, observation: Any) -> None:
    good = [
        observation("oda-gross", "JPN", "KHM", 2015, 30e6), observation("oda-grants", "JPN", "KHM", 2015, 10e6),
        observation("oda-loans-gross", "JPN", "KHM", 2015, 20e6 + 14e3),
        observation("oda-net", "JPN", "KHM", 2015, 25e6),
        observation("finance-oda", "CHN", "KHM", 2015, 99e6),
    ]  # fmt: skip
    assert money_problems(table(good), **WINDOW) == ()
    both = [*good, observation("finance-oda", "JPN", "KHM", 2015, 1e6)]
    [said] = money_problems(table(both), **WINDOW)
    assert "reports aid to the OECD" in str(said)
    assert "JPN to KHM in 2015" in str(said)
    grants_alone = [observation("oda-grants", "FRA", "KHM", 2015, 10e6)]
    assert money_problems(table(grants_alone), **WINDOW) == ()


def test_two_deflators_bound_a_converted_sum(table: Any, observation: Any) -> None:
    rows = [
        observation("oda-gross", "JPN", "KHM", 2012, 10e6),  # already dollars of 2022
        observation("oda-gross", "JPN", "KHM", 2013, 10e6, unit="USD"),
    ]
    tools = [
        observation(name, "JPN", None, year, value)
        for name, year, value in (
            ("exchange-rate", 2013, 97.6), ("exchange-rate", 2022, 131.5), ("gdp-deflator", 2013, 96.5),
            ("gdp-deflator", 2022, 101.2),
        )
    ]  # fmt: skip
    found = by(money(table([*rows, *tools]), ["oda-gross"], client="KHM", by="period", **WINDOW), "partner")["JPN"]
    own, us = (101.2 / 131.5) / (96.5 / 97.6), 118.023 / 94.771
    assert found["value"] == pytest.approx(10e6 + 10e6 * own)
    assert (found["low"], found["high"]) == (pytest.approx(10e6 + 10e6 * own), pytest.approx(10e6 + 10e6 * us))
    current = by(money(table(rows), ["oda-gross"], client="KHM", dollars_of=None, **WINDOW), "partner", "year")
    assert current["JPN", 2013]["value"] == 10e6
    assert current["JPN", 2013]["unit"] == "USD"
    assert current["JPN", 2012]["value"] == pytest.approx(10e6 * 93.185 / 118.023)


def test_a_currency_without_a_rate_leaves_no_sum_and_is_named(table: Any, observation: Any) -> None:
    rows = [
        observation("oda-gross", "JPN", "KHM", 2015, 1e9, unit="JPY"),
        observation("oda-gross", "JPN", "KHM", 2016, 1e6),
    ]
    found = by(money(table(rows), ["oda-gross"], client="KHM", by="period", **WINDOW), "partner")["JPN"]
    assert found["value"] is None
    assert "no exchange rate for JPY" in found["method"]
    rate = observation("exchange-rate", "JPN", None, 2015, 121.0)
    held = by(money(table([*rows, rate]), ["oda-gross"], client="KHM", **WINDOW), "partner", "year")["JPN", 2015]
    assert held["value"] == pytest.approx(1e9 / 121.0 * 118.023 / 97.316)
    assert "official rate" in held["method"]


def test_missing_money_and_money_of_several_years_is_no_zero(table: Any, observation: Any) -> None:
    rows = [
        observation("oda-net", "JPN", "KHM", 2015, 10.0),
        observation("oda-net", "USA", "KHM", 2015, 0.0),
        observation("oda-net", "FRA", "KHM", 2015, None, status="missing"),
        observation("oda-net", "DEU", "KHM", 2012, 50.0, last_year=2016),
    ]
    found = by(money(table(rows), ["oda-net"], client="KHM", **WINDOW), "partner")
    assert set(found) == {"JPN", "USA", None}
    assert (found["USA"]["value"], found[None]["value"]) == (0.0, 10.0)
    shares = by(money(table(rows[1:2]), ["oda-net"], client="KHM", shares=True, **WINDOW), "partner")
    assert shares["USA"]["value"] is None  # nothing to share


@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.floats(0.01, 1e9), min_size=1, max_size=5))
def test_shares_add_up_to_one_and_do_not_depend_on_the_unit(amounts: list[float], table: Any, observation: Any) -> None:
    givers = ("JPN", "USA", "FRA", "DEU", "KOR")
    rows = [
        observation("oda-gross", giver, client, 2015, amount, unit=unit)
        for giver, amount in zip(givers, amounts, strict=False)
        for client, unit in (("KHM", "USD-2022"), ("LAO", "USD"))
    ]
    found = money(table(rows), ["oda-gross"], shares=True, **WINDOW).to_pylist()
    constant, current = ({r["partner"]: r["value"] for r in found if r["actor"] == client} for client in ("KHM", "LAO"))
    assert sum(constant.values()) == pytest.approx(1)
    assert current == pytest.approx(constant)


def test_what_cannot_be_asked_is_refused(table: Any, observation: Any) -> None:
    rows = table([observation("oda-net", "JPN", "KHM", 2015, 10.0)])
    with pytest.raises(InputError, match="counts money twice"):
        money(rows, ["oda-net", "oda-gross"], total="all", **WINDOW)
    with pytest.raises(InputError, match="un-vote"):
        money(rows, ["un-vote"], **WINDOW)
    with pytest.raises(InputError, match="no oda-gross"):
        money(rows, ["oda-gross"], client="KHM", **WINDOW)
    with pytest.raises(InputError, match="Dollars of 22"):
        money(rows, ["oda-net"], dollars_of=22, **WINDOW)
