"""The OECD's Development Assistance Committee: which states were members when."""

from __future__ import annotations

from typing import Final

G7: Final = frozenset({"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"})

# The year of joining, as the OECD says on its pages on the DAC and in its news of 16 November 2022 (Lithuania, the
# 31st member) and 4 July 2023 (Estonia, the 32nd). The European Union, a member since 1961, is no state. Portugal was
# a member before 1974 too.
SINCE: Final[dict[str, int]] = {
    "AUS": 1966, "AUT": 1965, "BEL": 1961, "CAN": 1961, "CHE": 1968, "CZE": 2013, "DEU": 1961, "DNK": 1963, "ESP": 1991,
    "EST": 2023, "FIN": 1975, "FRA": 1961, "GBR": 1961, "GRC": 1999, "HUN": 2016, "IRL": 1985, "ISL": 2013, "ITA": 1961,
    "JPN": 1961, "KOR": 2010, "LTU": 2022, "LUX": 1992, "NLD": 1961, "NOR": 1962, "NZL": 1973, "POL": 2013, "PRT": 1991,
    "SVK": 2013, "SVN": 2013, "SWE": 1965, "USA": 1961,
}  # fmt: skip


def dac_members(year: int) -> frozenset[str]:
    """Return the states that were members of the DAC at the end of a year.

    Examples
    --------
    >>> len(dac_members(2012)), len(dac_members(2023)), "CHN" in dac_members(2023)
    (23, 31, False)
    """
    return frozenset(state for state, since in SINCE.items() if since <= year)
