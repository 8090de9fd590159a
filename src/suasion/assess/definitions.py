"""The definitions that a fair reader would try on a claim: which series, whose, and against which whole."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal

import msgspec

from suasion.assess.naming import join, said
from suasion.assess.rows import Row
from suasion.assess.windows import Window
from suasion.codebook import INDICATORS, Derivation, Estimate, missing, recompute
from suasion.codebook.prices import COMMON_YEAR, price_factor

Side = Literal["other", "client"]
COVERED: Final = (
    0.8  # part of a window's years that a data set must hold for its sum to stand for the window. Heuristic.
)

# Members of the OECD's Development Assistance Committee when its table 2a ends, without the EU institutions (oecd.org).
DAC_MEMBERS: Final = frozenset({
    "AUS", "AUT", "BEL", "CAN", "CHE", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HUN", "IRL",
    "ISL", "ITA", "JPN", "KOR", "LTU", "LUX", "NLD", "NOR", "NZL", "POL", "PRT", "SVK", "SVN", "SWE", "USA",
})  # fmt: skip


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One way to count a flow.

    ``legs`` are indicators with the side that stands as actor in their rows. ``fair`` False marks a series that
    the words do not mean; it is shown for comparison and decides nothing.
    """

    words: str
    legs: tuple[tuple[str, Side], ...]
    fair: bool = True
    unit: str | None = None  # None: the unit of its indicators
    single: bool = False  # single acts, not a yearly series: a year without a row is no gap in it


def _other(words: str, *indicators: str, fair: bool = True) -> Series:
    return Series(words=words, legs=tuple((indicator, "other") for indicator in indicators), fair=fair)


_OFFICIAL: Final = (
    _other("official finance committed on aid-like terms", "finance-oda"),
    _other(
        "all official finance committed, loans near market terms included",
        "finance-oda",
        "finance-oof",
        "finance-vague",
    ),
)
SERIES: Final[dict[str, tuple[Series, ...]]] = {
    "aid": (
        _other("net ODA", "oda-net"),
        _other("gross ODA", "oda-gross"),
        _other("grants alone", "oda-grants"),
        *_OFFICIAL,
        _other("loans alone, gross", "oda-loans-gross", fair=False),
        _other("loans alone, net", "oda-loans-net", fair=False),
    ),
    "grants": (_other("grants", "oda-grants"),),
    "humanitarian": (_other("humanitarian aid", "oda-humanitarian"),),
    "loans": (
        _other("ODA loans, gross", "oda-loans-gross"),
        _other("ODA loans, net", "oda-loans-net"),
        _other("official loans near market terms, committed", "finance-oof"),
        _other("official finance committed, terms unclear included", "finance-oof", "finance-vague"),
        _OFFICIAL[1],
    ),
    "debt": (_other("public external debt owed", "debt-owed"),),
    "investment": (
        _other("direct investment stock", "fdi-stock"),
        _other("direct investment approved", "fdi-approved"),
    ),
    "arms": (_other("arms transfers, SIPRI volume", "arms-transfer"),),
    "trade": (
        Series(
            words="goods exports and imports, as the client reports",
            legs=(("exports", "client"), ("imports", "client")),
        ),
        Series(
            words="goods exports and imports, as the partner reports", legs=(("exports", "other"), ("imports", "other"))
        ),
    ),
    "client-sells": (
        Series(words="goods exports, as the client reports", legs=(("exports", "client"),)),
        Series(words="goods exports, as the buyer reports", legs=(("imports", "other"),)),
    ),
    "client-buys": (
        Series(words="goods imports, as the client reports", legs=(("imports", "client"),)),
        Series(words="goods imports, as the seller reports", legs=(("exports", "other"),)),
    ),
    "doses": (Series(words="vaccine doses donated", legs=(("vaccine-doses", "other"),), single=True),),
    "troops": (_other("troops stationed", "troops"),),
}

ALL_INDICATORS: Final = tuple(
    sorted({leg[0] for series in SERIES.values() for way in series for leg in way.legs} | {"oda-multilateral"})
)

# Against which whole a share or rank is taken, the most natural first.
Pool = Literal["bilateral", "dac", "with-multilateral", "with-official-finance", "with-all-official-finance", "all"]
POOL_WORDS: Final[dict[Pool, str]] = {
    "bilateral": "bilateral donors",
    "dac": "DAC members only",
    "with-multilateral": "bilateral donors, with what each gives through multilaterals imputed",
    "with-official-finance": "bilateral donors and China's aid-like commitments",
    "with-all-official-finance": "bilateral donors and all of China's official finance",
    "all": "all partners with rows",
}


