"""Ties: draws of each patron's leverage by each instrument as it is, and as it would be with other flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.assessment import InstrumentLeverage, PatronLeverage
from suasion.assess.bases import Counted, Instrument, instruments
from suasion.assess.scenario.sanctions import Cases, cases, loss
from suasion.assess.supply import DOSE_USD, Supply
from suasion.assess.totals import groups_of
from suasion.codebook import INSTRUMENTS, Contest
from suasion.model import leverage as model
from suasion.model.allowance import filled
from suasion.model.sampling import triangular, uniform_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Key = tuple[str, str]  # patron and instrument
_UNKNOWN: Final = np.array([np.nan])


@dataclass(frozen=True)
class Shift:
    """How a lever moves: it is multiplied, then so much a year is added in the lever's unit."""

    times: float = 1.0
    plus: float = 0.0

    def then(self, other: Shift) -> Shift:
        """Return both, one after the other."""
        return Shift(self.times * other.times, self.plus * other.times + other.plus)


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
        also: Iterable[Key] = (), draws: int, seed: int,
    ) -> None:  # fmt: skip
        self.contest, self.held, self.draws, self.seed = contest, held, draws, seed
        self.counted = instruments(held, contest.patrons)
        self._parameters = model.sampled_parameters(
            [one.ties for one in self.counted.values()], contest.patrons, draws=draws, seed=seed
        )
        self.cases: dict[str, Cases] = {patron: cases(held, contest, patron, labels) for patron in contest.patrons}
        self._known: dict[tuple[str, tuple[tuple[str, Shift], ...]], dict[str, Floats]] = {}
        self._orders: dict[Key, NDArray[np.int64]] = {}
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
            prior, held = self._allowance(patron, instrument), self.counted.get(instrument)
            counted = held is not None and not all(one.rule.no_stake or not one.size for one in held.counted)
            self.all[patron, instrument] = Tie(
                patron, instrument, None, np.zeros(self.draws), prior, measured=counted, group=_apart(instrument)
            )

    def order(self, tie: Tie) -> NDArray[np.int64]:
        """Return the draws of a tie in rising order, shape (n,)."""
        key = (tie.patron, tie.instrument)
        if key not in self._orders:
            self._orders[key] = np.argsort(tie.draws, kind="stable")
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
        """
        own = shifts.get((tie.patron, tie.instrument))
        if tie.instrument == "sanction":
            return self._pressed(tie, own, level)
        if not tie.measured:
            return tie.draws if own is None else by_rule(tie.draws, tie.prior, own, level)
        moving = tuple(sorted((who, shift) for (who, name), shift in shifts.items() if name == tie.instrument))
        if not moving:
            return tie.draws
        known = self._known.setdefault((tie.instrument, moving), {})
        if tie.patron not in known:
            known[tie.patron] = self._reworked(tie, dict(moving))
        return known[tie.patron]

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
            prior = self._allowance(who, name)
            if name == "sanction":
                trade = (
                    self._measured(self.counted["economic-trade"], who) if "economic-trade" in self.counted else None
                )
                draws = loss(self.cases[who], trade, draws=self.draws, seed=self.seed)
            else:
                draws = self._measured(self.counted[name], who) if measured else prior
            group = place.get(name, _apart(name))
            self.all[who, name] = Tie(who, name, line, draws, prior, measured, group)

    def _measured(self, instrument: Instrument, patron: str) -> Floats:
        found = model.components(instrument.ties, patron, self._parameters).leverage
        return np.where(np.isfinite(found), found, 0.0)

    def _allowance(self, patron: str, name: str) -> Floats:
        """Return what a tie without a measure might give, as the brief's chance of coming first allows for it."""
        wanted = (f"stake:{name}", f"share:{patron}:{name}", f"control:{name}", f"willingness:{patron}:prior")
        uniform = uniform_columns(wanted, draws=self.draws, seed=self.seed)
        stake, share, control, willingness = (uniform[quantity] for quantity in wanted)
        unknown = np.broadcast_to(_UNKNOWN, self.draws)
        nothing = model.Components(unknown, unknown, unknown, triangular(control, *INSTRUMENTS[name].control))
        return filled(
            nothing, stake=stake, share=share, willingness=triangular(willingness, *model.WILLINGNESS),
            capacity=self._parameters.capacity,
        )  # fmt: skip

    def _reworked(self, tie: Tie, moving: Mapping[str, Shift]) -> Floats:
        """Return leverage worked out again with other flows of some suppliers."""
        instrument = self.counted[tie.instrument]
        missing = tuple(who for who in moving if who not in instrument.suppliers)
        suppliers = (*instrument.suppliers, *missing)
        bases = tuple(
            _moved(_widened(basis, len(missing)), instrument, suppliers, moving) for basis in instrument.ties.bases
        )
        reworked = replace(instrument.ties, suppliers=suppliers, bases=bases)
        found = model.components(reworked, tie.patron, self._parameters).leverage
        return np.where(np.isfinite(found), found, 0.0)

    def _pressed(self, tie: Tie, own: Shift | None, level: float) -> Floats:
        if own is None:
            return tie.draws
        after = max(0.0, own.times * level + own.plus)
        if after <= level:
            return tie.draws * (after / level if level else 0.0)
        return 1 - (1 - tie.draws) * (1 - loss(Cases.one(), None, draws=self.draws, seed=self.seed)) ** (after - level)


def by_rule(draws: Floats, prior: Floats, shift: Shift, level: float) -> Floats:
    """Return the leverage of a tie without a measure when its lever moves.

    Heuristic, and its error is not known: so many times as much counts as so many independent ties of its size,
    1 - (1 - L)^k, as instruments add up (`suasion.model.leverage.union`). A tie of which there is nothing yet starts
    from what such a tie might be.
    """
    after = max(0.0, shift.times * level + shift.plus)
    times = after / level if level else after
    result: Floats = 1 - (1 - (draws if level else prior)) ** times
    return result


def _apart(name: str) -> int:
    """Return a group of its own for an instrument that overlaps with no other."""
    return 1000 + list(INSTRUMENTS).index(name)


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
