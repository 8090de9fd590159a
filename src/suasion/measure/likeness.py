"""Likeness: the measures of how alike two states vote, from tables of vote pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np

from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES
from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_VOTES: Final = np.array([VOTE_YES, VOTE_ABSTAIN, VOTE_NO], dtype=np.float64)
_ABSOLUTE: Final = np.abs(_VOTES[:, None] - _VOTES[None, :])
_DISTANCES: Final = {"abs": _ABSOLUTE, "squared": _ABSOLUTE**2}
_ROWS: Final = np.repeat(np.eye(3), 3, axis=0)  # from nine shares to the three of one state
_COLUMNS: Final = np.tile(np.eye(3), (3, 1))  # and of the other
WEIGHTED: Final = "s-score-weighted"


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of likeness: its kind, the distance between two votes that it takes, and how to say it."""

    kind: Literal["agreement", "s", "kappa", "pi"]
    distance: Literal["abs", "squared"] = "abs"
    weighted: bool = False
    unit: str = "index"
    method: str


_D: Final = {"abs": "d = |a - b|", "squared": "d = (a - b)^2"}
_S: Final = "S = 1 - 2 sum(d) / (n max d)"
_CHANCE: Final = "1 - mean(d) / its mean by chance"
_BY_S: Final = "(Signorino and Ritter 1999)"
_OWN: Final = "each state's own marginals (Cohen 1968; Häge 2011)"
_POOLED: Final = "pooled marginals (Scott 1955; Häge 2011)"

LIKENESSES: Final[Mapping[str, Likeness]] = {
    "agreement": Likeness(kind="agreement", unit="share", method="share of roll calls with the same vote"),
    "s-score": Likeness(kind="s", method=f"{_S}, {_D['abs']} {_BY_S}"),
    "s-score-squared": Likeness(kind="s", distance="squared", method=f"{_S}, {_D['squared']} {_BY_S}"),
    WEIGHTED: Likeness(
        kind="s", weighted=True, method=f"S = 1 - 2 sum(w d) / (sum(w) max d), {_D['abs']} {_BY_S}"
    ),
    "kappa": Likeness(kind="kappa", method=f"{_CHANCE}, {_D['abs']}, {_OWN}"),
    "kappa-squared": Likeness(kind="kappa", distance="squared", method=f"{_CHANCE}, {_D['squared']}, {_OWN}"),
    "pi": Likeness(kind="pi", method=f"{_CHANCE}, {_D['abs']}, {_POOLED}"),
    "pi-squared": Likeness(kind="pi", distance="squared", method=f"{_CHANCE}, {_D['squared']}, {_POOLED}"),
}  # fmt: skip


def named(measures: Sequence[str]) -> tuple[str, ...]:
    """Return names of measures in alphabetical order, each once; underscores are read as hyphens.

    Raises
    ------
    InputError
        If one is not known.

    Examples
    --------
    >>> named(["s_score", "kappa", "kappa"])
    ('kappa', 's-score')
    """
    names = sorted({name.replace("_", "-") for name in measures})
    strange = [name for name in names if name not in LIKENESSES]
    if strange or not names:
        said = f"{strange[0]!r} is no measure of alignment" if strange else "no measure is named"
        raise InputError(f"{said}. Name some of: {', '.join(LIKENESSES)}.")
    return tuple(names)


def likeness(pairs: Floats, names: Sequence[str], weighted: Floats | None = None) -> Floats:
    """Return measures of likeness of many tables of vote pairs.

    Parameters
    ----------
    pairs
        How often one state cast the row's vote and the other the column's, shape (n_tables, 3, 3), votes in the order
        yes, abstain, no.
    names
        Keys of LIKENESSES.
    weighted
        The same with each roll call counted at its weight; needed by "s-score-weighted" alone.

    Returns
    -------
    numpy.ndarray
        Shape (n_names, n_tables), no unit: agreement in [0, 1], S in [-1, 1], kappa and pi at most 1. NaN for a table
        without a roll call (S weighted: without weight), and for kappa and pi where both states always cast the
        same vote: nothing is left to agree on beyond chance.

    Notes
    -----
    With a distance d between votes 1, 2, 3, absolute or squared (Häge 2011, Political Analysis 19:287): agreement is
    the share on the diagonal; S = 1 - 2 mean(d) / max(d) (Signorino and Ritter 1999); kappa = 1 - mean(d) / E with E
    = sum_ij p_i q_j d_ij over each state's own marginals (Cohen 1968); pi the same over the pooled ones (p + q) / 2
    (Scott 1955).

    Examples
    --------
    >>> likeness(np.array([[[2, 0, 0], [0, 0, 1], [0, 0, 1.0]]]), ["agreement", "s-score", "s-score-squared"]).round(3)
    array([[0.75 ],
           [0.75 ],
           [0.875]])
    """
    # Counts are whole numbers, and so are all sums of them: the result is the same in whatever order they are added up,
    # as libraries of linear algebra choose by the number of tables. Products with matrices are many times faster than
    # sums along short axes.
    flat = pairs.reshape(-1, 9)
    heavy = flat if weighted is None else weighted.reshape(-1, 9)
    one, other = flat @ _ROWS, flat @ _COLUMNS
    n = flat @ np.ones(9)
    found = np.empty((len(names), len(pairs)))
    for row, name in enumerate(names):
        how = LIKENESSES[name]
        distance = _DISTANCES[how.distance]
        apart = flat @ distance.ravel()
        if how.kind == "agreement":
            found[row] = _ratio(flat @ np.eye(3).ravel(), n)
        elif how.kind == "s" and how.weighted:
            found[row] = 1 - 2 * _ratio(heavy @ distance.ravel(), heavy @ np.ones(9)) / distance.max()
        elif how.kind == "s":
            found[row] = 1 - 2 * _ratio(apart, n) / distance.max()
        elif how.kind == "kappa":
            found[row] = 1 - _ratio(apart * n, _by_chance(one, other, distance))
        else:
            found[row] = 1 - _ratio(4 * apart * n, _by_chance(one + other, one + other, distance))
    return found


def _by_chance(p: Floats, q: Floats, distance: Floats) -> Floats:
    """Return the distance between a vote of one and a vote of another, summed over all pairs of their votes."""
    total: Floats = ((p @ distance) * q).sum(axis=1)
    return total


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return ratio
