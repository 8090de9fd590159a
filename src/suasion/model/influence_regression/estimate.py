"""Influence and lead-lag, from observations to measure tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run, on_its_own_engine
from suasion.model.influence_regression.design import design
from suasion.model.influence_regression.fitting import fit
from suasion.model.influence_regression.forecast import forecast
from suasion.model.influence_regression.likelihood import Family
from suasion.model.influence_regression.network import Network
from suasion.model.influence_regression.pairs import ANSWER, lead_lag
from suasion.model.influence_regression.records import KINDS, Acts, acts, ties_of
from suasion.model.influence_regression.uncertainty import NORMAL_95, covariance

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_UNIT: Final = "elasticity"
_ASSOCIATION: Final = "association, not cause"


def influence(
    observations: Table,
    *,
    actor: str | None = None,
    partners: Collection[str] | None = None,
    kinds: Collection[str] = KINDS,
    ties: Collection[str] = (),
    first_year: int,
    last_year: int,
    most: int = 50,
    family: Family = "negative-binomial",
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return how much each state follows each other: weights of an influence regression, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA with indicators of `KINDS`, and those named in ``ties``; others are passed over.
    actor, partners
        Whose rows to return: those it influences and those that influence it; None for all.
    kinds
        Kinds of acts, each with a regression of its own.
    ties
        Indicators of further ties along which influence may run, beside "friends" and "foes".
    first_year, last_year
        Calendar years, both included, that go into the regression.
    most
        How many of the states with most acts go in, beside those asked for.
    family
        As for `fit`.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, ordered by actor, partner and measure, such as "influence [verbal-cooperation]"; a row has no
        year, since the whole period goes in. ``actor`` influences, ``partner`` follows. value is the change in the log
        mean of what the partner does to a third state, for a change by 1 in log(1 + what the actor did to that state
        the year before), the partner's own acts, what others did to it and long-run levels held: sum_p alpha_p w_p, w
        the mean weight of the actor among the partner's ties. n counts rows of the regression. Where a kind cannot be
        estimated value is null and the method says why.

    Raises
    ------
    InputError
        If there are no events, or a kind is not known or has no rows.

    Notes
    -----
    Minhas and Hoff (2025, Political Analysis; arXiv 1706.09072): the influence of one state on another depends on what
    ties them. Here nobody is followed in choosing recipients (B is the identity): on yearly events it cannot be told
    apart; `design` and `fit` take such weights. The method says what is followed, and whether that made the last year
    less surprising when foretold from those before. Influence runs along ties, so that two states without ties have
    weight 0 by assumption; `leads` assumes nothing of the kind. 90 % intervals by `covariance`, for the weights as they
    are. Association: common shocks and press attention that ties share look the same.
    """
    found, kinds = _found(
        observations, actor=actor, partners=partners, kinds=kinds, first_year=first_year, last_year=last_year,
        most=most, run=run,
    )  # fmt: skip
    weights = found.ties() | {name: ties_of(observations, name, found, run) for name in sorted(set(ties))}
    rows: list[dict[str, Any]] = []
    for kind in kinds:
        rows += _weighted(found, kind, weights, family, _pairs(found.actors, actor, partners))
    return _table(rows)


