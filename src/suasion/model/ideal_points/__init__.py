"""Ideal points: where states stand on the one line that explains most of their votes in the General Assembly."""

from suasion.model.ideal_points.estimate import ideal_points
from suasion.model.ideal_points.roll_calls import FIRST_SESSION

__all__ = ["FIRST_SESSION", "ideal_points"]
