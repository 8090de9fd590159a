"""Ideal points, from observations to the measure table."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import INDICATORS
from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run, on_its_own_engine
from suasion.measure.one_source import one_source
from suasion.measure.vote_issues import issues_in_labels
from suasion.model.ideal_points.assembly import Assembly, assembled
from suasion.model.ideal_points.fitting import PERSISTENCE, Positions, fit
from suasion.model.ideal_points.roll_calls import FIRST_SESSION, RollCalls, roll_calls
from suasion.model.ideal_points.start import Start

if TYPE_CHECKING:
    from ibis.expr.types import Table

_VOTES: Final = (VOTE_YES, VOTE_ABSTAIN, VOTE_NO)
_NAME: Final = "ideal-point"
_METHOD: Final = "dynamic ordinal IRT on one line, questions bridged (Bailey, Strezhnev and Voeten 2017)"
_NORMAL_95: Final = 1.6448536269514722  # the normal quantile that leaves 5 % above it


def ideal_points(
    observations: Table,
    *,
    actor: str | Collection[str] | None = None,
    first_year: int | None = None,
    last_year: int | None = None,
    issue: str | None = None,
    items: Collection[str] | None = None,
    reference: str = "USA",
    persistence: float = PERSISTENCE,
    parts: bool = False,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return where states stand on the line that explains most of their votes, session by session.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA with indicator "un-vote", of as many sessions as there are; others are passed over.
        A vote of 0 (absent), a row without a value and a state without a row are left out: none is an abstention.
    actor, first_year, last_year
        Which rows of the result to return; a state, several or all, and years (of sessions), both included. All votes
        go into the estimate whatever is asked: a position has a meaning only among those of others.
    issue
        Only roll calls of this issue. ``items`` says which those are; without it, labels that name the issue in
        brackets do, as `gather` writes them from the publisher's issue codes.
    items
        Only these roll calls.
    reference
        The state that stands on the positive side.
    persistence
        Of each state's walk from session to session, in [0, 1); 0 takes each session by itself.
    parts
        Whether votes on paragraphs and amendments count from 1985 on; before, they always do.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, ordered by actor and year. The year is that in which the session opened (session + 1945);
        value has mean 0 and standard deviation 1 over all states and sessions; low and high bound the central 90 % of
        its posterior; n counts the state's votes in the session. A state without a vote in a session has no row.
        With an issue the measure is named like "ideal-point [Human rights]".

    Raises
    ------
    InputError
        If there is no vote to estimate from, the issue is on no label, the reference casts no vote, a state has two
        different votes on one roll call, or the positions do not settle.

    Notes
    -----
    One-dimensional dynamic ordinal item response theory (Bailey, Strezhnev and Voeten 2017, Journal of Conflict
    Resolution 61:430): P(vote <= k) = F(a_jk - b_j theta_it), F logistic, b_j ~ N(0, 1); theta_it is a walk that leans
    back to N(0, 1); roll calls that put the same question in several sessions share a and b. `fitting.fit` says how it
    is solved. Limits: one line cannot hold all that states vote on (Bailey and Voeten 2018 advise estimates by issue);
    consensus decisions have no roll call (Häge and Hug 2014); intervals hold if votes are independent given the
    positions, and votes on kindred resolutions are not.
    """
    calls, votes, sources = _taken(observations, run)
    every = roll_calls(votes, calls, parts=parts)
    if reference not in every.states:
        raise InputError(f"{reference} casts no vote here, so that no side is positive. Name another reference.")
    start = Start.of(assembled(every), every.states, reference)
    taken = every
    if items is not None or issue is not None:
        wanted = items if items is not None else _items_of(str(issue), calls)
        named = pc.is_in(votes["item"], pa.array(sorted(wanted), pa.string()))
        if not pc.any(named).as_py():
            raise InputError("there is no vote on the roll calls named. Name items as the observations do.")
        taken = roll_calls(
            votes.filter(named), calls.filter(pc.is_in(calls["item"], votes["item"].filter(named))), parts=parts
        )
    assembly = assembled(taken)
    positions = fit(assembly, start.over(assembly, taken.states), persistence=persistence)
    name = _NAME if issue is None else f"{_NAME} [{issue}]"
    table = _table(taken, assembly, positions, reference=reference, name=name, sources=sources)
    return _chosen(table, actor, first_year, last_year)


def _taken(observations: Table, run: Run) -> tuple[pa.Table, pa.Table, list[str]]:
    """Return roll calls, votes and sources."""
    rows = observations.filter(
        observations.indicator == "un-vote",
        observations.status == "observed",
        observations.value.isin(_VOTES),
        observations.actor.notnull(),
        observations.item.notnull(),
        observations.first_year.notnull(),
    )
    sources = run(rows.select("source").distinct())["source"].to_pylist()
    if len(sources) > 1:  # which takes longer than all the rest
        rows = one_source(rows)
    calls = run(rows.group_by("item", "first_year").agg(date=rows.date.min(), label=rows.label.min()))
    votes = run(rows.select("actor", "item", "first_year", "value"))
    if pc.count_distinct(votes["actor"]).as_py() < 2:
        raise InputError("ideal points need the votes of two states at least. Gather un-votes.")
    return calls, votes, sorted(map(str, sources))


def _items_of(issue: str, calls: pa.Table) -> Collection[str]:
    found = issues_in_labels(calls)
    if issue not in found:
        raise InputError(f"no roll call's label names the issue {issue}. They name {', '.join(sorted(found))}.")
    return found[issue]


def _table(
    taken: RollCalls, assembly: Assembly, positions: Positions, *, reference: str, name: str, sources: list[str]
) -> pa.Table:
    seen = np.flatnonzero(assembly.votes > 0)
    mean, spread = positions.mean[seen], np.sqrt(positions.variance[seen])
    scale = float(mean.std()) or 1.0
    value, half = (mean - mean.mean()) / scale, _NORMAL_95 * spread / scale
    if value[assembly.state[seen] == taken.states.index(reference)].sum() < 0:
        value = -value
    session = assembly.session[seen]
    states = [taken.states[code] for code in assembly.state[seen].tolist()]
    whence = ", ".join(sources)
    columns: dict[str, Any] = {
        "actor": states,
        "partner": pa.nulls(len(seen), pa.string()),
        "year": (session + FIRST_SESSION).astype(np.int16),
        "measure": [name] * len(seen),
        "value": value,
        "low": value - half,
        "high": value + half,
        "n": assembly.votes[seen],
        "unit": [INDICATORS[_NAME].unit] * len(seen),
        "method": [_METHOD] * len(seen),
        "evidence": [
            f"{whence}: un-vote of {state} in session {number}"
            for state, number in zip(states, session.tolist(), strict=True)
        ],
    }  # fmt: skip
    return pa.table(columns, schema=MEASURE_SCHEMA).sort_by(list(SORT))


def _chosen(
    table: pa.Table, actor: str | Collection[str] | None, first_year: int | None, last_year: int | None
) -> pa.Table:
    if actor is not None:
        wanted = [actor] if isinstance(actor, str) else sorted(actor)
        table = table.filter(pc.is_in(table["actor"], pa.array(wanted, pa.string())))
    if first_year is not None:
        table = table.filter(pc.greater_equal(table["year"], first_year))
    if last_year is not None:
        table = table.filter(pc.less_equal(table["year"], last_year))
    return table
