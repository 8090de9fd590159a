"""Fitting: positions and questions by Newton's method, with the uncertainty of each felt by the other."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np
from scipy.special import expit

from suasion.errors import InputError
from suasion.model.ideal_points.assembly import Assembly, Floats
from suasion.model.ideal_points.response import Expansion, expansion, log_likelihood
from suasion.model.ideal_points.spread import marginal_variance
from suasion.model.ideal_points.start import first_positions
from suasion.model.ideal_points.walk import Factor, Walk

PERSISTENCE: Final = 0.6  # of a walk from session to session; see docs/methods/ideal-points.md on the choice
SLOPE_SPREAD: Final = 1.0  # slopes are N(0, 1) before the votes are seen, as positions are
_USUAL: Final = 1 / 3  # of a vote of each kind from the middle, added to each question: keeps cuts finite and apart
_LOOSE: Final = 1e-4  # precision of the cuts
_QUESTIONS_FIRST: Final = 4  # rounds in which only questions move
_ROUNDS: Final = 200
_SETTLED: Final = 1e-3  # root mean square step of positions, as a part of their spread
_SOLVED: Final = 1e-3  # of a Newton step's residual; the next step mends the rest
_SMALLEST: Final = 2.0**-10
_FARTHEST: Final = 2.0  # a question moves while positions are held


class Positions(msgspec.Struct, frozen=True, kw_only=True):
    """Where states stand: mean and variance of each position, shape (n_positions,), before any rescaling.

    ``questions`` has a row (lower cut, upper cut, slope) each. ``rounds`` says how many Newton steps it took.
    """

    mean: Floats
    variance: Floats
    questions: Floats
    rounds: int


class _Ridge(msgspec.Struct, frozen=True, kw_only=True):
    """What the uncertainty of questions costs a position far out, and the reverse: quadratic terms and a tilt."""

    position: Floats
    tilt: Floats
    slope: Floats


def fit(assembly: Assembly, *, reference: int, persistence: float = PERSISTENCE) -> Positions:
    """Return the positions that the votes and the walk's prior support.

    Parameters
    ----------
    assembly
        The votes.
    reference
        The state whose positions shall be positive in the mean.
    persistence
        Of the walks from session to session, in [0, 1): 0 takes each session by itself.

    Raises
    ------
    InputError
        If the positions do not settle.

    Notes
    -----
    Ordinal item response theory with a walk for each state (Bailey, Strezhnev and Voeten 2017; Martin and Quinn 2002
    for the walk). Positions and questions have independent normal posteriors (mean-field variational Bayes), and the
    expected log-likelihood is expanded to second order about their means (the delta method; Wang and Blei 2013):
    E log p(y) = log p(y | means) - tr(W Var(u)) / 2, u the two cut points of a vote and W the expected information on
    them. Both sets of means then take one joint Fisher-scoring step a round: questions are 3 by 3 blocks that are
    eliminated, positions are solved for by conjugate gradients preconditioned with the walks' tridiagonal factor.
    """
    walk = Walk(assembly, persistence)
    theta = first_positions(assembly, reference)
    questions = _first_questions(assembly)
    ridge = _Ridge(
        position=np.zeros(len(theta)), tilt=np.zeros(len(theta)), slope=np.zeros(assembly.n_questions)
    )  # fmt: skip
    for done in range(_ROUNDS):
        step = _Step(assembly, walk, theta, questions, ridge)
        if done >= _QUESTIONS_FIRST:
            ridge = step.ridge()
            step = _Step(assembly, walk, theta, questions, ridge, step.expansions)
        by_position, by_question = step.newton() if done >= _QUESTIONS_FIRST else step.questions_only()
        size = step.size(by_position, by_question)
        theta = theta + size * by_position
        questions = questions + size * by_question
        moved = size * np.sqrt(np.mean(by_position**2))
        if done > _QUESTIONS_FIRST and moved < _SETTLED * np.sqrt(np.mean(theta**2)):
            last = _Step(assembly, walk, theta, questions, ridge)
            variance = marginal_variance(assembly, walk, last.information, last.expansions, last.covariance)
            return Positions(mean=theta, variance=variance, questions=questions, rounds=done + 1)
    raise InputError(
        f"ideal points did not settle in {_ROUNDS} rounds: the votes hardly tell the states apart. Take more roll "
        "calls, or more sessions."
    )


class _Step:
    """The objective about one point, and the step that it asks for."""

    def __init__(
        self,
        assembly: Assembly,
        walk: Walk,
        theta: Floats,
        questions: Floats,
        ridge: _Ridge,
        expansions: list[Expansion] | None = None,
    ) -> None:
        self._assembly, self._walk, self._ridge = assembly, walk, ridge
        self._theta, self._questions = theta, questions
        self.expansions = expansions or [
            expansion(sitting, theta[sitting.first : sitting.last], questions[sitting.questions])
            for sitting in assembly.sittings
        ]
        self.information = np.zeros(len(theta)) + ridge.position
        self._by_position = ridge.tilt - walk.times(theta) - ridge.position * theta
        self._by_question, inner = _prior(questions)
        inner[:, 2, 2] += ridge.slope
        self._by_question[:, 2] -= ridge.slope * questions[:, 2]
        for sitting, part in zip(assembly.sittings, self.expansions, strict=True):
            self.information[sitting.first : sitting.last] += part.position_information
            self._by_position[sitting.first : sitting.last] += part.by_position
            # A question comes up once in a session, so that adding by index adds every one.
            self._by_question[sitting.questions] += part.by_question
            inner[sitting.questions] += part.question_information
        self.covariance = np.linalg.inv(inner)
        self._factor: Factor | None = None

    def ridge(self) -> _Ridge:
        """Return what the uncertainty about this point costs."""
        variance = self._walk.factor(self.information).variance()
        position, tilt = np.zeros(len(variance)), np.zeros(len(variance))
        slope = np.zeros(len(self._questions))
        for sitting, part in zip(self._assembly.sittings, self.expansions, strict=True):
            here = slice(sitting.first, sitting.last)
            cov = self.covariance[sitting.questions]
            position[here] = part.slope @ cov[:, 2, 2]
            tilt[here] = part.lower @ cov[:, 0, 2] + part.upper @ cov[:, 1, 2]
            slope[sitting.questions] += variance[here] @ part.slope
        return _Ridge(position=position, tilt=tilt, slope=slope)

    def newton(self) -> tuple[Floats, Floats]:
        """Return the joint step of positions and questions."""
        factor = self._walk.factor(self.information)
        residual = self._by_position - self._from_questions(self._solved(self._by_question))
        step = np.zeros(len(residual))
        scaled = factor.solve(residual)
        direction = scaled.copy()
        norm = first = float(residual @ scaled)
        while norm > _SOLVED**2 * first:
            curved = self._times(direction)
            length = norm / float(direction @ curved)
            step += length * direction
            residual = residual - length * curved
            scaled = factor.solve(residual)
            norm, before = float(residual @ scaled), norm
            direction = scaled + (norm / before) * direction
        return step, self._solved(self._by_question - self._to_questions(step))

    def questions_only(self) -> tuple[Floats, Floats]:
        """Return the step of questions with positions held, short enough that cuts stay in order."""
        step = self._solved(self._by_question)
        closing = (step[:, 0] - step[:, 1]) / (self._questions[:, 1] - self._questions[:, 0])
        farthest = np.maximum(np.abs(step).max(axis=1) / _FARTHEST, closing / 0.8)
        return np.zeros(len(self._theta)), step / np.maximum(farthest, 1)[:, None]

    def size(self, by_position: Floats, by_question: Floats) -> float:
        """Return the largest of 1, 1/2, 1/4, ... at which the objective does not fall."""
        here = self._objective(self._theta, self._questions)
        size = 1.0
        while size > _SMALLEST and not (
            self._objective(self._theta + size * by_position, self._questions + size * by_question) >= here
        ):
            size /= 2
        return size

    def _objective(self, theta: Floats, questions: Floats) -> float:
        ridge = self._ridge
        total = -0.5 * float(theta @ self._walk.times(theta) + ridge.position @ theta**2) + float(ridge.tilt @ theta)
        total -= 0.5 * float(ridge.slope @ questions[:, 2] ** 2)
        total += _log_prior(questions)
        for sitting in self._assembly.sittings:
            total += log_likelihood(sitting, theta[sitting.first : sitting.last], questions[sitting.questions])
        return total

    def _times(self, step: Floats) -> Floats:
        """Return the information on positions, questions eliminated, times a step."""
        return np.asarray(
            self._walk.times(step)
            + self.information * step
            - self._from_questions(self._solved(self._to_questions(step)))
        )

    def _solved(self, by_question: Floats) -> Floats:
        return np.asarray(np.einsum("qij,qj->qi", self.covariance, by_question))

    def _to_questions(self, step: Floats) -> Floats:
        found = np.zeros_like(self._questions)
        for sitting, part in zip(self._assembly.sittings, self.expansions, strict=True):
            found[sitting.questions] += np.tensordot(step[sitting.first : sitting.last], part.shared, axes=1)
        return found

    def _from_questions(self, step: Floats) -> Floats:
        found = np.zeros(len(self._theta))
        for sitting, part in zip(self._assembly.sittings, self.expansions, strict=True):
            found[sitting.first : sitting.last] = np.tensordot(part.shared, step[sitting.questions], axes=2)
        return found


def _first_questions(assembly: Assembly) -> Floats:
    """Return cuts that give each kind of vote its share, and no slope."""
    counts = np.full((3, assembly.n_questions), _USUAL)
    for sitting in assembly.sittings:
        for kind, votes in enumerate((sitting.no, sitting.abstain, sitting.yes)):
            counts[kind, sitting.questions] += votes.sum(axis=0)
    no, abstain, yes = counts
    return np.stack([np.log(no / (abstain + yes)), np.log((no + abstain) / yes), np.zeros_like(no)], axis=1)


def _log_prior(questions: Floats) -> float:
    a, c, b = questions.T
    if not (a < c).all():
        return -np.inf
    below, above = np.logaddexp(0, a), np.logaddexp(0, c)
    usual = (a - below) - above + (c - above - below + np.log(-np.expm1(a - c)))
    return float(_USUAL * usual.sum() - 0.5 * _LOOSE * (a @ a + c @ c) - 0.5 * (b @ b) / SLOPE_SPREAD**2)


def _prior(questions: Floats) -> tuple[Floats, Floats]:
    """Return the gradient and information of the prior on questions, shapes (n_questions, 3) and (.., 3, 3)."""
    a, c, b = questions.T
    low, high = expit(a), expit(c)
    at_low, at_high, middle = low * (1 - low), high * (1 - high), np.maximum(high - low, 1e-12)
    gradient = np.stack(
        [
            _USUAL * (1 - low - at_low / middle) - _LOOSE * a,
            _USUAL * (at_high / middle - high) - _LOOSE * c,
            -b / SLOPE_SPREAD**2,
        ],
        axis=1,
    )
    information = np.zeros((len(questions), 3, 3))
    information[:, 0, 0] = 3 * _USUAL * at_low * (1 - low + at_low / middle) + _LOOSE
    information[:, 1, 1] = 3 * _USUAL * at_high * (high + at_high / middle) + _LOOSE
    information[:, 0, 1] = information[:, 1, 0] = -3 * _USUAL * at_low * at_high / middle
    information[:, 2, 2] = 1 / SLOPE_SPREAD**2
    return gradient, information
