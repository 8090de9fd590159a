"""The predictor and its slopes: what free parameters make of the rows of a design, and what each would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from suasion.model.influence_regression.design import Design

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def split(rows: Design, free: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return constants, theta, alpha and beta, its first added, of free parameters."""
    sizes = np.cumsum([rows.fixed.shape[1], rows.controls.shape[1], len(rows.senders)])
    constants, theta, alpha, beta = np.split(free, sizes)
    return constants, theta, alpha, np.concatenate([[1.0], beta])


def predictor(rows: Design, free: Floats) -> Floats:
    """Return the constants, theta' z and sum_pq alpha_p beta_q S_pq added up, shape (n_rows,)."""
    constants, theta, alpha, beta = split(rows, free)
    eta: Floats = rows.fixed @ constants + rows.controls @ theta
    return eta + np.tensordot(np.outer(alpha, beta), rows.exposure, axes=2)


class Slopes(msgspec.Struct, frozen=True):
    """The predictor's derivatives: ``fixed`` by the constants, sparse; ``rest`` by theta, alpha and beta[1:]."""

    fixed: Any
    rest: Floats

    @classmethod
    def at(cls, rows: Design, free: Floats) -> Slopes:
        """Return the slopes at free parameters."""
        _, _, alpha, beta = split(rows, free)
        by_alpha = np.tensordot(beta, rows.exposure, axes=(0, 1))
        by_beta = np.tensordot(alpha, rows.exposure[:, 1:], axes=(0, 0))
        return cls(rows.fixed, np.concatenate([rows.controls, by_alpha.T, by_beta.T], axis=1))

    def score(self, slope: Floats) -> Floats:
        """Return the sum over rows of the slopes times something, shape (n_free,)."""
        return np.concatenate([self.fixed.T @ slope, self.rest.T @ slope])

    def information(self, curve: Floats) -> Floats:
        """Return the sum over rows of the slopes' outer product times a curvature, shape (n_free, n_free)."""
        weighted = self.rest * curve[:, None]
        corner = (self.fixed.T @ self.fixed.multiply(curve[:, None])).toarray()
        side = self.fixed.T @ weighted
        whole: Floats = np.block([[corner, side], [side.T, self.rest.T @ weighted]])
        return whole

    def dense(self) -> Floats:
        """Return all slopes, shape (n_rows, n_free)."""
        return np.concatenate([self.fixed.toarray(), self.rest], axis=1)


def observed(curved: Floats, rows: Design, slope: Floats) -> Floats:
    """Return minus the second derivative of the log likelihood: ``curved`` and what alpha and beta share."""
    information = curved.copy()
    first = rows.fixed.shape[1] + rows.controls.shape[1]
    last = first + len(rows.senders)
    cross = rows.exposure[:, 1:] @ slope
    information[first:last, last:] -= cross
    information[last:, first:last] -= cross.T
    return information
