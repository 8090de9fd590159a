"""Totals: a patron's leverage over all instruments, and how likely it is to be the largest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from suasion.assess.arithmetic import worked_out
from suasion.assess.assessment import InstrumentLeverage, LeftOut, PatronLeverage
from suasion.assess.bases import CONTAINS, Instrument
from suasion.assess.drivers import Weighted, contributions
from suasion.assess.naming import join, said
from suasion.assess.parts import INTERVAL
from suasion.codebook import INSTRUMENTS, Contest, Derivation, Estimate, missing
from suasion.model import leverage as model


def totals(
    contest: Contest,
    counted: Mapping[str, Instrument],
    found: Mapping[str, list[InstrumentLeverage]],
    sampled: Mapping[str, Mapping[str, np.ndarray]],
    allowed: Mapping[str, Sequence[np.ndarray]],
    *,
    parts: Mapping[str, Mapping[str, model.Components]],
    left_out: Mapping[str, tuple[LeftOut, ...]],
    draws: int,
    seed: int,
) -> tuple[PatronLeverage, ...]:
    """Return each patron with its total and its chance of coming first, in the contest's order.

    Parameters
    ----------
    contest
        Whose patrons are ranked.
    counted
        The instruments as the record lets them be counted.
    found
        Each patron's lines.
    sampled
        For each patron the draws of leverage by instrument, where it has a value; the same draws for all patrons.
    allowed
        For each patron the draws of what its ties without a measure might add: they enter the chance of coming first,
        and never the total.
    parts
        For each patron the draws of stake, share, substitutability and control by instrument.
    left_out
        For each patron what becomes of its total without each series.
    draws, seed
        Of the weights of instruments.
    """
    groups = {patron: groups_of(counted, patron, list(sampled[patron])) for patron in contest.patrons}
    sums = {
        patron: model.union([[sampled[patron][name] for name in group] for group in groups[patron]])
        for patron in contest.patrons
        if groups[patron]
    }
    weighted = Weighted(contest, groups, sampled, draws=draws, seed=seed)
    means = {patron: weighted.total(patron, found[patron]) for patron in contest.patrons}
    return tuple(
        PatronLeverage(
            patron=patron,
            leverage=_total(contest, patron, found[patron], groups[patron], sums.get(patron)),
            probability_first=chance,
            by_instrument=tuple(found[patron]),
            weighted=means[patron],
            weighted_first=weighted.first(patron, means[patron]),
            contributions=contributions(found[patron], groups[patron], parts[patron]),
            left_out=left_out[patron],
        )
        for patron, chance in zip(contest.patrons, _chances(contest, found, sums, allowed), strict=True)
    )


def groups_of(counted: Mapping[str, Instrument], patron: str, names: Sequence[str]) -> list[list[str]]:
    """Return the instruments with a value; those whose figures one contains the other stand together."""
    grouped: list[list[str]] = []
    for name in names:
        central = counted[name].central(patron)
        own = {cell.series for cell in central.cells[patron]} if central else set()
        whole = next((group for group in grouped if own and own <= CONTAINS.get(group[0], frozenset())), None)
        if whole is None:
            grouped.append([name])
        else:
            whole.append(name)
    return grouped


def _total(
    contest: Contest,
    patron: str,
    lines: Sequence[InstrumentLeverage],
    groups: Sequence[Sequence[str]],
    draws: np.ndarray | None,
) -> Estimate:
    name = f"leverage: {said(patron)} over {said(contest.client)}, all instruments"
    by_name = {line.instrument: line.leverage for line in lines}
    lacking = [INSTRUMENTS[line.instrument].title.lower() for line in lines if line.leverage.value is None]
    if not groups or draws is None:
        note = f"no instrument has a value: {join(lacking)}" if lacking else "neither data nor statements on any tie"
        return missing(name, note, unit="leverage")
    counting = [max((by_name[i] for i in group), key=lambda e: (e.value or 0.0, e.id)) for group in groups]
    notes = []
    if lacking:
        notes.append(f"a lower bound: without a value for {join(lacking)}")
    notes += [
        f"{INSTRUMENTS[group[1]].title.lower()} are part of {INSTRUMENTS[group[0]].title.lower()}: the larger counts"
        for group in groups
        if len(group) > 1
    ]
    derivation = Derivation(operation="noisy-or", terms={"values": tuple(e.id for e in counting)})
    values = {e.id: e.value or 0.0 for e in counting}
    return worked_out(
        name, derivation, values, unit="leverage", method="1 - product of (1 - leverage) over instruments with a value",
        draws=draws, interval_method=INTERVAL, note="; ".join(notes),
    )  # fmt: skip


def _chances(
    contest: Contest,
    found: Mapping[str, Sequence[InstrumentLeverage]],
    measured: Mapping[str, np.ndarray],
    allowed: Mapping[str, Sequence[np.ndarray]],
) -> list[Estimate]:
    """Return each patron's chance of coming first, with an allowance for the ties that have no measure."""
    everything = {
        patron: model.union([*([[measured[patron]]] if patron in measured else []), *([a] for a in allowed[patron])])
        for patron in contest.patrons
        if measured and (patron in measured or allowed[patron])
    }
    chances = model.probability_first(everything) if len(everything) > 1 else {}
    without = model.probability_first(measured) if len(measured) > 1 else {}
    notes = _rank_notes(contest, allowed, chances)
    return [_chance(patron, contest, found, chances, [*notes, *_alone(patron, without)]) for patron in contest.patrons]


def _chance(
    patron: str,
    contest: Contest,
    found: Mapping[str, Sequence[InstrumentLeverage]],
    chances: Mapping[str, float],
    notes: Sequence[str],
) -> Estimate:
    name = f"probability that {said(patron)} has most leverage over {said(contest.client)}"
    if not chances:
        return missing(name, "there are no two patrons, one of them measured, to compare", unit="probability")
    if patron not in chances:
        return missing(name, "neither data nor statements on any tie", unit="probability")
    evidence = tuple(
        estimate.id
        for other in sorted(chances)
        for line in found[other]
        for estimate in (line.leverage, line.stake, line.share)
        if estimate.value is not None
    )
    among = join([said(other) for other in contest.patrons if other in chances])
    return Estimate(
        name=name, value=chances[patron], unit="probability", n=len(evidence), evidence=evidence,
        method=f"share of joint draws in which its total is the largest, among {among}", note="; ".join(notes),
    )  # fmt: skip


def _rank_notes(
    contest: Contest, allowed: Mapping[str, Sequence[np.ndarray]], chances: Mapping[str, float]
) -> list[str]:
    """Return what the chances of all patrons rest on."""
    notes = ["within this model"]
    if any(allowed[patron] for patron in chances):
        counts = [f"{len(allowed[patron])} of {said(patron)}" for patron in contest.patrons if patron in chances]
        notes.append(f"ties without a measure have a wide allowance (assumed): {join(counts)}")
    unknown = [said(patron) for patron in contest.patrons if patron not in chances]
    return [*notes, f"{join(unknown)} could not be compared"] if unknown else notes


def _alone(patron: str, without: Mapping[str, float]) -> list[str]:
    """Return the chance without the allowance, in words that never say 0 or 100 %; none for one without a value."""
    if patron not in without:
        return []
    chance = without[patron]
    words = "below 1 %" if chance < 0.01 else "above 99 %" if chance > 0.99 else f"{100 * chance:.0f} %"
    return [f"by what is measured alone {words}"]
