"""Dollars: money of other currencies and other years brought to dollars of one, with how it was done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook.currency import DOLLAR, issuer
from suasion.codebook.prices import DEFLATOR
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

RATE: Final = "exchange-rate"
PRICES: Final = "gdp-deflator"
_FIRST: Final = 1800
_YEARS: Final = 400
_CONSTANT: Final = re.compile(r"USD-(\d{4})")
_CURRENT: Final = re.compile(r"[A-Z]{3}")

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


class Converted(NamedTuple):
    """Amounts in dollars, shape (n_amounts,), NaN where they could not be brought there.

    ``low`` and ``high`` span what the two deflators say; NaN where only one was at hand, equal to ``value`` where none
    was needed. ``how`` has a column of booleans for each step that was, or could not be, taken.
    """

    value: Numbers
    low: Numbers
    high: Numbers
    how: dict[str, NDArray[np.bool_]]


# What is said of an amount that a step was taken for; the last three leave it without a value.
STEPS: Final = {
    "own": "brought there by the giver's own prices and exchange rate (the DAC's method)",
    "us": "brought there by the GDP deflator of the United States (BEA), for want of the giver's prices and rates",
    "exchanged": "from other currencies at the official rate of the year",
    "no_rate": "no exchange rate for {units}: gather worldbank (PA.NUS.FCRF) first",
    "no_prices": "no deflator for a year asked for",
    "no_money": "{units} cannot be brought to dollars",
}
FAILED: Final = ("no_rate", "no_prices", "no_money")


def rates(observations: Table) -> Table:
    """Return indicator, actor, year and value of exchange rates (currency for a dollar) and price indices.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA; others than "exchange-rate" and "gdp-deflator" of a year are passed over.
    """
    rows = observations.filter(
        observations.indicator.isin([RATE, PRICES]),
        observations.actor.notnull(),
        observations.partner.isnull(),
        observations.status == "observed",
        observations.value > 0,
        observations.first_year == observations.last_year,
    )
    return one_source(rows).select("indicator", "actor", "value", year="first_year")


class Dollars:
    """What brings amounts to dollars of a year: the rates and prices that were gathered, and the US deflator.

    Parameters
    ----------
    found
        The rows of `rates`, run.

    Notes
    -----
    An amount of year t in the dollars of year b, by the giver's own deflator: the exchange rate of t turns it into the
    giver's money, the giver's prices bring that from t to b, and the rate of b turns it into dollars again
    (OECD, Information note on the DAC deflators). Inflation in the United States does not enter.
    """

    def __init__(self, found: pa.Table) -> None:
        self._actors = pa.array(sorted({*found["actor"].to_pylist(), "USA"}), pa.string())
        self._rate = self._grid(found, RATE)
        self._rate[self._places(pa.array(["USA"]))[0]] = 1.0
        with np.errstate(invalid="ignore", divide="ignore"):
            self._own = self._grid(found, PRICES) / self._rate
        self._us = np.full(_YEARS, np.nan)
        self._us[np.array([*DEFLATOR]) - _FIRST] = [*DEFLATOR.values()]

    def _grid(self, found: pa.Table, indicator: str) -> Numbers:
        """One row an actor, one column a year; a last row for actors without any."""
        rows = found.filter(pc.equal(found["indicator"], indicator))
        grid = np.full((len(self._actors) + 1, _YEARS), np.nan)
        grid[self._places(rows["actor"]), rows["year"].to_numpy().astype(np.int64) - _FIRST] = rows["value"].to_numpy()
        return grid

    def _places(self, actors: pa.Array | pa.ChunkedArray) -> Places:
        found = pc.fill_null(pc.index_in(actors, self._actors), len(self._actors))
        return np.asarray(found, dtype=np.int64)

    def convert(
        self, value: Numbers, *, unit: pa.Array, giver: pa.Array, year: NDArray[np.int64], to_year: int | None
    ) -> Converted:
        """Return amounts in dollars of ``to_year``, or of each amount's own year where it is None.

        Parameters
        ----------
        value, unit, giver, year
            Shape (n_amounts,). ``unit`` "USD" is dollars of the year, "USD-2021" of 2021, "JPY" yen of the year.
        to_year
            From 1800 to 2199.
        """
        kinds, place = _units(unit)
        base = np.array([year_of for _, year_of in kinds], dtype=np.int64)[place]
        base = np.where(base == 0, year, base)
        target = year if to_year is None else np.full(len(year), to_year)
        rate = self._to_dollar([currency for currency, _ in kinds], place, year)
        money = np.array([currency is not None for currency, _ in kinds])[place]
        at = self._places(giver)
        own = self._own[at, target - _FIRST] / self._own[at, base - _FIRST]
        us = self._us[target - _FIRST] / self._us[base - _FIRST]
        same = base == target
        factor = np.where(same, 1.0, np.where(np.isnan(own), us, own))
        both = np.stack([np.where(same, 1.0, own), np.where(same, 1.0, us)])
        dollars = value / rate
        taken = ~same & np.isfinite(dollars)
        how = {
            "own": taken & np.isfinite(own),
            "us": taken & np.isnan(own) & np.isfinite(us),
            "exchanged": money & np.isfinite(rate) & _foreign(kinds, place),
            "no_rate": money & np.isnan(rate),
            "no_prices": taken & np.isnan(factor),
            "no_money": ~money,
        }
        return Converted(dollars * factor, dollars * both.min(axis=0), dollars * both.max(axis=0), how)

    def _to_dollar(self, currencies: list[str | None], place: Places, year: NDArray[np.int64]) -> Numbers:
        """Return currency for a dollar; NaN where there is no rate."""
        keys, inverse = np.unique(place * 10_000 + year, return_inverse=True)
        found = np.full(len(keys), np.nan)
        for at, key in enumerate(keys.tolist()):
            currency, when = currencies[key // 10_000], key % 10_000
            state = None if currency is None else issuer(currency, when)
            if state is not None:
                found[at] = self._rate[self._places(pa.array([state]))[0], when - _FIRST]
        return found[inverse]


def _units(unit: pa.Array) -> tuple[list[tuple[str | None, int]], Places]:
    """Return each distinct unit's currency and base year (0 for current), and which unit each amount has."""
    whole = unit.combine_chunks() if isinstance(unit, pa.ChunkedArray) else unit
    words = whole.dictionary_encode(null_encoding="encode")
    kinds: list[tuple[str | None, int]] = []
    for word in words.dictionary.to_pylist():
        constant = _CONSTANT.fullmatch(word or "")
        if constant:
            kinds.append((DOLLAR, int(constant[1])))
        else:
            kinds.append((word if _CURRENT.fullmatch(word or "") else None, 0))
    return kinds, np.asarray(words.indices, dtype=np.int64)


def _foreign(kinds: list[tuple[str | None, int]], place: Places) -> NDArray[np.bool_]:
    return np.array([currency != DOLLAR for currency, _ in kinds])[place]
