"""Currencies: by whose exchange rate a currency is turned into dollars."""

from __future__ import annotations

from typing import Final

DOLLAR: Final = "USD"
EURO_SINCE: Final = 1999  # the first year with a rate of the euro

# ISO 4217 code to the state whose official rate it is: what donors and Asia's clients pay and owe in. One state that
# has a shared currency stands for all that have it. A currency that is not here has no rate: that is said, not guessed.
_ISSUERS: Final = {
    "AED": "ARE", "AUD": "AUS", "AZN": "AZE", "BRL": "BRA", "CAD": "CAN", "CHF": "CHE", "CNY": "CHN", "CZK": "CZE",
    "DKK": "DNK", "EUR": "DEU", "GBP": "GBR", "HKD": "HKG", "HUF": "HUN", "IDR": "IDN", "ILS": "ISR", "INR": "IND",
    "ISK": "ISL", "JPY": "JPN", "KHR": "KHM", "KRW": "KOR", "KWD": "KWT", "KZT": "KAZ", "LAK": "LAO", "MMK": "MMR",
    "MXN": "MEX", "MYR": "MYS", "NOK": "NOR", "NZD": "NZL", "PHP": "PHL", "PLN": "POL", "QAR": "QAT", "RON": "ROU",
    "RUB": "RUS", "SAR": "SAU", "SEK": "SWE", "SGD": "SGP", "THB": "THA", "TRY": "TUR", "USD": "USA", "VND": "VNM",
    "XAF": "CMR", "XOF": "SEN", "ZAR": "ZAF",
}  # fmt: skip


def issuer(currency: str, year: int) -> str | None:
    """Return the state whose exchange rate is the currency's in a year, None where there is none that we know.

    Parameters
    ----------
    currency
        ISO 4217 code in capitals.
    year
        Calendar year; the euro has a rate from 1999 on.

    Examples
    --------
    >>> issuer("JPY", 2015), issuer("EUR", 2015), issuer("EUR", 1990), issuer("doses", 2021)
    ('JPN', 'DEU', None, None)
    """
    if currency == "EUR" and year < EURO_SINCE:
        return None
    return _ISSUERS.get(currency)
