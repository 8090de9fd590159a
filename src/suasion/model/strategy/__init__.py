"""What would move it: patrons who pay or press a client, institutions that decide, and what others forecast."""

from suasion.model.strategy.agency import Agency, Settlement, required_pull, settle
from suasion.model.strategy.compromise import compromise, weighted_median
from suasion.model.strategy.condorcet import coalitions, conditional_election, markov_election, pairwise
from suasion.model.strategy.expected_utility import UNSTABLE, Bargaining, Move, expected_utility
from suasion.model.strategy.institutions import Consensus, Text, assent, best_text, consensus, losses, majority
from suasion.model.strategy.peers import drawn
from suasion.model.strategy.response import quantal_response
from suasion.model.strategy.sharing import least_shares
from suasion.model.strategy.spatial import Contention, contention, worth
from suasion.model.strategy.voting_power import shapley_shubik

__all__ = [
    "UNSTABLE",
    "Agency",
    "Bargaining",
    "Consensus",
    "Contention",
    "Move",
    "Settlement",
    "Text",
    "assent",
    "best_text",
    "coalitions",
    "compromise",
    "conditional_election",
    "consensus",
    "contention",
    "drawn",
    "expected_utility",
    "least_shares",
    "losses",
    "majority",
    "markov_election",
    "pairwise",
    "quantal_response",
    "required_pull",
    "settle",
    "shapley_shubik",
    "weighted_median",
    "worth",
]
