"""Left out: each patron's total and rank when one series is taken out of the record, and which one turns the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.assessment import LeftOut
from suasion.assess.bases import RULES, Instrument, instruments
from suasion.assess.naming import said
from suasion.assess.supply import TRADE_SERIES, Supply
from suasion.assess.totals import groups_of
from suasion.codebook import Contest, Estimate, missing
from suasion.model import leverage as model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS: Final = 256  # a chance to a few percent is enough to see what a series does to it
_TRADE: Final = {series: kind for (kind, _), series in TRADE_SERIES.items()}


def left_out(held: Supply, contest: Contest, *, seed: int) -> dict[str, tuple[LeftOut, ...]]:
    """Return for each patron what becomes of its total and its chance of coming first without each series in turn.

    Parameters
    ----------
    held
        What everyone gives the client.
    contest
        Its patrons.
    seed
        Of the draws.

    Returns
    -------
    dict
        By patron, a line a series on which any party has rows. The chances are by what is measured alone: what a
        series left out might have shown is not put back as an allowance.
    """
    whole, sure = _totals(held, contest, seed=seed)
    before = _leader(whole)
    found: dict[str, list[LeftOut]] = {patron: [] for patron in contest.patrons}
    for series, names in _series(held).items():
        values, chances = _totals(_without(held, names), contest, seed=seed)
        leader = _leader(values)
        for patron in contest.patrons:
            found[patron].append(
                LeftOut(
                    series=series,
                    leverage=_estimate(
                        f"leverage of {said(patron)} without {series}",
                        values.get(patron),
                        whole.get(patron),
                        "leverage",
                    ),
                    probability_first=_estimate(
                        f"probability that {said(patron)} has most without {series}",
                        chances.get(patron),
                        sure.get(patron),
                        "probability",
                    ),
                    leader=leader,
                    flips=before is not None and leader != before,
                )
            )
    return {patron: tuple(lines) for patron, lines in found.items()}


def measurable(instrument: Instrument, patron: str) -> bool:
    """Return whether a patron's leverage by an instrument can be worked out: rows, others' rows, and a product."""
    counted = instrument.central(patron)
    return counted is not None and not counted.sole and not counted.rule.no_stake and bool(counted.size)


def _series(held: Supply) -> dict[str, tuple[str, ...]]:
    """Return the series that any rule counts and any party has rows in; both states' books of trade are one."""
    counted = {series for rules in RULES.values() for rule in rules for series in rule.series}
    found: dict[str, tuple[str, ...]] = {}
    for series in sorted(counted):
        if held.cells.get(series):
            name = _TRADE.get(series, series)
            found[name] = (*found.get(name, ()), series)
    return dict(sorted(found.items()))


def _without(held: Supply, names: Sequence[str]) -> Supply:
    return replace(
        held,
        cells={series: cells for series, cells in held.cells.items() if series not in names},
        all_partners={series: cells for series, cells in held.all_partners.items() if series not in names},
    )


def _totals(held: Supply, contest: Contest, *, seed: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return each patron's total at the central assumptions, and its chance of coming first by what is measured."""
    counted = instruments(held, contest.patrons)
    ties = [instrument.ties for instrument in counted.values()]
    central = model.central_parameters(ties, contest.patrons)
    sampled = model.sampled_parameters(ties, contest.patrons, draws=DRAWS, seed=seed)
    values, draws = {}, {}
    for patron in contest.patrons:
        names = [name for name, instrument in counted.items() if measurable(instrument, patron)]
        groups = groups_of(counted, patron, names)
        if groups:
            values[patron] = float(_union(counted, groups, patron, central)[0])
            draws[patron] = _union(counted, groups, patron, sampled)
    return values, model.probability_first(draws) if len(draws) > 1 else {}


def _union(
    counted: Mapping[str, Instrument], groups: Sequence[Sequence[str]], patron: str, parameters: model.Parameters
) -> Floats:
    return model.union(
        [[model.components(counted[name].ties, patron, parameters).leverage for name in group] for group in groups]
    )


def _leader(values: Mapping[str, float]) -> str | None:
    return max(sorted(values), key=lambda patron: values[patron]) if len(values) > 1 else None


def _estimate(name: str, value: float | None, before: float | None, unit: str) -> Estimate:
    if value is None:
        return missing(name, "no instrument has a value without it", unit=unit)
    # A chance with the allowance for unmeasured ties is nearer to even: what it is compared with has none either.
    method = "one series left out; by the ties that are measured, without an allowance for those that are not"
    if before is not None:
        method += f"; {before:.3g} with all series"
    return Estimate(name=name, value=value, unit=unit, method=method)
