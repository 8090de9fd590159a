"""Scenarios: what a change would move, and what a move would take."""

from suasion.assess.scenario.results import WhatIf, WhatItTakes
from suasion.assess.scenario.takes import what_would_it_take
from suasion.assess.scenario.whatif import whatif

__all__ = ["WhatIf", "WhatItTakes", "what_would_it_take", "whatif"]
