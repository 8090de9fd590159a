"""Where the figures of an indicator may be had."""

from __future__ import annotations

from typing import Final

from suasion.codebook import INDICATORS

# Publishers of figures for which no connector is written; a person adds them as a table of cited figures.
_ELSEWHERE: Final = {
    "vaccine-doses": "the giver's foreign ministry, or UNICEF's COVID-19 Market Dashboard",
    "debt-owed": "the client's debt bulletin, or the World Bank's International Debt Statistics",
    "military-exercise": "communiqués of the two defence ministries",
    "visit": "the foreign ministries' lists of visits",
    "fdi-stock": "the IMF's Coordinated Direct Investment Survey, or the client's central bank",
    "fdi-approved": "the client's investment authority",
    "exports": "UN Comtrade, or the IMF's Direction of Trade Statistics",
    "imports": "UN Comtrade, or the IMF's Direction of Trade Statistics",
    "gdp": "the World Bank's World Development Indicators",
}


def where(indicator: str) -> str:
    """Return what an indicator counts, and which data set or publisher has it.

    Examples
    --------
    >>> where("vaccine-doses")
    "vaccine doses donated: the giver's foreign ministry, or UNICEF's COVID-19 Market Dashboard"
    """
    title = INDICATORS[indicator].title
    return f"{title[0].lower() + title[1:] if not title[1].isupper() else title}: {publishers(indicator)}"


def publishers(indicator: str) -> str:
    """Return the data sets that can be gathered for an indicator, or the publishers that are known to hold it."""
    from suasion.gather.dataset import known

    held = [
        f"{dataset.publisher}, {dataset.title} (suasion gather {dataset.name})"
        for dataset in known()
        if indicator in dataset.feeds
    ]
    return "; ".join(held) or _ELSEWHERE.get(indicator, "no data set known here holds it")
