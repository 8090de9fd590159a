"""Releases of FBIC: the weights, masses and maxima that turn components into the index, as each release has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

Variant = Literal["fbic", "fbic-plus"]


class Constants(msgspec.Struct, frozen=True, kw_only=True):
    """What one release puts in front of the components of one index.

    ``weights`` and ``masses`` are by name of term (`suasion.measure.fbic_terms`). ``masses`` are sums over all pairs
    and years of the release, of the terms of bandwidth: each series is brought to the mass of diplomatic
    representation. The maxima are those of bandwidth, dependence and their product over the release; the minima are 0.
    """

    weights: Mapping[str, float]
    masses: Mapping[str, float]
    bandwidth_max: float
    dependence_max: float
    product_max: float


# Read in the columns lortotal to fbicmax of the release that covers 1960 to 2023; the weights are the ratios of its
# wt_* columns to what they weigh. Scores of two releases do not compare: masses and maxima move with the data.
RELEASES: Final[Mapping[str, Mapping[Variant, Constants]]] = {
    "1960-2023": {
        "fbic": Constants(
            weights={
                "representation": 0.11, "organisations": 0.19, "trade-agreements": 0.14, "trade": 0.35,
                "alliance": 0.13, "arms": 0.08,
                "aid-to-gdp": 0.21, "aid-share": 0.12, "trade-to-gdp": 0.28, "trade-share": 0.16,
                "arms-to-stock": 0.10, "arms-share": 0.13,
            },
            masses={
                "representation": 372043.75, "organisations": 367064384, "trade-agreements": 1909830,
                "trade": 2906701.3, "alliance": 10146900, "arms": 276653.59,
            },
            bandwidth_max=3.1831572, dependence_max=4.1227694, product_max=0.58199161,
        ),
        "fbic-plus": Constants(
            weights={
                "representation": 0.148, "organisations": 0.091, "trade-agreements": 0.155, "trade": 0.181,
                "alliance": 0.155, "arms": 0.108, "investment": 0.162,
                "aid-to-gdp": 0.103, "aid-share": 0.101, "trade-to-gdp": 0.092, "trade-share": 0.094,
                "arms-to-stock": 0.112, "arms-share": 0.110, "finance-to-gdp": 0.103, "finance-share": 0.098,
                "investment-to-gdp": 0.091, "investment-share": 0.096,
            },
            masses={
                "representation": 128981.8, "organisations": 176510016, "trade-agreements": 1019982,
                "trade": 1095776.4, "alliance": 4178034, "arms": 89900.094, "investment": 470710.25,
            },
            bandwidth_max=3.3609812, dependence_max=3.0973625, product_max=0.61893559,
        ),
    },
}  # fmt: skip
NEWEST: Final = "1960-2023"
