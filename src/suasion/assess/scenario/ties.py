"""Ties: draws of each patron's leverage by each instrument as it is, and as it would be with other flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from suasion.assess.assessment import InstrumentLeverage, PatronLeverage
from suasion.assess.bases import Counted, instruments
from suasion.assess.scenario.flows_moved import Shift, reworked
from suasion.assess.scenario.lost import ELASTICITY, lost
from suasion.assess.scenario.sanctions import Cases, cases, loss
from suasion.assess.supply import Supply
from suasion.assess.totals import groups_of
from suasion.codebook import INSTRUMENTS, Contest
from suasion.model import leverage as model
from suasion.model.allowance import SHARE_POWER, filled
from suasion.model.sampling import triangular, uniform_columns
from suasion.model.strategy.beliefs import lognormal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Key = tuple[str, str]  # patron and instrument
Form = Literal["parts", "loss"]
"""Leverage as the brief has it, or as the loss of a composite of suppliers (`suasion.assess.scenario.lost`)."""


@dataclass(frozen=True)
class Tie:
    """One patron's tie by one instrument.

    ``draws`` (n,) is its leverage as it is, by data where ``measured``; ``prior`` (n,) what it might be for one who
    knew no data. Ties whose figures one contains the other share a ``group``: of each the larger counts.
    """

    patron: str
    instrument: str
    line: InstrumentLeverage | None
    draws: Floats
    prior: Floats
    measured: bool
    group: int


class Ties:
    """All ties of a contest's patrons, and what they become when levers move.

    The same draws of years, definitions, capacity and control stand behind every answer, so that two answers differ
    by the levers alone (common random numbers).
    """

    def __init__(
        self, contest: Contest, held: Supply, lines: Sequence[PatronLeverage], labels: Mapping[str, str], *,
        also: Iterable[Key] = (), form: Form = "parts", draws: int, seed: int,
    ) -> None:  # fmt: skip
        self.form: Form = form
        self.contest, self.held, self.draws, self.seed = contest, held, draws, seed
        self.counted = instruments(held, contest.patrons)
        self._parameters = model.sampled_parameters(
            [one.ties for one in self.counted.values()], contest.patrons, draws=draws, seed=seed
        )
        self.cases: dict[str, Cases] = {patron: cases(held, contest, patron, labels) for patron in contest.patrons}
        self._known: dict[tuple[str, tuple[tuple[str, Shift], ...]], dict[str, Floats]] = {}
        self._priors: dict[tuple[str, str, Shift], Floats] = {}
        self.sizes: dict[str, float] = {}  # the client's product as a part of each patron's, where both are known
        self.usual: dict[str, float] = {}  # level of such a tie, in its unit, where one is not there yet
        self._orders: dict[tuple[str, str, bool], NDArray[np.int64]] = {}
        self.all: dict[Key, Tie] = {}
        for patron in lines:
            self._add(patron)
        for key in also:
            self._open(*key)

    def counting(self, patron: str, instrument: str) -> Counted | None:
        """Return the basis by which a lever is counted: one with the patron's rows, else the central one."""
        held = self.counted.get(instrument)
        return None if held is None else held.central(patron) or held.counted[0]

    def levers(self, patron: str) -> list[str]:
        """Return the instruments of a patron on which the record has anything."""
        return [name for who, name in self.all if who == patron]

    def _open(self, patron: str, instrument: str) -> None:
        """Take in a tie of which the record has nothing yet; by rows it is nothing, else it may be anything."""
        if (patron, instrument) not in self.all:
            prior, held = self._allowance(patron, instrument, _nothing(self.draws)), self.counted.get(instrument)
            counted = held is not None and not all(one.rule.no_stake or not one.size for one in held.counted)
            self.all[patron, instrument] = Tie(
                patron, instrument, None, np.zeros(self.draws), prior, measured=counted, group=_apart(instrument)
            )

    def order(self, tie: Tie, *, prior: bool = False) -> NDArray[np.int64]:
        """Return the places of a tie's draws, or of its prior's, in rising order, shape (n,)."""
        key = (tie.patron, tie.instrument, prior)
        if key not in self._orders:
            self._orders[key] = np.argsort(tie.prior if prior else tie.draws, kind="stable")
        return self._orders[key]

    def shifted(self, tie: Tie, shifts: Mapping[Key, Shift], level: float) -> Floats:
        """Return the draws of a tie when levers move, shape (n,).

        Parameters
        ----------
        tie
            Whose own lever, or that of a rival in the same instrument, may have moved.
        shifts
            The levers that move.
        level
            Its present level, in its unit.

        Notes
        -----
        What rows count is worked out again from other flows. Of what they do not count, heuristic and its error
        unknown, the stake stays as it is and the share grows as the patron's part of a whole does: of k times as much,
        k s / (1 + (k - 1) s). A tie of which statements alone tell, where rows count others, never falls when the
        first that rows would count is added to it: the larger of the two counts.
        """
        own = shifts.get((tie.patron, tie.instrument))
        if tie.instrument == "sanction":
            return self._pressed(tie, own, level)
        moving = tuple(sorted((who, shift) for (who, name), shift in shifts.items() if name == tie.instrument))
        if not moving or (own is None and tie.instrument not in self.counted):
            return tie.draws
        known = self._known.setdefault((tie.instrument, moving), {})
        if tie.patron not in known:
            times = 1.0 if own is None else self._times(tie.instrument, own, level)
            worked = self._worked(tie.patron, tie.instrument, dict(moving), times, valued=tie.measured)
            # Statements tell of a tie that no row counts: the first that rows would count comes beside it.
            beside = own is not None and level == 0 and tie.instrument in self.counted
            known[tie.patron] = np.maximum(tie.draws, worked) if beside else worked
        return known[tie.patron]

    def by_priors(self, tie: Tie, own: Shift, level: float) -> Floats:
        """Return the prior draws of a tie when its lever moves, shape (n,), in the order of ``tie.prior``."""
        key = (tie.patron, tie.instrument, own)
        if key not in self._priors:
            times = own.level(level) / level if level else 1.0 + self._times(tie.instrument, own, 0.0)
            self._priors[key] = self._allowance(tie.patron, tie.instrument, _nothing(self.draws), times)
        return self._priors[key]

    def _times(self, instrument: str, own: Shift, level: float) -> float:
        """Return how many times as much as such a tie is: as it was, or as others' are where it was nothing."""
        after = own.level(level)
        return after / level if level else after / self.usual.get(instrument, after or 1.0)

    def _add(self, patron: PatronLeverage) -> None:
        who = patron.patron
        valued = [line.instrument for line in patron.by_instrument if line.leverage.value is not None]
        grouped = groups_of(self.counted, who, [name for name in valued if name in self.counted])
        place = {name: n for n, group in enumerate(grouped) for name in group}
        for line in patron.by_instrument:
            name = line.instrument
            told = bool(line.statements) or any(who in self.held.cells.get(series, {}) for series in line.indicators)
            measured = name in valued and name in self.counted
            if not (measured or told or name == "sanction"):
                continue
            prior = self._allowance(who, name, _nothing(self.draws))
            if name == "sanction":
                traded = "economic-trade" in self.counted
                trade = self._worked(who, "economic-trade", {}, 1.0, valued=True) if traded else None
                draws = loss(self.cases[who], trade, draws=self.draws, seed=self.seed)
            else:
                draws = self._worked(who, name, {}, 1.0, valued=measured)
            group = place.get(name, _apart(name))
            self.all[who, name] = Tie(who, name, line, draws, prior, measured, group)

    def _worked(self, patron: str, name: str, moving: Mapping[str, Shift], times: float, *, valued: bool) -> Floats:
        """Return leverage from rows as far as they tell, from the allowance where they do not."""
        held = self.counted.get(name)
        if held is None:
            return self._allowance(patron, name, _nothing(self.draws), times)
        parts = model.components(reworked(held, moving) if moving else held.ties, patron, self._parameters)
        if valued and self.form == "loss":
            uniform = uniform_columns([f"elasticity:{name}"], draws=self.draws, seed=self.seed)
            elasticity = lognormal(*ELASTICITY)(uniform[f"elasticity:{name}"])
            return lost(held.ties, reworked(held, moving), patron, self._parameters, elasticity)
        if valued:
            return np.where(np.isfinite(parts.leverage), parts.leverage, 0.0)
        return self._allowance(patron, name, parts, times)

    def _allowance(self, patron: str, name: str, known: model.Components, times: float = 1.0) -> Floats:
        """Return what a tie without a measure might give, as the brief's chance of coming first allows for it."""
        wanted = (f"stake:{name}", f"share:{patron}:{name}", f"control:{name}", f"willingness:{patron}:prior")
        uniform = uniform_columns(wanted, draws=self.draws, seed=self.seed)
        stake, share, control, willingness = (uniform[quantity] for quantity in wanted)
        part = share**SHARE_POWER
        grown = times * part / (1 + (times - 1) * part)
        parts = model.Components(
            stake=known.stake, share=np.where(np.isfinite(known.share), known.share, grown),
            substitutability=known.substitutability, control=triangular(control, *INSTRUMENTS[name].control),
        )  # fmt: skip
        return filled(
            parts, stake=stake, share=share, willingness=triangular(willingness, *model.WILLINGNESS),
            capacity=self._parameters.capacity,
        )  # fmt: skip

    def _pressed(self, tie: Tie, own: Shift | None, level: float) -> Floats:
        if own is None:
            return tie.draws
        after = own.level(level)
        if after <= level:
            return tie.draws * (after / level if level else 0.0)
        return 1 - (1 - tie.draws) * (1 - loss(Cases.one(), None, draws=self.draws, seed=self.seed)) ** (after - level)


def _nothing(draws: int) -> model.Components:
    """Return the parts of a tie of which no row tells."""
    unknown = np.full(draws, np.nan)
    return model.Components(unknown, unknown, unknown, unknown)


def _apart(name: str) -> int:
    """Return a group of its own for an instrument that overlaps with no other."""
    return 1000 + list(INSTRUMENTS).index(name)