class Ties:
    """Observed rows between a client and all others, by series.

    Where two data sets hold the same figure, the rows of the one with more rows of that indicator stand.
    """

    def __init__(self, client: str, rows: Iterable[Row]) -> None:
        self.client = client
        self._rows: dict[tuple[str, Side, str | None], list[Row]] = {}
        self.years: dict[str, set[int]] = {}
        self._units: dict[str, set[str]] = {}
        for row in _one_source_each([row for row in rows if row["value"] is not None]):
            side: Side = "client" if row["actor"] == client else "other"
            other = row["partner"] if side == "client" else row["actor"]
            if (row["partner"] if side == "other" else row["actor"]) != client:
                continue
            self._rows.setdefault((row["indicator"], side, other), []).append(row)
            self._units.setdefault(row["indicator"], set()).add(row["unit"])
            self.years.setdefault(row["indicator"], set()).update(range(row["first_year"], row["last_year"] + 1))

    def in_each_unit(self, series: Series) -> list[Series]:
        """Return a series once for each unit it is held in, the indicators' own unit first."""
        held = sorted(set().union(*(self._units.get(indicator, set()) for indicator, _ in series.legs)))
        own = [unit for unit in held if any(INDICATORS[indicator].unit == unit for indicator, _ in series.legs)]
        units = own + [unit for unit in held if unit not in own]
        return [msgspec.structs.replace(series, unit=unit) for unit in units] or [series]

    def others(self, series: Series) -> list[str]:
        """Return all parties with rows in a series, in alphabetical order."""
        return sorted({other for (indicator, side, other) in self._rows if (indicator, side) in series.legs and other})

    def has(self, series: Series, other: str) -> bool:
        """Return whether a party has any row in a series."""
        found = (row for leg in series.legs for row in self._rows.get((*leg, other), []))
        return any(series.unit in (None, row["unit"]) for row in found)

    def rows(self, series: Series, other: str | None, window: Window) -> list[Row]:
        """Return the rows of a party within a window: all of an additive series, the latest year of a stock."""
        found: list[Row] = []
        for indicator, side in series.legs:
            within = [
                row
                for row in self._rows.get((indicator, side, other), [])
                if window.first <= row["first_year"]
                and row["last_year"] <= window.last
                and series.unit in (None, row["unit"])
            ]
            if within and not INDICATORS[indicator].additive:
                latest = max(row["last_year"] for row in within)
                within = [row for row in within if row["last_year"] == latest]
            found += within
        return found

    def covered(self, series: Series, window: Window) -> int:
        """Return for how many years of a window the data hold a row of this series for the client."""
        years = set().union(*(self.years.get(indicator, set()) for indicator, _ in series.legs))
        return sum(window.first <= year <= window.last for year in years)

    def last_year(self, series: Series) -> int | None:
        """Return the last year in which the series has a row."""
        return max((year for indicator, _ in series.legs for year in self.years.get(indicator, ())), default=None)


def total(ties: Ties, series: Series, other: str, window: Window, *, yearly: bool = False) -> Estimate:
    """Return what a party gave under one definition, a mean a year if ``yearly``."""
    name = f"{series.words}, {other} and {ties.client}, {window}"
    rows = ties.rows(series, other, window)
    if gap := _uncovered(ties, series, rows, window):
        return missing(name, gap, unit=_unit(series))
    ids = tuple(row["id"] for row in rows)
    constants = {"scale": 1 / window.length} if yearly else {}
    derivation = Derivation(operation="sum", terms={"values": ids}, constants=constants)
    value = math.fsum(row["value"] for row in rows) * constants.get("scale", 1.0)
    years = len({row["last_year"] for row in rows})
    return Estimate(
        name=name,
        value=value,
        unit=_unit(series),
        n=len(ids),
        method="sum of published rows" + (", a year" if yearly else ""),
        evidence=ids,
        derivation=derivation,
        note=_years_note(series, years, window),
    )


def pool_rows(ties: Ties, series: Series, pool: Pool, window: Window) -> dict[str, list[Row]]:
    """Return the rows of every party of a pool under one definition."""
    members = [other for other in ties.others(series) if len(other) == 3 and (pool != "dac" or other in DAC_MEMBERS)]
    if pool == "all":
        members = ties.others(series)
    rows = {other: ties.rows(series, other, window) for other in members}
    if pool == "with-multilateral":
        imputed = _other("imputed", "oda-multilateral")
        for other in sorted({*members, *ties.others(imputed)}):
            rows[other] = rows.get(other, []) + ties.rows(imputed, other, window)
    if pool in ("with-official-finance", "with-all-official-finance"):
        finance = _OFFICIAL[0] if pool == "with-official-finance" else _OFFICIAL[1]
        for other in ties.others(finance):
            if not ties.has(series, other):
                rows[other] = ties.rows(finance, other, window)
    return {other: found for other, found in sorted(rows.items()) if found}