def leads(
    observations: Table,
    *,
    actor: str | None = None,
    partners: Collection[str] | None = None,
    kinds: Collection[str] = KINDS,
    first_year: int,
    last_year: int,
    most: int = 50,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return whether what each state does predicts what each other later does, pair by pair, as a measure table.

    Parameters
    ----------
    observations, actor, partners, kinds, first_year, last_year, most, run
        As for `influence`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA. "lead-lag [verbal-cooperation]": ``actor`` leads, ``partner`` follows: value is the coefficient
        of `lead_lag`, in the units of `influence`. "lead-lag answer [verbal-cooperation]": no partner; how much what
        others did to ``actor`` predicts what it later does to them. n counts rows: third states and years. value is
        null where too few acts tell.

    Raises
    ------
    InputError
        As for `influence`.
    """
    found, kinds = _found(
        observations, actor=actor, partners=partners, kinds=kinds, first_year=first_year, last_year=last_year,
        most=most, run=run,
    )  # fmt: skip
    rows: list[dict[str, Any]] = []
    asked = _pairs(found.actors, actor, partners)
    for kind in kinds:
        network = found.networks[kind]
        for follower in sorted({follower for _, follower in asked}):
            leaders = [leader for leader, one in asked if one == follower]
            if actor is None or found.actors[follower] == actor:
                leaders.append(ANSWER)
            rows += _led(found, kind, network, follower, leaders)
    return _table(rows)


def _found(
    observations: Table,
    *,
    actor: str | None,
    partners: Collection[str] | None,
    kinds: Collection[str],
    first_year: int,
    last_year: int,
    most: int,
    run: Run,
) -> tuple[Acts, tuple[str, ...]]:
    strange = sorted(set(kinds) - set(KINDS))
    if strange:
        raise InputError(f"{', '.join(strange)} is no kind of event. Name {', '.join(KINDS)}.")
    also = {*(partners or ()), *([actor] if actor else [])}
    found = acts(observations, first_year=first_year, last_year=last_year, also=also, most=most, run=run)
    present = tuple(kind for kind in KINDS if kind in kinds and kind in found.networks)
    if not present:
        raise InputError(f"the record has no rows of {', '.join(sorted(kinds))} in these years. Gather them.")
    return found, present


def _pairs(actors: tuple[str, ...], actor: str | None, partners: Collection[str] | None) -> list[tuple[int, int]]:
    """Return pairs of leader and follower that are asked for."""

    def asked(one: str, other: str) -> bool:
        if actor is None:
            return not partners or one in partners or other in partners
        return (one == actor and (not partners or other in partners)) or (
            other == actor and (not partners or one in partners)
        )

    n = range(len(actors))
    return [(i, j) for i in n for j in n if i != j and asked(actors[i], actors[j])]


def _weighted(
    found: Acts, kind: str, weights: Mapping[str, Floats], family: Family, asked: Iterable[tuple[int, int]]
) -> list[dict[str, Any]]:
    """Return the rows of one kind: value and interval of each pair's weight."""
    mean = np.array([weight.mean(axis=0) for weight in weights.values()])
    how = f"influence regression (Minhas and Hoff 2025), {family}; {_whereof(found)}"
    try:
        rows = design(found.networks[kind], weights)
        fitted = fit(rows, family)
        error = covariance(rows, fitted)[-len(weights) :, -len(weights) :]
    except InputError as problem:
        nothing = (np.nan, np.nan, np.nan)
        return [_row(found, kind, pair, nothing, name="influence", n=0, method=f"{how}; {problem}") for pair in asked]
    alpha = fitted.alpha[1:]
    half = NORMAL_95 * np.sqrt(np.diag(error))
    told = ", ".join(
        f"{name} {a:.3f} ({a - h:.3f} to {a + h:.3f})" for name, a, h in zip(weights, alpha, half, strict=True)
    )
    how = f"{how}; follows {told}; {_foretold(found.networks[kind], weights, family)}; {_ASSOCIATION}"
    value = np.tensordot(alpha, mean, axes=1)
    spread = NORMAL_95 * np.sqrt(np.einsum("pij,pq,qij->ij", mean, error, mean))
    figures = np.stack([value, value - spread, value + spread], axis=2)
    return [
        _row(found, kind, pair, tuple(figures[pair[::-1]]), name="influence", n=len(rows.outcome), method=how)
        for pair in asked
    ]


def _foretold(network: Network, weights: Mapping[str, Floats], family: Family) -> str:
    """Return what influence adds to a forecast of the last year from the years before, in words."""
    if family == "gaussian":
        return "not tried on a year not seen"
    try:
        seen = forecast(network, weights, family=family)
    except InputError:
        return "too few years to try on one not seen"
    mean, low, high = seen.gain("influence", over="no influence")
    return (
        f"log score of {seen.year} from the years before, over nobody followed {mean:+.4f} ({low:+.4f} to {high:+.4f})"
    )


def _led(found: Acts, kind: str, network: Network, follower: int, leaders: list[int]) -> list[dict[str, Any]]:
    led = lead_lag(network, follower, leaders)
    how = f"Poisson regression of a year's acts on those of the year before, pair by pair; {_whereof(found)}"
    rows = []
    for leader, value, low, high, p, n in zip(leaders, led.value, led.low, led.high, led.p, led.n, strict=True):
        told = "too few acts to tell" if np.isnan(value) else f"p {p:.3f}"
        rows.append(
            _row(
                found,
                kind,
                (follower, None) if leader == ANSWER else (leader, follower),
                (value, low, high),
                name="lead-lag answer" if leader == ANSWER else "lead-lag",
                n=int(n),
                method=f"{how}; {told}; {_ASSOCIATION}",
            )
        )
    return rows


def _whereof(found: Acts) -> str:
    filled = f"; {found.unwritten} pairs and years without a row count as no act" if found.unwritten else ""
    return f"{len(found.actors)} states, {found.years[0]} to {found.years[-1]}{filled}"


def _row(
    found: Acts,
    kind: str,
    pair: tuple[int, int | None],
    figures: tuple[float, float, float],
    *,
    name: str,
    n: int,
    method: str,
) -> dict[str, Any]:
    value, low, high = (None if np.isnan(figure) else float(figure) for figure in figures)
    return {
        "actor": found.actors[pair[0]],
        "partner": None if pair[1] is None else found.actors[pair[1]],
        "year": None,
        "measure": f"{name} [{kind.removeprefix('events-')}]",
        "value": value,
        "low": low,
        "high": high,
        "n": n,
        "unit": _UNIT,
        "method": method,
        "evidence": f"{', '.join(found.sources)}: {kind} of {found.years[0]} to {found.years[-1]} among the states",
    }


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=MEASURE_SCHEMA).sort_by(list(SORT))
