"""What would move it: patrons who pay or press a client, institutions that decide, and what others forecast."""

from suasion.model.strategy.agency import Agency, Settlement, required_pull, settle
from suasion.model.strategy.anchoring import breaking_cost
from suasion.model.strategy.budgets import Budgeted, settle_within
from suasion.model.strategy.clients import Clients, Peers, in_parts, settle_clients
from suasion.model.strategy.compromise import compromise, weighted_median
from suasion.model.strategy.condorcet import coalitions, conditional_election, markov_election, pairwise
from suasion.model.strategy.expected_utility import UNSTABLE, Bargaining, Move, expected_utility
from suasion.model.strategy.hedging_value import counterweight, option_value
from suasion.model.strategy.institutions import Consensus, Text, assent, best_text, consensus, losses, majority
from suasion.model.strategy.inverse import Least, Required, least_lever, required, standing
from suasion.model.strategy.lever_sets import LeastSet, Lever, least_set
from suasion.model.strategy.peers import drawn
from suasion.model.strategy.pressure import credible_pull, lifted
from suasion.model.strategy.response import quantal_response
from suasion.model.strategy.rivalry import PriceWar, Side, best_answer, price_war
from suasion.model.strategy.sensitivity import Sensitivity, sensitivity
from suasion.model.strategy.sharing import least_shares
from suasion.model.strategy.spatial import Contention, contention, worth
from suasion.model.strategy.substitution import leverage_lost
from suasion.model.strategy.voting_power import shapley_shubik

__all__ = [
    "UNSTABLE",
    "Agency",
    "Bargaining",
    "Budgeted",
    "Clients",
    "Consensus",
    "Contention",
    "Least",
    "LeastSet",
    "Lever",
    "Move",
    "Peers",
    "PriceWar",
    "Required",
    "Sensitivity",
    "Settlement",
    "Side",
    "Text",
    "assent",
    "best_answer",
    "best_text",
    "breaking_cost",
    "coalitions",
    "compromise",
    "conditional_election",
    "consensus",
    "contention",
    "counterweight",
    "credible_pull",
    "drawn",
    "expected_utility",
    "in_parts",
    "least_lever",
    "least_set",
    "least_shares",
    "leverage_lost",
    "lifted",
    "losses",
    "majority",
    "markov_election",
    "option_value",
    "pairwise",
    "price_war",
    "quantal_response",
    "required",
    "required_pull",
    "sensitivity",
    "settle",
    "settle_clients",
    "settle_within",
    "shapley_shubik",
    "standing",
    "weighted_median",
    "worth",
]
