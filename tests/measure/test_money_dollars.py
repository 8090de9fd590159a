"""Money comes to dollars of one year by named rates and prices, or not at all."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook.prices import DEFLATOR
from suasion.measure.dollars import Converted, Dollars


def known(**figures: float) -> Dollars:
    """Rates and prices by name: rate_JPN_1966=300."""
    split = [name.split("_") for name in figures]
    return Dollars(
        pa.table(
            {
                "indicator": pa.array(
                    [{"rate": "exchange-rate", "prices": "gdp-deflator"}[s[0]] for s in split], pa.string()
                ),
                "actor": pa.array([s[1] for s in split], pa.string()),
                "year": pa.array([int(s[2]) for s in split], pa.int16()),
                "value": pa.array(list(figures.values()), pa.float64()),
            }
        )
    )


def one(dollars: Dollars, value: float, unit: str, year: int, to_year: int | None, giver: str = "JPN") -> Converted:
    return dollars.convert(
        np.array([value]), unit=pa.array([unit]), giver=pa.array([giver]), year=np.array([year]), to_year=to_year
    )


# The OECD's own example (Information note on the DAC deflators): 30 billion yen in 1966 at 300 to the dollar; prices in
# Japan double by 2006, when a dollar is 100 yen.
OECD = {"rate_JPN_1966": 300.0, "rate_JPN_2006": 100.0, "prices_JPN_1966": 50.0, "prices_JPN_2006": 100.0}


def test_the_oecds_example_of_its_deflator_comes_out() -> None:
    found = one(known(**OECD), 100e6, "USD", 1966, 2006)
    assert found.value[0] == pytest.approx(600e6)
    assert found.how["own"][0]
    yen = one(known(**OECD), 30e9, "JPY", 1966, 2006)
    assert yen.value[0] == pytest.approx(600e6)
    assert yen.how["exchanged"][0]
    back = one(known(**OECD), 600e6, "USD-2006", 1966, None)
    assert back.value[0] == pytest.approx(100e6)


def test_the_two_deflators_bound_the_value_and_one_alone_bounds_nothing() -> None:
    both = one(known(**OECD), 100e6, "USD", 1966, 2006)
    us = DEFLATOR[2006] / DEFLATOR[1966] * 100e6
    assert (both.low[0], both.high[0]) == (pytest.approx(min(us, 600e6)), pytest.approx(max(us, 600e6)))
    alone = one(known(), 100e6, "USD", 1966, 2006)
    assert alone.value[0] == pytest.approx(us)
    assert alone.how["us"][0]
    assert np.isnan([alone.low[0], alone.high[0]]).all()


def test_a_currency_without_a_rate_is_named_and_never_taken_as_dollars() -> None:
    found = one(known(**OECD), 5e9, "KRW", 1966, 2006)
    assert np.isnan(found.value[0])
    assert found.how["no_rate"][0]
    assert not found.how["exchanged"][0]
    missing_year = one(known(**OECD), 5e9, "JPY", 1970, 1970)
    assert np.isnan(missing_year.value[0])
    assert missing_year.how["no_rate"][0]


@pytest.mark.parametrize("unit", ["doses", "USD2015", "JPY-2015", "", None])
def test_what_is_no_money_has_no_dollars(unit: str | None) -> None:
    found = one(known(**OECD), 5.0, unit, 2006, 2006)  # type: ignore[arg-type]
    assert np.isnan(found.value[0])
    assert found.how["no_money"][0]


def test_years_without_a_deflator_have_no_value() -> None:
    found = one(known(), 5.0, "USD", 1900, 2006)
    assert np.isnan(found.value[0])
    assert found.how["no_prices"][0]


@given(st.floats(1, 1e12), st.integers(1960, 2025), st.sampled_from(["USD-2006", "USD"]))
def test_dollars_of_the_year_asked_for_stay_as_they_are(value: float, year: int, unit: str) -> None:
    found = one(known(**OECD), value, unit, year, 2006 if unit == "USD-2006" else year)
    assert found.value[0] == found.low[0] == found.high[0] == value
    assert not any(taken[0] for taken in found.how.values())


@given(st.integers(1960, 2025), st.integers(1960, 2025), st.floats(0.01, 1e4), st.floats(0.01, 1e4))
def test_there_and_back_is_the_same_money(one_year: int, other: int, rate: float, prices: float) -> None:
    figures = {f"rate_JPN_{one_year}": rate, f"prices_JPN_{one_year}": prices}
    figures |= {f"rate_JPN_{other}": 100.0, f"prices_JPN_{other}": 100.0}
    dollars = known(**figures)
    there = one(dollars, 7e6, "USD", one_year, other).value[0]
    assert one(dollars, there, f"USD-{other}", one_year, None).value[0] == pytest.approx(7e6)


# OECD, DAC deflators (2020 = 100) and annual exchange rates, as published in 2022; IMF, World Economic Outlook, GDP
# deflators of the same time: giver, year, prices then and in 2020, rate then and in 2020, the OECD's deflator.
PUBLISHED = [
    ("JPN", 2012, 96.642, 101.913, 79.8136, 106.7624, 126.93438),
    ("JPN", 2015, 99.991, 101.913, 121.0023, 106.7624, 86.627693),
    ("JPN", 2019, 100.984, 101.913, 109.0459, 106.7624, 97.084703),
    ("KOR", 2012, 95.073, 105.09, 1125.93, 1180.1278, 94.687265),
    ("KOR", 2015, 100.0, 105.09, 1131.309, 1180.1278, 99.120345),
    ("KOR", 2019, 103.79, 105.09, 1165.2938, 1180.1278, 99.960587),
    ("DEU", 2012, 94.516, 108.406, 0.778, 0.8775, 98.035373),
    ("DEU", 2015, 100.0, 108.406, 0.9015, 0.8775, 89.511459),
    ("DEU", 2019, 106.704, 108.406, 0.8933, 0.8775, 96.697846),
    ("FRA", 2012, 98.659, 106.782, 0.778, 0.8775, 103.829867),
    ("FRA", 2015, 101.138, 106.782, 0.9015, 0.8775, 91.857016),
    ("FRA", 2019, 104.437, 106.782, 0.8933, 0.8775, 95.808546),
    ("AUS", 2012, 90.803, 102.292, 0.966, 1.4535, 133.333911),
    ("AUS", 2015, 91.736, 102.292, 1.3309, 1.4535, 97.826217),
    ("AUS", 2019, 101.428, 102.292, 1.4387, 1.4535, 100.017458),
    ("CAN", 2012, 100.0, 110.828, 0.9992, 1.3412, 121.18179),
    ("CAN", 2015, 102.807, 110.828, 1.2783, 1.3412, 97.38195),
    ("CAN", 2019, 109.913, 110.828, 1.327, 1.3412, 100.292665),
]


@pytest.mark.parametrize(("giver", "year", "then", "base", "rate", "base_rate", "deflator"), PUBLISHED)
def test_the_givers_own_deflator_is_the_one_that_the_oecd_publishes(
    giver: str, year: int, then: float, base: float, rate: float, base_rate: float, deflator: float
) -> None:
    figures = {f"prices_{giver}_{year}": then, f"prices_{giver}_2020": base}
    figures |= {f"rate_{giver}_{year}": rate, f"rate_{giver}_2020": base_rate}
    found = one(known(**figures), deflator, "USD", year, 2020, giver)
    assert found.value[0] == pytest.approx(100, abs=0.4)
