"""What is asked at once is what is asked apart."""

from __future__ import annotations

from suasion.measure import own_series, sanctions_in_force, supplies, trade, yearly

WINDOW = {"first_year": 2012, "last_year": 2014}


def test_supplies_are_flows_trade_sanctions_and_product_in_one(table, observation) -> None:
    rows = [
        *(observation("oda-gross", "JPN", "KHM", year, 100.0 + year) for year in (2011, 2012, 2013)),
        observation("oda-gross", "JPN", "LAO", 2012, 5.0),
        observation("oda-gross", "FRA", "KHM", 2013, None, status="missing"),
        observation("visit", "CHN", "KHM", 2014, 1.0, item="a"),
        observation("visit", "CHN", "KHM", 2014, 1.0, item="b"),
        observation("sanction", "USA", "KHM", 2008, 1.0, last_year=2012, item="1"),
        observation("sanction", "USA", "KHM", 2001, 1.0, last_year=2007, item="2"),
        observation("exports", "KHM", "USA", 2013, 7.0),
        observation("exports", "USA", "KHM", 2013, 2.0),
        observation("imports", "KHM", None, 2013, 9.0),
        observation("exports", "USA", "JPN", 2013, 50.0),
        *(observation("gdp", "KHM", None, year, 10.0) for year in (2003, 2004, 2012)),
        observation("gdp", "USA", None, 2012, 1000.0),
        # Another source with the same series: one of them counts.
        observation("oda-gross", "JPN", "KHM", 2012, 1.0, source="so-2"),
    ]
    t = table(rows)
    found = supplies(t, "KHM", **WINDOW, reach=8).to_pyarrow().to_pylist()
    of = {name: {i for row in found if row["indicator"] == name for i in row["ids"]} for name in
          ("oda-gross", "visit", "sanction", "exports", "imports", "gdp")}  # fmt: skip
    flows = yearly(t, "KHM", **WINDOW, indicators=["oda-gross", "visit"]).to_pyarrow().to_pylist()
    assert of["oda-gross"] | of["visit"] == {i for row in flows for i in row["ids"]}
    sanctions = sanctions_in_force(t, "KHM", **WINDOW).to_pyarrow().to_pylist()
    assert of["sanction"] == {i for row in sanctions for i in row["ids"]}
    traded = trade(t, "KHM", **WINDOW).to_pyarrow().to_pylist()
    assert of["exports"] | of["imports"] == {i for row in traded for i in row["ids"]}
    product = own_series(t, "KHM", "gdp", first_year=2004, last_year=2022).to_pyarrow().to_pylist()
    assert of["gdp"] == {row["id"] for row in product}
    assert [len(of[name]) for name in of] == [2, 2, 1, 2, 1, 2]
    assert next(row for row in found if row["indicator"] == "visit")["value"] == 2.0
