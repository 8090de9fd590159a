"""Panels of states and of pairs of states, in the grammar create, add, filter."""

from suasion.panel.conflict import add_armed_conflicts, add_disputes, add_rivalries
from suasion.panel.create import create_contests, create_dyad_months, create_dyad_years, create_state_years
from suasion.panel.filters import (
    filter_actors,
    filter_client,
    filter_contiguous,
    filter_great_powers,
    filter_in_system,
    filter_politically_relevant,
    filter_where,
    filter_years,
)
from suasion.panel.flows import add_aid, add_arms, add_gdp, add_indicator, add_population, add_trade
from suasion.panel.geography import add_capital_distance, add_contiguity, add_minimum_distance
from suasion.panel.measures import add_measures
from suasion.panel.own import add_codes, add_table
from suasion.panel.panel import Panel
from suasion.panel.peace import add_peace_years
from suasion.panel.power import add_capabilities, add_leaders, add_major_powers
from suasion.panel.ties import add_alliances, add_fbic, add_igos, add_sanctions
from suasion.panel.votes import add_ideal_points, add_votes

__all__ = [
    "Panel",
    "add_aid",
    "add_alliances",
    "add_armed_conflicts",
    "add_arms",
    "add_capabilities",
    "add_capital_distance",
    "add_codes",
    "add_contiguity",
    "add_disputes",
    "add_fbic",
    "add_gdp",
    "add_ideal_points",
    "add_igos",
    "add_indicator",
    "add_leaders",
    "add_major_powers",
    "add_measures",
    "add_minimum_distance",
    "add_peace_years",
    "add_population",
    "add_rivalries",
    "add_sanctions",
    "add_table",
    "add_trade",
    "add_votes",
    "create_contests",
    "create_dyad_months",
    "create_dyad_years",
    "create_state_years",
    "filter_actors",
    "filter_client",
    "filter_contiguous",
    "filter_great_powers",
    "filter_in_system",
    "filter_politically_relevant",
    "filter_where",
    "filter_years",
]
