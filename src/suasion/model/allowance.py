"""Allowance: what ties without a measure might add to a patron's leverage, so that its rank is not read as too sure.

Design and criticism: docs/methods/leverage.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.leverage import Components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A part without data is a power of a uniform number: somewhat wider than what was measured for 80 clients and eleven
# patrons in 2012 to 2021. Heuristic: nothing says that ties without data are like those with.
STAKE_POWER: Final = 2  # median 0.25, 95 % below 0.90; measured (aid, loans, trade): 0.32, 0.18 and 0.87 at the median
SHARE_POWER: Final = (
    4  # median 0.06, 95 % below 0.81; measured (aid, loans, arms): 0.02 to 0.07, 95 % below 0.25 to 0.67
)


def filled(known: Components, *, stake: Floats, share: Floats, willingness: Floats, capacity: Floats) -> Floats:
    """Return leverage in each draw, with every part that is NaN drawn from the allowance; shape (draws,).

    Parameters
    ----------
    known
        The parts as far as data give them, each of shape (draws,); NaN where they do not.
    stake, share
        Uniform numbers in (0, 1) for the parts without data. The stake's belong to the instrument, since it is the
        client's whoever holds the tie; the share's to the patron and the instrument.
    willingness, capacity
        As for `suasion.model.leverage.components`.

    Examples
    --------
    >>> half, none = np.array([0.5]), np.array([np.nan])
    >>> known = Components(stake=none, share=half, substitutability=np.array([0.0]), control=np.array([1.0]))
    >>> filled(known, stake=half, share=half, willingness=half, capacity=half).tolist()
    [0.125]
    """
    stakes = np.where(np.isfinite(known.stake), known.stake, stake**STAKE_POWER)
    shares = np.where(np.isfinite(known.share), known.share, share**SHARE_POWER)
    refill = capacity * np.divide(1 - shares, shares, out=np.full_like(shares, np.inf), where=shares > 1e-9)
    replaced = np.minimum(np.minimum(refill, willingness), 1.0)
    replaced = np.where(np.isfinite(known.substitutability), known.substitutability, replaced)
    leverage: Floats = stakes * shares * (1 - replaced) * known.control
    return leverage
