"""The step: what the votes and the priors ask for, about one guess of positions and questions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import msgspec
import numpy as np

from suasion.model.ideal_points.assembly import Assembly, Floats
from suasion.model.ideal_points.questions import log_prior, prior_expansion
from suasion.model.ideal_points.response import Expansion, across, down, expansion
from suasion.model.ideal_points.walk import Factor, Walk

Tables = Sequence[Floats]  # a session each: what a position shares with the parameters of each question

_SOLVED: Final = 1e-2  # of a Newton step's residual; the next step mends the rest
_FARTHEST: Final = 2.0  # that a question moves while positions are held


class Ridge(msgspec.Struct, frozen=True, kw_only=True):
    """What the uncertainty of questions costs a position, and that of positions a question.

    Quadratic terms of positions and slopes, and a linear one of positions (``tilt``).
    """

    position: Floats
    tilt: Floats
    slope: Floats


class Guess:
    """Positions, shape (n_positions,), and questions, shape (n_questions, 3), with the votes' derivatives there."""

    def __init__(self, assembly: Assembly, theta: Floats, questions: Floats) -> None:
        """Take a guess, and expand the likelihood about it."""
        self.assembly, self.theta, self.questions = assembly, theta, questions
        self._log_prior = log_prior(questions)
        self.expansions: list[Expansion] = []
        if np.isfinite(self._log_prior):
            self.expansions = [
                expansion(sitting, theta[sitting.first : sitting.last], questions[sitting.questions])
                for sitting in assembly.sittings
            ]

    def objective(self, walk: Walk, ridge: Ridge) -> float:
        """Return the log posterior density up to a constant, less what uncertainty costs."""
        if not self.expansions:
            return -np.inf
        slope = self.questions[:, 2]
        found = self._log_prior + sum(part.log_likelihood for part in self.expansions)
        found -= 0.5 * (self.theta * (walk.times(self.theta) + ridge.position * self.theta)).sum()
        found += (ridge.tilt * self.theta).sum() - 0.5 * (ridge.slope * slope**2).sum()
        return float(found)


class Step:
    """The gradient and expected information about a guess, and the steps that follow from them."""

    def __init__(self, guess: Guess, walk: Walk, ridge: Ridge) -> None:
        """Take a guess, the walk's prior and what uncertainty costs."""
        self._guess, self._walk = guess, walk
        theta, slope = guess.theta, guess.questions[:, 2]
        self.information = ridge.position.copy()  # on each position with questions held, less the prior's
        self._by_position = ridge.tilt - walk.times(theta) - ridge.position * theta
        self._by_question, inner = prior_expansion(guess.questions)
        inner[:, 2, 2] += ridge.slope
        self._by_question[:, 2] -= ridge.slope * slope
        for sitting, part in zip(guess.assembly.sittings, guess.expansions, strict=True):
            self.information[sitting.first : sitting.last] += part.position_information
            self._by_position[sitting.first : sitting.last] += part.by_position
            # A question comes up once in a session, so that adding by index adds every one.
            self._by_question[sitting.questions] += part.by_question
            inner[sitting.questions] += part.question_information
        self.covariance: Floats = np.asarray(
            np.linalg.inv(inner), dtype=np.float64
        )  # of each question with positions held

    @cached_property
    def _factor(self) -> Factor:
        return self._walk.factor(self.information)

    def ridge(self) -> Ridge:
        """Return what the uncertainty about this guess costs."""
        variance = self._factor.variance()
        position, tilt = np.zeros_like(variance), np.zeros_like(variance)
        slope = np.zeros(len(self._guess.questions))
        for sitting, part in zip(self._guess.assembly.sittings, self._guess.expansions, strict=True):
            here = slice(sitting.first, sitting.last)
            covariance = self.covariance[sitting.questions]
            position[here] = across(part.slope, covariance[:, 2, 2])
            tilt[here] = across(part.lower, covariance[:, 0, 2])
            tilt[here] += across(part.upper, covariance[:, 1, 2])
            slope[sitting.questions] += down(variance[here], part.slope)
        return Ridge(position=position, tilt=tilt, slope=slope)

    def of_both(self, *, observed: bool) -> tuple[Floats, Floats]:
        """Return the joint step of positions and questions.

        Questions are eliminated block by block; positions are solved for by conjugate gradients (Hestenes and Stiefel
        1952), preconditioned with the walks' tridiagonal factor.

        Parameters
        ----------
        observed
            Whether a position and a question bend the likelihood together as observed, or as expected (Fisher
            scoring). As expected, every step points uphill; as observed, steps near the top go straight to it, where
            Fisher's swing from side to side.
        """
        tables = [part.observed if observed else part.shared for part in self._guess.expansions]
        residual = self._by_position - self._from_questions(tables, self._solved(self._by_question))
        step = np.zeros_like(residual)
        scaled = self._factor.solve(residual)
        direction = scaled.copy()
        norm = first = float((residual * scaled).sum())
        while norm > _SOLVED**2 * first:
            bent = self._bent(tables, direction)
            bend = float((direction * bent).sum())
            if bend <= 0:  # no top this way; the step so far points uphill
                break
            step += norm / bend * direction
            residual = residual - norm / bend * bent
            scaled = self._factor.solve(residual)
            norm, before = float((residual * scaled).sum()), norm
            direction = scaled + (norm / before) * direction
        if not step.any():
            step = direction
        return step, self._solved(self._by_question - self._to_questions(tables, step))

    def of_questions(self) -> tuple[Floats, Floats]:
        """Return the step of questions with positions held, none of them long."""
        step = self._solved(self._by_question)
        return np.zeros_like(self._by_position), np.clip(step, -_FARTHEST, _FARTHEST)

    def _bent(self, tables: Tables, step: Floats) -> Floats:
        """Return the information on positions, questions eliminated, times a step."""
        shared = self._from_questions(tables, self._solved(self._to_questions(tables, step)))
        return np.asarray(self._walk.times(step) + self.information * step - shared)

    def _solved(self, by_question: Floats) -> Floats:
        return np.asarray(np.einsum("qij,qj->qi", self.covariance, by_question))

    def _to_questions(self, tables: Tables, step: Floats) -> Floats:
        found = np.zeros_like(self._by_question)
        for sitting, parameters in zip(self._guess.assembly.sittings, tables, strict=True):
            here = step[sitting.first : sitting.last]
            found[sitting.questions] += np.stack([down(here, table) for table in parameters], axis=1)
        return found

    def _from_questions(self, tables: Tables, step: Floats) -> Floats:
        found = np.zeros_like(self._by_position)
        for sitting, parameters in zip(self._guess.assembly.sittings, tables, strict=True):
            columns = step[sitting.questions].T
            found[sitting.first : sitting.last] = sum(map(across, parameters, columns))
        return found
