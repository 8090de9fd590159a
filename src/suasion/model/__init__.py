"""Models on labelled arrays: leverage and its uncertainty, hedging, the bootstrap of votes."""

from suasion.model.allowance import filled
from suasion.model.bootstrap import MEASURES, alignment_of_tables, resampled_alignment
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
    "MEASURES",
    "Basis",
    "Components",
    "Parameters",
    "Ties",
    "alignment_of_tables",
    "balance",
    "central_parameters",
    "components",
    "depth",
    "filled",
    "interval",
    "probability_first",
    "product",
    "reading",
    "resampled_alignment",
    "sampled_parameters",
    "triangular",
    "uniform_columns",
    "union",
    "year_weights",
]
