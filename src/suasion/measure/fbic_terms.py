"""The terms of FBIC and FBIC+: what each is made of, and the publisher's columns that hold it at each depth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np

from suasion.measure.fbic_columns import Components, first_of
from suasion.measure.fbic_releases import Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Part = Literal["bandwidth", "dependence"]

_MILLION: Final = 1e6
_PERCENT: Final = 100.0
_FIRST: Final = 1960  # first year of the publisher's series
FIRST_PLUS: Final = 2009  # first year of FBIC+, whose bandwidth is averaged over its own years only
# First year of the publisher's investment and other official finance. Their shares of all are 0 before it, as shares of
# nothing are, and their averages begin with the other series.
_FIRST_FINANCE: Final = 2005


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One of the twelve terms of FBIC, or seventeen of FBIC+.

    ``made`` works the year's value out of ``inputs``; the publisher's column of it is ``made_column``.
    Then follow the columns of what becomes of it: ``scaled`` (bandwidth only: at the mass of representation),
    ``averaged`` over three years from ``first_year``, ``logged`` (dependence only) and ``weighted``.
    ``group`` is the publisher's: the shares of aid, trade, arms and diplomacy in an FBIC.
    """

    name: str
    title: str
    part: Part
    group: str
    inputs: tuple[str, ...]
    made: Callable[[Components], Floats]
    made_column: str
    scaled: str | None
    mass_column: str | None
    averaged: str
    logged: str | None
    weighted: str
    first_year: int

    @property
    def columns(self) -> frozenset[str]:
        """All of the publisher's columns that bear on the term."""
        held = (self.made_column, self.scaled, self.mass_column, self.averaged, self.logged, self.weighted)
        return frozenset((*self.inputs, *(f"{name}_est" for name in self.inputs), *(name for name in held if name)))


def _representation(c: Components) -> Floats:
    return (c["embassylorainb"] + c["embassylorbina"]) / 2


_AGREEMENTS: Final = {"psa": 1, "eia": 1, "bta": 3, "btaeia": 4, "rta": 5, "rtaeia": 8, "cu": 15, "cueia": 20}
_PACTS: Final = {"atopdefense": 75, "atopneutral": 5, "atopnonagg": 5, "atopconsul": 1}


def _agreements(c: Components) -> Floats:
    return sum((points * c[f"tradeagreement_{kind}"] for kind, points in _AGREEMENTS.items()), np.zeros(len(c)))


def _pacts(c: Components) -> Floats:
    index = sum((points * c[pact] for pact, points in _PACTS.items()), np.zeros(len(c)))
    # What a pact of offense counts is not known: it is 0 in all rows at hand. Then the publisher's index has to serve.
    return np.where(first_of(c["atopoffense"], np.zeros(len(c))) == 0, index, np.nan)


