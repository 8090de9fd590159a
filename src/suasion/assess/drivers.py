"""Drivers: what a patron's total comes from, what makes it unsure, and what it is under weights that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from suasion.assess.arithmetic import worked_out
from suasion.assess.assessment import Contribution, InstrumentLeverage
from suasion.assess.naming import join, said
from suasion.assess.parts import INTERVAL
from suasion.codebook import INSTRUMENTS, Contest, Derivation, Estimate, missing
from suasion.model import aggregation
from suasion.model import leverage as model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def contributions(
    lines: Sequence[InstrumentLeverage], groups: Sequence[Sequence[str]], parts: Mapping[str, model.Components]
) -> tuple[Contribution, ...]:
    """Return what each instrument that counts adds to a patron's total, the largest first.

    Parameters
    ----------
    lines
        The patron's instruments.
    groups
        Instruments with a value, overlapping ones together: of each group the largest counts.
    parts
        Draws of the parts by instrument.
    """
    by_name = {line.instrument: line for line in lines}
    counting = [max(group, key=lambda name: (by_name[name].leverage.value or 0.0, name)) for group in groups]
    adds = aggregation.shapley({name: by_name[name].leverage.value or 0.0 for name in counting})
    spread = aggregation.variance_shares({name: parts[name].leverage for name in counting}, parts)
    found = []
    for name in sorted(counting, key=lambda name: (-adds[name], name)):
        line = by_name[name]
        found.append(
            Contribution(
                instrument=name,
                adds=Estimate(
                    name=f"part of the total: {line.leverage.name.removeprefix('leverage: ')}", value=adds[name],
                    unit="leverage", n=len(counting), method="Shapley value in 1 - product of (1 - leverage)",
                    evidence=tuple(by_name[other].leverage.id for other in counting),
                ),
                variance={part: spread[name, part] for part in aggregation.PARTS if (name, part) in spread},
                holds_down=_lowest(line),
            )
        )  # fmt: skip
    return tuple(found)


def _lowest(line: InstrumentLeverage) -> str:
    """Return which of the four factors of a line is the smallest."""
    factors = {"stake": line.stake, "share": line.share, "control": line.control}
    values = {name: estimate.value or 0.0 for name, estimate in factors.items()}
    values["substitutability"] = 1 - (line.substitutability.value or 0.0)
    return min(values, key=lambda name: (values[name], name))


class Weighted:
    """Totals as means over instruments, every set of weights as likely as any other."""

    def __init__(
        self, contest: Contest, groups: Mapping[str, Sequence[Sequence[str]]],
        sampled: Mapping[str, Mapping[str, Floats]], *, draws: int, seed: int,
    ) -> None:  # fmt: skip
        self.contest, self.groups, self.sampled = contest, groups, sampled
        self.names = [n for n in INSTRUMENTS if any(n in group for some in groups.values() for group in some)]
        self.weights = aggregation.weight_draws(self.names, draws=draws, seed=seed) if self.names else {}
        self.draws = {patron: self._draws(patron) for patron in contest.patrons if groups[patron]}
        self.chances = model.probability_first(self.draws) if len(self.draws) > 1 else {}

    def total(self, patron: str, lines: Sequence[InstrumentLeverage]) -> Estimate:
        """Return a patron's mean leverage over the instruments that are measured for any patron."""
        name = f"leverage, mean over instruments: {said(patron)} over {said(self.contest.client)}"
        if patron not in self.draws:
            return missing(name, "no instrument has a value", unit="leverage")
        by_name = {line.instrument: line.leverage for line in lines}
        counting: list[str] = []
        for group in self.groups[patron]:
            largest = max((by_name[one] for one in group), key=lambda e: (e.value or 0.0, e.id))
            counting += [largest.id] * len(group)
        derivation = Derivation(
            operation="sum", terms={"values": tuple(counting)}, constants={"scale": 1 / len(self.names)}
        )
        lacking = [one for one in self.names if not any(one in group for group in self.groups[patron])]
        words = join([INSTRUMENTS[one].title.lower() for one in lacking])
        return worked_out(
            name, derivation, {estimate.id: estimate.value or 0.0 for estimate in by_name.values()}, unit="leverage",
            method=f"mean over {len(self.names)} instruments measured for any patron, equal weights",
            note=f"a lower bound: without a value for {words}" if lacking else "",
            draws=self.draws[patron], interval_method=f"{INTERVAL}; and weights of instruments (flat Dirichlet)",
        )  # fmt: skip

    def first(self, patron: str, total: Estimate) -> Estimate:
        """Return a patron's chance of having the largest mean, by what is measured alone."""
        name = f"probability that {said(patron)} has most leverage by a mean over instruments"
        if patron not in self.chances:
            return missing(name, "there are no two patrons to compare", unit="probability")
        return Estimate(
            name=name, value=self.chances[patron], unit="probability", n=len(self.chances), evidence=(total.id,),
            method="share of joint draws, weights of instruments included, in which its mean is the largest",
            note="by what is measured alone",
        )  # fmt: skip

    def _draws(self, patron: str) -> Floats:
        grouped = {
            tuple(group): np.max(np.stack([self.sampled[patron][name] for name in group]), axis=0)
            for group in self.groups[patron]
        }
        return aggregation.weighted_total(grouped, self.weights)
