"""Treatments: in which dyads and years a cause set in, and where it is known that it did not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import InputError
from suasion.measure.measured import Run
from suasion.measure.one_source import one_source
from suasion.model.effect.design import LEAST_CONTROLS

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Integers = NDArray[np.int64]

SURGE: Final = 1.5  # Heuristic. A flow counts as an event when it is this many times its own mean of the years before.
YEARS_OF_MEAN: Final = 3
SPELLS: Final = ("sanction",)
AGREEMENTS: Final = ("trade-agreement-force", "trade-agreement-signed")
LEADER: Final = "leader"
VISITS: Final = ("visit", "visit-military")
FLOWS: Final = (
    "oda-gross", "oda-net", "oda-grants", "oda-loans-gross", "oda-loans-net", "oda-humanitarian", "oda-technical",
    "finance-oda", "finance-oof", "finance-vague", "vaccine-doses",
)  # fmt: skip
CAUSES: Final = (*VISITS, *FLOWS, *SPELLS, *AGREEMENTS, LEADER)
_RULES: Final = {
    "spell": "a first sanction of the patron on the client comes into force, none being in force the year before",
    "agreement": "a trade agreement between the two, in the year of the indicator",
    "leader": "another leader takes power in the client; a negative control, since it is not the patron's act",
    "series": f"at least {SURGE:g} times the mean of the {YEARS_OF_MEAN} years before, or any after none",
}


class Treatment(msgspec.Struct, frozen=True, kw_only=True):
    """Where a cause set in: ``event`` and ``known`` of shape (n_states, n_states, n_years), the client first.

    ``uncovered`` flags the patrons, shape (n_states,), of whose other clients no rows tell whether they had the cause:
    these are taken as comparisons all the same, which makes an effect look smaller than it is. ``patrons`` are the
    states whose acts the rows are; ``lasting`` as in `Dyads`.
    """

    cause: str
    event: Flags
    known: Flags
    uncovered: Flags
    patrons: tuple[str, ...]
    lasting: bool
    sources: tuple[str, ...]
    rule: str


def treatment(observations: Table, cause: str, states: Sequence[str], years: Sequence[int], run: Run) -> Treatment:
    """Return in which dyads and years a cause set in.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA.
    cause
        One of `CAUSES`.
    states, years
        The states, each as client and as patron, and the years without gaps.
    run
        How to run an Ibis expression.

    Raises
    ------
    InputError
        If the cause is not one that can be looked for, or has no row.
    """
    if cause not in CAUSES:
        raise InputError(f"{cause!r} is no cause whose effect can be looked for. Name one of: {', '.join(CAUSES)}.")
    rows = observations.filter(
        observations.indicator == cause, observations.actor.notnull(), observations.status == "observed"
    )
    if cause != LEADER:
        rows = rows.filter(rows.partner.notnull())
    # A sanction or agreement may stand in several sources under other names: a flag is not doubled by it, a sum is.
    rows = one_source(rows) if cause in (*FLOWS, *VISITS) else rows
    table = run(rows.select("actor", "partner", "item", "first_year", "last_year", "value", "source"))
    if table.num_rows == 0:
        raise InputError(f"The record has no rows for the cause {cause}. Gather a data set that feeds it first.")
    sources = tuple(sorted(pc.unique(table["source"]).to_pylist()))
    axis = _Axis(states=tuple(states), first=min(years) - 2 * YEARS_OF_MEAN, last=max(years))
    kind = _kind(cause)
    read = {"spell": _spells, "agreement": _agreements, "leader": _leaders}
    event, known = read[kind](table, axis) if kind in read else _series(table, axis, both_ways=cause in VISITS)
    cut = slice(2 * YEARS_OF_MEAN, None)
    event, known = event[..., cut], known[..., cut]
    uncovered = np.zeros(len(states), dtype=bool)
    if kind == "series":
        covered = known.any(axis=2).sum(axis=0)
        uncovered = (covered > 0) & (covered <= LEAST_CONTROLS)
        unknown = ~known.any(axis=2) & uncovered[None, :]
        known = known | unknown[:, :, None]
    columns = ("actor", "partner") if kind == "agreement" else ("actor",)
    patrons = {state for column in columns for state in pc.unique(table[column]).to_pylist()}
    return Treatment(
        cause=cause, event=event & known, known=known, uncovered=uncovered, sources=sources, rule=_RULES[kind],
        patrons=tuple(sorted(patrons & {*states})), lasting=kind == "agreement",
    )  # fmt: skip


class _Axis(msgspec.Struct, frozen=True):
    states: tuple[str, ...]
    first: int
    last: int

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.states), len(self.states), self.last - self.first + 1

    def place(self, column: pa.ChunkedArray) -> Integers:
        """Return each state's place, -1 for states that are not among them."""
        return np.asarray(pc.fill_null(pc.index_in(column, pa.array(self.states)), -1).to_numpy(), dtype=np.int64)


