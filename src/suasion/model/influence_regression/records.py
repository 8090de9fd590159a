"""From the record's rows to networks of acts, and to ties along which influence may run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import InputError
from suasion.measure.measured import Run
from suasion.measure.one_source import one_source
from suasion.model.influence_regression.network import Network, closeness, row_shares, years_before

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COOPERATION: Final = ("events-verbal-cooperation", "events-material-cooperation")
CONFLICT: Final = ("events-verbal-conflict", "events-material-conflict")
KINDS: Final = (*COOPERATION, *CONFLICT)


class Acts(msgspec.Struct, frozen=True, kw_only=True):
    """Networks of acts by kind, over the same states and years.

    ``sources`` are where they come from; ``unwritten`` is how many cells of the kinds stood without a row, and count as
    no act.
    """

    networks: Mapping[str, Network]
    sources: tuple[str, ...]
    unwritten: int

    @property
    def actors(self) -> tuple[str, ...]:
        """Return the states, in alphabetical order."""
        return next(iter(self.networks.values())).actors

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years."""
        return next(iter(self.networks.values())).years

    def ties(self) -> dict[str, Floats]:
        """Return with whom each state deals, shape (n_years - 1, n_actors, n_actors), as shares of all years before.

        "friends" are shares of a state's cooperation, "foes" of its conflict, both directions and both verbal and
        material added; of the kinds that there are.
        """
        found = {}
        for name, kinds in (("friends", COOPERATION), ("foes", CONFLICT)):
            known = [self.networks[kind].counts for kind in kinds if kind in self.networks]
            if known:
                both = Network(actors=self.actors, years=self.years, counts=np.sum(known, axis=0))
                found[name] = closeness(np.expm1(years_before(both)))
        return found


def acts(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    also: Collection[str] = (),
    most: int = 50,
    run: Run,
) -> Acts:
    """Return who did how much to whom, by year and kind.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA with indicators of `KINDS`; others are passed over. Several rows of a pair and year
        (single events) are added up.
    first_year, last_year
        Calendar years, both included.
    also
        States to take beside those with most acts.
    most
        How many of the states with most acts, done and received, to take.
    run
        How to run an Ibis expression.

    Raises
    ------
    InputError
        If there are no rows, or none of a state in ``also``.

    Notes
    -----
    A pair without a row counts as no act in a year in which both states stand in some row; where one of them does
    not, nothing is known. A list of events has no other way to say that nothing happened; a table of pairs and years
    writes its zeros. Either way "no act" is no act that the source's newspapers reported and its coder found.
    """
    rows = observations.filter(
        observations.indicator.isin(KINDS),
        observations.partner.notnull(),
        observations.actor != observations.partner,
        observations.first_year >= first_year,
        observations.first_year <= last_year,
    )
    sources = sorted(map(str, run(rows.select("source").distinct())["source"].to_pylist()))
    if len(sources) > 1:  # which takes longer than all the rest
        rows = one_source(rows)
    added = run(
        rows.group_by("indicator", "actor", "partner", "first_year").agg(
            value=rows.value.sum(), unknown=(rows.status != "observed").sum()
        )
    )
    if added.num_rows == 0:
        raise InputError(
            f"the record has no events between states in {first_year} to {last_year}. Gather icews-dyad-year, "
            "icews-events, polecat or gdelt-events."
        )
    taken = _taken(added, also, most)
    return _networks(added, taken, sources)


def _taken(added: pa.Table, also: Collection[str], most: int) -> tuple[str, ...]:
    """Return the states with most acts and those asked for, in alphabetical order."""
    both = pa.concat_arrays([*added["actor"].chunks, *added["partner"].chunks])
    value = np.nan_to_num(np.tile(added["value"].to_numpy(), 2))
    names, place = np.unique(np.array(both.to_pylist()), return_inverse=True)
    total = np.bincount(place, weights=value)
    strange = sorted(set(also) - set(names.tolist()))
    if strange:
        raise InputError(f"no event names {', '.join(strange)} in these years. Ask for other states or years.")
    order = np.lexsort((names, -total))[:most]
    return tuple(sorted({*names[order].tolist(), *also}))


def _networks(added: pa.Table, taken: tuple[str, ...], sources: Sequence[str]) -> Acts:
    among = pa.array(taken)
    added = added.filter(pc.and_(pc.is_in(added["actor"], among), pc.is_in(added["partner"], among)))
    years = added["first_year"].to_numpy().astype(np.int64)
    span = tuple(range(int(years.min()), int(years.max()) + 1))
    kinds = tuple(kind for kind in KINDS if pc.any(pc.equal(added["indicator"], kind)).as_py())
    position = {
        name: np.asarray(pc.index_in(added[name], pa.array(known)))
        for name, known in (("indicator", kinds), ("actor", taken), ("partner", taken))
    }
    where = (position["indicator"], years - span[0], position["actor"], position["partner"])
    cube = np.full((len(kinds), len(span), len(taken), len(taken)), np.nan)
    cube[where] = np.where(added["unknown"].to_numpy() > 0, np.nan, added["value"].to_numpy())
    written = np.zeros(cube.shape, bool)
    written[where] = True
    stands: NDArray[np.bool_] = np.asarray(written.any(axis=0))
    known = np.logical_or(stands.any(axis=2), stands.any(axis=1))
    silent = ~written & (known[:, :, None] & known[:, None, :]) & ~np.eye(len(taken), dtype=bool)
    cube[silent] = 0.0
    networks = {
        kind: Network(actors=taken, years=span, counts=square) for kind, square in zip(kinds, cube, strict=True)
    }
    return Acts(networks=networks, sources=tuple(sources), unwritten=int(silent.sum()))


def ties_of(observations: Table, indicator: str, found: Acts, run: Run) -> Floats:
    """Return how much of a state's ties of some kind each other state has, shape (n_years - 1, n_actors, n_actors).

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA.
    indicator
        A series between two states, larger for closer ties: a pact, exports, memberships shared.
    found
        For which states and years: the ties of a year are those of the year before, or of the last before it that the
        series covers.
    run
        How to run an Ibis expression.

    Raises
    ------
    InputError
        If no row of the series lies before the last year.

    Notes
    -----
    Both directions are added up. A pair without a row in a year that the series covers counts as no tie.
    """
    rows = observations.filter(
        observations.indicator == indicator,
        observations.status == "observed",
        observations.actor.isin(found.actors),
        observations.partner.isin(found.actors),
        observations.actor != observations.partner,
    )
    rows = one_source(rows)
    table = run(rows.group_by("actor", "partner", "first_year", "last_year").agg(value=rows.value.max()))
    first, last = table["first_year"].to_numpy(), table["last_year"].to_numpy()
    one, other = (np.asarray(pc.index_in(table[name], pa.array(found.actors))) for name in ("actor", "partner"))
    squares, square = [], None
    for year in found.years[:-1]:
        holds = (first <= year) & (last >= year)
        if not holds.any() and square is None and (first <= year).any():
            holds = first == first[first <= year].max()
        if holds.any():
            square = np.zeros((len(found.actors), len(found.actors)))
            np.maximum.at(square, (one[holds], other[holds]), table["value"].to_numpy()[holds])
        squares.append(square)
    if any(square is None for square in squares):
        raise InputError(
            f"{indicator} has no rows for {found.years[0]} or before among these states. Gather it, or name later "
            "years."
        )
    stacked: Floats = np.array(squares)
    return row_shares(np.maximum(stacked + stacked.transpose(0, 2, 1), 0.0))
