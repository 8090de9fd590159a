"""Exchange rates and price indices of the World Bank. The rows here are made up for the test in its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]


def by(rows: Rows, *keys: str) -> dict[Any, Any]:
    """Values by the fields named."""
    return {tuple(row[key] for key in keys): row["value"] for row in rows}


def test_exchange_rates_and_prices_are_read_beside_product_and_people(
    table: Table, read: Read, problems: Problems
) -> None:
    data = table(
        '"Data Source","World Development Indicators",',
        "",
        '"Country Name","Country Code","Indicator Name","Indicator Code","2012","2022",',
        '"Japan","JPN","Official exchange rate (LCU per US$, period average)","PA.NUS.FCRF","79.79","131.50",',
        '"Japan","JPN","GDP deflator (base year varies by country)","NY.GDP.DEFL.ZS","96.9","101.2",',
    )
    wrong = table(*(line.replace("79.79", "0") for line in data.decode().splitlines()))
    rows = read("worldbank", data)
    assert by(rows, "indicator", "first_year") == {
        ("exchange-rate", 2012): 79.79, ("exchange-rate", 2022): 131.5,
        ("gdp-deflator", 2012): 96.9, ("gdp-deflator", 2022): 101.2,
    }  # fmt: skip
    assert {row["unit"] for row in rows} == {"LCU per USD", "index"}
    assert any("0" in text and "exchange-rate" in text for text in problems("worldbank", wrong))
