"""Effects: whether a client moved after a cause, such as a visit, aid or a sanction, set in."""

from suasion.model.effect.asked import effect
from suasion.model.effect.dyads import Dyads
from suasion.model.effect.estimate import AtTime, Effect, estimate
from suasion.model.effect.verdict import Verdict
from suasion.model.effect.vote_shift import vote_shift

__all__ = ["AtTime", "Dyads", "Effect", "Verdict", "effect", "estimate", "vote_shift"]
