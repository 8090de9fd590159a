"""The estimate: from dyads to an effect with its interval, placebos, power and verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.errors import InputError
from suasion.model.effect import design
from suasion.model.effect.design import Stacks
from suasion.model.effect.dyads import Dyads
from suasion.model.effect.elsewhere import other_dates, other_states
from suasion.model.effect.event_study import contrast, dyadic_error
from suasion.model.effect.placebo import Deals, deals, rank
from suasion.model.effect.synthetic import beyond_mixes
from suasion.model.effect.verdict import LEVEL, Findings, Verdict, verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_SMALLEST: Final = 0.5  # standard deviations within dyads: half of one, the usual mark of a difference that is noticed


class AtTime(msgspec.Struct, frozen=True, kw_only=True):
    """The effect in one year before or after the event, against the year before it."""

    time: int
    value: float
    low: float
    high: float
    n: int


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the dyads in which the cause set in, beyond those in which it did not.

    ``value`` with its 90 % interval, ``error`` (dyadic-robust) and ``smallest`` are in units of the outcome; p-values
    and ``power`` in [0, 1], None where they cannot be worked out. ``beyond`` is the effect less the same clients' mean
    move towards all other states. ``n_dates`` and ``n_patrons`` count the placebos; ``events`` are the clients and
    years looked at, ``n_alone`` the events that nobody could be held against.
    """

    value: float
    low: float
    high: float
    error: float
    smallest: float
    power: float
    times: tuple[AtTime, ...]
    trend: float
    p_trend: float | None
    p_clients: float
    p_dates: float | None
    p_patrons: float | None
    n_events: int
    n_alone: int
    n_clients: int
    n_controls: int
    n_dates: int
    n_patrons: int
    beyond: float
    events: tuple[tuple[str, int], ...]
    verdict: Verdict


def estimate(
    dyads: Dyads,
    *,
    clients: Sequence[str] | None = None,
    patrons: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
    smallest: float | None = None,
    uncovered: bool = False,
    draws: int = 999,
    seed: int = 0,
) -> Effect:
    """Return the effect of a cause on the clients that had it.

    Parameters
    ----------
    dyads
        Outcomes and events.
    clients, patrons, years
        Whose events are looked at, and of which years, both included; None for all. Comparisons are always taken
        among all clients, and windows may reach beyond the years.
    smallest
        The smallest effect of interest, in units of the outcome; None for half a standard deviation within dyads.
    uncovered
        Whether it is not recorded if the comparisons had the cause too.
    draws, seed
        Placebos of each kind, and their seed.

    Returns
    -------
    Effect
        NaN and None where there is too little; the verdict then says so.

    Raises
    ------
    InputError
        If a client or patron is not among the dyads', or there is no draw.
    """
    if draws < 1:
        raise InputError(f"{draws} draws make no placebo. Name a number, for example 999.")
    whole, dyads = dyads, _of_patrons(dyads, _flags(patrons, dyads.patrons))
    found = design.stacks(dyads, _flags(clients, dyads.clients), None, _span(years, dyads.years))
    weights = found.weights
    least = _SMALLEST * _spread(dyads, found) if smallest is None else smallest
    paths = _paths(dyads, found)
    moved = _around(design.moves(paths), found)
    value, n = contrast(weights, moved)
    if n == 0:
        return _nothing(found, least)
    error = dyadic_error(weights, moved, *_numbers(dyads, found))
    dealt = deals(weights, moved, draws, seed)
    spread = _spread_of(dealt, moved, value, error)
    low, high = _interval(spread, value)
    power = _power(spread, least)
    dates, p_dates = other_dates(dyads, found, draws, seed)
    others, beyond, p_patrons = other_states(whole, dyads, found)
    slope, p_trend = _trend(dyads, found, dealt)
    p_clients = rank(value, dealt.estimates(moved))
    said = verdict(
        Findings(
            n_episodes=_episodes(found), n_clients=int(found.treated.any(axis=1).sum()), effect=value,
            low=low, high=high, smallest=least, power=power, p_clients=p_clients,
            p_dates=p_dates, p_trend=p_trend, trend=slope, uncovered=uncovered,
        )
    )  # fmt: skip
    return Effect(
        value=value, low=low, high=high, error=error, smallest=least, power=power,
        times=tuple(_at(dyads, found, paths, time, dealt) for time in design.EVENT_TIMES),
        trend=slope, p_trend=p_trend, p_clients=p_clients, p_dates=p_dates, p_patrons=p_patrons, n_events=n,
        n_alone=found.alone, n_clients=int(found.treated.any(axis=1).sum()),
        n_controls=int(found.control.any(axis=1).sum()), n_dates=dates, n_patrons=others,
        beyond=beyond, events=_events(dyads, found), verdict=said,
    )  # fmt: skip


def _spread_of(dealt: Deals, moved: Floats, value: float, error: float) -> Floats:
    """Return how far placebo clients lie from 0, in order, the effect taken off those who had it.

    Where the dyadic-robust error is wider, they are spread to it.
    """
    apart = dealt.estimates(np.where(dealt.weights > 0, moved - value, moved))
    wide: Floats = np.sort(apart * max(1.0, error / max(float(apart.std()), 1e-12)))
    return wide


def _interval(spread: Floats, value: float) -> tuple[float, float]:
    """Return the 90 % interval: the value less what placebos make of nothing."""
    tail = int(LEVEL / 2 * len(spread))
    return value - float(spread[-1 - tail]), value - float(spread[tail])


