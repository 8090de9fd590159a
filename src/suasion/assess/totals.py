"""Totals: a patron's leverage over all instruments, and how likely it is to be the largest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from suasion.assess.arithmetic import worked_out
from suasion.assess.assessment import InstrumentLeverage, PatronLeverage
from suasion.assess.bases import CONTAINS, Instrument
from suasion.assess.naming import join, said
from suasion.assess.parts import INTERVAL
from suasion.codebook import INSTRUMENTS, Contest, Derivation, Estimate, missing
from suasion.model import leverage as model


def totals(
    contest: Contest,
    counted: Mapping[str, Instrument],
    found: Mapping[str, list[InstrumentLeverage]],
    sampled: Mapping[str, Mapping[str, np.ndarray]],
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
    """
    groups = {patron: _groups(counted, patron, list(sampled[patron])) for patron in contest.patrons}
    sums = {
        patron: model.union([[sampled[patron][name] for name in group] for group in groups[patron]])
        for patron in contest.patrons
        if groups[patron]
    }
    first = model.probability_first(sums) if len(sums) > 1 else {}
    return tuple(
        PatronLeverage(
            patron=patron,
            leverage=_total(contest, patron, found[patron], groups[patron], sums.get(patron)),
            probability_first=_first(patron, contest, found, sums, first),
            by_instrument=tuple(found[patron]),
        )
        for patron in contest.patrons
    )


def _groups(counted: Mapping[str, Instrument], patron: str, names: Sequence[str]) -> list[list[str]]:
    """Return the instruments that have a value; those whose figures one contains the other stand together."""
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


def _first(
    patron: str,
    contest: Contest,
    found: Mapping[str, Sequence[InstrumentLeverage]],
    totals: Mapping[str, np.ndarray],
    first: Mapping[str, float],
) -> Estimate:
    name = f"probability that {said(patron)} has most leverage over {said(contest.client)}"
    if patron not in totals:
        return missing(name, "its leverage has no value", unit="probability")
    if patron not in first:
        return missing(name, "no other patron's leverage has a value", unit="probability")
    without = [said(other) for other in contest.patrons if other not in totals]
    evidence = tuple(
        line.leverage.id for other in sorted(totals) for line in found[other] if line.leverage.value is not None
    )
    notes = ["within this model, and among instruments with a value"]
    notes += [f"{join(without)} could not be compared"] if without else []
    among = join([said(other) for other in contest.patrons if other in totals])
    return Estimate(
        name=name, value=first[patron], unit="probability", n=next(iter(totals.values())).size, evidence=evidence,
        method=f"share of joint draws in which its total is the largest, among {among}",
        note="; ".join(notes),
    )  # fmt: skip
