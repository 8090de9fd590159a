"""Uncertainty: the robust covariance of a fit, and a bootstrap of whole years or states to hold it against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np

from suasion.errors import InputError
from suasion.model.influence_regression.design import Design
from suasion.model.influence_regression.fitting import Fit, fit, response_of
from suasion.model.influence_regression.likelihood import Likelihood
from suasion.model.influence_regression.slopes import Slopes, observed, predictor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Alike = Literal["row", "pair", "state", "year"]
NORMAL_95: Final = 1.6448536269514722  # the normal quantile that leaves 5 % above it


def covariance(rows: Design, found: Fit, alike: Alike = "state") -> Floats:
    """Return the robust covariance of theta, alpha and beta without its first, in that order; constants are left out.

    Parameters
    ----------
    rows, found
        The design and its fit.
    alike
        Which rows may err together: "row" none; "pair" all years and both directions of a pair; "state" all rows
        that have a state in common, on either side; "year" all rows of a year.

    Notes
    -----
    H^-1 M H^-1 with H the observed information, cross terms of alpha and beta included (White 1982), and M the sum of
    outer products of the scores of rows alike, scaled by G / (G - 1) with G their groups. The constants are partialled
    out of scores and information first. For "state", a state's outer product is that of H_c^-1 s_c: the score of its
    rows with the information of all others, which is what leaving the state out would move the estimate by in one step
    (the jackknife of groups, Bell and McCaffrey 2002); those of pairs, which two states count, are taken away (Aronow,
    Samii and Assenova 2015, Political Analysis 23:564), and negative eigenvalues set to zero.
    """
    information, scores, slopes, curve = _efficient(rows, found)
    bread = np.linalg.inv(information)
    if alike == "row":
        alone: Floats = bread @ scores.T @ scores @ bread
        return alone
    if alike == "year":
        return bread @ _grouped(scores, rows.row_year) @ bread
    pair = _pair(rows)
    if alike == "pair":
        return bread @ _grouped(scores, pair) @ bread
    if alike != "state":
        raise InputError(f"errors alike by {alike} are not known. Name row, pair, state or year.")
    n = len(rows.actors)
    moved = _left_out(rows, information, scores, slopes, curve)
    twice = _sums(scores, pair, n * n) @ bread
    return _not_negative(moved.T @ moved - twice.T @ twice, np.sqrt(np.diag(twice.T @ twice)))


def _efficient(rows: Design, found: Fit) -> tuple[Floats, Floats, Floats, Floats]:
    """Return information, scores and slopes with the constants partialled out, and each row's curvature."""
    free, n_fixed = found.free, rows.fixed.shape[1]
    likelihood = Likelihood(found.family, found.dispersion)
    slope, curve, _ = likelihood.derivatives(response_of(rows, found.family), predictor(rows, free))
    slopes = Slopes.at(rows, free)
    information = observed(slopes.information(curve), rows, slope)
    onto = np.linalg.solve(information[:n_fixed, :n_fixed], information[:n_fixed, n_fixed:])
    left = slopes.rest - slopes.fixed @ onto
    partial = information[n_fixed:, n_fixed:] - information[n_fixed:, :n_fixed] @ onto
    return partial, left * slope[:, None], left, curve


def _left_out(rows: Design, information: Floats, scores: Floats, slopes: Floats, curve: Floats) -> Floats:
    """Return by how much the estimate would move if each state were left out, shape (n_actors, n_parameters)."""
    moved = np.zeros((len(rows.actors), scores.shape[1]))
    for state in range(len(rows.actors)):
        its = (rows.row_actor == state) | (rows.row_recipient == state)
        if its.any():
            own = (slopes[its] * curve[its, None]).T @ slopes[its]
            moved[state] = np.linalg.solve(information - own, scores[its].sum(axis=0))
    return moved


def _not_negative(matrix: Floats, scale: Floats) -> Floats:
    """Return a symmetric matrix with negative eigenvalues set to 0, taken on its scale so that units do not matter."""
    values, vectors = np.linalg.eigh(matrix / np.outer(scale, scale))
    half = (scale[:, None] * vectors) * np.sqrt(np.maximum(values, 0.0))
    square: Floats = half @ half.T
    return square


def _pair(rows: Design) -> NDArray[np.int64]:
    low, high = np.minimum(rows.row_actor, rows.row_recipient), np.maximum(rows.row_actor, rows.row_recipient)
    return low * len(rows.actors) + high


def _grouped(scores: Floats, group: NDArray[np.int64]) -> Floats:
    present, inverse = np.unique(group, return_inverse=True)
    sums = _sums(scores, inverse, len(present))
    return len(present) / max(len(present) - 1, 1) * (sums.T @ sums)


def _sums(scores: Floats, group: NDArray[np.int64], n_groups: int) -> Floats:
    """Return the sum of the scores of each group, shape (n_groups, n_parameters)."""
    return np.stack([np.bincount(group, weights=column, minlength=n_groups) for column in scores.T], axis=1)


def resampled(rows: Design, found: Fit, by: Literal["state", "year"], *, draws: int, seed: int) -> Floats:
    """Return theta, alpha and beta without its first of fits to resampled rows, shape (draws, n_parameters).

    Parameters
    ----------
    rows, found
        The design and its fit, from which each resample starts.
    by
        "year" draws years with replacement; "state" draws states, and a row counts as often as its two states' draws
        multiplied, so that rows with a state in common come and go together (Snijders and Borgatti 1999).
    draws, seed
        How many resamples, and the seed.
    """
    generator = np.random.default_rng(seed)
    n = len(rows.years) if by == "year" else len(rows.actors)
    collected = []
    for _ in range(draws):
        drawn = np.bincount(generator.integers(0, n, n), minlength=n).astype(np.float64)
        times = drawn[rows.row_year] if by == "year" else drawn[rows.row_actor] * drawn[rows.row_recipient]
        collected.append(_refitted(rows, times, found))
    return np.array(collected)


def _refitted(rows: Design, times: Floats, found: Fit) -> Floats:
    """Return the parameters of a refit to rows counted so many times; constants of whom was not drawn are left out."""
    part = rows.rows(times > 0)
    used = np.flatnonzero(part.fixed.T @ part.outcome > 0)
    for kind in ("actor", "recipient"):
        its = [column for column in used.tolist() if rows.fixed_names[column].startswith(f"{kind} ")]
        if its and (part.fixed[:, its].sum(axis=1) > 0).all():  # whose constant is in the years' was not drawn
            used = used[used != its[0]]
    again = fit(
        msgspec.structs.replace(part, fixed=part.fixed[:, used]),
        found.family,
        weights=times[times > 0],
        start=msgspec.structs.replace(found, constants=found.constants[used]),
    )
    return again.free[len(used) :]
