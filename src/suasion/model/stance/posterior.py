"""Posterior: the position in each year, by quadrature on a line, with what is unknown of the process averaged over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.stance.answers import Answers, log_likelihood

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Years after which half of what a stand told is gone, and how likely each is beforehand; a party's answers settle
# which, as far as they tell (marginal likelihood). Votes of 193 states on four sets of repeated resolutions, 1990 to
# 2019, put 0.7 to 0.96 of the weight on 64 (docs/methods/positions.md). Short ones get nearly half of it here, since an
# assessment is made where a stand may be moving, and a shift must not be smoothed away.
HALF_LIVES: Final = ((2.0, 0.25), (4.0, 0.2), (8.0, 0.1), (16.0, 0.1), (32.0, 0.1), (64.0, 0.25))
# What the noise of every answer is multiplied by, and how likely that is beforehand. The same votes: half of the weight
# at 0.25 and 0.5, most of the rest at 1; statements are noisier than votes.
SCALES: Final = ((0.25, 0.15), (0.5, 0.2), (1.0, 0.3), (2.0, 0.25), (4.0, 0.1))
SLANT: Final = 0.5  # deviation of what the statements of one source in one year share. Heuristic: that of a firm deed
LIMIT: Final = 4.0  # the line runs from -LIMIT to LIMIT; beyond lie 0.006 % of the prior
POINTS: Final = 101
LEVEL: Final = 0.9


@dataclass(frozen=True)
class Stance:
    """Positions of one party on one issue, from the first year with an answer to the last year asked for.

    ``value``, ``low`` and ``high`` have shape (n_years,) and lie in [-1, 1]. ``answers`` (n_years,) counts. The rest is
    kept for tests of shifts: chances of each process (half-life and noise scale) given the answers, filtered and
    smoothing messages of each, shape (n_processes, n_years, n_points).
    """

    years: tuple[int, ...]
    value: Floats
    low: Floats
    high: Floats
    answers: NDArray[np.int64]
    half_life: float  # posterior mean, in years
    log_evidence: float
    chances: Floats
    forward: Floats
    backward: Floats
    local: Floats


def line() -> Floats:
    """Return the points of the latent line, shape (n_points,)."""
    return np.linspace(-LIMIT, LIMIT, POINTS)


def position(points: Floats) -> Floats:
    """Return positions in [-1, 1] of points of the latent line: 2 Phi(z) - 1, uniform under the prior."""
    from scipy.special import ndtr

    placed: Floats = 2 * ndtr(points) - 1
    return placed


def processes() -> list[tuple[float, float, float]]:
    """Return every half-life and noise scale with how likely they are beforehand."""
    return [(life, scale, p * q) for (life, p), (scale, q) in product(HALF_LIVES, SCALES)]


@cache
def kernel(half_life: float) -> Floats:
    """Return the chances of going from each point (row) to each other in a year, shape (n_points, n_points).

    A stationary walk (Ornstein and Uhlenbeck 1930) about neutrality with deviation 1: what was known of a position
    fades, its variance returns to that of knowing nothing, and a year far from any answer is as wide as the prior.
    """
    points = line()
    kept = 0.5 ** (1 / half_life)
    chance = np.exp(-0.5 * (points[None, :] - kept * points[:, None]) ** 2 / (1 - kept**2))
    normal: Floats = chance / chance.sum(axis=1, keepdims=True)
    return normal


def stance(answers: Answers, *, last_year: int | None = None) -> Stance | None:
    """Return the positions that answers tell of, year by year; None where there is no answer ("not identified").

    Parameters
    ----------
    answers
        Statements and votes of one party on one issue.
    last_year
        The last year wanted, None for that of the last answer; answers after it are passed over.

    Returns
    -------
    Stance or None
        Posterior means with central 90 % intervals.

    Notes
    -----
    Latent z_t with z ~ N(0, 1) and correlation 0.5^(1 / half-life) from year to year; answers by ordered probit
    (`log_likelihood`); position 2 Phi(z) - 1. Exact up to the grid: forward-backward (Rabiner 1989) for each half-life
    and noise scale, averaged by their posterior chances (Hoeting and others 1999).
    """
    last = int(answers.year.max(initial=0)) if last_year is None else last_year
    kept = answers.year <= last
    if not kept.any():
        return None
    answers = answers.only(kept)
    years = tuple(range(int(answers.year.min()), last + 1))
    local = np.stack([log_likelihood(answers, years, line(), scale=scale, slant=SLANT) for scale, _ in SCALES])
    forward, backward, logs = _passes(local)
    logs += np.log([chance for _, _, chance in processes()])
    whole = float(logs.max() + np.log(np.exp(logs - logs.max()).sum()))
    chances = np.exp(logs - whole)
    mixed = np.einsum("k,ktg->tg", chances, _normal(forward * backward))
    low, high = (_quantile(mixed, q) for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Stance(
        years=years, value=mixed @ position(line()), low=low, high=high,
        answers=np.array([(answers.year == year).sum() for year in years]),
        half_life=float(chances @ [life for life, _, _ in processes()]), log_evidence=whole, chances=chances,
        forward=forward, backward=backward, local=np.tile(local, (len(HALF_LIVES), 1, 1)),
    )  # fmt: skip


def prior() -> Floats:
    """Return the chances of each point where nothing is known, shape (n_points,)."""
    chance = np.exp(-0.5 * line() ** 2)
    normal: Floats = chance / chance.sum()
    return normal


def _passes(local: Floats) -> tuple[Floats, Floats, Floats]:
    """Return filtered chances and smoothing messages, and the log chance of all answers, of each process.

    ``local`` has shape (n_scales, n_years, n_points); the first two results (n_processes, n_years, n_points), the last
    (n_processes,), processes in the order of `processes`.
    """
    step = np.stack([kernel(life) for life, _ in HALF_LIVES])
    top = local.max(axis=2)
    # Floors keep a process that the answers rule out (hundreds of votes turned in a year) from dividing 0 by 0.
    heard = np.maximum(np.exp(local - top[:, :, None]), 1e-100)
    shape = (len(HALF_LIVES), *local.shape)
    forward, backward = np.empty(shape), np.ones(shape)
    ahead = np.broadcast_to(prior(), (shape[0], shape[1], shape[3]))
    logs = np.zeros(shape[:2]) + top.sum(axis=1)
    for t in range(shape[2]):
        joint = np.maximum(ahead, 1e-150) * heard[:, t]
        mass = joint.sum(axis=2)
        logs += np.log(mass)
        forward[:, :, t] = joint / mass[:, :, None]
        ahead = forward[:, :, t] @ step
    for t in range(shape[2] - 2, -1, -1):
        message = (backward[:, :, t + 1] * heard[:, t + 1]) @ step.transpose(0, 2, 1)
        backward[:, :, t] = message / message.max(axis=2, keepdims=True)
    flat = (shape[0] * shape[1], *shape[2:])
    return forward.reshape(flat), backward.reshape(flat), logs.ravel()


def _normal(table: Floats) -> Floats:
    normal: Floats = table / table.sum(axis=-1, keepdims=True)
    return normal


def _quantile(mixed: Floats, level: float) -> Floats:
    """Return positions below which a part of each row's chances lies, between the edges of the points' cells."""
    edges = np.concatenate([line() - LIMIT / (POINTS - 1), [LIMIT + LIMIT / (POINTS - 1)]])
    below = np.concatenate([np.zeros((len(mixed), 1)), np.cumsum(mixed, axis=1)], axis=1)
    found: Floats = position(np.array([np.interp(level, row, edges) for row in below]))
    return found
