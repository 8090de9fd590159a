"""The design: which dyads an event is seen in, which they are held against, and how far each moved.

Each patron and year with an event makes a stack of its own (Cengiz and others 2019): the clients in which the cause
set in, beside those in which it did not from six years before to three years after. Nobody who has been treated
already serves as a comparison, which is what goes wrong in two-way fixed effects with staggered dates (Goodman-Bacon
2021; Callaway and Sant'Anna 2021; Sun and Abraham 2021). Within a stack the dyad's own level and whatever moved the
patron towards or away from everybody that year fall out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from suasion.model.effect.dyads import Dyads

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

BEFORE: Final = 3  # years before the event that make the base, in which it must be known that nothing set in
AFTER: Final = 3  # last year after the event
TREND: Final = 5  # years before the event over which a trend is looked for
QUIET: Final = BEFORE + AFTER  # years before without an event that is known: what it did would be in the base
EVENT_TIMES: Final = (-3, -2, 0, 1, 2, 3)  # against the year before the event
LEAST_CONTROLS: Final = 5  # clients without the cause in a stack
_LEAST_SEEN: Final = 2  # years with an outcome, before and after


class Stacks(msgspec.Struct, frozen=True, kw_only=True):
    """Stacks side by side: one column a patron and year with an event.

    ``patron`` and ``year`` are places in the dyads' patrons and years, shape (n_stacks,); ``treated`` and ``control``
    have shape (n_clients, n_stacks). ``alone`` counts the events that no comparison could be found for.
    """

    patron: NDArray[np.int64]
    year: NDArray[np.int64]
    treated: Flags
    control: Flags
    alone: int

    @property
    def n_events(self) -> int:
        """Return how many events are looked at."""
        return int(self.treated.sum())

    @property
    def weights(self) -> Floats:
        """Return what each dyad's move counts in the effect on the treated, shape (n_clients, n_stacks); sum 0."""
        per_stack = self.treated.sum(axis=0)
        share: Floats = per_stack / max(per_stack.sum(), 1)
        controls = self.control / np.maximum(self.control.sum(axis=0), 1)
        weights: Floats = (self.treated / np.maximum(per_stack, 1) - controls) * share
        return weights


def stacks(
    dyads: Dyads, clients: Flags | None = None, patrons: Flags | None = None, years: Flags | None = None
) -> Stacks:
    """Return the stacks of all events that have a clean window and enough comparisons.

    Parameters
    ----------
    dyads
        Outcomes and events.
    clients, patrons, years
        Which events are looked at, one flag a client, patron and year; None for all. Comparisons are taken among all
        clients, and windows may reach beyond the years.
    """
    moved = np.isfinite(moves(dyads.outcome))
    quiet_before = _none_in(dyads.event, -QUIET, -1) & _all_in(_open(dyads), -BEFORE, 0)
    treated = dyads.event & quiet_before & moved
    clear = clean(dyads) & moved
    if clients is not None:
        treated &= clients[:, None, None]
    if patrons is not None:
        treated &= patrons[None, :, None]
    if years is not None:
        treated &= years
    enough = clear.sum(axis=0) >= LEAST_CONTROLS
    alone = int((treated & ~enough).sum())
    patron, year = np.nonzero(treated.any(axis=0) & enough)
    return Stacks(
        patron=patron, year=year, treated=treated[:, patron, year], control=clear[:, patron, year], alone=alone
    )


def clean(dyads: Dyads) -> Flags:
    """Return where it is known that the cause did not set in from three years before to three years after."""
    return _none_in(dyads.event, -QUIET, AFTER) & _all_in(_open(dyads), -BEFORE, AFTER)


def _open(dyads: Dyads) -> Flags:
    """Return the years that may be looked at: known, and, if the cause lasts, none after the first event."""
    if not dyads.lasting:
        return dyads.known
    after = np.maximum.accumulate(dyads.event, axis=-1)
    after[..., 1:] = after[..., :-1].copy()
    after[..., 0] = False
    return dyads.known & ~after


def moves(outcome: Floats) -> Floats:
    """Return how far each dyad moved around each year: the mean of 0 to 3 years after less that of 3 to 1 before.

    Shape as the outcome's, years last; NaN where fewer than two years are seen on either side.
    """
    before, after = range(-BEFORE, 0), range(AFTER + 1)
    return _mean_of(outcome, after) - _mean_of(outcome, before)


def trends(outcome: Floats) -> Floats:
    """Return the yearly slope of each dyad over the five years before each year; NaN with fewer than three seen."""
    times = np.arange(-TREND, 0)
    seen = np.stack([_shifted(outcome, int(time)) for time in times])
    there = np.isfinite(seen)
    count = there.sum(axis=0)
    shape = (-1,) + (1,) * outcome.ndim
    mid = (there * times.reshape(shape)).sum(axis=0) / np.maximum(count, 1)
    apart = np.where(there, times.reshape(shape) - mid, 0.0)
    slope = (apart * np.where(there, seen, 0.0)).sum(axis=0) / np.maximum((apart**2).sum(axis=0), 1e-12)
    return np.where(count >= 3, slope, np.nan)


def at_time(outcome: Floats, time: int) -> Floats:
    """Return the outcome some years after each year less that of the year before it."""
    return _shifted(outcome, time) - _shifted(outcome, -1)


def _mean_of(outcome: Floats, times: range) -> Floats:
    seen = np.stack([_shifted(outcome, time) for time in times])
    there = np.isfinite(seen)
    count = there.sum(axis=0)
    total = np.where(there, seen, 0.0).sum(axis=0)
    return np.where(count >= _LEAST_SEEN, total / np.maximum(count, 1), np.nan)


def _shifted(outcome: Floats, time: int) -> Floats:
    """Return the value of ``time`` years later in each year's place, NaN beyond either end."""
    moved = np.full_like(outcome, np.nan)
    n = outcome.shape[-1]
    if abs(time) < n:
        moved[..., max(0, -time) : n - max(0, time)] = outcome[..., max(0, time) : n - max(0, -time)]
    return moved


def _none_in(flags: Flags, first: int, last: int) -> Flags:
    """Return where no year from ``first`` to ``last`` around it is flagged."""
    return ~_any_in(flags, first, last)


def _all_in(flags: Flags, first: int, last: int) -> Flags:
    """Return where every year from ``first`` to ``last`` around it that there is, is flagged."""
    return ~_any_in(~flags, first, last)


def _any_in(flags: Flags, first: int, last: int) -> Flags:
    found = np.zeros_like(flags)
    n = flags.shape[-1]
    for time in range(first, last + 1):
        if abs(time) < n:
            found[..., max(0, -time) : n - max(0, time)] |= flags[..., max(0, time) : n - max(0, -time)]
    return found
