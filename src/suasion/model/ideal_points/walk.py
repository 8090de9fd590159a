"""The walk: what a state's position in one session says of its position in the next."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_solve_banded, cholesky_banded

from suasion.model.ideal_points.assembly import Assembly, Floats
from suasion.model.ideal_points.roll_calls import Integers


class Walk:
    """The prior on positions: each state's walk from session to session, leaning back to the middle.

    theta_t = rho theta_{t-1} + e_t with e_t ~ N(0, 1 - rho^2), so that every theta is N(0, 1) before its votes are
    seen. Written as precision, a walk is tridiagonal, and one banded factorisation solves all of them.
    """

    def __init__(self, assembly: Assembly, persistence: float) -> None:
        """Take the positions and rho, in [0, 1)."""
        self._order: Integers = np.lexsort((assembly.session, assembly.state)).astype(np.int64)
        self._back: Integers = np.argsort(self._order).astype(np.int64)
        linked = assembly.before[self._order] >= 0
        leads = np.append(linked[1:], False)
        step = 1 - persistence**2
        self._own = np.where(linked, 1 / step, 1.0) + np.where(leads, persistence**2 / step, 0.0)
        self._next = np.where(linked[1:], -persistence / step, 0.0)  # between a position and the one after it
        self.own = self._own[self._back]  # diagonal of the precision, shape (n_positions,)
        self.link = np.append(0.0, self._next)[self._back]  # with the position before, 0 for none, same shape

    def times(self, x: Floats) -> Floats:
        """Return the precision times a vector."""
        walks = x[self._order]
        product = self._own * walks
        product[:-1] += self._next * walks[1:]
        product[1:] += self._next * walks[:-1]
        return np.asarray(product[self._back])

    def factor(self, information: Floats) -> Factor:
        """Return the precision with the votes' information on each position added, factorised."""
        bands = np.zeros((2, len(self._own)))
        bands[0, 1:] = self._next
        bands[1] = self._own + information[self._order]
        return Factor(cholesky_banded(bands, overwrite_ab=True), self._order, self._back)


class Factor:
    """A tridiagonal precision of all walks, factorised."""

    def __init__(self, bands: Floats, order: Integers, back: Integers) -> None:
        """Take the upper Cholesky factor, and the order of positions along the walks and back."""
        self._bands, self._order, self._back = bands, order, back

    def solve(self, x: Floats) -> Floats:
        """Return the precision's inverse times a vector."""
        return np.asarray(cho_solve_banded((self._bands, False), x[self._order])[self._back])

    def variance(self) -> Floats:
        """Return the diagonal of the precision's inverse (Rauch, Tung and Striebel 1965; Takahashi and others 1973)."""
        pivot = 1 / self._bands[1] ** 2
        gain = np.append(self._bands[0, 1:] / self._bands[1, :-1], 0.0) ** 2
        after, found = 0.0, []
        for own, carried in zip(pivot[::-1].tolist(), gain[::-1].tolist(), strict=True):
            after = own + carried * after
            found.append(after)
        return np.asarray(np.array(found[::-1])[self._back])