def share(ties: Ties, series: Series, pool: Pool, other: str, window: Window) -> Estimate:
    """Return a party's part of all that a pool gave, in [0, 1]."""
    name = f"share of {series.words}, {POOL_WORDS[pool]}, {other} and {ties.client}, {window}"
    parts = pool_rows(ties, series, pool, window)
    own = parts.get(other, [])
    if gap := _uncovered(ties, series, own, window):
        return missing(name, gap, unit="share")
    world = ties.rows(series, None, window) if pool == "all" else []
    whole = world or [row for rows in parts.values() for row in rows]
    derivation = Derivation(
        operation="bounded-share", terms=_by_unit("part", own) | _by_unit("whole", whole), constants=_prices(whole)
    )
    return Estimate(
        name=name,
        value=recompute(derivation, {row["id"]: row["value"] for row in (*own, *whole)}),
        unit="share",
        n=len(whole),
        method=f"share of the rows of {len(parts)} parties" if not world else "share of the total reported",
        evidence=tuple(dict.fromkeys(row["id"] for row in (*own, *whole))),
        derivation=derivation,
        note=_years_note(series, len({row["last_year"] for row in own}), window),
    )


def rank(ties: Ties, series: Series, pool: Pool, other: str, window: Window) -> Estimate:
    """Return a party's place among all of a pool, 1 being the largest."""
    name = f"rank by {series.words}, {POOL_WORDS[pool]}, {other} and {ties.client}, {window}"
    parts = pool_rows(ties, series, pool, window)
    if gap := _uncovered(ties, series, parts.get(other, []), window):
        return missing(name, gap, unit="rank")
    prices = {party: _prices(rows) for party, rows in parts.items()}
    sums = {
        party: math.fsum(row["value"] * prices[party].get(row["unit"], 1.0) for row in rows)
        for party, rows in parts.items()
    }
    above = sorted((party for party in sums if sums[party] > sums[other]), key=lambda party: (-sums[party], party))
    terms = {
        key: ids
        for party, rows in parts.items()
        for key, ids in _by_unit("of" if party == other else party, rows).items()
    }
    constants = {unit: factor for found in prices.values() for unit, factor in found.items()}
    return Estimate(
        name=name,
        value=float(1 + len(above)),
        unit="rank",
        n=len(sums),
        method=f"place among {len(sums)} parties",
        evidence=tuple(i for ids in terms.values() for i in ids),
        derivation=Derivation(operation="rank", terms=terms, constants=constants),
        note=f"ahead of it: {join([said(party) for party in above[:3]])}" if above else "",
    )


def _uncovered(ties: Ties, series: Series, own: Sequence[Row], window: Window) -> str | None:
    """Return why a sum would not stand for its window, None where it does."""
    if not own:
        return f"no rows of {series.words} for {window}"
    additive = all(INDICATORS[indicator].additive for indicator, _ in series.legs)
    years = ties.covered(series, window)
    if additive and not series.single and years < COVERED * window.length:
        return f"rows for {years} of {window.length} years only"
    return None


def _years_note(series: Series, years: int, window: Window) -> str:
    if series.single:
        return "as far as single gifts are recorded"
    if not all(INDICATORS[indicator].additive for indicator, _ in series.legs):
        return "latest year with a row"
    return (
        ""
        if years == window.length
        else f"rows for {years} of {window.length} years; a year without a row adds nothing"
    )


def _by_unit(stem: str, rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Return terms ``stem`` and ``stem:unit``: the rows in dollars of another year than the common one apart."""
    prices = _prices(rows)
    terms: dict[str, list[str]] = {}
    for row in rows:
        terms.setdefault(f"{stem}:{row['unit']}" if row["unit"] in prices else stem, []).append(row["id"])
    return {key: tuple(ids) for key, ids in sorted(terms.items())}


def _prices(rows: Sequence[Row]) -> dict[str, float]:
    """Return what constant dollars of another year are multiplied by; current dollars stay as they are."""
    units = sorted({row["unit"] for row in rows if row["unit"].startswith("USD-")})
    factors = {unit: price_factor(unit, COMMON_YEAR) for unit in units}
    return {unit: factor for unit, factor in factors.items() if factor is not None and factor != 1.0}


def _unit(series: Series) -> str:
    return series.unit or INDICATORS[series.legs[0][0]].unit


def _one_source_each(rows: list[Row]) -> list[Row]:
    """Return the rows with every figure from one source only, chosen as `measure.one_source` does, a unit at a time."""
    size = Counter((row["indicator"], row["source"]) for row in rows)
    best: dict[tuple[object, ...], str] = {}
    known: dict[tuple[object, ...], tuple[int, str]] = {}
    for row in sorted(rows, key=lambda row: row["source"] or ""):
        weight = (size[row["indicator"], row["source"]], row["known"] or "")
        if weight > known.get(_cell(row), (0, "")):
            known[_cell(row)], best[_cell(row)] = weight, row["source"]
    return [row for row in rows if best[_cell(row)] == row["source"]]


def _cell(row: Row) -> tuple[object, ...]:
    return tuple(row[field] for field in ("indicator", "actor", "partner", "first_year", "last_year", "unit"))
