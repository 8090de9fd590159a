"""Currencies as text writes them: signs, codes and names, each with its ISO 4217 code."""

from __future__ import annotations

import re
from typing import Final

from suasion.read.wordlists import word_list

# Longest first where they share an end; "$" alone is US dollars, as news and aid texts use it.
SIGNS: Final = {
    "US$": "USD", "AU$": "AUD", "A$": "AUD", "CA$": "CAD", "C$": "CAD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD",
    "NT$": "TWD", "R$": "BRL", "FJ$": "FJD", "$": "USD", "€": "EUR", "£": "GBP", "CN¥": "CNY", "RMB¥": "CNY",
    "JP¥": "JPY", "¥": "JPY", "\uffe5": "JPY", "₹": "INR", "₩": "KRW", "฿": "THB", "₱": "PHP", "₫": "VND", "₽": "RUB",
    "៛": "KHR", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₪": "ILS", "₸": "KZT", "₮": "MNT", "₭": "LAK", "₵": "GHS",
    "RM": "MYR", "Rp": "IDR", "Tk": "BDT", "Rs": "INR", "Rs.": "INR", "RMB": "CNY",
}  # fmt: skip
CODES: Final = word_list("currency-code")
_NAMES: Final = {
    r"(?:US|U\.S\.|American|United States) dollars?": "USD", r"(?:Australian|Aussie) dollars?": "AUD",
    r"Canadian dollars?": "CAD", r"New Zealand dollars?": "NZD", r"Singapore(?:an)? dollars?": "SGD",
    r"Hong Kong dollars?": "HKD", r"(?:New )?Taiwan(?:ese)? dollars?": "TWD", r"Brunei dollars?": "BND",
    r"Fiji(?:an)? dollars?": "FJD", r"dollars?": "USD", r"euros?": "EUR", r"yen": "JPY",
    r"(?:Chinese )?yuan": "CNY", r"(?:Chinese )?renminbi": "CNY", r"RMB": "CNY",
    r"(?:British )?pounds(?: sterling)?": "GBP", r"(?:South Korean |Korean )?won": "KRW", r"(?:Thai )?baht": "THB",
    r"(?:Philippine )?pesos": "PHP", r"(?:Vietnamese )?dong": "VND", r"(?:Cambodian )?riels?": "KHR",
    r"(?:Lao |Laotian )?kip": "LAK", r"(?:Myanmar )?kyats?": "MMK", r"(?:Malaysian )?ringgit": "MYR",
    r"(?:Indonesian )?rupiah": "IDR", r"Indian rupees": "INR", r"Pakistani? rupees": "PKR",
    r"Sri Lankan rupees": "LKR", r"Nepal(?:i|ese) rupees": "NPR", r"(?:Bangladeshi )?taka": "BDT",
    r"(?:Russian )?roubles?|(?:Russian )?rubles?": "RUB", r"(?:Ukrainian )?hryvnias?": "UAH",
    r"(?:Kazakh )?tenge": "KZT", r"(?:Turkish )?liras?": "TRY", r"(?:Israeli )?shekels?": "ILS",
    r"(?:Saudi )?riyals": "SAR", r"(?:Emirati |UAE )?dirhams": "AED", r"Swiss francs": "CHF", r"CFA francs": "XOF",
    r"(?:South African )?rand": "ZAR", r"(?:Nigerian )?naira": "NGN", r"(?:Kenyan )?shillings": "KES",
    r"(?:Ethiopian )?birr": "ETB", r"(?:Ghanaian )?cedis?": "GHS", r"(?:Brazilian )?reais": "BRL",
    r"Swedish kron(?:or|"
    r"er)": "SEK", r"Norwegian kroner?": "NOK", r"Danish kroner?": "DKK", r"(?:Polish )?zlotys?": "PLN",
    r"(?:Hungarian )?forints?": "HUF", r"(?:PNG )?kina": "PGK", r"special drawing rights": "XDR",
}  # fmt: skip

SIGN_BEFORE: Final = re.compile(
    r"(?<![A-Za-z$])(?P<sign>" + "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
    + r"|(?:" + "|".join(sorted(CODES)) + r"))\s?$|(?<![A-Za-z])(?P<spaced>US\s\$)\s?$"
)  # fmt: skip
NAME_AFTER: Final = re.compile(
    r"[\s-]{1,3}(?:" + "|".join(f"(?P<n{i}>{name})" for i, name in enumerate(_NAMES)) + r")\b", re.IGNORECASE
)
CODE_AFTER: Final = re.compile(r"\s?(?P<code>" + "|".join(sorted(CODES)) + r")\b")
_NAME_CODES: Final = tuple(_NAMES.values())


def currency_before(text: str, number_start: int) -> tuple[int, str] | None:
    """Return where the sign or code before a number starts, and its ISO code; None if there is none."""
    left = max(0, number_start - 8)
    match = SIGN_BEFORE.search(text[left:number_start])
    if match is None:
        return None
    sign = match["sign"]
    if sign is None:
        return left + match.start(), "USD"
    return left + match.start(), SIGNS.get(sign, sign)


def currency_after(text: str, number_end: int) -> tuple[int, str] | None:
    """Return where the currency's name or code after a number ends, and its ISO code; None if there is none."""
    match = CODE_AFTER.match(text, number_end)
    if match is not None:
        return match.end(), match["code"]
    match = NAME_AFTER.match(text, number_end)
    if match is None or match.lastindex is None:
        return None
    return match.end(), _NAME_CODES[match.lastindex - 1]
