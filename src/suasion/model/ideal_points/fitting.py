"""Fitting: positions and questions by Newton's method, with the uncertainty of each felt by the other."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from suasion.errors import InputError
from suasion.model.ideal_points.assembly import Assembly, Floats
from suasion.model.ideal_points.questions import first_questions, in_order
from suasion.model.ideal_points.spread import marginal_variance
from suasion.model.ideal_points.step import Guess, Ridge, Step
from suasion.model.ideal_points.walk import Walk

PERSISTENCE: Final = 0.6  # of a walk from session to session; see docs/methods/ideal-points.md on the choice
_QUESTIONS_FIRST: Final = 4  # rounds in which only questions move
_ROUNDS: Final = 200
_NEAR: Final = 0.1  # root mean square step of positions, as a part of their spread, from which Newton steps are sharp
_SETTLED: Final = 1e-3  # the same, at which a fit ends
_SMALLEST: Final = 2.0**-10


class Positions(msgspec.Struct, frozen=True, kw_only=True):
    """Where states stand: mean and variance of each position, shape (n_positions,), before any rescaling.

    ``questions`` has a row (lower cut, upper cut, slope) each. ``rounds`` says how many Newton steps it took.
    """

    mean: Floats
    variance: Floats
    questions: Floats
    rounds: int


def fit(assembly: Assembly, start: Floats, *, persistence: float = PERSISTENCE) -> Positions:
    """Return the positions that the votes and the walk's prior support.

    Parameters
    ----------
    assembly
        The votes.
    start
        A first guess of all positions, shape (n_positions,), as of `Start.over`: it says which way the line points.
    persistence
        Of the walks from session to session, in [0, 1): 0 takes each session by itself.

    Raises
    ------
    InputError
        If the positions do not settle, or persistence lies outside [0, 1).

    Notes
    -----
    Ordinal item response theory with a walk for each state (Bailey, Strezhnev and Voeten 2017; Martin and Quinn 2002
    for the walk). Positions and questions have independent normal posteriors (mean-field variational Bayes), and the
    expected log-likelihood is expanded to second order about their means (the delta method; Wang and Blei 2013):
    E log p(y) = log p(y | means) - tr(W Var(u)) / 2, u the two cut points of a vote and W the expected information on
    them. Both sets of means take one joint step a round (`Step.of_both`), then the ridge that stands for Var(u) is
    brought up to date.
    """
    if not 0 <= persistence < 1:
        raise InputError(f"persistence {persistence:g} is no share of a position that stays. Name one in [0, 1).")
    walk = Walk(assembly, persistence)
    guess = Guess(assembly, start, first_questions(assembly))
    nothing = np.zeros_like(guess.theta)
    ridge = Ridge(position=nothing, tilt=nothing, slope=np.zeros(assembly.n_questions))
    far = np.inf
    for done in range(_ROUNDS):
        step = Step(guess, walk, ridge)
        if done < _QUESTIONS_FIRST:
            by_position, by_question = step.of_questions()
        else:
            ridge = step.ridge()
            by_position, by_question = Step(guess, walk, ridge).of_both(observed=far < _NEAR)
        guess = _moved(guess, by_position, by_question, walk, ridge)
        if by_position.any():
            far = np.sqrt(np.mean(by_position**2) / np.mean(guess.theta**2))
        if far < _SETTLED:
            return Positions(
                mean=guess.theta,
                variance=marginal_variance(guess, walk, Step(guess, walk, ridge)),
                questions=guess.questions,
                rounds=done + 1,
            )
    raise InputError(
        f"ideal points did not settle in {_ROUNDS} rounds: the votes hardly tell the states apart. Take more roll "
        "calls, or more sessions."
    )


def _moved(guess: Guess, by_position: Floats, by_question: Floats, walk: Walk, ridge: Ridge) -> Guess:
    """Return the guess moved by the largest of 1, 1/2, 1/4, ... of a step at which the objective does not fall."""
    here, size = guess.objective(walk, ridge), 1.0
    while size >= _SMALLEST:
        questions = in_order(guess.questions + size * by_question, guess.questions)
        found = Guess(guess.assembly, guess.theta + size * by_position, questions)
        if found.objective(walk, ridge) >= here:
            return found
        size /= 2
    return guess
