"""Ideal points: where states stand on the one line that explains most of their votes in the General Assembly."""

from suasion.model.ideal_points.estimate import ideal_points
from suasion.model.ideal_points.fitting import Positions, fit
from suasion.model.ideal_points.roll_calls import FIRST_SESSION, RollCalls

__all__ = ["FIRST_SESSION", "Positions", "RollCalls", "fit", "ideal_points"]
