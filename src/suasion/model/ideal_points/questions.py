"""Questions: the prior on what is asked, and a first guess of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import expit

from suasion.model.ideal_points.assembly import Assembly, Floats

SLOPE_SPREAD: Final = 1.0  # slopes are N(0, 1) before the votes are seen, as positions are
_USUAL: Final = 1 / 3  # of a vote of each kind from the middle, added to each question: keeps cuts finite and apart
_LOOSE: Final = 1e-4  # precision of the cuts
_CLOSEST: Final = 0.1


def first_questions(assembly: Assembly) -> Floats:
    """Return cuts that give each kind of vote its share, and no slope; shape (n_questions, 3)."""
    counts = np.full((3, assembly.n_questions), _USUAL)
    for sitting in assembly.sittings:
        for kind, votes in enumerate((sitting.no, sitting.abstain, sitting.yes)):
            counts[kind, sitting.questions] += votes.sum(axis=0)
    no, abstain, yes = counts
    return np.stack([np.log(no / (abstain + yes)), np.log((no + abstain) / yes), np.zeros_like(no)], axis=1)


def in_order(questions: Floats, before: Floats) -> Floats:
    """Return questions with cuts that closed in on each other, or crossed, held at a tenth of their distance before.

    One question whose cuts meet would otherwise hold up the step of all.
    """
    a, c, b = questions.T
    middle, half = (a + c) / 2, np.maximum(c - a, _CLOSEST * (before[:, 1] - before[:, 0])) / 2
    return np.stack([middle - half, middle + half, b], axis=1)


def log_prior(questions: Floats) -> float:
    """Return the log of the prior density up to a constant; -inf where a lower cut is not below its upper."""
    a, c, b = questions.T
    if not (a < c).all():
        return -np.inf
    below, above = np.logaddexp(0, a), np.logaddexp(0, c)
    # log F(a), log(1 - F(c)) and log(F(c) - F(a)): a vote of each kind from the middle.
    usual = (a - below) - above + (c - above - below + np.log(-np.expm1(a - c)))
    return float(
        _USUAL * usual.sum() - 0.5 * _LOOSE * ((a**2).sum() + (c**2).sum()) - 0.5 * ((b / SLOPE_SPREAD) ** 2).sum()
    )


def prior_expansion(questions: Floats) -> tuple[Floats, Floats]:
    """Return the gradient and information of the log prior, shapes (n_questions, 3) and (n_questions, 3, 3)."""
    a, c, b = questions.T
    low, high, over_low, over_high, apart = expit(a), expit(c), expit(-a), expit(-c), -np.expm1(a - c)
    low_share, high_share = low / (high * apart), over_high / (over_low * apart)
    gradient = np.stack(
        [
            _USUAL * (over_low - low_share) - _LOOSE * a,
            _USUAL * (high_share - high) - _LOOSE * c,
            -b / SLOPE_SPREAD**2,
        ],
        axis=1,
    )
    information = np.zeros((len(questions), 3, 3))
    information[:, 0, 0] = 3 * _USUAL * low * over_low * (over_low + low_share) + _LOOSE
    information[:, 1, 1] = 3 * _USUAL * high * over_high * (high + high_share) + _LOOSE
    information[:, 0, 1] = information[:, 1, 0] = -3 * _USUAL * low * over_high / apart
    information[:, 2, 2] = 1 / SLOPE_SPREAD**2
    return gradient, information
