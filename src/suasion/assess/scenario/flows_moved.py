"""Flows moved: the bases of an instrument with other flows of some suppliers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from suasion.assess.bases import Instrument
from suasion.assess.supply import DOSE_USD
from suasion.model import leverage as model


@dataclass(frozen=True, order=True)
class Shift:
    """How a lever moves: it is multiplied, then so much a year is added in the lever's unit."""

    times: float = 1.0
    plus: float = 0.0

    def then(self, other: Shift) -> Shift:
        """Return both, one after the other."""
        return Shift(self.times * other.times, self.plus * other.times + other.plus)

    def level(self, now: float) -> float:
        """Return the level after it, 0 or more."""
        return max(0.0, self.times * now + self.plus)


def reworked(instrument: Instrument, moving: Mapping[str, Shift]) -> model.Ties:
    """Return an instrument with other flows of some suppliers, who need not have given anything yet."""
    missing = tuple(who for who in moving if who not in instrument.suppliers)
    suppliers = (*instrument.suppliers, *missing)
    bases = tuple(
        _moved(_widened(basis, len(missing)), instrument, suppliers, moving) for basis in instrument.ties.bases
    )
    return replace(instrument.ties, suppliers=suppliers, bases=bases)


def _widened(basis: model.Basis, n: int) -> model.Basis:
    """Return a basis with room for suppliers that give nothing yet."""
    if n == 0:
        return basis
    none = np.zeros((n, basis.disbursed.shape[1]))
    return replace(
        basis, disbursed=np.vstack([basis.disbursed, none]), committed=np.vstack([basis.committed, none]),
        covered=np.concatenate([basis.covered, np.zeros(n, dtype=bool)]),
    )  # fmt: skip


def _moved(
    basis: model.Basis, instrument: Instrument, suppliers: Sequence[str], moving: Mapping[str, Shift]
) -> model.Basis:
    """Return a basis with other flows of some suppliers, the addition spread like what each gives."""
    disbursed, committed, covered = basis.disbursed.copy(), basis.committed.copy(), basis.covered.copy()
    unit = DOSE_USD if instrument.name == "health" else 1.0
    for who, shift in moving.items():
        row = suppliers.index(who)
        central = instrument.central(who)
        mean = 0.0
        if central is not None:
            held = central.basis
            mean = float((held.disbursed[row] + model.REALISED[1] * held.committed[row]).mean())
        # A stock, or another definition, grows by the same part as the flow by which the lever is counted.
        times = max(0.0, shift.times + (shift.plus * unit / mean if mean > 0 else 0.0))
        disbursed[row], committed[row] = times * disbursed[row], times * committed[row]
        if mean <= 0 and shift.plus > 0:
            disbursed[row] += shift.plus * unit
            covered[row] = True
    return replace(basis, disbursed=disbursed, committed=committed, covered=covered)
