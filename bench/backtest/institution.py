"""The institution: an agreed text as `suasion.assess.institution` puts it, with the last agreed text in its place.

Consensus is anchored as there: a text that changes nothing for anyone passes with the base rate of the meetings whose
outcome was known the day before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bench.backtest.episodes import Episode
from bench.backtest.vintage import Vintage
from suasion.assess.institution import convene
from suasion.assess.institution.base import BASE_RATE, base_rate
from suasion.assess.institution.table import RESPONSIVENESS, Table
from suasion.assess.institution.vote import SHARED
from suasion.codebook.organisation import decision_rule
from suasion.codebook.scenario import Scenario
from suasion.model.sampling import uniform_columns
from suasion.model.strategy import best_text, breaking_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS: Final = 21  # strengths of text tried
YEARS: Final = 10


def agreed(known: Vintage, episode: Episode, last: float, *, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Return how strong the text is that pays its proposer best, and how likely it is to pass, shape (draws,).

    The proposer is the member whose stand is nearest the issue's norm; if nothing passes the last agreed text stands,
    as `suasion.assess.institution` takes it.

    Parameters
    ----------
    known
        What was known the day before, of all members.
    episode
        A text.
    last
        Strength of the last agreed text.
    draws, seed
        Of all inputs.
    """
    year = int(known.as_of[:4])
    scenario = Scenario(
        issue=episode.issue, institution="ASEAN", patrons=tuple(episode.patrons), first_year=year - YEARS,
        last_year=year, as_of=known.as_of, text=last,
    )  # fmt: skip
    room = convene(known, scenario, draws=draws, seed=seed)
    uniform = {**room.uniform(), **uniform_columns([RESPONSIVENESS], draws=draws, seed=seed)}
    vote = Table(room, uniform, decision_rule("ASEAN"), last, last, SHARED, {}).vote(changed=False)
    proposer = int(np.median(vote.room.stand, axis=0).argmax())
    found = best_text(
        vote.room.stand, vote.room.firmness / vote.unit, np.full(draws, last), vote.responsiveness,
        proposer=proposer, shared=SHARED, breaking=vote.breaking, steps=STEPS,
    )  # fmt: skip
    return found.strength, found.passes


def objecting(as_of: str, responsiveness: Floats, *, members: int, shared: float, seed: int) -> Floats:
    """Return what breaking consensus costs a member of ASEAN by the texts known on a day, shape (draws,)."""
    uniform = uniform_columns([BASE_RATE], draws=len(responsiveness), seed=seed)[BASE_RATE]
    base = base_rate("ASEAN", as_of).belief(uniform)
    return breaking_cost(base, responsiveness, members=members, shared=shared)
