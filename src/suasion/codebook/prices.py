"""Prices: what a dollar of one year is worth in dollars of another."""

from __future__ import annotations

import re
from typing import Final

COMMON_YEAR: Final = 2022  # money is brought to dollars of this year, as OECD DAC2a states it

# Implicit price deflator of the gross domestic product of the United States, 2017 = 100, annual. US Bureau of
# Economic Analysis, series A191RD3A086NBEA of FRED, as released early in 2026; the last years are still revised.
_FIRST_DEFLATED: Final = 1960
_DEFLATOR: Final = (
    15.495, 15.660, 15.850, 16.032, 16.276, 16.574, 17.039, 17.533, 18.280, 19.176,  # 1960 on
    20.189, 21.212, 22.130, 23.342, 25.443, 27.800, 29.330, 31.152, 33.343, 36.110,
    39.371, 43.097, 45.759, 47.552, 49.267, 50.826, 51.849, 53.134, 55.008, 57.165,
    59.305, 61.310, 62.707, 64.194, 65.564, 66.939, 68.164, 69.340, 70.119, 71.111,
    72.722, 74.360, 75.515, 77.006, 79.077, 81.556, 84.071, 86.349, 88.013, 88.556,
    89.632, 91.481, 93.185, 94.771, 96.421, 97.316, 98.241, 100.000, 102.291, 103.979,
    105.377, 110.186, 118.023, 122.390, 125.428, 128.986,  # 2020 on
)  # fmt: skip
DEFLATOR: Final[dict[int, float]] = {_FIRST_DEFLATED + n: value for n, value in enumerate(_DEFLATOR)}

_CONSTANT = re.compile(r"USD-(\d{4})")


def price_factor(unit: str, year: int, *, to_year: int = COMMON_YEAR) -> float | None:
    """Return what an amount is multiplied by to stand in dollars of ``to_year``.

    Heuristic. One deflator, that of the United States, serves all givers: between two base years close to each
    other (2021 and 2022: 1.071) it differs from the OECD's own deflator of each donor by exchange rates.

    Parameters
    ----------
    unit
        "USD" (dollars of ``year``) or "USD-2021" (constant dollars of 2021).
    year
        The year of the amount; it does not matter for constant dollars.
    to_year
        The year whose dollars are wanted.

    Returns
    -------
    float | None
        None where the unit is no dollar, or a year lies outside the deflator's 1960 to 2025.

    Examples
    --------
    >>> round(price_factor("USD-2021", 2015), 4)
    1.0711
    >>> price_factor("USD-2022", 2015)
    1.0
    >>> price_factor("doses", 2021) is None
    True
    """
    constant = _CONSTANT.fullmatch(unit)
    base = int(constant[1]) if constant else year if unit == "USD" else None
    if base == to_year:
        return 1.0
    if base is None or base not in DEFLATOR or to_year not in DEFLATOR:
        return None
    return DEFLATOR[to_year] / DEFLATOR[base]
