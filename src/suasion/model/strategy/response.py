"""Quantal response: what two players do who choose better replies more often, but not always."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS: Final = 256  # to follow the branch along lambda, from a hundred thousandth of it


def quantal_response(row: Floats, column: Floats, responsiveness: float) -> tuple[Floats, Floats]:
    """Return the logit equilibrium of a game of two players: how often each plays each of its moves.

    Parameters
    ----------
    row, column
        What each gets, shape (n_rows, n_columns).
    responsiveness
        Lambda, 0 or more.

    Raises
    ------
    InputError
        If the payoffs differ in shape or lambda is below 0.

    Notes
    -----
    p proportional to exp(lambda A q), q to exp(lambda B' p) (McKelvey and Palfrey 1995), followed from lambda 0, where
    all moves are alike, by Newton's method: the branch that they call principal.
    """
    if row.shape != column.shape or responsiveness < 0:
        raise InputError("Two players need payoffs of one shape, and a lambda of 0 or more.")
    n, m = row.shape
    p, q = np.full(n, 1 / n), np.full(m, 1 / m)
    for lam in responsiveness * np.geomspace(1e-5, 1, _STEPS):
        for _ in range(50):
            to_p, to_q = _logit(lam * row @ q), _logit(lam * column.T @ p)
            short = np.concatenate([p - to_p, q - to_q])
            if np.abs(short).max() < 1e-14:
                break
            slope_p = lam * (np.diag(to_p) - np.outer(to_p, to_p)) @ row
            slope_q = lam * (np.diag(to_q) - np.outer(to_q, to_q)) @ column.T
            jacobian = np.block([[np.eye(n), -slope_p], [-slope_q, np.eye(m)]])
            step = np.linalg.solve(jacobian, short)
            p, q = p - step[:n], q - step[n:]
    return p, q


def _logit(value: Floats) -> Floats:
    raised = np.exp(value - value.max())
    chance: Floats = raised / raised.sum()
    return chance