def _power(spread: Floats, least: float) -> float:
    """Return how often an effect of the smallest size of interest would lie beyond what placebos seldom reach."""
    sizes = np.sort(np.abs(spread))
    critical = sizes[min(len(sizes) - 1, int((1 - LEVEL) * len(sizes)))]
    return float((np.abs(spread + least) >= critical).mean())


def _paths(dyads: Dyads, found: Stacks) -> Floats:
    """Return each stack's outcomes, shape (n_clients, n_stacks, n_years); of one client, beyond its synthetic twin."""
    if found.treated.any(axis=1).sum() == 1:
        return beyond_mixes(dyads.outcome, dyads.event, found)
    return dyads.outcome[:, found.patron]


def _around(by_year: Floats, found: Stacks) -> Floats:
    """Return each stack's values at its own year, shape (n_clients, n_stacks)."""
    return by_year[:, np.arange(len(found.year)), found.year]


def _at(dyads: Dyads, found: Stacks, paths: Floats, time: int, dealt: Deals) -> AtTime:
    moved = _around(design.at_time(paths, time), found)
    value, n = contrast(dealt.weights, moved)
    if n == 0:
        return AtTime(time=time, value=value, low=value, high=value, n=0)
    error = dyadic_error(dealt.weights, moved, *_numbers(dyads, found))
    low, high = _interval(_spread_of(dealt, moved, value, error), value)
    return AtTime(time=time, value=value, low=low, high=high, n=n)


def _trend(dyads: Dyads, found: Stacks, dealt: Deals) -> tuple[float, float | None]:
    """Return the treated's yearly slope before the event beyond their comparisons', and its placebo p-value."""
    slopes = _around(design.trends(dyads.outcome[:, found.patron]), found)
    value, n = contrast(dealt.weights, slopes)
    if n == 0:
        return float("nan"), None
    return value, rank(value, dealt.estimates(slopes))


def _of_patrons(dyads: Dyads, patrons: Flags | None) -> Dyads:
    if patrons is None:
        return dyads
    return Dyads(
        clients=dyads.clients, patrons=tuple(name for name, kept in zip(dyads.patrons, patrons, strict=True) if kept),
        years=dyads.years, outcome=dyads.outcome[:, patrons], event=dyads.event[:, patrons],
        known=dyads.known[:, patrons], lasting=dyads.lasting,
    )  # fmt: skip


def _episodes(found: Stacks) -> int:
    """Return how many clients and years have an event: patrons that act in the same year share what else happened."""
    client, stack = np.nonzero(found.treated)
    return len({*zip(client.tolist(), found.year[stack].tolist(), strict=True)})


def _spread(dyads: Dyads, found: Stacks) -> float:
    """Return the standard deviation of the outcome within dyads, patrons' common years taken off."""
    patrons = np.unique(found.patron)
    held = dyads.outcome[:, patrons]
    if held.size == 0 or not np.isfinite(held).any():
        return float("nan")
    there = np.isfinite(held)
    count = np.maximum(there.sum(axis=0), 1)
    held = np.where(there, held - np.where(there, held, 0.0).sum(axis=0) / count, 0.0)
    seen = there.sum(axis=-1, keepdims=True)
    apart = np.where(there, held - held.sum(axis=-1, keepdims=True) / np.maximum(seen, 1), 0.0)
    free = int(there.sum()) - int((seen > 0).sum())
    return float(np.sqrt((apart**2).sum() / max(free, 1)))


def _numbers(dyads: Dyads, found: Stacks) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    names = {name: place for place, name in enumerate(dict.fromkeys((*dyads.clients, *dyads.patrons)))}
    patrons = np.array([names[name] for name in dyads.patrons], dtype=np.int64)
    return np.array([names[name] for name in dyads.clients], dtype=np.int64), patrons[found.patron]


def _flags(chosen: Sequence[str] | None, names: Sequence[str]) -> Flags | None:
    if chosen is None:
        return None
    strange = sorted(set(chosen) - set(names))
    if strange:
        raise InputError(f"{', '.join(strange)} is not among the dyads. There are: {', '.join(names[:20])}.")
    return np.array([name in chosen for name in names], dtype=bool)


def _span(years: tuple[int, int] | None, known: Sequence[int]) -> Flags | None:
    return None if years is None else np.array([years[0] <= year <= years[1] for year in known], dtype=bool)


def _events(dyads: Dyads, found: Stacks) -> tuple[tuple[str, int], ...]:
    client, stack = np.nonzero(found.treated)
    years = (dyads.years[year] for year in found.year[stack].tolist())
    return tuple(zip((dyads.clients[place] for place in client.tolist()), years, strict=True))


def _nothing(found: Stacks, least: float) -> Effect:
    nan = float("nan")
    said = verdict(
        Findings(
            n_episodes=0, n_clients=0, effect=nan, low=nan, high=nan, smallest=least, power=nan, p_clients=nan,
            p_dates=None, p_trend=None, trend=nan, uncovered=False,
        )
    )  # fmt: skip
    return Effect(
        value=nan, low=nan, high=nan, error=nan, smallest=least, power=nan, times=(), trend=nan, p_trend=None,
        p_clients=nan, p_dates=None, p_patrons=None, n_events=0, n_alone=found.alone, n_clients=0, n_controls=0,
        n_dates=0, n_patrons=0, beyond=nan, events=(), verdict=said,
    )  # fmt: skip
