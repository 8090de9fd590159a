"""The response: how likely a vote is, given where a state stands and what was asked.

Ordered logit (McCullagh 1980): P(no) = F(a - b theta), P(no or abstain) = F(c - b theta), F logistic, a < c. A question
is a row (a, c, b): lower cut, upper cut, slope.
"""

from __future__ import annotations

import msgspec
import numpy as np
from scipy.special import expit

from suasion.model.ideal_points.assembly import Floats, Sitting

_LEAST = 1e-300  # of a likelihood, so that its logarithm is a number


class Expansion(msgspec.Struct, frozen=True, kw_only=True):
    """One session's log-likelihood, with its first and expected second derivatives.

    ``by_position`` and ``by_question`` are gradients, shapes (n,) and (n_calls, 3); ``position_information``
    (n,) and ``question_information`` (n_calls, 3, 3) the expected information of each by itself; ``shared``
    (3, n, n_calls) that of a position with each parameter of a question, ``observed`` the same with the votes as cast:
    position and slope are multiplied, and so bend the likelihood by its gradient too. ``lower``, ``upper`` and
    ``slope``, shape (n, n_calls), are the information on a vote's own a - b theta, c - b theta, and both together.
    """

    log_likelihood: float
    by_position: Floats
    by_question: Floats
    position_information: Floats
    question_information: Floats
    shared: Floats
    observed: Floats
    lower: Floats
    upper: Floats
    slope: Floats


def expansion(sitting: Sitting, theta: Floats, questions: Floats) -> Expansion:
    """Return the log-likelihood of one session's votes at some positions and questions, and its derivatives."""
    a, c, b = questions.T
    moved = np.outer(theta, b)
    # Each tail by itself, and shares of the middle in closed form: far out, differences of them have no digits left.
    low, high = expit(a - moved), expit(c - moved)
    over_low, over_high = expit(moved - a), expit(moved - c)
    apart = -np.expm1(a - c)  # F(high) - F(low) = F(high) (1 - F(low)) (1 - e^(low - high))
    likely = sitting.no * low + sitting.abstain * (high * over_low * apart) + sitting.yes * over_high
    low_share = low / (np.maximum(high, _LEAST) * apart)
    high_share = over_high / (np.maximum(over_low, _LEAST) * apart)
    to_low = sitting.no * over_low - sitting.abstain * low_share
    to_high = sitting.abstain * high_share - sitting.yes * high
    both = to_low + to_high
    low_low = sitting.cast * (low * over_low * (over_low + low_share))
    high_high = sitting.cast * (high * over_high * (high + high_share))
    low_high = -sitting.cast * (low * over_high / apart)
    lower, upper = low_low + low_high, high_high + low_high
    slope = lower + upper
    information = np.empty((len(questions), 3, 3))
    information[:, 0, 0], information[:, 1, 1] = low_low.sum(axis=0), high_high.sum(axis=0)
    information[:, 0, 1] = information[:, 1, 0] = low_high.sum(axis=0)
    information[:, 0, 2] = information[:, 2, 0] = -down(theta, lower)
    information[:, 1, 2] = information[:, 2, 1] = -down(theta, upper)
    information[:, 2, 2] = down(theta**2, slope)
    shared = np.stack([-lower * b, -upper * b, slope * moved])
    return Expansion(
        log_likelihood=float(np.log(np.maximum(likely + (1 - sitting.cast), _LEAST)).sum()),
        by_position=-across(both, b),
        by_question=np.stack([to_low.sum(axis=0), to_high.sum(axis=0), -down(theta, both)], axis=1),
        position_information=across(slope, b**2),
        question_information=information,
        shared=shared,
        observed=np.concatenate([shared[:2], shared[2:] + both]),
        lower=lower,
        upper=upper,
        slope=slope,
    )


# einsum and not @: for products as small as these OpenBLAS wakes a thread a core each time, and where another process
# holds a core the product waits for it. Measured on two busy cores: 36 s for a fit that takes 6 s by itself.


def across(table: Floats, by_call: Floats) -> Floats:
    """Return a table of positions by roll calls times a number a roll call, shape (n,)."""
    return np.asarray(np.einsum("nc,c->n", table, by_call))


def down(by_position: Floats, table: Floats) -> Floats:
    """Return a number a position times a table of positions by roll calls, shape (n_calls,)."""
    return np.asarray(np.einsum("n,nc->c", by_position, table))
