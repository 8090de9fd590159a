"""Influence regression: whether what one state does predicts what another does later, and along which ties."""

from suasion.model.influence_regression.design import Design, design
from suasion.model.influence_regression.estimate import influence, leads
from suasion.model.influence_regression.fitting import Fit, fit
from suasion.model.influence_regression.forecast import WAYS, Forecast, forecast
from suasion.model.influence_regression.network import Network, closeness, row_shares
from suasion.model.influence_regression.pairs import ANSWER, LeadLag, lead_lag
from suasion.model.influence_regression.records import KINDS, Acts, acts, ties_of
from suasion.model.influence_regression.uncertainty import covariance, resampled

__all__ = [
    "ANSWER",
    "KINDS",
    "WAYS",
    "Acts",
    "Design",
    "Fit",
    "Forecast",
    "LeadLag",
    "Network",
    "acts",
    "closeness",
    "covariance",
    "design",
    "fit",
    "forecast",
    "influence",
    "lead_lag",
    "leads",
    "resampled",
    "row_shares",
    "ties_of",
]
