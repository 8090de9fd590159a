"""Lost: leverage as what a client would lose of a composite of all suppliers (METHODS 4.4), beside the brief's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model import leverage as model
from suasion.model.strategy.substitution import leverage_lost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Elasticity of substitution between suppliers: median and deviation of its logarithm (METHODS 5), and the least. At 1
# and below no supplier, however small, could be done without, which nobody believes of thirty-five donors.
ELASTICITY: Final = (2.0, 0.5)
_LEAST: Final = 1.1


def lost(now: model.Ties, moved: model.Ties, patron: str, parameters: model.Parameters, elasticity: Floats) -> Floats:
    """Return leverage as the loss of a composite of suppliers when one leaves, times control, shape (draws,).

    Parameters
    ----------
    now, moved
        An instrument as it is and with other flows; the suppliers of ``now`` come first in ``moved``.
    patron
        Who would leave.
    parameters
        As for `suasion.model.leverage.components`; rivals refill what that has them refill, each by its part.
    elasticity
        Of substitution, above 0, shape (draws,).

    Notes
    -----
    The weight of each supplier is what makes a dollar of all worth the same as things stand, om = M^(1/sigma): what the
    client has is taken for what it would choose (calibrated share form; Rutherford 1998). The central basis alone.
    """
    row = moved.suppliers.index(patron) if patron in moved.suppliers else None
    usable = [n for n, basis in enumerate(moved.bases) if row is not None and basis.covered[row]]
    if row is None or not usable:
        return np.zeros_like(elasticity)
    place = usable[0]
    flows, whole, weights = model.mean_flows(moved.bases[place], parameters)
    first = model.mean_flows(now.bases[place], parameters)[0]
    first = np.column_stack([np.maximum(first, 0), np.zeros((len(first), flows.shape[1] - first.shape[1]))])
    unseen = np.maximum(0.0, whole - flows.sum(axis=1))
    flows, first = np.column_stack([np.maximum(flows, 0), unseen]), np.column_stack([first, unseen])
    sigma = np.maximum(elasticity, _LEAST)
    # Who gives nothing yet counts as the least of those that give: its first dollar is worth what theirs is.
    least = np.where(first > 0, first, np.inf).min(axis=1, keepdims=True)
    om = np.where(flows > 0, np.where(first > 0, first, np.where(np.isfinite(least), least, 1.0)), 0.0)
    om = om ** (1 / sigma[:, None])
    if not (om.sum(axis=1) > 0).all():
        return np.zeros_like(elasticity)
    power = 1 - 1 / sigma
    scale = (om > 0).sum(axis=1) * (first.sum(axis=1) / om.sum(axis=1)) ** (1 / power) / first.sum(axis=1)
    size = model.product(moved.bases[place], weights, parameters.growth)
    parts = model.components(moved, patron, parameters)
    others = flows.copy()
    others[:, row] = 0.0
    held = others.sum(axis=1, keepdims=True)
    part = np.divide(others, held, out=np.zeros_like(others), where=held > 0)
    refill = np.nan_to_num(parts.substitutability)[:, None] * part
    known = np.isfinite(size)
    found = np.zeros_like(elasticity)
    if known.any():
        reference = moved.bases[place].reference * parameters.reference_scale
        found[known] = leverage_lost(
            flows[known], patron=row, weights=om[known], elasticity=sigma[known], refill=refill[known],
            size=(size * scale)[known], reference=reference[known],
        )  # fmt: skip
    result: Floats = found * parts.control
    return result
