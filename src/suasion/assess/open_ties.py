"""Open ties: those that exist or are not ruled out and have no measure, and what they might add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.assessment import InstrumentLeverage
from suasion.assess.bases import RULES
from suasion.assess.supply import TRADE_SERIES, Supply
from suasion.codebook import INDICATORS, INSTRUMENTS
from suasion.model.allowance import filled
from suasion.model.leverage import Components, Parameters
from suasion.model.sampling import triangular, uniform_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Data sets that look for every giver in the world: one without a row gave nothing that they know of.
_WORLDWIDE: Final = {"military": "arms-transfer"}
_NOTHING: Final = Components(*(np.array([np.nan]) for _ in range(4)))


def open_ties(held: Supply, patron: str, lines: Sequence[InstrumentLeverage], reports: Mapping[str, bool]) -> list[str]:
    """Return the instruments of a patron that have no measure and may well be used.

    Parameters
    ----------
    held
        What everyone gives the client.
    patron, lines
        The patron and what could be said of it.
    reports
        For each instrument that could be measured, whether the patron has rows in the data sets that it is counted
        by: one that reports other flows and none of this kind is taken to give none.

    Returns
    -------
    list of str
        Those that rows or statements tell of; and, if any tie at all is known, those that could be measured and on
        which the record has nothing of this patron. Empty for a patron of which nothing is known.
    """
    measured = {line.instrument for line in lines if line.leverage.value is not None}
    told = {line.instrument for line in lines if line.statements or _has_rows(held, patron, line.indicators)}
    if not told:
        return []
    unknown = {name for name in RULES if not reports[name] and not held.cells.get(_WORLDWIDE.get(name, ""))}
    return [name for name in INSTRUMENTS if name in (told | unknown) - measured]


def allowances(
    names: Mapping[str, Sequence[str]],
    known: Mapping[tuple[str, str], Components],
    parameters: Parameters,
    *,
    draws: int,
    seed: int,
) -> dict[str, list[Floats]]:
    """Return for each patron draws of the leverage that each of its open ties might have.

    Parameters
    ----------
    names
        Each patron's open ties.
    known
        What data give of them, by patron and instrument; NaN where they give nothing.
    parameters
        The draws that the measured ties were worked out with.
    draws, seed
        Of the uniform numbers.
    """
    found: dict[str, list[Floats]] = {}
    for patron, ties in names.items():
        found[patron] = []
        for name in ties:
            wanted = (f"stake:{name}", f"share:{patron}:{name}", f"control:{name}")
            uniform = uniform_columns(wanted, draws=draws, seed=seed)
            stake, share, control = (uniform[quantity] for quantity in wanted)
            parts = known.get((patron, name), _NOTHING)
            tie = Components(
                stake=np.broadcast_to(parts.stake, draws),
                share=np.broadcast_to(parts.share, draws),
                substitutability=np.broadcast_to(parts.substitutability, draws),
                control=triangular(control, *INSTRUMENTS[name].control),
            )
            found[patron].append(
                filled(tie, stake=stake, share=share, willingness=parameters.willingness[patron],
                       capacity=parameters.capacity)
            )  # fmt: skip
    return found


def _has_rows(held: Supply, patron: str, indicators: Sequence[str]) -> bool:
    """Return whether any row of a patron says more than none: a pact that was looked for and not found is no tie."""
    series = [TRADE_SERIES.get((name, "client"), name) for name in indicators if name in INDICATORS]
    return any(
        value > 0 for name in series for cell in held.cells.get(name, {}).get(patron, ()) for value in cell.values
    )