def _log(amount: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(amount > -1, np.log1p(amount), np.nan)


def percent(part: Floats, whole: Floats) -> Floats:
    """Return 100 part / whole; 0 where the whole is 0, as the publisher has it even where the part is not."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = _PERCENT * part / whole
    return np.where(whole > 0, share, np.where((whole == 0) & ~np.isnan(part), 0.0, np.nan))


class _Bandwidth(msgspec.Struct, frozen=True):
    name: str
    title: str
    group: str
    inputs: tuple[str, ...]
    made: Callable[[Components], Floats]
    made_column: str
    stem: str
    mass: str


_BANDWIDTH: Final = (
    _Bandwidth("representation", "Level of diplomatic representation", "diplomacy",
               ("embassylorainb", "embassylorbina"), _representation, "lor_avg", "lor_avg", "lortotal"),
    _Bandwidth("organisations", "Shared memberships of organisations, weighted", "diplomacy",
               ("sharedigoweighted",), lambda c: c["sharedigoweighted"], "sharedigoweighted", "igos", "igostotal"),
    _Bandwidth("trade-agreements", "Trade agreements", "trade",
               tuple(f"tradeagreement_{kind}" for kind in _AGREEMENTS), _agreements, "tradeagreementindex",
               "tradeagreement", "tradeagreetotal"),
    _Bandwidth("trade", "Trade between both, logged", "trade", ("totaltradeawithb",),
               lambda c: _log(c["totaltradeawithb"] / _MILLION), "lntotaltradeawithb", "lntotaltrade",
               "lntotaltradetotal"),
    _Bandwidth("alliance", "Alliance", "diplomacy", tuple(_PACTS), _pacts, "allianceindex", "allianceindex",
               "alliancetotal"),
    _Bandwidth("arms", "Stock of arms sent either way, logged", "arms",
               ("armsimportstockbfroma", "armsimportstockafromb"),
               lambda c: _log(c["armsimportstockbfroma"] + c["armsimportstockafromb"]), "lnarmstotalstockab",
               "armstotalstock", "lnarmstocktotal"),
)  # fmt: skip
_INVESTMENT: Final = Term(
    name="investment", title="Direct investment either way, logged", part="bandwidth", group="investment",
    inputs=("fdioutstocks2011usdatob", "fdiinstocks2011usdafromb"),
    made=lambda c: _log(c["fdioutstocks2011usdatob"] + c["fdiinstocks2011usdafromb"]), made_column="lntotalfdiawithb",
    scaled="norm_lntotalfdi", mass_column="lntotalfditotal", averaged="norm_lntotalfdi_ma", logged=None,
    weighted="wt_norm_lntotalfdi_ma_plus", first_year=FIRST_PLUS,
)  # fmt: skip


class _Dependence(msgspec.Struct, frozen=True):
    name: str
    title: str
    group: str
    amount: str
    factor: float  # from the amount's unit to the whole's
    whole: str
    stem: str  # of the columns of the year and its average
    logged: str
    weighted: str
    weighted_plus: str
    first_year: int = _FIRST


# The publisher cuts names at 32 letters, which makes the last columns irregular.
_DEPENDENCE: Final = (
    _Dependence("aid-to-gdp", "Aid to GDP", "aid", "foreignaid2011usdatob", _MILLION, "gdpmer2011usdb", "aidabgdpb",
                "ln_aidabgdpb_ma", "wt_ln_aidabgdpb_ma", "wt_ln_aidabgdpb_ma_plus"),
    _Dependence("aid-share", "Share of all aid", "aid", "foreignaid2011usdatob", _MILLION, "allaidb", "aidaballaidb",
                "ln_aidaballaidb_ma", "wt_ln_aidaballaidb_ma", "wt_ln_aidaballaidb_ma_plus"),
    _Dependence("trade-to-gdp", "Trade to GDP", "trade", "totaltradeawithb", 1.0, "gdpmer2011usdb", "totaltradeabgdpb",
                "ln_totaltradeabgdpb_ma", "wt_ln_totaltradeabgdpb_ma", "wt_ln_totaltradeabgdpb_ma_plus"),
    _Dependence("trade-share", "Share of all trade", "trade", "totaltradeawithb", 1.0, "alltradeb",
                "totaltradeaballtradeb", "ln_totaltradeaballtradeb_ma", "wt_ln_totaltradeaballtradeb_ma",
                "wt_ln_totaltradeaballtradeb_ma_p"),
    _Dependence("arms-to-stock", "Arms to military stock", "arms", "armsimportstockbfroma", 1.0, "milstockb",
                "armimportstockabmilstockb", "ln_armimptockabmilstockb_ma", "wt_ln_armimptockabmilstockb_ma",
                "wt_ln_armimptockabmilstockb_ma_p"),
    _Dependence("arms-share", "Share of all arms imported", "arms", "armsimportstockbfroma", 1.0,
                "allarmsimportstockb", "armsimportsstockaballimstockb", "ln_armsimpstockaballimstockb_ma",
                "wln_armsimpstockaballimstockb_ma", "wlnarmsimpstockaballimstockbma_p"),
)  # fmt: skip
_FINANCE: Final = tuple(
    _Dependence(name, title, group, amount, _MILLION, whole, stem, f"ln_{stem}_ma", "", f"wt_ln_{stem}_ma", first)
    for name, title, group, amount, whole, stem, first in (
        ("finance-to-gdp", "Other official finance to GDP", "finance", "oofaid2011usdatob", "gdpmer2011usdb",
         "oofabgdpb", _FIRST_FINANCE),
        ("finance-share", "Share of all other official finance", "finance", "oofaid2011usdatob", "alloofb",
         "oofaballoofb", _FIRST),
        ("investment-to-gdp", "Direct investment to GDP", "investment", "fdioutstocks2011usdatob", "gdpmer2011usdb",
         "fdiabgdpb", _FIRST_FINANCE),
        ("investment-share", "Share of all direct investment", "investment", "fdioutstocks2011usdatob", "allfdib",
         "fdiaballfdib", _FIRST),
    )
)  # fmt: skip


def _bandwidth(said: _Bandwidth, plus: str) -> Term:
    return Term(
        name=said.name, title=said.title, part="bandwidth", group=said.group, inputs=said.inputs, made=said.made,
        made_column=said.made_column, scaled=f"norm_{said.stem}{plus}", mass_column=f"{said.mass}{plus}",
        averaged=f"norm_{said.stem}_ma{plus}", logged=None, weighted=f"wt_norm_{said.stem}_ma{plus}",
        first_year=FIRST_PLUS if plus else _FIRST,
    )  # fmt: skip


def _dependence(said: _Dependence, plus: str) -> Term:
    return Term(
        name=said.name, title=said.title, part="dependence", group=said.group, inputs=(said.amount, said.whole),
        made=lambda c: percent(said.factor * c[said.amount], c[said.whole]), made_column=said.stem, scaled=None,
        mass_column=None, averaged=f"{said.stem}_ma", logged=said.logged,
        weighted=said.weighted_plus if plus else said.weighted, first_year=said.first_year,
    )  # fmt: skip


TERMS: Final[Mapping[Variant, tuple[Term, ...]]] = {
    "fbic": (*(_bandwidth(b, "") for b in _BANDWIDTH), *(_dependence(d, "") for d in _DEPENDENCE)),
    "fbic-plus": (
        *(_bandwidth(b, "_plus") for b in _BANDWIDTH),
        _INVESTMENT,
        *(_dependence(d, "_plus") for d in (*_DEPENDENCE, *_FINANCE)),
    ),
}
