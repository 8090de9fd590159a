"""Answers: statements and votes as graded responses to one question, and how likely each is at a position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Where "for" begins and "against" ends, on the latent line: the thirds of a position of which nothing is known.
# An observer without error says "for" of a position above 1/3, "against" below -1/3, and "neither" between.
ANCHOR: Final = 0.4307272992954576  # the standard normal quantile of 2/3


@dataclass(frozen=True)
class Answers:
    """What one party said, did and voted on one issue; every array has shape (n_answers,).

    ``answer`` is -1 against, 0 neither (abstention), 1 for. ``year`` is a calendar year. ``noise`` is how far an answer
    strays from the position, a standard deviation on the latent line, above 0: small for deeds, large for words.
    ``reliability`` in [0, 1] is the chance that it tells of the position at all; otherwise it is as good as drawn by
    lot. ``group`` joins answers that share a slant (statements of one source in one year); -1 is an answer on its own.
    """

    answer: NDArray[np.int8]
    year: NDArray[np.int64]
    noise: Floats
    reliability: Floats
    group: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> Answers:
        """Return the answers at some places, or those marked."""
        return Answers(
            answer=self.answer[kept], year=self.year[kept], noise=self.noise[kept], reliability=self.reliability[kept],
            group=self.group[kept],
        )  # fmt: skip


def log_likelihood(answers: Answers, years: Sequence[int], line: Floats, *, scale: float, slant: float) -> Floats:
    """Return the log chance of each year's answers at each point of the line, shape (n_years, n_points).

    Parameters
    ----------
    answers
        Statements and votes.
    years
        Consecutive years that hold all of them; a year without answers has 0 throughout.
    line
        Points of the latent line, shape (n_points,).
    scale
        What every noise is multiplied by.
    slant
        Standard deviation of what the answers of one group share, times ``scale``; integrated out.

    Notes
    -----
    Ordered probit (McKelvey and Zavoina 1975) with a chance of 1 - reliability of an answer by lot, so that a false
    statement cannot outvote many true ones.
    """
    table = np.zeros((len(years), len(line)))
    place = answers.year - years[0]
    alone = answers.group < 0
    if alone.any():
        told = np.stack([place, answers.answer, answers.noise * scale, answers.reliability], axis=1)[alone]
        alike, times = np.unique(told, axis=0, return_counts=True)  # roll calls of a year are much alike
        logs = _logs(alike[:, 1], alike[:, 2], alike[:, 3], line[None, None, :])[:, 0]
        np.add.at(table, alike[:, 0].astype(np.int64), times[:, None] * logs)
    if not alone.all():
        order = np.flatnonzero(~alone)[np.lexsort((answers.group[~alone], place[~alone]))]
        keys = np.stack([place[order], answers.group[order]], axis=1)
        starts = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)])
        nodes, weights = _quadrature()
        at = line[None, None, :] + slant * scale * nodes[None, :, None]
        logs = _logs(
            answers.answer[order].astype(np.float64), answers.noise[order] * scale, answers.reliability[order], at
        )
        joint = np.add.reduceat(logs, starts, axis=0)
        top = joint.max(axis=1)
        whole = top + np.log(np.einsum("q,sqg->sg", weights, np.exp(joint - top[:, None])))
        np.add.at(table, keys[starts, 0], whole)
    return table


@cache
def _quadrature() -> tuple[Floats, Floats]:
    """Return nodes and weights of Gauss-Hermite quadrature for the standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(7)
    return nodes, weights / weights.sum()


def _logs(answer: Floats, noise: Floats, trusted: Floats, at: Floats) -> Floats:
    """Return log chances of some answers at some points (1, n_nodes, n_points), answers first."""
    from scipy.special import ndtr

    answer, noise, trusted = (column[:, None, None] for column in (answer, noise, trusted))
    side = np.where(answer == 0, 1, answer)
    chance = ndtr((side * at - ANCHOR) / noise)
    if (answer == 0).any():
        chance = np.where(answer == 0, 1 - chance - ndtr((-ANCHOR - at) / noise), chance)
    logs: Floats = np.log(np.maximum(trusted * chance + (1 - trusted) / 3, 1e-300))
    return logs
