"""Ibis table in, Ibis table out; one measure a file."""

from suasion.measure.alignment import paired_votes, vote_alignment
from suasion.measure.concentration import concentration
from suasion.measure.dependence import flow_to_gdp, own_series
from suasion.measure.flows import given, totals, yearly
from suasion.measure.one_source import one_source, set_aside
from suasion.measure.prices import in_common_dollars
from suasion.measure.supplies import supplies
from suasion.measure.ties import pacts, sanctions_in_force, standing, troops, visits
from suasion.measure.trade import trade

__all__ = [
    "concentration",
    "flow_to_gdp",
    "given",
    "in_common_dollars",
    "one_source",
    "own_series",
    "pacts",
    "paired_votes",
    "sanctions_in_force",
    "set_aside",
    "standing",
    "supplies",
    "totals",
    "trade",
    "troops",
    "visits",
    "vote_alignment",
    "yearly",
]
