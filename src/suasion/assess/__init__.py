"""A contest to an assessment, every number with its evidence."""

from suasion.assess.assembly import assess
from suasion.assess.assessment import Assessment
from suasion.assess.period import period

__all__ = ["Assessment", "assess", "period"]
