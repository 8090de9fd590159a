"""Fitting: controls, sender and receiver weights at once by Newton steps on the likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
from scipy.linalg import cho_solve

from suasion.errors import InputError
from suasion.model.influence_regression.design import Design
from suasion.model.influence_regression.likelihood import Family, Likelihood, dispersion_of, log_probability, mean_of
from suasion.model.influence_regression.slopes import Slopes, observed, predictor, split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ROUNDS: Final = 100
_SETTLED: Final = 1e-10  # of twice the log likelihood that a further step would gain
_ROUGHLY: Final = 1e-2  # the same while the dispersion is still being found
_SINGULAR: Final = 1e12  # condition of the scaled information at which nothing is told apart any more
_SMALLEST: Final = 2.0**-20
_TURNS: Final = 10  # of finding the dispersion and the rest
_TURNED: Final = 1e-4  # change of the log dispersion at which the turns end


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """What the rows support: ``constants``, ``theta`` of the controls, ``alpha`` of senders, ``beta`` of receivers.

    beta[0] is 1: alpha and beta are known only up to a factor that goes from one to the other, and this settles it.
    So alpha[0] is how much a state's acts toward another persist, and beta[q] is relative to beta[0]. ``dispersion``
    d gives counts the variance mean + d mean^2 (0 for "poisson"), or is the variance ("gaussian").
    """

    family: Family
    dispersion: float
    constants: Floats
    theta: Floats
    alpha: Floats
    beta: Floats
    log_likelihood: float
    rounds: int

    @property
    def free(self) -> Floats:
        """Return all free parameters, shape (n_free,): constants, theta, alpha, beta without its first."""
        return np.concatenate([self.constants, self.theta, self.alpha, self.beta[1:]])


def fit(rows: Design, family: Family = "poisson", *, weights: Floats | None = None, start: Fit | None = None) -> Fit:
    """Return the fit of highest likelihood.

    Parameters
    ----------
    rows
        Controls and exposures.
    family
        "poisson" or "negative-binomial", counts with a log mean; "gaussian", log(1 + counts) with constant variance.
        With large counts the Poisson likelihood hangs on the few pairs that have most of them; the negative binomial
        one, with variance mean + d mean^2, lets all pairs speak.
    weights
        How often each row counts, shape (n_rows,), not negative; None for once. A bootstrap gives whole numbers.
    start
        A fit of the same design to begin from; its dispersion is kept.

    Raises
    ------
    InputError
        If a control is a sum of others, or the fit does not settle.

    Notes
    -----
    eta = theta' z + sum_pq alpha_p beta_q (W_p X V_q'), beta_1 = 1 (Minhas and Hoff 2025, Political Analysis, whose
    estimate goes back and forth between two generalised linear models). Given one of alpha and beta the model is
    linear in the rest, so the predictor's derivatives are (Z, sum_q beta_q S_pq, sum_p alpha_p S_pq), and one step of
    all parameters costs what a step of a generalised linear model costs. Steps use the observed information where it
    is positive definite, else the expected, and are halved until the likelihood does not fall. The dispersion d is
    found by maximum likelihood in turn with the rest, from which it is asymptotically independent.
    """
    once = np.ones_like(rows.outcome) if weights is None else weights
    response = response_of(rows, family)
    if family != "negative-binomial":
        free = start.free if start is not None else _first(rows, response, family, once)
        free, rounds = _climbed(rows, Likelihood(family, 0.0), once, free)
        return _made(rows, free, Likelihood(family, 0.0), once, rounds=rounds)
    if start is not None:
        likelihood = Likelihood(family, start.dispersion)
        free, rounds = _climbed(rows, likelihood, once, start.free)
        return _made(rows, free, likelihood, once, rounds=rounds)
    first = _first(rows, response, family, once)
    free, rounds = _climbed(rows, Likelihood(family, 1.0), once, first, settled=_ROUGHLY)
    dispersion = 1.0
    for _ in range(_TURNS):
        before, dispersion = dispersion, dispersion_of(response, mean_of(predictor(rows, free), family), once)
        free, more = _climbed(rows, Likelihood(family, dispersion), once, free, settled=_ROUGHLY)
        rounds += more
        if abs(np.log(dispersion / before)) < _TURNED:
            break
    free, more = _climbed(rows, Likelihood(family, dispersion), once, free)
    return _made(rows, free, Likelihood(family, dispersion), once, rounds=rounds + more)


def _climbed(
    rows: Design, likelihood: Likelihood, once: Floats, free: Floats, *, settled: float = _SETTLED
) -> tuple[Floats, int]:
    """Return the free parameters at the top of the likelihood, and how many steps it took."""
    response = response_of(rows, likelihood.family)
    here = likelihood.height(response, predictor(rows, free), once)
    for done in range(_ROUNDS):
        slopes = Slopes.at(rows, free)
        slope, curve, sure = likelihood.derivatives(response, predictor(rows, free))
        score = slopes.score(once * slope)
        seen = observed(slopes.information(once * curve), rows, once * slope)
        step = _solved(slopes.information(once * sure), seen, score, rows)
        size = 1.0 if float(score @ step) > settled else 0.0
        while size >= _SMALLEST:
            there = likelihood.height(response, predictor(rows, free + size * step), once)
            if there >= here:
                break
            size /= 2
        if size < _SMALLEST:
            return free, done + 1
        free, here = free + size * step, there
    raise InputError(
        f"the influence regression did not settle in {_ROUNDS} rounds: some weight divides acts from no acts "
        "without remainder. Take fewer weights, or more states and years."
    )


def response_of(rows: Design, family: Family) -> Floats:
    """Return what is explained: counts, or log(1 + counts) for "gaussian"."""
    return np.log1p(rows.outcome) if family == "gaussian" else rows.outcome


def _first(rows: Design, response: Floats, family: Family, once: Floats) -> Floats:
    """Return a first guess: one weighted least squares on the log response, nobody followed as a recipient."""
    target = response if family == "gaussian" else np.log(response + 0.5)
    curve = once * (response + 0.5) if family == "poisson" else once
    slopes = Slopes(rows.fixed, np.concatenate([rows.controls, rows.exposure[:, 0].T], axis=1))
    information = slopes.information(curve)
    found = _solved(information, information, slopes.score(curve * target), rows)
    return np.concatenate([found, np.zeros(len(rows.receivers) - 1)])


def _solved(expected: Floats, seen: Floats, score: Floats, rows: Design) -> Floats:
    """Return the Newton step, by the observed information where the likelihood is a hill there, else the expected."""
    scale = np.sqrt(np.diag(expected))
    if not (scale > 0).all() or np.linalg.cond(expected / np.outer(scale, scale)) > _SINGULAR:
        raise InputError(
            f"the weights {', '.join(dict.fromkeys([*rows.senders, *rows.receivers]))} and the controls cannot be told "
            f"apart on these {len(rows.outcome)} rows. Leave out a weight, or take more states and years."
        )
    try:
        half = np.linalg.cholesky(seen / np.outer(scale, scale))
    except np.linalg.LinAlgError:
        half = np.linalg.cholesky(expected / np.outer(scale, scale))
    step: Floats = cho_solve((half, True), score / scale) / scale
    return step


def _made(rows: Design, free: Floats, likelihood: Likelihood, once: Floats, *, rounds: int) -> Fit:
    response = response_of(rows, likelihood.family)
    constants, theta, alpha, beta = split(rows, free)
    eta = predictor(rows, free)
    dispersion = likelihood.dispersion
    if likelihood.family == "gaussian":
        dispersion = float(once @ (response - eta) ** 2 / once.sum())
    return Fit(
        family=likelihood.family,
        dispersion=dispersion,
        constants=constants,
        theta=theta,
        alpha=alpha,
        beta=beta,
        log_likelihood=float(once @ log_probability(response, eta, likelihood.family, dispersion)),
        rounds=rounds,
    )