def _kind(cause: str) -> str:
    if cause in SPELLS:
        return "spell"
    if cause in AGREEMENTS:
        return "agreement"
    return "leader" if cause == LEADER else "series"


def _spells(table: pa.Table, axis: _Axis) -> tuple[Flags, Flags]:
    """A list of all cases: who is not on it was not sanctioned, from its first year to its last."""
    patron, client = axis.place(table["actor"]), axis.place(table["partner"])
    first, last = (table[name].to_numpy().astype(np.int64) - axis.first for name in ("first_year", "last_year"))
    force = np.zeros((*axis.shape[:2], axis.shape[2] + 1), dtype=np.int64)
    there = (patron >= 0) & (client >= 0) & (last >= 0) & (first < axis.shape[2])
    np.add.at(force, (client[there], patron[there], np.clip(first[there], 0, None)), 1)
    np.add.at(force, (client[there], patron[there], np.clip(last[there] + 1, None, axis.shape[2])), -1)
    held = force.cumsum(axis=2)[..., :-1] > 0
    before = np.concatenate([np.zeros((*held.shape[:2], 1), dtype=bool), held[..., :-1]], axis=2)
    event = held & ~before
    # While a sanction is in force a client neither has it anew nor goes without it.
    return event, _listed(axis, int(first.min()), int(last.max())) & (event | ~held)


def _agreements(table: pa.Table, axis: _Axis) -> tuple[Flags, Flags]:
    """A list of all agreements, each pair once, whichever of the two is named first."""
    one, other = axis.place(table["actor"]), axis.place(table["partner"])
    when = table["first_year"].to_numpy().astype(np.int64) - axis.first
    event = np.zeros(axis.shape, dtype=bool)
    there = (one >= 0) & (other >= 0) & (when >= 0) & (when < axis.shape[2])
    event[one[there], other[there], when[there]] = True
    return event | event.transpose(1, 0, 2), _listed(axis, int(when.min()), int(when.max()))


def _leaders(table: pa.Table, axis: _Axis) -> tuple[Flags, Flags]:
    """A change of leader in the client, in all its dyads; a state's first known leader is no change."""
    client = axis.place(table["actor"])
    first, last = (table[name].to_numpy().astype(np.int64) - axis.first for name in ("first_year", "last_year"))
    event, known = np.zeros(axis.shape, dtype=bool), np.zeros(axis.shape, dtype=bool)
    for state in np.unique(client[client >= 0]).tolist():
        began, ended = first[client == state], last[client == state]
        known[state, :, max(0, began.min() + 1) : ended.max() + 1] = True
        inside = began[(began > began.min()) & (began >= 0) & (began < axis.shape[2])]
        event[state, :, inside] = True
    return event, known


def _series(table: pa.Table, axis: _Axis, both_ways: bool) -> tuple[Flags, Flags]:
    """A surge over the mean of three years before."""
    held = _held(table, axis, both_ways)
    before = np.full_like(held, np.nan)
    lagged = np.stack([held[..., YEARS_OF_MEAN - lag : -lag] for lag in range(1, YEARS_OF_MEAN + 1)])
    before[..., YEARS_OF_MEAN:] = lagged.mean(axis=0)
    known = np.isfinite(held) & np.isfinite(before)
    with np.errstate(invalid="ignore"):
        event = (held > 0) & np.where(before > 0, held >= SURGE * before, before == 0)
    return event & known, known


def _held(table: pa.Table, axis: _Axis, both_ways: bool) -> Floats:
    """Return yearly sums, NaN where no row tells; a year without a row in a list of single acts, as of visits, is 0."""
    patron, client = axis.place(table["actor"]), axis.place(table["partner"])
    when = table["first_year"].to_numpy().astype(np.int64) - axis.first
    value = table["value"].to_numpy().astype(np.float64)
    one_year = np.asarray(pc.equal(table["first_year"], table["last_year"]))
    there = one_year & np.isfinite(value) & (patron >= 0) & (client >= 0) & (when >= 0) & (when < axis.shape[2])
    total, rows = np.zeros(axis.shape), np.zeros(axis.shape, dtype=bool)
    np.add.at(total, (client[there], patron[there], when[there]), value[there])
    rows[client[there], patron[there], when[there]] = True
    if table["item"].null_count < table.num_rows:
        days = np.asarray(pc.is_valid(table["item"])) & there
        for source in pc.unique(table["source"]).to_pylist():
            of_source = days & np.asarray(pc.equal(table["source"], source))
            if of_source.any():
                span = slice(int(when[of_source].min()), int(when[of_source].max()) + 1)
                rows[client[of_source], patron[of_source], span] = True
    if both_ways:
        total, rows = total + total.transpose(1, 0, 2), rows | rows.transpose(1, 0, 2)
    return np.where(rows, total, np.nan)


def _listed(axis: _Axis, first: int, last: int) -> Flags:
    """Return as known all dyads in the years that a list covers."""
    known = np.zeros(axis.shape, dtype=bool)
    known[..., max(0, first + 1) : last + 1] = True
    return known
