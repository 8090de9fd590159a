"""The network: who did how much to whom in each year, and what was known of it the year before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_ACTORS: Final = 4  # with three, all that a state does to others has one target beside the one who answers
FEWEST_YEARS: Final = 3


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of acts between states, shape (n_years, n_actors, n_actors): by year, actor and recipient.

    NaN is a cell that is not known; the diagonal is passed over. ``years`` follow on each other without a gap.
    """

    actors: tuple[str, ...]
    years: tuple[int, ...]
    counts: Floats

    def __post_init__(self) -> None:
        n_years, n_actors = len(self.years), len(self.actors)
        if self.counts.shape != (n_years, n_actors, n_actors):
            raise InputError(
                f"counts have the shape {self.counts.shape}, not {(n_years, n_actors, n_actors)}. "
                "Give one square a year, actors in rows, recipients in columns."
            )
        if n_actors < FEWEST_ACTORS or n_years < FEWEST_YEARS:
            raise InputError(
                f"{n_actors} states in {n_years} years do not show who follows whom. Take {FEWEST_ACTORS} states and "
                f"{FEWEST_YEARS} years at least."
            )
        if any(b - a != 1 for a, b in zip(self.years, self.years[1:], strict=False)):
            raise InputError(f"the years {self.years} have a gap. Take years that follow on each other.")
        if np.nanmin(np.where(np.eye(n_actors, dtype=bool), 0.0, self.counts)) < 0:
            raise InputError("a count of acts is negative. Correct the row.")

    def until(self, year: int) -> Network:
        """Return the network up to a year, that year included."""
        kept = tuple(y for y in self.years if y <= year)
        return Network(actors=self.actors, years=kept, counts=self.counts[: len(kept)])

    def of(self, actors: Sequence[str]) -> Network:
        """Return the network among some of its states, in the order given."""
        where = np.array([self.actors.index(actor) for actor in actors])
        return Network(actors=tuple(actors), years=self.years, counts=self.counts[:, where[:, None], where])


def last_year(network: Network) -> Floats:
    """Return log(1 + acts) of the year before, shape (n_years - 1, n_actors, n_actors); 0 on the diagonal and for NaN.

    The first entry is what stood before the network's second year.
    """
    return _off_diagonal(np.log1p(np.nan_to_num(network.counts[:-1])))


def years_before(network: Network) -> Floats:
    """Return log(1 + mean acts a year) of all years before, shape as for `last_year`."""
    known = np.isfinite(network.counts[:-1])
    total = np.cumsum(np.nan_to_num(network.counts[:-1]), axis=0)
    return _off_diagonal(np.log1p(total / np.maximum(np.cumsum(known, axis=0), 1)))


def closeness(known: Floats) -> Floats:
    """Return how much of what each state has to do with others it has with each, shape as given.

    Parameters
    ----------
    known
        Log acts by year, actor and recipient, shape (n_years, n_actors, n_actors), such as of `years_before`.

    Returns
    -------
    Array
        Both directions added, each row scaled to sum 1; a row without any act is 0 throughout.
    """
    return row_shares(known + known.transpose(0, 2, 1))


def row_shares(weights: Floats) -> Floats:
    """Return non-negative weights scaled so that each row sums to 1, the diagonal 0; a row of zeros stays as it is."""
    weights = _off_diagonal(weights)
    total = weights.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return shares


def _off_diagonal(array: Floats) -> Floats:
    array = array.copy()
    np.einsum("...ii->...i", array)[...] = 0.0
    return array
