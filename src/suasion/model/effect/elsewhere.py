"""Elsewhere: how the same estimate comes out in other years of the same dyads, and with other states for patrons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.effect import design
from suasion.model.effect.event_study import contrast
from suasion.model.effect.placebo import by_dates, rank

if TYPE_CHECKING:
    from suasion.model.effect.design import Stacks
    from suasion.model.effect.dyads import Dyads

_SEEN_WITH_OTHERS: Final = 0.8  # share of the events with an outcome for another state, to be held against it
_FEWEST_DATES: Final = 10  # placebo dates, over all events, below which their rank says nothing


def other_dates(dyads: Dyads, found: Stacks, draws: int, seed: int) -> tuple[int, float | None]:
    """Return how many placebo dates there are, and the rank of the effect among them."""
    client, stack = np.nonzero(found.treated)
    patron, year = found.patron[stack], found.year[stack]
    moved = design.moves(dyads.outcome)
    clean = design.clean(dyads) & np.isfinite(moved)
    n = clean.sum(axis=0)
    level = np.where(clean, moved, 0.0).sum(axis=0) / np.maximum(n, 1)
    gaps, free = moved[client, patron] - level[patron], clean[client, patron] & (n >= design.LEAST_CONTROLS)[patron]
    # Dates near each other share years and are alike, which would make the event's own, apart from them, look strange.
    free &= (np.arange(free.shape[1])[None, :] - year[:, None]) % (design.AFTER + 1) == 0
    order = np.lexsort((gaps[np.arange(len(year)), year], year))  # not by name
    gaps, free, year = gaps[order], free[order], year[order]
    some = free.any(axis=1)
    count = int(free.sum())
    if count < _FEWEST_DATES or some.sum() < len(some) / 2:
        return count, None
    value = float(gaps[np.flatnonzero(some), year[some]].mean())
    # The event's own date is one of those that it could have had: leaving it out makes the test reject too often.
    free[np.arange(len(year)), year] = True
    return count, rank(value, by_dates(np.nan_to_num(gaps[some]), free[some], draws, seed))


def other_states(whole: Dyads, dyads: Dyads, found: Stacks) -> tuple[int, float, float | None]:
    """Return how many other states the same clients can be held against, the effect beyond them, and its rank."""
    if len(np.unique(found.patron)) != 1:
        return 0, float("nan"), None
    first = max(0, int(found.year.min()) - design.BEFORE)
    near = whole.outcome[:, :, first : int(found.year.max()) + design.AFTER + 1]
    moved = design.moves(near)[:, :, found.year - first]
    own = whole.patrons.index(dyads.patrons[int(found.patron[0])])
    values = [contrast(found.weights, moved[:, q]) for q in range(len(whole.patrons)) if q != own]
    held = np.array([one for one, n in values if n >= _SEEN_WITH_OTHERS * found.n_events])
    if len(held) == 0:
        return 0, float("nan"), None
    value, _ = contrast(found.weights, moved[:, own])
    return len(held), float(value - held.mean()), rank(value, held)
