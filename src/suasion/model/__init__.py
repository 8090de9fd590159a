"""Models on labelled arrays: leverage and its uncertainty, hedging."""

from suasion.model.allowance import filled
from suasion.model.hedging import balance, depth, reading
from suasion.model.leverage import (
    Basis,
    Components,
    Parameters,
    Ties,
    central_parameters,
    components,
    probability_first,
    product,
    sampled_parameters,
    union,
)
from suasion.model.sampling import interval, triangular, uniform_columns, year_weights

__all__ = [
    "Basis",
    "Components",
    "Parameters",
    "Ties",
    "balance",
    "central_parameters",
    "components",
    "depth",
    "filled",
    "interval",
    "probability_first",
    "product",
    "reading",
    "sampled_parameters",
    "triangular",
    "uniform_columns",
    "union",
    "year_weights",
]
