"""The base rate: how often an institution ends with a text, on which every level of a chance to pass rests."""

from __future__ import annotations

from typing import Final

import numpy as np

from suasion.assess.scenario.inputs import Quantity
from suasion.codebook import Estimate
from suasion.codebook.organisation import meetings_by
from suasion.model.strategy.beliefs import beta

BASE_RATE: Final = "base-rate"
_EVEN: Final = 1.0  # cases for and against a text beforehand: every rate is as likely as any other


def base_rate(organisation: str, date: str) -> Quantity:
    """Return what is believed of the chance that an organisation ends with a text, before it is known which.

    Parameters
    ----------
    organisation
        Its acronym in capitals.
    date
        Up to which outcomes are known; its last day is included.

    Notes
    -----
    Beta(1 + agreed, 1 + failed) of the meetings known by then. Where none is coded it is not identified: anything
    between 0 and 1.
    """
    known = meetings_by(organisation, date)
    agreed = sum(one.agreed for one in known)
    for_it, against = _EVEN + agreed, _EVEN + len(known) - agreed
    belief = beta(for_it, against)
    low, high = (float(x) for x in belief(np.array([0.05, 0.95])))
    words = f"how often {organisation} ends with a text"
    if not known:
        note = "not identified: no series of its texts is coded; every rate is as likely as any other"
    else:
        note = (
            f"{agreed} of {len(known)} meetings from {known[0].date[:4]} to {known[-1].date[:4]} ended with a "
            f"{'joint communiqué' if known[0].kind == 'communique' else known[0].kind}; one more of each is assumed"
        )
    return Quantity(
        key=BASE_RATE,
        words=words,
        estimate=Estimate(
            name=words, value=for_it / (for_it + against), low=low, high=high, unit="probability", n=len(known),
            method=f"mean of Beta({for_it:g}, {against:g})", interval_method="5 and 95 % of that distribution",
            note=note,
        ),
        rests_on="record and prior" if known else "prior",
        belief=belief,
        prior=belief,
    )  # fmt: skip
