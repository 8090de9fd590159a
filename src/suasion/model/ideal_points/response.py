"""The response: how likely a vote is, given where a state stands and what was asked.

Ordered logit (McCullagh 1980): P(no) = F(a - b theta), P(no or abstain) = F(c - b theta), F logistic, a < c. A question
is a row (a, c, b): lower cut, upper cut, slope.
"""

from __future__ import annotations

import msgspec
import numpy as np
from scipy.special import expit

from suasion.model.ideal_points.assembly import Floats, Sitting


class Expansion(msgspec.Struct, frozen=True, kw_only=True):
    """First and expected second derivatives of one session's log-likelihood.

    ``by_position`` and ``by_question`` are gradients, shapes (n,) and (n_calls, 3); ``position_information``
    (n,) and ``question_information`` (n_calls, 3, 3) the expected information of each by itself; ``shared``
    (n, n_calls, 3) that of a position with a question. ``lower``, ``upper`` and ``slope``, shape (n, n_calls), are the
    information on a vote's own a - b theta, c - b theta, and both moved together.
    """

    by_position: Floats
    by_question: Floats
    position_information: Floats
    question_information: Floats
    shared: Floats
    lower: Floats
    upper: Floats
    slope: Floats


def log_likelihood(sitting: Sitting, theta: Floats, questions: Floats) -> float:
    """Return the log-likelihood of one session's votes; -inf where a lower cut is not below its upper."""
    a, c, b = questions.T
    if not (a < c).all():
        return -np.inf
    moved = np.outer(theta, b)
    low, high = a - moved, c - moved
    below, above = np.logaddexp(0, low), np.logaddexp(0, high)
    # log(F(high) - F(low)) = high + log(1 - e^(low - high)) - log(1 + e^high) - log(1 + e^low)
    return float(
        np.vdot(sitting.no, low - below)
        - np.vdot(sitting.yes, above)
        + np.vdot(sitting.abstain, high - above - below)
        + sitting.abstain.sum(axis=0) @ np.log(-np.expm1(a - c))
    )


def expansion(sitting: Sitting, theta: Floats, questions: Floats) -> Expansion:
    """Return the derivatives of one session's log-likelihood at some positions and questions."""
    a, c, b = questions.T
    moved = np.outer(theta, b)
    low, high = expit(a - moved), expit(c - moved)
    over_low = 1 - low
    middle = np.maximum(high - low, 1e-12)
    at_low, at_high = low * over_low, high * (1 - high)
    low_share, high_share = at_low / middle, at_high / middle
    to_low = sitting.no * over_low - sitting.abstain * low_share
    to_high = sitting.abstain * high_share - sitting.yes * high
    both = to_low + to_high
    low_low = sitting.cast * (at_low * (over_low + low_share))
    high_high = sitting.cast * (at_high * (high + high_share))
    low_high = sitting.cast * (-at_low * high_share)
    lower, upper = low_low + low_high, high_high + low_high
    slope = lower + upper
    information = np.empty((len(questions), 3, 3))
    information[:, 0, 0], information[:, 1, 1] = low_low.sum(axis=0), high_high.sum(axis=0)
    information[:, 0, 1] = information[:, 1, 0] = low_high.sum(axis=0)
    information[:, 0, 2] = information[:, 2, 0] = -(theta @ lower)
    information[:, 1, 2] = information[:, 2, 1] = -(theta @ upper)
    information[:, 2, 2] = theta**2 @ slope
    return Expansion(
        by_position=-(both @ b),
        by_question=np.stack([to_low.sum(axis=0), to_high.sum(axis=0), -(theta @ both)], axis=1),
        position_information=slope @ b**2,
        question_information=information,
        shared=np.stack([-lower * b, -upper * b, slope * moved], axis=2),
        lower=lower,
        upper=upper,
        slope=slope,
    )
